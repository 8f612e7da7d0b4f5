/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-copy.h"

#include "sample-case.h"

static char *
describe(const HemoCase *mail)
{
    g_autoptr(GPtrArray) copies = hemo_copy_list(mail);
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < copies->len; i++) {
        const HemoCopy *copy = copies->pdata[i];
        g_autofree const char **addresses = hemo_copy_addresses(copy, mail);
        g_autofree char *joined = g_strjoinv(",", (char **)addresses);

        g_string_append_printf(text,
                               "%s:%s ",
                               hemo_names_find(hemo_method_names, copy->method),
                               joined);
    }
    return g_string_free(text, FALSE);
}

static void
test_one_method(void)
{
    const SampleCase sample = {
        .content = "none",
        .to = {"a@example.org", "b@example.org"},
        .bcc = {"c@example.org", "d@example.org"},
    };
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autofree char *text = NULL;

    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_SEND);
    text = describe(mail);
    g_assert_cmpstr(text,
                    ==,
                    "none:a@example.org,b@example.org none:c@example.org none:d@example.org ");
}

/* One can be reached over TLS, two with keys, and nobody learns of the blind one. */
static void
test_methods(void)
{
    const SampleCase sample = {
        .to = {"a@example.org", "b@example.org", "c@example.org"},
        .bcc = {"d@example.org"},
    };
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autofree char *text = NULL;

    sample_case_set_level(mail, 1, "A");
    sample_case_give_own_key(mail);
    sample_case_give_key(mail, 0);
    sample_case_give_key(mail, 2);
    sample_case_give_key(mail, 3);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    text = describe(mail);
    g_assert_cmpstr(text,
                    ==,
                    "tls:b@example.org openpgp:a@example.org,c@example.org "
                    "openpgp:d@example.org ");
}

/* Four ways: one over TLS, two kinds of keys, and a PDF, which nobody shares. */
static void
test_four_methods(void)
{
    const SampleCase sample = {
        .to = {"a@example.org", "b@example.org", "c@example.org"},
        .bcc = {"d@example.org", "e@example.org"},
        .policy = "[default]\nmethods=tls; smime; openpgp; pdf\n",
    };
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autofree char *text = NULL;

    sample_case_set_level(mail, 1, "A");
    sample_case_give_own_key(mail);
    sample_case_set_own_key(mail, HEMO_KEY_KIND_SMIME, HEMO_KEY_USABLE);
    sample_case_give_key(mail, 0);
    sample_case_set_key(mail, 3, HEMO_KEY_KIND_SMIME, HEMO_KEY_USABLE);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    text = describe(mail);
    g_assert_cmpstr(text,
                    ==,
                    "tls:b@example.org smime:d@example.org openpgp:a@example.org "
                    "pdf:c@example.org pdf:e@example.org ");
}

/* Where the server is told to insist on TLS for an encrypted copy, only those get that copy
 * whose servers can do it. */
static void
test_enforced(void)
{
    const SampleCase sample = {
        .to = {"a@example.org", "b@example.org", "c@example.org"},
        .rung = "end-to-end",
    };
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(GPtrArray) copies = NULL;
    g_autofree char *text = NULL;

    sample_case_set_level(mail, 1, "A");
    sample_case_give_own_key(mail);
    for (gsize i = 0; i < 3; i++)
        sample_case_give_key(mail, i);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    text = describe(mail);
    g_assert_cmpstr(text, ==, "openpgp:a@example.org,c@example.org openpgp:b@example.org ");
    copies = hemo_copy_list(mail);
    g_assert_false(((const HemoCopy *)copies->pdata[0])->enforced);
    g_assert_true(((const HemoCopy *)copies->pdata[1])->enforced);
}

/* The note of each copy in turn, and "all" where the mail's own fields do. */
static char *
describe_notes(const HemoCase *mail)
{
    g_autoptr(GPtrArray) copies = hemo_copy_list(mail);
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < copies->len; i++) {
        g_autofree char *note = hemo_copy_note(copies->pdata[i], mail);

        g_string_append_printf(text,
                               "%s|%s\n",
                               hemo_copy_is_whole(copies->pdata[i], mail) ? "all" : "",
                               note != NULL ? note : "");
    }
    return g_string_free(text, FALSE);
}

