/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claims.h.
 */
#include "hemo-claims.h"

#include "hemo-error.h"
#include "hemo-values.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_CLAIMS 200 /* of one connection */

typedef struct {
    char *account; /* id */
    char *from;
    HemoClaim claim;
} Claim;

struct _HemoClaims {
    gatomicrefcount refs;
    GArray *list; /* Claim */
};

static const HemoName securities[] = {
    {HEMO_CLAIM_NONE, "none"},
    {HEMO_CLAIM_UNVERIFIED, "unverified"},
    {HEMO_CLAIM_OTHER, "other"},
    {HEMO_CLAIM_TLS, "tls"},
    {HEMO_CLAIM_TLS, "starttls"},
    {0, NULL},
};

/* All that Agent1.Account knows: what is passed over might have said that the way is worse. */
static const HemoValuesKey keys[] = {
    {"from", "s", 0},
    {"host", "s", 0},
    {"port", "q", 0},
    {"user", "s", 0},
    {"security", "s", 0},
};

static void
clear_claim(gpointer data)
{
    Claim *claim = data;

    g_free(claim->account);
    g_free(claim->from);
}

HemoClaims *
hemo_claims_new(void)
{
    HemoClaims *claims = g_new0(HemoClaims, 1);

    g_atomic_ref_count_init(&claims->refs);
    claims->list = g_array_new(FALSE, TRUE, sizeof(Claim));
    g_array_set_clear_func(claims->list, clear_claim);
    return claims;
}

HemoClaims *
hemo_claims_ref(HemoClaims *claims)
{
    g_atomic_ref_count_inc(&claims->refs);
    return claims;
}

void
hemo_claims_unref(HemoClaims *claims)
{
    if (claims == NULL || !g_atomic_ref_count_dec(&claims->refs))
        return;
    g_array_unref(claims->list);
    g_free(claims);
}

static Claim *
find_claim(HemoClaims *claims, const char *account, const char *from)
{
    for (guint i = 0; i < claims->list->len; i++) {
        Claim *claim = &g_array_index(claims->list, Claim, i);

        if (strcmp(claim->account, account) == 0 && strcmp(claim->from, from) == 0)
            return claim;
    }
    return NULL;
}

static gboolean
remember(HemoClaims *claims,
         const char *account,
         const char *from,
         HemoClaim value,
         GError **error)
{
    Claim *known = find_claim(claims, account, from);
    Claim claim = {NULL};

    if (known != NULL) {
        known->claim = value;
        return TRUE;
    }
    if (claims->list->len >= MAX_CLAIMS) {
        hemo_error_set(error,
                       HEMO_ERROR_TOO_BIG,
                       _("the mail program has more accounts than Hemostat can keep"));
        return FALSE;
    }
    claim.account = g_strdup(account);
    claim.from = g_strdup(from);
    claim.claim = value;
    g_array_append_val(claims->list, claim);
    return TRUE;
}

gboolean
hemo_claims_take(HemoClaims *claims,
                 GVariant *settings,
                 const HemoAccounts *accounts,
                 const HemoAccount **ret_account,
                 GError **error)
{
    const HemoAccount *account;
    const char *from = "";
    const char *host = "";
    const char *user = "";
    const char *security = "";
    guint16 port = 0;

    *ret_account = NULL;
    if (!hemo_values_check(settings, keys, G_N_ELEMENTS(keys), error))
        return FALSE;
    g_variant_lookup(settings, "from", "&s", &from);
    g_variant_lookup(settings, "host", "&s", &host);
    g_variant_lookup(settings, "user", "&s", &user);
    g_variant_lookup(settings, "security", "&s", &security);
    g_variant_lookup(settings, "port", "q", &port);
    account = hemo_accounts_find_server(accounts, host, port, user, from);
    if (account == NULL)
        return TRUE;
    if (!remember(claims,
                  hemo_account_id(account),
                  from,
                  (HemoClaim)hemo_names_value(securities, security, HEMO_CLAIM_STRANGE),
                  error))
        return FALSE;
    *ret_account = account;
    return TRUE;
}

HemoClaim
hemo_claims_find(const HemoClaims *claims, const char *id)
{
    HemoClaim weakest = HEMO_CLAIM_NOT_MADE;

    for (guint i = 0; claims != NULL && i < claims->list->len; i++) {
        const Claim *claim = &g_array_index(claims->list, Claim, i);

        if (strcmp(claim->account, id) == 0)
            weakest = MIN(weakest, claim->claim);
    }
    return weakest;
}

gboolean
hemo_claims_is_good(HemoClaim claim)
{
    return claim >= HEMO_CLAIM_TLS;
}
