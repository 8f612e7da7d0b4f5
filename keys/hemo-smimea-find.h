/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Asks the DNS for the SMIMEA records of an address.
 */
#pragma once

#include "hemo-address.h"
#include "hemo-finder.h"

/* The local part as it is written, and, if there is no record, in lower case.  Answers without
 * DNSSEC count as none.  At most HEMO_LIMIT_KEYS_OF_ADDRESS; "secure" only of those that need
 * no authority.  The errors of @functions. */
void hemo_smimea_find_async(const HemoFinderNet *functions,
                            gpointer net,
                            HemoAddress *address,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GPtrArray *hemo_smimea_find_finish(GAsyncResult *result, GError **error);
