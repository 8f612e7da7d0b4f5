/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a mail program says of its accounts: the worst of it counts.
 */
#include "hemo-claims.h"

#include "hemo-error.h"

static HemoAccounts *
make_accounts(void)
{
    g_autoptr(GError) error = NULL;
    HemoAccounts *accounts = hemo_accounts_parse(
        hemo_slice_text("[account work]\nhost=smtp.example.com\nuser=nurse\n"
                        "[account home]\nhost=smtp.example.net\nuser=me\n"),
        HEMO_SLICE_EMPTY,
        FALSE,
        &error);

    g_assert_no_error(error);
    return accounts;
}

/* The id that @settings fit, NULL if none. */
static const char *
take(HemoClaims *claims, const HemoAccounts *accounts, const char *settings)
{
    g_autoptr(GVariant) values = g_variant_ref_sink(g_variant_new_parsed(settings));
    g_autoptr(GError) error = NULL;
    const HemoAccount *account = NULL;

    g_assert_true(hemo_claims_take(claims, values, accounts, &account, &error));
    g_assert_no_error(error);
    return account != NULL ? hemo_account_id(account) : NULL;
}

#define WORK(from, security)                                                                   \
    "{'host': <'smtp.example.com'>, 'port': <uint16 587>, 'user': <'nurse'>,"                  \
    " 'from': <'" from "'>, 'security': <'" security "'>}"

static void
test_words(void)
{
    static const struct {
        const char *settings;
        HemoClaim claim;
        gboolean good;
    } rows[] = {
        {WORK("a@example.com", "tls"), HEMO_CLAIM_TLS, TRUE},
        {WORK("a@example.com", "starttls"), HEMO_CLAIM_TLS, TRUE},
        {WORK("a@example.com", "unverified"), HEMO_CLAIM_UNVERIFIED, FALSE},
        {WORK("a@example.com", "none"), HEMO_CLAIM_NONE, FALSE},
        {WORK("a@example.com", "other"), HEMO_CLAIM_OTHER, FALSE},
        {WORK("a@example.com", "quantum"), HEMO_CLAIM_STRANGE, FALSE},
        {WORK("a@example.com", "TLS"), HEMO_CLAIM_STRANGE, FALSE},
        {WORK("a@example.com", ""), HEMO_CLAIM_STRANGE, FALSE},
        {"{'host': <'smtp.example.com'>, 'port': <uint16 587>, 'user': <'nurse'>}",
         HEMO_CLAIM_STRANGE,
         FALSE},
    };
    g_autoptr(HemoAccounts) accounts = make_accounts();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoClaims) claims = hemo_claims_new();

        g_assert_cmpstr(take(claims, accounts, rows[i].settings), ==, "work");
        g_assert_cmpint(hemo_claims_find(claims, "work"), ==, rows[i].claim);
        g_assert_cmpint(hemo_claims_is_good(rows[i].claim), ==, rows[i].good);
        g_assert_cmpint(hemo_claims_find(claims, "home"), ==, HEMO_CLAIM_NOT_MADE);
    }
    g_assert_true(hemo_claims_is_good(HEMO_CLAIM_NOT_MADE));
    g_assert_cmpint(hemo_claims_find(NULL, "work"), ==, HEMO_CLAIM_NOT_MADE);
}

/* Two accounts of the mail program are one here: the weaker counts, until it is mended. */
static void
test_weakest(void)
{
    g_autoptr(HemoAccounts) accounts = make_accounts();
    g_autoptr(HemoClaims) claims = hemo_claims_new();

    take(claims, accounts, WORK("a@example.com", "none"));
    take(claims, accounts, WORK("b@example.com", "tls"));
    g_assert_cmpint(hemo_claims_find(claims, "work"), ==, HEMO_CLAIM_NONE);
    take(claims, accounts, WORK("a@example.com", "starttls"));
    g_assert_cmpint(hemo_claims_find(claims, "work"), ==, HEMO_CLAIM_TLS);
}

static void
test_no_account(void)
{
    g_autoptr(HemoAccounts) accounts = make_accounts();
    g_autoptr(HemoClaims) claims = hemo_claims_new();

    g_assert_null(take(claims, accounts, "@a{sv} {}"));
    g_assert_null(take(claims,
                       accounts,
                       "{'host': <'smtp.example.org'>, 'port': <uint16 587>,"
                       " 'security': <'none'>}"));
    g_assert_cmpint(hemo_claims_find(claims, "work"), ==, HEMO_CLAIM_NOT_MADE);
    g_assert_cmpint(hemo_claims_find(claims, ""), ==, HEMO_CLAIM_NOT_MADE);
}

static void
test_refused(void)
{
    static const char *const rows[] = {
        "{'host': <'smtp.example.com'>, 'proxy': <'x'>}",
        "{'host': <1>}",
        "{'port': <587>}",
        "{'port': <uint32 587>}",
        "{'security': <['tls']>}",
        "{'from': <('a@example.com',)>}",
    };
    g_autoptr(HemoAccounts) accounts = make_accounts();
    g_autoptr(HemoClaims) claims = hemo_claims_new();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GVariant) values = g_variant_ref_sink(g_variant_new_parsed(rows[i]));
        g_autoptr(GError) error = NULL;
        const HemoAccount *account = NULL;

        g_assert_false(hemo_claims_take(claims, values, accounts, &account, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        g_assert_null(account);
    }
}

/* A program that never stops talking fills no memory. */
static void
test_too_many(void)
{
    g_autoptr(HemoAccounts) accounts = make_accounts();
    g_autoptr(HemoClaims) claims = hemo_claims_new();
    g_autoptr(GError) error = NULL;
    gboolean taken = TRUE;

    for (guint i = 0; taken && i < 1000; i++) {
        g_autofree char *from = g_strdup_printf("a%u@example.com", i);
        g_autoptr(GVariant) values = g_variant_ref_sink(
            g_variant_new_parsed("{'host': <'smtp.example.com'>, 'port': <uint16 587>,"
                                 " 'user': <'nurse'>, 'from': <%s>, 'security': <'tls'>}",
                                 from));
        const HemoAccount *account = NULL;

        taken = hemo_claims_take(claims, values, accounts, &account, &error);
    }
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/claims/words", test_words);
    g_test_add_func("/claims/weakest", test_weakest);
    g_test_add_func("/claims/no-account", test_no_account);
    g_test_add_func("/claims/refused", test_refused);
    g_test_add_func("/claims/too-many", test_too_many);
    return g_test_run();
}
