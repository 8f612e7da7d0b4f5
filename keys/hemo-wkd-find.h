/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Asks the Web Key Directory of an address's domain.
 */
#pragma once

#include "hemo-address.h"
#include "hemo-finder.h"

/* The advanced method; the direct one only if the DNS knows no address of the sub-domain.  All
 * of what the web server gave is one HemoFound; none or one.  HEMO_ERROR_NOT_FOUND,
 * HEMO_ERROR_INVALID it is no key, and the errors of @functions. */
void hemo_wkd_find_async(const HemoFinderNet *functions,
                         gpointer net,
                         HemoAddress *address,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
GPtrArray *hemo_wkd_find_finish(GAsyncResult *result, GError **error);
