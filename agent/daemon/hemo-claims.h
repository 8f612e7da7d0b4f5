/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a mail program says about its own accounts: which server it hands mail to, and
 * whether over TLS.  Kept for one connection.  A claim can only make the way to the
 * server count as less than accounts.conf says.
 */
#pragma once

#include "hemo-account.h"

/* Weakest first. */
typedef enum {
    HEMO_CLAIM_STRANGE = 0, /* a word that nobody knows */
    HEMO_CLAIM_NONE,        /* sends without TLS */
    HEMO_CLAIM_UNVERIFIED,  /* TLS, but any certificate will do */
    HEMO_CLAIM_OTHER,       /* not by SMTP */
    HEMO_CLAIM_TLS,         /* verified TLS: as accounts.conf says */
    HEMO_CLAIM_NOT_MADE,    /* nobody said anything: as accounts.conf says */
} HemoClaim;

typedef struct _HemoClaims HemoClaims;

HemoClaims *hemo_claims_new(void);
HemoClaims *hemo_claims_ref(HemoClaims *claims);
void hemo_claims_unref(HemoClaims *claims); /* NULL is fine */

/* @settings is the a{sv} of Agent1.Account.  The account that they fit, or NULL.  What is said
 * of one account under several From addresses counts together, the weakest first; said again
 * for an address, it replaces what was said.  HEMO_ERROR_INVALID an unknown key,
 * HEMO_ERROR_TOO_BIG too many addresses; both with *ret_account NULL. */
gboolean hemo_claims_take(HemoClaims *claims,
                          GVariant *settings,
                          const HemoAccounts *accounts,
                          const HemoAccount **ret_account,
                          GError **error);

/* What counts for the account @id; NULL @claims: nobody said anything. */
HemoClaim hemo_claims_find(const HemoClaims *claims, const char *id);

/* TRUE if @claim leaves the account's way to its server as good as accounts.conf says. */
gboolean hemo_claims_is_good(HemoClaim claim);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoClaims, hemo_claims_unref)
