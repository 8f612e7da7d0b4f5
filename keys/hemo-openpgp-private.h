/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the parts of HemoOpenpgp share.
 */
#pragma once

#include "hemo-openpgp-cache.h"
#include "hemo-openpgp.h"

#include <gpgme.h>

/* HEMO_ERROR_MISSING gpg or the home folder is not there. */
gboolean hemo_openpgp_check(HemoOpenpgp *openpgp, GError **error);

/* Checks, then makes a context for our home that never goes to the network. */
gpgme_ctx_t hemo_openpgp_new_context(HemoOpenpgp *openpgp, GError **error);

/* The home folder in use, NULL if there is none; after a check. */
const char *hemo_openpgp_home(HemoOpenpgp *openpgp);
HemoOpenpgpCache *hemo_openpgp_cache(HemoOpenpgp *openpgp);

/* Our view of @key for @address (lower case), or NULL if no user id of it is exactly that. */
HemoKey *hemo_openpgp_key_judge(gpgme_key_t key, const char *address);
