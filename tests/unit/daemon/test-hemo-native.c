/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-native.h"

#include "sample-case.h"

#define ENFORCES                                                                               \
    "[account work]\nroute=R2\nenforcement=X-Tls: yes\nhost=smtp.example.com\n"                \
    "addresses=nurse@example.com\n"
#define PLAIN_R1                                                                               \
    "[account work]\nroute=R1\nhost=smtp.example.com\naddresses=nurse@example.com\n"

/* Only what the mail program can do itself, and never what it would do to somebody who was to
 * get the mail otherwise. */
static void
test_possible(void)
{
    static const struct {
        const char *name;
        SampleCase sample;
        const char *levels[3];
        guint keys; /* bits of recipients */
        gboolean possible;
        const char *fields;
    } rows[] = {
        {"clean",
         {.compose = TRUE, .content = "none", .to = {"a@example.org"}},
         {NULL},
         0,
         TRUE,
         "@a(ss) []"},
        {"not built here",
         {.content = "none", .to = {"a@example.org"}},
         {NULL},
         0,
         FALSE,
         "@a(ss) []"},
        {"TLS, enforced by a field",
         {.compose = TRUE, .to = {"a@example.org"}, .bcc = {"b@example.org"}},
         {"A", "A"},
         0,
         TRUE,
         "[('X-Tls', 'yes')]"},
        {"TLS, enforced anyway",
         {.compose = TRUE, .to = {"a@example.org"}, .accounts = PLAIN_R1},
         {"V"},
         0,
         TRUE,
         "@a(ss) []"},
        {"held", {.compose = TRUE, .to = {"a@example.org"}}, {NULL}, 0, FALSE, "@a(ss) []"},
        {"one held",
         {.compose = TRUE, .to = {"a@example.org", "b@example.org"}},
         {"A", NULL},
         0,
         FALSE,
         "@a(ss) []"},
        {"one encrypted",
         {.compose = TRUE, .to = {"a@example.org", "b@example.org"}},
         {"A", NULL},
         2,
         FALSE,
         "@a(ss) []"},
        {"a trigger",
         {.compose = TRUE, .to = {"a@example.org"}, .trigger = "[secure]"},
         {"A"},
         0,
         FALSE,
         "@a(ss) []"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoCase) mail = sample_case_new(&rows[i].sample);
        g_autoptr(GVariant) fields = NULL;
        g_autofree char *text = NULL;

        for (gsize j = 0; j < G_N_ELEMENTS(rows[i].levels) && rows[i].levels[j] != NULL; j++)
            sample_case_set_level(mail, j, rows[i].levels[j]);
        if (rows[i].keys != 0) {
            sample_case_give_own_key(mail);
            sample_case_give_key(mail, 1);
        }
        hemo_case_decide(mail);
        g_test_message("%s", rows[i].name);
        g_assert_cmpint(hemo_native_is_possible(mail), ==, rows[i].possible);
        fields = g_variant_ref_sink(hemo_native_fields(mail));
        text = g_variant_print(fields, TRUE);
        g_assert_cmpstr(text, ==, rows[i].fields);
    }
}

/* Who is left out would get it all the same. */
static void
test_left_out(void)
{
    const SampleCase sample = {.compose = TRUE, .to = {"a@example.org", "b@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    sample_case_set_level(mail, 0, "A");
    hemo_case_decide(mail);
    g_assert_true(hemo_case_answer(mail, "send-others", NULL));
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    g_assert_false(hemo_native_is_possible(mail));
}

/* Confirmed as ordinary mail: nothing is enforced. */
static void
test_confirmed_clean(void)
{
    const SampleCase sample = {.compose = TRUE, .content = "health", .to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(GVariant) fields = NULL;

    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_ASK);
    g_assert_false(hemo_native_is_possible(mail));
    g_assert_true(hemo_case_answer(mail, "clean", NULL));
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    g_assert_true(hemo_native_is_possible(mail));
    fields = g_variant_ref_sink(hemo_native_fields(mail));
    g_assert_cmpuint(g_variant_n_children(fields), ==, 0);
}

/* TLS for one, ordinary mail for the other: the field would bind both. */
static void
test_mixed(void)
{
    const SampleCase sample = {
        .compose = TRUE,
        .content = "none",
        .policy = "[domain example.org]\ntls=forced\n",
        .to = {"a@example.org", "b@example.net"},
    };
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    sample_case_set_level(mail, 0, "A");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    g_assert_cmpint(hemo_case_decision(mail, 0)->method, ==, HEMO_METHOD_TLS);
    g_assert_cmpint(hemo_case_decision(mail, 1)->method, ==, HEMO_METHOD_NONE);
    g_assert_false(hemo_native_is_possible(mail));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/native/possible", test_possible);
    g_test_add_func("/native/left-out", test_left_out);
    g_test_add_func("/native/confirmed-clean", test_confirmed_clean);
    g_test_add_func("/native/mixed", test_mixed);
    return g_test_run();
}
