/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The reader read hostile bytes: its answer is checked, and half an answer is none.
 */
#include "hemo-facts.h"

#include "hemo-error.h"
#include "sample-case.h"

#include <string.h>

static HemoFacts *
make(const char *content, const char *extra, GError **error)
{
    g_autoptr(GVariant) reply = g_variant_ref_sink(
        sample_case_reply(content, extra != NULL ? g_variant_new_parsed(extra) : NULL));

    return hemo_facts_new(reply, error);
}

static void
test_whole(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoFacts) facts =
        make("phi",
             "{'classes': <['hiv', 'genetics']>, 'triggers': <['[secure]']>,"
             " 'subject': <'Re: you'>, 'protection': <'openpgp'>}",
             &error);

    g_assert_no_error(error);
    g_assert_cmpint(hemo_facts_content(facts), ==, HEMO_CONTENT_PHI);
    g_assert_cmpuint(hemo_facts_classes(facts), ==, HEMO_CLASS_HIV | HEMO_CLASS_GENETICS);
    g_assert_cmpstr(hemo_facts_triggers(facts)[0], ==, "[secure]");
    g_assert_cmpstr(hemo_facts_subject(facts), ==, "Re: you");
    g_assert_cmpstr(hemo_facts_references(facts)[0], ==, "<one@example.org>");
    g_assert_cmpstr(hemo_facts_reasons(facts)[0], ==, "a name beside a finding");
    g_assert_cmpuint(strlen(hemo_facts_digest(facts)), ==, 64);
    g_assert_true(hemo_facts_encrypted(facts));
    g_assert_false(hemo_facts_is_raw(facts));
    g_assert_cmpuint(g_variant_n_children(hemo_facts_findings(facts)), ==, 1);
    hemo_facts_forget_subject(facts);
    g_assert_null(hemo_facts_subject(facts));
    hemo_facts_free(NULL);
}

/* Each replaces one value of a good answer. */
static void
test_refused(void)
{
    static const char *const extras[] = {
        "{'verdict': <'harmless'>}",
        "{'verdict': <''>}",
        "{'verdict': <1>}",
        "{'digest': <'abc'>}",
        "{'digest': <'g123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef'>}",
        "{'protection': <true>}",
        "{'classes': <['gossip']>}",
        "{'classes': <['hiv', '']>}",
        "{'classes': <'hiv'>}",
        "{'reasons': <'x'>}",
        "{'triggers': <'[secure]'>}",
        "{'triggers': <['[secure]']>}", /* and no subject without it */
        "{'references': <1>}",
        "{'findings': <'none'>}",
        "{'findings': <[{'kind': <'Robin Invented'>, 'part': <'1'>}]>}",
        "{'findings': <[{'kind': <'name'>, 'part': <'Robin Invented'>}]>}",
        "{'findings': <[{'kind': <'name'>}]>}",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(extras); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(make("none", extras[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_FAILED);
    }
}

/* Nothing is required that a good answer may leave out, and everything else is. */
static void
test_missing(void)
{
    static const struct {
        const char *key;
        gboolean required;
    } rows[] = {
        {"verdict", TRUE},
        {"digest", TRUE},
        {"protection", TRUE},
        {"classes", TRUE},
        {"reasons", TRUE},
        {"triggers", TRUE},
        {"references", TRUE},
        {"findings", TRUE},
        {"subject", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GVariant) whole = g_variant_ref_sink(sample_case_reply("none", NULL));
        g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(whole);
        g_autoptr(GVariant) reply = NULL;
        g_autoptr(HemoFacts) facts = NULL;

        g_variant_dict_remove(&dict, rows[i].key);
        reply = g_variant_ref_sink(g_variant_dict_end(&dict));
        facts = hemo_facts_new(reply, NULL);
        g_assert_cmpint(facts == NULL, ==, rows[i].required);
    }
}

/* The subject goes into a header again: it must not bring one of its own. */
static void
test_subject(void)
{
    static const struct {
        const char *extra;
        gboolean good;
    } rows[] = {
        {"{'subject': <''>}", TRUE},
        {"{'subject': <'=?utf-8?q?x?='>}", TRUE},
        {"{'subject': <'one\\r\\n two'>}", TRUE},
        {"{'subject': <'one\\n\\ttwo'>}", TRUE},
        {"{'subject': <'one\\r\\nBcc: x@example.org'>}", FALSE},
        {"{'subject': <'one\\nBcc: x@example.org'>}", FALSE},
        {"{'subject': <'one\\r\\n'>}", FALSE},
        {"{'subject': <'one\\r\\n\\r\\nbody'>}", FALSE},
        {"{'subject': <'one\\rtwo'>}", FALSE},
        {"{'subject': <'caf\\u00e9'>}", FALSE},
        {"{'subject': <'a\\u0007'>}", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoFacts) facts = make("none", rows[i].extra, NULL);

        g_assert_cmpint(facts != NULL, ==, rows[i].good);
    }
}

/* Nobody could read it: the verdict is bound to its bytes all the same. */
static void
test_unread(void)
{
    g_autoptr(HemoFacts) facts = hemo_facts_new_unread(hemo_slice_text("raw bytes"));
    g_autoptr(HemoFacts) same = hemo_facts_new_unread(hemo_slice_text("raw bytes"));
    g_autoptr(HemoFacts) other = hemo_facts_new_unread(hemo_slice_text("raw bytez"));

    g_assert_cmpint(hemo_facts_content(facts), ==, HEMO_CONTENT_UNREAD);
    g_assert_true(hemo_facts_is_raw(facts));
    g_assert_cmpstr(hemo_facts_digest(facts), ==, hemo_facts_digest(same));
    g_assert_cmpstr(hemo_facts_digest(facts), !=, hemo_facts_digest(other));
    g_assert_nonnull(hemo_facts_reasons(facts)[0]);
    g_assert_null(hemo_facts_triggers(facts)[0]);
    g_assert_null(hemo_facts_references(facts)[0]);
    g_assert_cmpuint(g_variant_n_children(hemo_facts_findings(facts)), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/facts/whole", test_whole);
    g_test_add_func("/facts/refused", test_refused);
    g_test_add_func("/facts/missing", test_missing);
    g_test_add_func("/facts/subject", test_subject);
    g_test_add_func("/facts/unread", test_unread);
    return g_test_run();
}