/* Each copy names whom the others went to; a blind recipient is never named. */
static void
test_notes(void)
{
    static const struct {
        SampleCase sample;
        const char *notes;
    } rows[] = {
        {{.content = "none", .to = {"a@example.org", "b@example.org"}}, "all|\n"},
        {{.content = "none", .bcc = {"c@example.org", "d@example.org"}}, "|\n|\n"},
        {{.content = "none", .to = {"a@example.org"}, .bcc = {"c@example.org"}},
         "all|\n|This mail was sent to: a@example.org. You have a blind copy (Bcc) of it.\n"},
        {{.to = {"a@example.org", "b@example.org", "c@example.org"}, .bcc = {"d@example.org"}},
         "|This mail was also sent to: a@example.org, c@example.org.\n"
         "|This mail was also sent to: b@example.org.\n"
         "|This mail was sent to: a@example.org, b@example.org, c@example.org. "
         "You have a blind copy (Bcc) of it.\n"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoCase) mail = sample_case_new(&rows[i].sample);
        g_autofree char *notes = NULL;

        if (i == 3) {
            sample_case_set_level(mail, 1, "A");
            sample_case_give_own_key(mail);
            sample_case_give_key(mail, 0);
            sample_case_give_key(mail, 2);
            sample_case_give_key(mail, 3);
        }
        g_assert_cmpint(hemo_case_decide(mail), >=, HEMO_VERDICT_PROTECT);
        notes = describe_notes(mail);
        g_assert_cmpstr(notes, ==, rows[i].notes);
    }
}

/* It was not sent to who is left out. */
static void
test_note_left_out(void)
{
    const SampleCase sample = {.to = {"a@example.org", "b@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autofree char *notes = NULL;

    sample_case_set_level(mail, 1, "V");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    g_assert_true(hemo_case_answer(mail, "send-others", NULL));
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    notes = describe_notes(mail);
    g_assert_cmpstr(notes, ==, "|\n");
}

/* Who is left out gets no copy. */
static void
test_left_out(void)
{
    const SampleCase sample = {.to = {"a@example.org", "b@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autofree char *text = NULL;

    sample_case_set_level(mail, 1, "V");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    g_assert_true(hemo_case_answer(mail, "send-others", NULL));
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    text = describe(mail);
    g_assert_cmpstr(text, ==, "tls:b@example.org ");
}

static void
test_held(void)
{
    const SampleCase sample = {.to = {"a@example.org"}};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autofree char *text = NULL;

    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    text = describe(mail);
    g_assert_cmpstr(text, ==, "");
}

static void
test_rung(void)
{
    static const HemoRung rungs[HEMO_N_METHODS] = {
        [HEMO_METHOD_TLS] = HEMO_RUNG_TLS,
        [HEMO_METHOD_SMIME] = HEMO_RUNG_END_TO_END,
        [HEMO_METHOD_OPENPGP] = HEMO_RUNG_END_TO_END,
        [HEMO_METHOD_PORTAL] = HEMO_RUNG_PORTAL,
        [HEMO_METHOD_PDF] = HEMO_RUNG_TLS,
    };

    for (int method = 0; method < HEMO_N_METHODS; method++) {
        const HemoCopy copy = {.method = method};

        g_assert_cmpint(hemo_copy_rung(&copy), ==, rungs[method]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/copy/one-method", test_one_method);
    g_test_add_func("/copy/methods", test_methods);
    g_test_add_func("/copy/four-methods", test_four_methods);
    g_test_add_func("/copy/enforced", test_enforced);
    g_test_add_func("/copy/left-out", test_left_out);
    g_test_add_func("/copy/held", test_held);
    g_test_add_func("/copy/rung", test_rung);
    g_test_add_func("/copy/notes", test_notes);
    g_test_add_func("/copy/note-left-out", test_note_left_out);
    return g_test_run();
}
