/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the person is told, and what the audit keeps: the one has everything, the other
 * nothing that says who.
 */
#include "hemo-case-report.h"

#include "hemo-domain-check.h"
#include "hemo-key.h"
#include "sample-case.h"

#include <string.h>

static const SampleCase sample = {
    .class = "hiv",
    .to = {"a@example.org", "b@example.net"},
    .bcc = {"c@example.net"},
};

static char *
print(GVariant *value)
{
    g_autoptr(GVariant) owned = g_variant_ref_sink(value);

    return g_variant_print(owned, FALSE);
}

static HemoCase *
make(HemoVerdict expected)
{
    HemoCase *mail = sample_case_new(&sample);

    sample_case_set_level(mail, 1, "V");
    g_assert_cmpint(hemo_case_decide(mail), ==, expected);
    return mail;
}

static void
assert_has(const char *text, const char *const *words)
{
    for (gsize i = 0; words[i] != NULL; i++) {
        if (strstr(text, words[i]) == NULL)
            g_error("%s is not in %s", words[i], text);
    }
}

static void
test_details(void)
{
    static const char *const words[] = {
        "'content': <'phi'>",
        "'digest': <'0123456789",
        "'a name beside a finding'",
        "'address': <'a@example.org'>",
        "'level': <'U'>",
        "'level': <'V'>",
        "'route': <'R2'>",
        "'method': <'none'>",
        "'verdict': <'hold'>",
        "there is no way to protect it",
        "it touches a specially protected subject",
        "'id': <'send-others'>",
        "'remedies': <[",
        "'kind': <'name'>",
        "every mail server offers TLS 1.3",
        NULL,
    };
    g_autoptr(HemoCase) mail = make(HEMO_VERDICT_HOLD);
    g_autofree char *text = NULL;

    /* a sensitive class needs the way back too, so TLS is not enough for the second */
    sample_case_give_key(mail, 1);
    sample_case_give_own_key(mail);
    hemo_case_decide(mail);
    text = print(hemo_case_report_details(mail));
    assert_has(text, words);
}

