/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How facts, evidence, keys, settings and answers come together for one mail.
 */
#include "hemo-case.h"

#include "hemo-error.h"
#include "hemo-key.h"
#include "sample-case.h"

#include <string.h>

static gboolean
has_choices(const HemoCase *mail, const char *expected)
{
    g_autofree char *joined = g_strjoinv(" ", (char **)hemo_case_choices(mail));

    return g_str_equal(joined, expected);
}

static void
test_ladder(void)
{
    static const struct {
        const char *level;
        gboolean key;
        gboolean own_key;
        const char *rung;
        HemoVerdict verdict;
        HemoMethod method;
    } rows[] = {
        {"A", FALSE, FALSE, NULL, HEMO_VERDICT_PROTECT, HEMO_METHOD_TLS},
        {"A", TRUE, TRUE, NULL, HEMO_VERDICT_PROTECT, HEMO_METHOD_TLS},
        {"U", TRUE, TRUE, NULL, HEMO_VERDICT_PROTECT, HEMO_METHOD_OPENPGP},
        {"C", TRUE, TRUE, NULL, HEMO_VERDICT_PROTECT, HEMO_METHOD_OPENPGP},
        {"A", TRUE, TRUE, "end-to-end", HEMO_VERDICT_PROTECT, HEMO_METHOD_OPENPGP},
        {"A", TRUE, TRUE, "portal", HEMO_VERDICT_HOLD, HEMO_METHOD_INVALID},
        {"U", FALSE, TRUE, NULL, HEMO_VERDICT_HOLD, HEMO_METHOD_INVALID},
        {"U", TRUE, FALSE, NULL, HEMO_VERDICT_HOLD, HEMO_METHOD_INVALID},
        {"X", TRUE, TRUE, NULL, HEMO_VERDICT_HOLD, HEMO_METHOD_INVALID},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const SampleCase sample = {.to = {"a@example.org"}, .rung = rows[i].rung};
        g_autoptr(HemoCase) mail = sample_case_new(&sample);

        sample_case_set_level(mail, 0, rows[i].level);
        if (rows[i].key)
            sample_case_give_key(mail, 0);
        if (rows[i].own_key)
            sample_case_give_own_key(mail);
        g_assert_cmpint(hemo_case_decide(mail), ==, rows[i].verdict);
        g_assert_cmpint(hemo_case_decision(mail, 0)->method, ==, rows[i].method);
        g_assert_cmpstr(hemo_names_find(hemo_level_names, hemo_case_level(mail, 0)),
                        ==,
                        rows[i].level);
    }
}

/* An account that nobody set up guarantees nothing, not even the way to the server. */
static void
test_unknown_account(void)
{
    const SampleCase sample = {
        .to = {"a@example.org"},
        .accounts = "[account other]\nroute=R1\n",
        .policy = "[default]\npredicted=V+A\n",
    };
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    sample_case_set_level(mail, 0, "V");
    g_assert_null(hemo_case_account(mail));
    g_assert_cmpint(hemo_case_route(mail), ==, HEMO_ROUTE_R0);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
}

static void
test_unprotected_submission(void)
{
    const SampleCase sample = {
        .to = {"a@example.com"},
        .accounts = "[account work]\nroute=R1\nsecurity=none\ninternal=example.com\n",
    };
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    sample_case_set_level(mail, 0, "V");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
}

static void
test_internal(void)
{
    const SampleCase sample = {
        .to = {"a@example.com", "b@sub.example.com"},
        .accounts = "[account work]\ninternal=example.com\n",
    };
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    g_assert_cmpint(hemo_case_decision(mail, 0)->method, ==, HEMO_METHOD_TLS);
    g_assert_cmpint(hemo_case_decision(mail, 1)->verdict, ==, HEMO_VERDICT_HOLD);
}

/* A word in the subject, or the mail that is answered, asks for more than TLS. */
static void
test_raised(void)
{
    const SampleCase plain = {.content = "none", .to = {"a@example.org"}};
    const SampleCase asked = {
        .content = "none",
        .trigger = "[secure]",
        .to = {"a@example.org"},
    };
    g_autoptr(HemoCase) mail = sample_case_new(&plain);
    g_autoptr(HemoCase) secure = sample_case_new(&asked);

    g_assert_false(hemo_case_needs_evidence(mail));
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_SEND);
    hemo_case_raise_rung(mail, 0, HEMO_RUNG_END_TO_END);
    hemo_case_raise_rung(mail, 0, HEMO_RUNG_TLS); /* never lowers */
    sample_case_set_level(mail, 0, "V");
    g_assert_true(hemo_case_needs_evidence(mail));
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    sample_case_set_level(secure, 0, "V");
    g_assert_cmpint(hemo_case_decide(secure), ==, HEMO_VERDICT_HOLD);
    sample_case_give_key(secure, 0);
    sample_case_give_own_key(secure);
    g_assert_cmpint(hemo_case_decide(secure), ==, HEMO_VERDICT_PROTECT);
}

