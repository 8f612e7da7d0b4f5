/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a person reads about a delivery report: never who, never what about.
 */
#include "hemo-report-words.h"

#include <string.h>

#define ONE(address, action, group)                                                            \
    "{'address': <'" address "'>, 'action': <'" action "'>, 'group': <'" group "'>}"

static void
test_words(void)
{
    static const struct {
        const char *recipients;
        const char *words;
    } rows[] = {
        {ONE("nora@full.example", "failed", "mailbox-full"),
         "1 message to full.example was not delivered: the mailbox is full"},
        {ONE("nora@a.example", "failed", "tls") ", " ONE("petra@A.example", "failed", "tls"),
         "2 messages to a.example were not delivered: TLS could not be used"},
        {ONE("nora@a.example", "failed", "tls") ", " ONE("petra@b.example", "delivered", ""),
         "1 message to a.example was not delivered: TLS could not be used\n"
         "1 message to b.example was delivered"},
        {ONE("nora@a.example", "delayed", "temporary"),
         "1 message to a.example has not been delivered yet: a fault that may pass"},
        {ONE("nora@a.example", "relayed", "other"),
         "1 message to a.example was handed on to a server that gives no reports"},
        {ONE("nora@a.example", "expanded", "other"), "1 message to a.example was delivered"},
        {ONE("nora@a.example", "failed", "later"),
         "1 message to a.example was not delivered: no known reason"},
        {ONE("nora@a.example", "later", "tls"),
         "what became of 1 message to a.example is not said"},
        {ONE("Mrs. Penfold", "failed", "other"),
         "1 message to an unknown domain was not delivered: no known reason"},
        {"{'address': <7>}", "what became of 1 message to an unknown domain is not said"},
        {"", ""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = g_strconcat("@aa{sv} [", rows[i].recipients, "]", NULL);
        g_autoptr(GVariant) recipients = g_variant_ref_sink(g_variant_new_parsed(text));
        g_autofree char *words = hemo_report_words_make(recipients);

        g_assert_cmpstr(words, ==, rows[i].words);
    }
}

/* A report about hundreds fills no screen. */
static void
test_many(void)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));
    g_autoptr(GVariant) recipients = NULL;
    g_autofree char *words = NULL;
    g_auto(GStrv) lines = NULL;

    for (guint i = 0; i < 300; i++) {
        g_autofree char *address = g_strdup_printf("nora@d%u.example", i);

        g_variant_builder_add_value(
            &builder,
            g_variant_new_parsed("{'address': <%s>, 'action': <'failed'>, 'group': <'other'>}",
                                 address));
    }
    recipients = g_variant_ref_sink(g_variant_builder_end(&builder));
    words = hemo_report_words_make(recipients);
    lines = g_strsplit(words, "\n", -1);
    g_assert_cmpuint(g_strv_length(lines), ==, 6);
    g_assert_cmpstr(lines[5], ==, "and 295 more");
    g_assert_null(strstr(words, "nora"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/report-words/words", test_words);
    g_test_add_func("/report-words/many", test_many);
    return g_test_run();
}
