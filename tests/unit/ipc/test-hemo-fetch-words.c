/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-fetch-words.h"

#define FROM "Your account fetches mail from "

static const struct {
    HemoFetchWords leg;
    const char *server;
    const char *wanted; /* NULL: nothing is said */
} rows[] = {
    {HEMO_FETCH_WORDS_TLS, "imap.example.org", FROM "imap.example.org over TLS."},
    {HEMO_FETCH_WORDS_PLAIN, "pop.example.org", FROM "pop.example.org without encryption."},
    {HEMO_FETCH_WORDS_UNCHECKED,
     "pop.example.org",
     FROM "pop.example.org over TLS, but does not check whose server it is."},
    {HEMO_FETCH_WORDS_HERE, NULL, FROM "this computer."},
    {HEMO_FETCH_WORDS_PLAIN, "127.0.0.1", FROM "this computer."},
    {HEMO_FETCH_WORDS_TLS, "::1", FROM "this computer."},
    {HEMO_FETCH_WORDS_PLAIN, "LocalHost", FROM "this computer."},
    {HEMO_FETCH_WORDS_TLS, "localhost.example.org", FROM "localhost.example.org over TLS."},
    {HEMO_FETCH_WORDS_TLS, "%n%s", FROM "%n%s over TLS."},
    {HEMO_FETCH_WORDS_TLS, "", NULL},
    {HEMO_FETCH_WORDS_PLAIN, NULL, NULL},
    {HEMO_FETCH_WORDS_UNTOLD, "imap.example.org", NULL},
    {HEMO_N_FETCH_WORDS, "imap.example.org", NULL},
    {(HemoFetchWords)-1, "imap.example.org", NULL},
};

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *words = hemo_fetch_words(rows[i].leg, rows[i].server);

        g_assert_cmpstr(words, ==, rows[i].wanted);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fetch-words/rows", test_rows);
    return g_test_run();
}
