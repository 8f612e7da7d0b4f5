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
    g_assert_false(hemo_case_wants_key(mail, 0));
    g_assert_true(hemo_case_wants_key(mail, 1));
    g_assert_false(hemo_case_wants_key(ordinary, 0));
}

/* The person may answer that it is about a patient: then the key must be there. */
static void
test_wants_key_if_asked(void)
{
    const SampleCase sample = {.content = "health", .to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    g_assert_true(hemo_case_wants_key(mail, 0));
}

/* A key that cannot be used is none, and the person is told why. */
static void
test_bad_keys(void)
{
    const SampleCase sample = {.to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    HemoKey *expired = hemo_key_new(&(HemoKeyFields){.kind = HEMO_KEY_KIND_OPENPGP,
                                                     .fingerprint = "AA",
                                                     .state = HEMO_KEY_EXPIRED,
                                                     .has_secret = FALSE,
                                                     .expires = 1});

    sample_case_give_own_key(mail);
    hemo_case_set_key(mail, 0, expired, "the key has expired");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    g_assert_cmpstr(hemo_case_key_reason(mail, 0), ==, "the key has expired");
    sample_case_give_key(mail, 0);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    g_assert_null(hemo_case_key_reason(mail, 0));
    hemo_case_add_own_key(mail, expired, "the archive's key has expired");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    g_assert_cmpstr(hemo_case_key_reason(mail, 0), ==, "the archive's key has expired");
    hemo_key_unref(expired);
}

static void
test_fingerprints(void)
{
    const SampleCase sample = {.to = {"a@example.org", "b@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    const gsize second[] = {1};
    g_autofree const char **fingerprints = NULL;

    sample_case_give_key(mail, 0);
    sample_case_give_key(mail, 1);
    sample_case_give_own_key(mail);
    fingerprints = hemo_case_fingerprints(mail, second, 1);
    g_assert_cmpuint(g_strv_length((GStrv)fingerprints), ==, 2);
    g_assert_true(g_str_has_suffix(fingerprints[0], "2"));
    g_assert_true(g_str_has_suffix(fingerprints[1], "FF"));
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
    g_test_add_func("/case/bad-keys", test_bad_keys);
    g_test_add_func("/case/fingerprints", test_fingerprints);
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
