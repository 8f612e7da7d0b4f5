/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the parts of HemoOpenpgp share.
 */
#pragma once

#include "hemo-openpgp-cache.h"
#include "hemo-openpgp-turn.h"
#include "hemo-openpgp.h"

#include <gpgme.h>

/* HEMO_ERROR_MISSING gpg or the home folder is not there. */
gboolean hemo_openpgp_check(HemoOpenpgp *openpgp, GError **error);

/* Checks, then makes a context for our home that never goes to the network. */
gpgme_ctx_t hemo_openpgp_new_context(HemoOpenpgp *openpgp, GError **error);

/* The home folder in use, NULL if there is none; after a check. */
const char *hemo_openpgp_home(HemoOpenpgp *openpgp);
HemoOpenpgpCache *hemo_openpgp_cache(HemoOpenpgp *openpgp);
HemoOpenpgpTurn *hemo_openpgp_turn(HemoOpenpgp *openpgp);

/* Our view of @key for @address (lower case), or NULL if no user id of it is exactly that; for
 * its best user id if @address is NULL.  @material may be NULL. */
HemoKey *hemo_openpgp_key_judge(gpgme_key_t key, const char *address, GBytes *material);

/* As hemo_openpgp_list_async(), but only keys whose private part is here. */
void hemo_openpgp_list_secret_async(HemoOpenpgp *openpgp,
                                    const char *address,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* Forty or sixty-four hex digits?  Anything else would be a search to gpg. */
gboolean hemo_openpgp_is_fingerprint(const char *text);

/* Makes the user's GnuPG folder if it is not there, as gpg would; without a
 * gpg that stays for the check to tell.  HEMO_ERROR_STORAGE. */
gboolean hemo_openpgp_make_home(HemoOpenpgp *openpgp, GError **error);

/* Where gpg's agent listens for this home, or NULL. */
char *hemo_openpgp_agent_socket(HemoOpenpgp *openpgp);
