/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * No code that the agent or the reader can answer with is left without words.
 */
#include "hemo-cli-words.h"

#include "hemo-bounce-group.h"
#include "hemo-content.h"
#include "hemo-decide.h"
#include "hemo-dsn-recipient.h"

static const struct {
    const HemoName *names;
    const char *(*find)(const char *code);
} tables[] = {
    {hemo_verdict_names, hemo_cli_words_verdict},
    {hemo_content_names, hemo_cli_words_content},
    {hemo_level_names, hemo_cli_words_level},
    {hemo_dsn_action_names, hemo_cli_words_action},
    {hemo_bounce_group_names, hemo_cli_words_group},
};

static void
test_every_code(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);

        for (const HemoName *name = tables[i].names; name->name != NULL; name++) {
            const char *words = tables[i].find(name->name);

            g_test_message("%s: %s", name->name, words);
            g_assert_true(words != name->name);
            g_assert_true(g_hash_table_add(seen, (gpointer)words));
        }
    }
}

static void
test_unknown(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(tables); i++) {
        g_assert_cmpstr(tables[i].find("later"), ==, "later");
        g_assert_cmpstr(tables[i].find(""), ==, "");
    }
    g_assert_cmpstr(hemo_cli_words_reason("later"), ==, "later");
    g_assert_cmpstr(hemo_cli_words_choice("later"), ==, "later");
    g_assert_cmpstr(hemo_cli_words_fault("later"), ==, "later");
    g_assert_cmpstr(hemo_cli_words_note("later"), ==, "later");
}

static const struct {
    const char *method;
    const char *verdict;
    const char *words;
} ways[] = {
    {"tls", "send", "over TLS"},
    {"openpgp", "protect", "encrypted with OpenPGP"},
    {"none", "send", "as it is"},
    {"none", "ask", "waits for your answer"},
    {"none", "hold", "held"},
    {"none", "", "held"},
    {"later", "protect", "held"},
    {"", "", "held"},
};

static void
test_way(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(ways); i++)
        g_assert_cmpstr(hemo_cli_words_way(ways[i].method, ways[i].verdict), ==, ways[i].words);
}

static void
test_reason(void)
{
    g_assert_cmpstr(hemo_cli_words_reason("patient-data"), ==, "it contains patient data");
    g_assert_cmpstr(hemo_cli_words_choice("confirm"), ==, "send it like this");
    g_assert_cmpstr(hemo_cli_words_fault("locked"), ==, "the keyring was locked");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-words/every-code", test_every_code);
    g_test_add_func("/cli-words/unknown", test_unknown);
    g_test_add_func("/cli-words/way", test_way);
    g_test_add_func("/cli-words/reason", test_reason);
    return g_test_run();
}