static void
test_needs_evidence(void)
{
    static const struct {
        const char *content;
        const char *policy;
        gboolean needs;
    } rows[] = {
        {"none", NULL, FALSE},
        {"health", NULL, TRUE},
        {"unread", NULL, TRUE},
        {"phi", NULL, TRUE},
        {"none", "[default]\ntls=forced\n", TRUE},
        {"none", "[domain example.org]\ntls=exclusive\n", TRUE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const SampleCase sample = {
            .content = rows[i].content,
            .policy = rows[i].policy,
            .to = {"a@example.org"},
        };
        g_autoptr(HemoCase) mail = sample_case_new(&sample);

        g_assert_cmpint(hemo_case_needs_evidence(mail), ==, rows[i].needs);
    }
}

/* The bytes must change: the trigger is stripped, or the server told to enforce. */
static void
test_rewrite(void)
{
    const SampleCase enforced = {
        .to = {"a@example.org"},
        .accounts = "[account work]\nroute=R2\nenforcement=X-Tls: yes\n",
    };
    const SampleCase promised = {
        .to = {"a@example.org"},
        .accounts = "[account work]\nroute=R1\n",
    };
    const SampleCase stripped = {
        .content = "none",
        .to = {"a@example.org"},
        .trigger = "[vault]",
        .policy = "[default]\ntrigger=[vault]=tls\n",
    };
    g_autoptr(HemoCase) mail = sample_case_new(&enforced);
    g_autoptr(HemoCase) untouched = sample_case_new(&promised);
    g_autoptr(HemoCase) vault = sample_case_new(&stripped);

    sample_case_set_level(mail, 0, "A");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    sample_case_set_level(untouched, 0, "V");
    g_assert_cmpint(hemo_case_decide(untouched), ==, HEMO_VERDICT_SEND);
    sample_case_set_level(vault, 0, "A");
    g_assert_cmpint(hemo_case_decide(vault), ==, HEMO_VERDICT_PROTECT);
    g_assert_cmpint(hemo_case_decision(vault, 0)->method, ==, HEMO_METHOD_TLS);
}

/* Keys are looked for only where they would be used. */
static void
test_wants_key(void)
{
    const SampleCase sample = {.to = {"a@example.org", "b@example.org"}};
    const SampleCase plain = {.content = "none", .to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(HemoCase) ordinary = sample_case_new(&plain);

    sample_case_set_level(mail, 0, "A");
    for (HemoKeyKind kind = HEMO_KEY_KIND_OPENPGP; kind < HEMO_N_KEY_KINDS; kind++) {
        g_assert_false(hemo_case_wants_key(mail, 0, kind));
        g_assert_true(hemo_case_wants_key(mail, 1, kind));
        g_assert_false(hemo_case_wants_key(ordinary, 0, kind));
    }
}

/* Of the kinds only those that the ladder of this recipient comes to. */
static void
test_wants_kinds(void)
{
    static const struct {
        const char *methods;
        const char *rung;
        gboolean smime;
        gboolean openpgp;
    } rows[] = {
        {"tls; smime; openpgp; portal", NULL, TRUE, TRUE},
        {"tls; smime", NULL, TRUE, FALSE},
        {"openpgp; tls", NULL, FALSE, TRUE},
        {"tls", NULL, FALSE, FALSE},
        {"smime; pdf; openpgp", NULL, TRUE, FALSE},
        {"smime; pdf; openpgp", "end-to-end", TRUE, TRUE},
        {"pdf; smime", "portal", FALSE, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *policy =
            g_strdup_printf("[domain example.org]\nmethods=%s\n", rows[i].methods);
        const SampleCase sample = {.to = {"a@example.org"},
                                   .policy = policy,
                                   .rung = rows[i].rung};
        g_autoptr(HemoCase) mail = sample_case_new(&sample);

        g_assert_cmpint(hemo_case_wants_key(mail, 0, HEMO_KEY_KIND_SMIME), ==, rows[i].smime);
        g_assert_cmpint(hemo_case_wants_key(mail, 0, HEMO_KEY_KIND_OPENPGP),
                        ==,
                        rows[i].openpgp);
    }
}

/* Everybody gets what stands first in the ladder and is there; each kind needs both sides. */
static void
test_kinds(void)
{
    static const struct {
        gboolean smime;
        gboolean openpgp;
        gboolean own_smime;
        gboolean own_openpgp;
        HemoMethod method;
    } rows[] = {
        {TRUE, TRUE, TRUE, TRUE, HEMO_METHOD_SMIME},
        {TRUE, TRUE, FALSE, TRUE, HEMO_METHOD_OPENPGP},
        {FALSE, TRUE, TRUE, TRUE, HEMO_METHOD_OPENPGP},
        {TRUE, FALSE, TRUE, FALSE, HEMO_METHOD_SMIME},
        {TRUE, FALSE, FALSE, TRUE, HEMO_METHOD_INVALID},
        {FALSE, FALSE, TRUE, TRUE, HEMO_METHOD_INVALID},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const SampleCase sample = {.to = {"a@example.org"}};
        g_autoptr(HemoCase) mail = sample_case_new(&sample);

        sample_case_set_key(mail,
                            0,
                            HEMO_KEY_KIND_SMIME,
                            rows[i].smime ? HEMO_KEY_USABLE : HEMO_KEY_EXPIRED);
        sample_case_set_key(mail,
                            0,
                            HEMO_KEY_KIND_OPENPGP,
                            rows[i].openpgp ? HEMO_KEY_USABLE : HEMO_KEY_CHANGED);
        sample_case_set_own_key(mail,
                                HEMO_KEY_KIND_SMIME,
                                rows[i].own_smime ? HEMO_KEY_USABLE : HEMO_KEY_EXPIRED);
        sample_case_set_own_key(mail,
                                HEMO_KEY_KIND_OPENPGP,
                                rows[i].own_openpgp ? HEMO_KEY_USABLE : HEMO_KEY_EXPIRED);
        hemo_case_decide(mail);
        g_assert_cmpint(hemo_case_decision(mail, 0)->method, ==, rows[i].method);
        g_assert_cmpint(hemo_case_key_reason(mail, 0) == NULL,
                        ==,
                        rows[i].method != HEMO_METHOD_INVALID);
        g_assert_cmpint(hemo_case_lacks_key(mail, 0), ==, !rows[i].smime && !rows[i].openpgp);
    }
}

/* The reason is that of the key that comes nearest, not that of the first kind. */
static void
test_nearest_reason(void)
{
    const SampleCase sample = {.to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    HemoCaseKeys *keys = hemo_case_keys(mail);

    hemo_case_keys_set(keys, 0, HEMO_KEY_KIND_SMIME, NULL, "no certificate");
    hemo_case_keys_set(keys, 0, HEMO_KEY_KIND_OPENPGP, NULL, "no key");
    hemo_case_decide(mail);
    g_assert_cmpstr(hemo_case_key_reason(mail, 0), ==, "no certificate");
    g_assert_null(hemo_case_nearest_key(mail, 0));
    hemo_case_keys_miss(keys,
                        0,
                        HEMO_KEY_KIND_SMIME); /* nobody could look for the other kind */
    g_assert_cmpstr(hemo_case_key_reason(mail, 0), ==, "no key");
    hemo_case_keys_miss(keys, 0, HEMO_KEY_KIND_OPENPGP);
    g_assert_cmpstr(hemo_case_key_reason(mail, 0), ==, "no certificate");
    sample_case_set_key(mail, 0, HEMO_KEY_KIND_OPENPGP, HEMO_KEY_CHANGED);
    g_assert_nonnull(strstr(hemo_case_key_reason(mail, 0), "another than before"));
    sample_case_set_key(mail, 0, HEMO_KEY_KIND_SMIME, HEMO_KEY_UNCONFIRMED);
    g_assert_nonnull(strstr(hemo_case_key_reason(mail, 0), "nobody has confirmed"));
    g_assert_cmpint(hemo_key_kind(hemo_case_nearest_key(mail, 0)), ==, HEMO_KEY_KIND_SMIME);
}

/* A PDF needs no key, and only who looks after the policy allows it. */
static void
test_pdf(void)
{
    const SampleCase shipped = {.to = {"a@example.org"}};
    const SampleCase allowed = {.to = {"a@example.org"}, .policy = "[default]\nmethods=pdf\n"};
    g_autoptr(HemoCase) held = sample_case_new(&shipped);
    g_autoptr(HemoCase) mail = sample_case_new(&allowed);

    g_assert_cmpint(hemo_case_decide(held), ==, HEMO_VERDICT_HOLD);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    g_assert_cmpint(hemo_case_decision(mail, 0)->method, ==, HEMO_METHOD_PDF);
}

static void
test_fips(void)
{
    const SampleCase sample = {
        .to = {"a@example.net", "b@example.org"},
        .policy = "[domain example.org]\ncrypto=fips-approved\nkey-trust=confirmed\n",
    };
    const SampleCase other = {.to = {"a@example.net"}, .policy = sample.policy};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(HemoCase) standard = sample_case_new(&other);

    g_assert_true(hemo_case_is_fips(mail));
    g_assert_false(hemo_case_is_fips(standard));
    g_assert_cmpint(hemo_case_rule(mail, 0)->values[HEMO_RULE_KEY_TRUST],
                    ==,
                    HEMO_PROOF_AUTHORITY);
    g_assert_cmpint(hemo_case_rule(mail, 1)->values[HEMO_RULE_KEY_TRUST],
                    ==,
                    HEMO_PROOF_CONFIRMED);
    g_assert_cmpint(hemo_case_rule_for(mail, "archive@example.org").values[HEMO_RULE_KEY_TRUST],
                    ==,
                    HEMO_PROOF_CONFIRMED);
}

/* The person may answer that it is about a patient: then the key must be there. */
static void
test_wants_key_if_asked(void)
{
    const SampleCase sample = {.content = "health", .to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    g_assert_true(hemo_case_wants_key(mail, 0, HEMO_KEY_KIND_OPENPGP));
}

/* A key that cannot be used is none, and the person is told why. */
static void
test_bad_keys(void)
{
    const SampleCase sample = {.to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    sample_case_give_own_key(mail);
    sample_case_set_key(mail, 0, HEMO_KEY_KIND_OPENPGP, HEMO_KEY_EXPIRED);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    g_assert_nonnull(strstr(hemo_case_key_reason(mail, 0), "has expired"));
    sample_case_give_key(mail, 0);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    g_assert_null(hemo_case_key_reason(mail, 0));
    hemo_case_keys_add_also(hemo_case_keys(mail), HEMO_KEY_KIND_OPENPGP, NULL, "no archive");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    g_assert_cmpstr(hemo_case_key_reason(mail, 0), ==, "no archive");
}

/* --- answers ------------------------------------------------------------------------------ */

static void
test_choices(void)
{
    static const struct {
        const char *content;
        const char *policy;
        const char *choices;
        const char *answer;
        HemoVerdict verdict; /* then */
    } rows[] = {
        {"health", NULL, "clean as-phi", "clean", HEMO_VERDICT_SEND},
        {"health", NULL, "clean as-phi", "as-phi", HEMO_VERDICT_HOLD},
        {"unread", "[default]\nunreadable=ask\n", "clean as-phi", "clean", HEMO_VERDICT_SEND},
        {"unread", "[default]\nunreadable=ask\n", "clean as-phi", "as-phi", HEMO_VERDICT_HOLD},
        {"unread", NULL, "", NULL, HEMO_VERDICT_HOLD},
        {"phi", NULL, "", NULL, HEMO_VERDICT_HOLD},
        {"none", NULL, "", NULL, HEMO_VERDICT_SEND},
        {"phi", "[default]\nphi=hold\n", "", NULL, HEMO_VERDICT_HOLD},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const SampleCase sample = {
            .content = rows[i].content,
            .policy = rows[i].policy,
            .to = {"a@example.org"},
            .accounts = "[account work]\nroute=R1\n",
        };
        g_autoptr(HemoCase) mail = sample_case_new(&sample);

        hemo_case_decide(mail);
        g_assert_true(has_choices(mail, rows[i].choices));
        if (rows[i].answer != NULL)
            g_assert_true(hemo_case_answer(mail, rows[i].answer, NULL));
        g_assert_cmpint(hemo_case_decide(mail), ==, rows[i].verdict);
    }
}

/* Only what is offered can be chosen. */
static void
test_not_offered(void)
{
    static const char *const choices[] = {"clean", "as-phi", "confirm", "send-others", "", "x"};
    const SampleCase sample = {.to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    hemo_case_decide(mail);
    for (gsize i = 0; i < G_N_ELEMENTS(choices); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(hemo_case_answer(mail, choices[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    }
}

static void
test_send_others(void)
{
    const SampleCase sample = {.to = {"a@example.org", "b@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    sample_case_set_level(mail, 0, "A");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    g_assert_true(has_choices(mail, "send-others"));
    g_assert_true(hemo_case_answer(mail, "send-others", NULL));
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    g_assert_false(hemo_case_decision(mail, 0)->left_out);
    g_assert_true(hemo_case_decision(mail, 1)->left_out);
}

/* One is held, the other refused by policy: there are no others. */
static void
test_no_others(void)
{
    const SampleCase sample = {
        .to = {"a@example.org", "b@example.net"},
        .policy = "[domain example.net]\ntls=exclusive\n",
    };
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    g_assert_true(has_choices(mail, ""));
}

static void
test_confirm(void)
{
    const SampleCase sample = {.to = {"a@example.org"}, .policy = "[default]\nask=always\n"};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    sample_case_set_level(mail, 0, "V");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_ASK);
    g_assert_true(has_choices(mail, "confirm"));
    g_assert_true(hemo_case_answer(mail, "confirm", NULL));
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    g_assert_cmpint(hemo_case_verdict(mail), ==, HEMO_VERDICT_PROTECT);
}

static void
test_ids(void)
{
    const SampleCase sample = {.to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(HemoCase) other = sample_case_new(&sample);

    g_assert_cmpstr(hemo_case_id(mail), !=, hemo_case_id(other));
    g_assert_cmpuint(strlen(hemo_case_id(mail)), >=, 32);
    hemo_case_unref(hemo_case_ref(mail));
    hemo_case_unref(NULL);
}

/* A mail that came back: what is not known to be clean is patient data, and nobody is asked. */
static void
test_resend(void)
{
    static const char *const contents[] = {"none", "health", "unread", "phi"};

    for (gsize i = 0; i < G_N_ELEMENTS(contents); i++) {
        for (int key = 0; key < 2; key++) {
            const SampleCase sample = {
                .content = contents[i],
                .to = {"a@example.org"},
                .mode = "resend",
                .policy = "[default]\nunreadable=ask\ndoubtful=send\n",
            };
            g_autoptr(HemoCase) mail = sample_case_new(&sample);

            sample_case_set_level(mail, 0, "V");
            if (key) {
                sample_case_give_key(mail, 0);
                sample_case_give_own_key(mail);
            }
            g_assert_cmpint(hemo_case_decide(mail),
                            ==,
                            key ? HEMO_VERDICT_PROTECT : HEMO_VERDICT_HOLD);
            g_assert_cmpint(hemo_case_decision(mail, 0)->method,
                            ==,
                            key ? HEMO_METHOD_OPENPGP : HEMO_METHOD_INVALID);
            g_assert_true(has_choices(mail, ""));
        }
    }
}

/* What may be preselected protects. */
static void
test_recommends(void)
{
    static const struct {
        const char *content;
        const char *policy;
        const char *level;
        const char *offered;
        const char *recommended; /* NULL: none */
    } rows[] = {
        {"health", NULL, "U", "clean as-phi", "as-phi"},
        {"unread", "[default]\nunreadable=ask\n", "U", "clean as-phi", "as-phi"},
        {"phi", "[default]\nask=always\n", "A", "confirm", "confirm"},
        {"health", "[default]\nask=always\ndoubtful=send\n", "U", "confirm", NULL},
        {"none", NULL, "X", "confirm", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const SampleCase sample = {
            .content = rows[i].content,
            .policy = rows[i].policy,
            .to = {"a@example.org"},
        };
        g_autoptr(HemoCase) mail = sample_case_new(&sample);
        const char *const *choices;
        const char *recommended = NULL;

        sample_case_set_level(mail, 0, rows[i].level);
        g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_ASK);
        g_assert_true(has_choices(mail, rows[i].offered));
        choices = hemo_case_choices(mail);
        for (gsize j = 0; choices[j] != NULL; j++) {
            if (hemo_case_recommends(mail, choices[j])) {
                g_assert_null(recommended);
                recommended = choices[j];
            }
        }
        g_assert_cmpstr(recommended, ==, rows[i].recommended);
    }
}

/* To leave somebody out is never the obvious thing to do, nor is what is not offered. */
static void
test_recommends_nobody_left_out(void)
{
    const SampleCase sample = {.to = {"a@example.org", "b@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    sample_case_set_level(mail, 0, "A");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    g_assert_true(has_choices(mail, "send-others"));
    g_assert_false(hemo_case_recommends(mail, "send-others"));
    g_assert_false(hemo_case_recommends(mail, "as-phi"));
}

/* An answer counts again where the same is asked, of nobody else, about nothing else. */
static void
test_asks_same(void)
{
    static const SampleCase sample = {.content = "health", .to = {"a@example.org"}};
    static const struct {
        SampleCase sample;
        const char *level;
        gboolean same;
        gboolean asks;
    } rows[] = {
        {{.content = "health", .to = {"a@example.org"}}, NULL, TRUE, TRUE},
        {{.content = "health", .to = {"a@example.org"}}, "A", TRUE, FALSE},
        {{.content = "phi", .to = {"a@example.org"}}, NULL, FALSE, FALSE},
        {{.content = "unread", .to = {"a@example.org"}}, NULL, FALSE, FALSE},
        {{.content = "health", .to = {"b@example.org"}}, NULL, FALSE, TRUE},
        {{.content = "health", .to = {"a@example.org", "b@example.org"}}, NULL, FALSE, FALSE},
        {{.content = "health",
          .to = {"a@example.org"},
          .policy = "[default]\nunreadable=ask\n"},
         NULL,
         FALSE,
         TRUE},
        {{.content = "health", .to = {"a@example.org"}, .rung = "end-to-end"},
         NULL,
         FALSE,
         FALSE},
    };
    g_autoptr(HemoCase) earlier = sample_case_new(&sample);

    g_assert_cmpint(hemo_case_decide(earlier), ==, HEMO_VERDICT_ASK);
    g_assert_null(hemo_case_answered(earlier, 0));
    g_assert_true(hemo_case_answer(earlier, "clean", NULL));
    g_assert_cmpint(hemo_case_decide(earlier), >=, HEMO_VERDICT_PROTECT);
    g_assert_cmpstr(hemo_case_answered(earlier, 0), ==, "clean");
    g_assert_null(hemo_case_answered(earlier, 1));
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoCase) mail = sample_case_new(&rows[i].sample);

        if (rows[i].level != NULL)
            sample_case_set_level(mail, 0, rows[i].level);
        hemo_case_decide(mail);
        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(hemo_case_is_same(mail, earlier), ==, rows[i].same);
        g_assert_cmpint(hemo_case_asks_same(mail, earlier, 0), ==, rows[i].asks);
    }
}

static void
test_made(void)
{
    const SampleCase sample = {.to = {"a@example.org", "b@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    const gsize indices[] = {1};

    g_assert_null(hemo_case_made(mail, 0));
    hemo_case_add_made(mail, "0123", indices, 1);
    g_assert_cmpstr(hemo_case_made(mail, 0)->digest, ==, "0123");
    g_assert_cmpuint(hemo_case_made(mail, 0)->n, ==, 1);
    g_assert_cmpuint(hemo_case_made(mail, 0)->indices[0], ==, 1);
    g_assert_null(hemo_case_made(mail, 1));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/case/ladder", test_ladder);
    g_test_add_func("/case/unknown-account", test_unknown_account);
    g_test_add_func("/case/unprotected-submission", test_unprotected_submission);
    g_test_add_func("/case/internal", test_internal);
    g_test_add_func("/case/raised", test_raised);
    g_test_add_func("/case/needs-evidence", test_needs_evidence);
    g_test_add_func("/case/rewrite", test_rewrite);
    g_test_add_func("/case/wants-key", test_wants_key);
    g_test_add_func("/case/wants-key-if-asked", test_wants_key_if_asked);
    g_test_add_func("/case/wants-kinds", test_wants_kinds);
    g_test_add_func("/case/kinds", test_kinds);
    g_test_add_func("/case/nearest-reason", test_nearest_reason);
    g_test_add_func("/case/pdf", test_pdf);
    g_test_add_func("/case/fips", test_fips);
    g_test_add_func("/case/bad-keys", test_bad_keys);
    g_test_add_func("/case/choices", test_choices);
    g_test_add_func("/case/not-offered", test_not_offered);
    g_test_add_func("/case/send-others", test_send_others);
    g_test_add_func("/case/no-others", test_no_others);
    g_test_add_func("/case/confirm", test_confirm);
    g_test_add_func("/case/ids", test_ids);
    g_test_add_func("/case/resend", test_resend);
    g_test_add_func("/case/recommends", test_recommends);
    g_test_add_func("/case/recommends-nobody-left-out", test_recommends_nobody_left_out);
    g_test_add_func("/case/asks-same", test_asks_same);
    g_test_add_func("/case/made", test_made);
    return g_test_run();
}