/* Every name in it is one that clients know. */
static void
test_all_verdicts(void)
{
    static const struct {
        const char *content;
        const char *words;
    } rows[] = {
        {"none", "'verdict': <'send'>"},
        {"health", "'verdict': <'ask'>"},
        {"phi", "'verdict': <'hold'>"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const SampleCase one = {.content = rows[i].content, .to = {"a@example.org"}};
        g_autoptr(HemoCase) mail = sample_case_new(&one);
        g_autofree char *text = NULL;
        g_auto(GStrv) empty = NULL;

        hemo_case_decide(mail);
        text = print(hemo_case_report_details(mail));
        g_assert_nonnull(strstr(text, rows[i].words));
        /* only a mail that simply goes has no title */
        empty = g_strsplit(text, "<''>", -1);
        g_assert_cmpuint(g_strv_length(empty),
                         ==,
                         g_str_equal(rows[i].content, "none") ? 2 : 1);
    }
}

static void
test_choices_have_words(void)
{
    const SampleCase one = {.content = "health", .to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&one);
    g_autoptr(GVariant) details = NULL;
    g_autoptr(GVariant) choices = NULL;
    const char *title = "";
    guint recommended = 0;

    hemo_case_decide(mail);
    details = g_variant_ref_sink(hemo_case_report_details(mail));
    choices = g_variant_lookup_value(details, "choices", G_VARIANT_TYPE("aa{sv}"));
    g_assert_cmpuint(g_variant_n_children(choices), ==, 2);
    g_assert_true(g_variant_lookup(details, "title", "&s", &title));
    g_assert_cmpuint(strlen(title), >, 10);
    for (gsize i = 0; i < 2; i++) {
        g_autoptr(GVariant) choice = g_variant_get_child_value(choices, i);
        const char *words = "";
        gboolean best = FALSE;

        g_assert_true(g_variant_lookup(choice, "words", "&s", &words));
        g_assert_cmpuint(strlen(words), >, 10);
        g_assert_true(g_variant_lookup(choice, "recommended", "b", &best));
        recommended += best ? 1 : 0;
    }
    g_assert_cmpuint(recommended, ==, 1);
}

/* A left-out recipient reads as held, whatever he would have got. */
static void
test_left_out(void)
{
    const SampleCase one = {.to = {"a@example.org", "b@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&one);
    g_autofree char *text = NULL;

    sample_case_set_level(mail, 1, "A");
    hemo_case_decide(mail);
    g_assert_true(hemo_case_answer(mail, "send-others", NULL));
    hemo_case_decide(mail);
    text = print(hemo_case_report_audit(mail));
    g_assert_nonnull(strstr(text, "'verdict': <'hold'>"));
    g_assert_nonnull(strstr(text, "'method': <'tls'>"));
}

static void
test_audit(void)
{
    static const char *const words[] = {
        "'verdict': <'hold'>",
        "'content': <'phi'>",
        "'classes': <['hiv']>",
        "'route': <'R2'>",
        "'domain': <'example.org'>",
        "'domain': <'example.net'>",
        "'patient-data'",
        "'no-method'",
        "'policy': <'",
        NULL,
    };
    static const char *const secrets[] = {"@example",
                                          "nurse",
                                          "appointment",
                                          "0123456789abcd",
                                          "a name beside"};
    g_autoptr(HemoCase) mail = make(HEMO_VERDICT_HOLD);
    g_autofree char *text = print(hemo_case_report_audit(mail));

    assert_has(text, words);
    g_assert_nonnull(strstr(text, hemo_policy_id(hemo_case_policy(mail))));
    for (gsize i = 0; i < G_N_ELEMENTS(secrets); i++)
        g_assert_null(strstr(text, secrets[i]));
}

static void
test_sealed(void)
{
    static const char *const words[] = {
        "'from': <'nurse@example.com'>",
        "'a@example.org', 'b@example.net', 'c@example.net'",
        "'digest': <'0123456789",
        NULL,
    };
    g_autoptr(HemoCase) mail = make(HEMO_VERDICT_HOLD);
    g_autofree char *text = print(hemo_case_report_sealed(mail));

    assert_has(text, words);
}

/* What the mail program is set to counts, and the person reads which setting it is. */
static void
test_mail_program(void)
{
    static const struct {
        HemoClaim claim;
        const char *accounts;
        HemoVerdict verdict;
        const char *reason; /* "" : none about the way to the server */
        const char *remedy;
    } rows[] = {
        {HEMO_CLAIM_NOT_MADE, "", HEMO_VERDICT_PROTECT, "", ""},
        {HEMO_CLAIM_TLS, "", HEMO_VERDICT_PROTECT, "", ""},
        {HEMO_CLAIM_NONE, "", HEMO_VERDICT_HOLD, "send without TLS", "sending: STARTTLS"},
        {HEMO_CLAIM_NONE,
         "security=tls\n",
         HEMO_VERDICT_HOLD,
         "send without TLS",
         "sending: SSL/TLS"},
        {HEMO_CLAIM_UNVERIFIED, "", HEMO_VERDICT_HOLD, "any certificate", ": STARTTLS"},
        {HEMO_CLAIM_OTHER, "", HEMO_VERDICT_HOLD, "another program", "by SMTP"},
        {HEMO_CLAIM_STRANGE, "", HEMO_VERDICT_HOLD, "does not know", "by SMTP"},
        {HEMO_CLAIM_TLS, "security=none\n", HEMO_VERDICT_HOLD, "not protected", "Ask the"},
        {HEMO_CLAIM_NONE, "security=none\n", HEMO_VERDICT_HOLD, "not protected", "Ask the"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *accounts =
            g_strconcat("[account work]\nroute=R2\nenforcement=X-Tls: yes\n",
                        rows[i].accounts,
                        NULL);
        const SampleCase one = {.to = {"a@example.org"}, .accounts = accounts};
        g_autoptr(HemoCase) mail = sample_case_new(&one);
        g_autofree char *text = NULL;

        sample_case_set_level(mail, 0, "V");
        hemo_case_claim(mail, rows[i].claim);
        hemo_case_claim(mail, HEMO_CLAIM_TLS); /* makes nothing better */
        g_assert_cmpint(hemo_case_decide(mail), ==, rows[i].verdict);
        text = print(hemo_case_report_details(mail));
        g_assert_nonnull(strstr(text, rows[i].reason));
        g_assert_nonnull(strstr(text, rows[i].remedy));
    }
}

static HemoKey *
unconfirmed_key(void)
{
    g_autofree char *fingerprint = g_strdup_printf("%040X", 7);

    return hemo_key_new(&(HemoKeyFields){.kind = HEMO_KEY_KIND_OPENPGP,
                                         .fingerprint = fingerprint,
                                         .state = HEMO_KEY_UNCONFIRMED,
                                         .has_secret = FALSE,
                                         .expires = 0});
}

typedef struct {
    SampleCase sample;
    const char *level; /* NULL: no answer came */
    gboolean key;      /* there is one that nobody confirmed */
    const char *has[5];
    const char *hasnt[5];
} Told;

#define R0  "[account work]\nroute=R0\naddresses=nurse@example.com\n"
#define TRY "Try again in a minute"

/* What is said of one held recipient fits what is known, and what is advised can help. */
static const Told told[] = {
    {{.to = {"a@example.org"}},
     NULL,
     FALSE,
     {"in time", TRY, "key fetched and confirmed (see " HEMOSTAT_DOCDIR "/keys.md)"},
     {"no TLS that can be trusted", "no safe way", "docs/"}},
    {{.to = {"a@example.org"}},
     "U",
     FALSE,
     {"could not be found out whether", "every mail server offers TLS 1.3"},
     {"no TLS that can be trusted", "no safe way", TRY}},
    {{.to = {"a@example.org"}, .accounts = R0},
     NULL,
     FALSE,
     {"in time", "does not promise to use TLS", "whether your server can enforce TLS", "key"},
     {"no TLS that can be trusted", TRY}},
    {{.to = {"a@example.org"}},
     "N",
     FALSE,
     {"no TLS that can be trusted", "no safe way"},
     {"in time", TRY, "nobody has confirmed"}},
    {{.to = {"a@example.org"}},
     "N",
     TRUE,
     {"nobody has confirmed this key", "Use the telephone or the post for this message'"},
     {"key fetched"}},
    {{.to = {"a@example.org"}, .policy = "[default]\nmethods=tls\n"},
     "N",
     FALSE,
     {"Use the telephone or the post for this message'"},
     {"key fetched"}},
    {{.to = {"a@example.org"}, .rung = "portal"},
     "V",
     FALSE,
     {"no portal is set up yet", "No portal is set up yet: leave out"},
     {"key fetched", "there is no way to protect"}},
    {{.to = {"a@example.org"}}, "X", FALSE, {"Check how the address is spelt'"}, {"seems"}},
};

static void
assert_has_not(const char *text, const char *const *words)
{
    for (gsize i = 0; words[i] != NULL; i++) {
        if (strstr(text, words[i]) != NULL)
            g_error("%s is in %s", words[i], text);
    }
}

static void
test_told(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(told); i++) {
        g_autoptr(HemoCase) mail = sample_case_new(&told[i].sample);
        g_autoptr(HemoKey) key = unconfirmed_key();
        g_autofree char *text = NULL;

        if (told[i].level != NULL)
            sample_case_set_level(mail, 0, told[i].level);
        hemo_case_keys_set(hemo_case_keys(mail),
                           0,
                           HEMO_KEY_KIND_OPENPGP,
                           told[i].key ? key : NULL,
                           "a reason");
        g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
        text = print(hemo_case_report_details(mail));
        assert_has(text, told[i].has);
        assert_has_not(text, told[i].hasnt);
    }
}

/* What only the name service says is not told as the truth. */
static void
test_denied(void)
{
    static const char *const words[] = {
        "It seems that the address of the recipient cannot receive mail.",
        "it seems that this address cannot receive mail",
        "try again in a minute",
        NULL,
    };
    static const SampleCase one = {.to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&one);
    g_autoptr(HemoEvidence) evidence =
        sample_case_evidence("X", 1000, 1000 + HEMO_DOMAIN_CHECK_UNPROVED);
    g_autofree char *text = NULL;

    hemo_case_set_evidence(mail, 0, evidence);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    text = print(hemo_case_report_details(mail));
    assert_has(text, words);
    g_assert_null(strstr(text, "spelt'"));
}

/* Encrypted and over TLS as well: said to the person, and kept. */
static void
test_double(void)
{
    static const SampleCase one = {.to = {"a@example.org"}, .rung = "end-to-end"};
    static const char *const rows[][2] = {{"A", "<true>"}, {"N", "<false>"}};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoCase) mail = sample_case_new(&one);
        g_autofree char *text = NULL;
        g_autofree char *audit = NULL;
        g_autofree char *member = g_strconcat("'method': <'smime'>, 'tls': ", rows[i][1], NULL);

        sample_case_set_level(mail, 0, rows[i][0]);
        sample_case_set_key(mail, 0, HEMO_KEY_KIND_SMIME, HEMO_KEY_USABLE);
        sample_case_set_own_key(mail, HEMO_KEY_KIND_SMIME, HEMO_KEY_USABLE);
        g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
        text = print(hemo_case_report_details(mail));
        audit = print(hemo_case_report_audit(mail));
        g_assert_cmpint(strstr(text, "and the way there is by TLS as well") != NULL,
                        ==,
                        i == 0);
        g_assert_nonnull(strstr(audit, member));
    }
}

/* An alarm is shown also to who can encrypt. */
static void
test_conflict(void)
{
    static const SampleCase one = {.to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&one);
    g_autofree char *text = NULL;

    sample_case_set_level(mail, 0, "C");
    sample_case_give_key(mail, 0);
    sample_case_give_own_key(mail);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    text = print(hemo_case_report_details(mail));
    g_assert_nonnull(strstr(text, "WARNING: the recipient's mail server is not"));
    g_assert_null(strstr(text, "by TLS as well"));
}

static void
test_notices(void)
{
    static const SampleCase samples[] = {
        {.to = {"a@example.org"}},
        {.to = {"a@example.org"}, .policy = "[default]\ncrypto=fips-approved\n"},
        {.to = {"a@example.org", "b@example.org"}, .policy = "[default]\nmethods=pdf\n"},
    };
    static const char *const words[] = {
        "'notices': <@as []>",
        "is itself not validated",
        "'notices': <['Tell the recipient by telephone",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(samples); i++) {
        g_autoptr(HemoCase) mail = sample_case_new(&samples[i]);
        g_autofree char *text = NULL;

        hemo_case_decide(mail);
        text = print(hemo_case_report_details(mail));
        g_assert_nonnull(strstr(text, words[i]));
        /* each has words of his own */
        g_assert_true((strstr(text, "hemostat keys words b@example.org") != NULL) == (i == 2));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/case-report/details", test_details);
    g_test_add_func("/case-report/all-verdicts", test_all_verdicts);
    g_test_add_func("/case-report/choices-have-words", test_choices_have_words);
    g_test_add_func("/case-report/left-out", test_left_out);
    g_test_add_func("/case-report/mail-program", test_mail_program);
    g_test_add_func("/case-report/told", test_told);
    g_test_add_func("/case-report/denied", test_denied);
    g_test_add_func("/case-report/double", test_double);
    g_test_add_func("/case-report/conflict", test_conflict);
    g_test_add_func("/case-report/notices", test_notices);
    g_test_add_func("/case-report/audit", test_audit);
    g_test_add_func("/case-report/sealed", test_sealed);
    return g_test_run();
}
