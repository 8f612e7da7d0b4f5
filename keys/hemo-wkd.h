/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Where a domain publishes the OpenPGP keys of its people: the Web Key Directory
 * (draft-koch-openpgp-webkey-service, section 3.1).  Names and addresses only; asks nobody.
 */
#pragma once

#include "hemo-address.h"
#include "hemo-slice.h"

/* z-base-32 of the SHA-1 of @local in lower case: 32 characters. */
char *hemo_wkd_hash(const char *local);

/* The sub-domain of the advanced method. */
char *hemo_wkd_host(const HemoAddress *address);

/* The URL of the advanced method on hemo_wkd_host(), or of the direct one on the domain itself.
 * It tells the web server the local part as it is written. */
char *hemo_wkd_url(const HemoAddress *address, gboolean advanced);

/* TRUE if @body begins as a binary public key does: not a page, not armor, not a private key.
 */
gboolean hemo_wkd_is_key(HemoSlice body);
