/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-recipients.h"

typedef struct {
    const char *name;
    const char *text;
    const char *wanted; /* with a blank between them */
} Case;

static const Case cases[] = {
    {"nothing", "", ""},
    {"one", "anna@example.org", "anna@example.org"},
    {"blanks", "  anna@example.org ", "anna@example.org"},
    {"name", "Anna Berg <anna@example.org>", "anna@example.org"},
    {"several", "anna@example.org, Bo <bo@example.net>", "anna@example.org bo@example.net"},
    {"semicolon", "anna@example.org; bo@example.net;", "anna@example.org bo@example.net"},
    {"line", "anna@example.org\nbo@example.net", "anna@example.org bo@example.net"},
    {"comma-in-name",
     "\"Berg, Anna\" <anna@example.org>, bo@example.net",
     "anna@example.org bo@example.net"},
    {"quote-in-name", "\"A \\\", x@example.com\" <anna@example.org>", "anna@example.org"},
    {"address-in-name", "\"bo@example.net\" <anna@example.org>", "anna@example.org"},
    {"comment", "anna@example.org (at work, (or at home))", "anna@example.org"},
    {"open-comment", "anna@example.org (at work", "anna@example.org"},
    {"group", "Team: anna@example.org, bo@example.net;", "anna@example.org bo@example.net"},
    {"twice", "anna@example.org, anna@example.org", "anna@example.org"},
    {"domain-case", "anna@EXAMPLE.org", "anna@example.org"},
    {"idn",
     "anna@b\xc3\xbc"
     "cher.example",
     "anna@xn--bcher-kva.example"},
    {"unfinished-name", "Ann", ""},
    {"unfinished-local", "anna@", ""},
    {"unfinished-domain", "anna@example", ""},
    {"unfinished-angle", "Anna <anna@example.org", "anna@example.org"},
    {"unfinished-quote", "\"Anna <anna@example.org>, bo@example.net", ""},
    {"after-unfinished", "Ann, bo@example.net", "bo@example.net"},
    {"no-address", "anna at example.org", ""},
    {"only-backslash", "\\", ""},
};

static void
test_split(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *joined = NULL;

    hemo_claws_recipients_add(addresses, c->text);
    g_ptr_array_add(addresses, NULL);
    joined = g_strjoinv(" ", (char **)addresses->pdata);
    g_assert_cmpstr(joined, ==, c->wanted);
}

/* Over several entries, each once, and no more than the agent takes. */
static void
test_limit(void)
{
    g_autoptr(GPtrArray) addresses = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GString) text = g_string_new(NULL);

    hemo_claws_recipients_add(addresses, "nurse1@example.org");
    for (guint i = 0; i < 2 * HEMO_CLAWS_RECIPIENTS_MAX; i++)
        g_string_append_printf(text, "nurse%u@example.org,", i);
    hemo_claws_recipients_add(addresses, text->str);
    hemo_claws_recipients_add(addresses, "late@example.org");
    g_assert_cmpuint(addresses->len, ==, HEMO_CLAWS_RECIPIENTS_MAX);
    g_assert_cmpstr(addresses->pdata[0], ==, "nurse1@example.org");
    g_assert_cmpstr(addresses->pdata[1], ==, "nurse0@example.org");
    g_assert_cmpstr(addresses->pdata[2], ==, "nurse2@example.org");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/claws/recipients/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_split);
    }
    g_test_add_func("/claws/recipients/limit", test_limit);
    return g_test_run();
}
