/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Asks the DNS for the CERT records of an address, as a Direct mail program does.
 */
#pragma once

#include "hemo-address.h"
#include "hemo-finder.h"

/* The records of the address; if there are none that can be used, those of its domain.  Where
 * certificates stand in the records themselves, no URL is followed; else at most two, side by
 * side.  "secure" is what the DNS proved.  At most HEMO_LIMIT_KEYS_OF_ADDRESS; the errors of
 * @functions. */
void hemo_dns_cert_find_async(const HemoFinderNet *functions,
                              gpointer net,
                              HemoAddress *address,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);
GPtrArray *hemo_dns_cert_find_finish(GAsyncResult *result, GError **error);
