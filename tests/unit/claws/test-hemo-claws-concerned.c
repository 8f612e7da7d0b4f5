/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-concerned.h"

static void
add(GVariantBuilder *builder, const char *address, const char *verdict, const char *words)
{
    g_variant_builder_add_parsed(builder,
                                 "{'address': <%s>, 'verdict': <%s>, 'words': <%s>}",
                                 address,
                                 verdict,
                                 words);
}

/* What is said of several is said once; another verdict or another reason is another row. */
static void
test_groups(void)
{
    static const struct {
        const char *verdict;
        const char *words;
        const char *names;
    } rows[] = {
        {"hold", "no key", "a@example.org, c@example.org"},
        {"send", "", "b@example.org"},
        {"hold", "no TLS", "d@example.org"},
        {"ask", "no key", "e@example.org"},
    };
    GVariantBuilder builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));
    g_autoptr(GVariant) recipients = NULL;
    g_autoptr(GPtrArray) groups = NULL;

    add(&builder, "a@example.org", "hold", "no key");
    add(&builder, "b@example.org", "send", "");
    add(&builder, "c@example.org", "hold", "no key");
    add(&builder, "d@example.org", "hold", "no TLS");
    add(&builder, "e@example.org", "ask", "no key");
    recipients = g_variant_ref_sink(g_variant_builder_end(&builder));
    groups = hemo_claws_concerned_group(recipients);
    g_assert_cmpuint(groups->len, ==, G_N_ELEMENTS(rows));
    for (guint i = 0; i < groups->len; i++) {
        const HemoClawsConcerned *group = groups->pdata[i];
        g_autofree char *names = hemo_claws_concerned_names(group);

        g_assert_cmpstr(group->verdict, ==, rows[i].verdict);
        g_assert_cmpstr(group->words, ==, rows[i].words);
        g_assert_cmpstr(names, ==, rows[i].names);
    }
}

static void
test_many(void)
{
    GVariantBuilder builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));
    g_autoptr(GVariant) recipients = NULL;
    g_autoptr(GPtrArray) groups = NULL;
    g_autofree char *names = NULL;

    for (guint i = 0; i < 9; i++)
        add(&builder, "a@example.org", "hold", "no key");
    recipients = g_variant_ref_sink(g_variant_builder_end(&builder));
    groups = hemo_claws_concerned_group(recipients);
    g_assert_cmpuint(groups->len, ==, 1);
    names = hemo_claws_concerned_names(groups->pdata[0]);
    g_assert_true(g_str_has_suffix(names, "a@example.org and 4 more"));
}

/* An agent that says less: the reasons it gives, and nothing is made up. */
static void
test_sparse(void)
{
    g_autoptr(GVariant) recipients = g_variant_ref_sink(g_variant_new_parsed(
        "[{'reasons': <['one', 'two']>}, {'address': <'a@example.org'>}]"));
    g_autoptr(GPtrArray) groups = hemo_claws_concerned_group(recipients);

    g_assert_cmpuint(groups->len, ==, 2);
    g_assert_cmpstr(((HemoClawsConcerned *)groups->pdata[0])->words, ==, "one; two");
    g_assert_cmpstr(((HemoClawsConcerned *)groups->pdata[1])->words, ==, "");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/claws/concerned/groups", test_groups);
    g_test_add_func("/claws/concerned/many", test_many);
    g_test_add_func("/claws/concerned/sparse", test_sparse);
    return g_test_run();
}
