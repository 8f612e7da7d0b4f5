/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-words.h"

#include <string.h>

#define DRAWS 4096

static GStrv
draw(void)
{
    g_autoptr(GError) error = NULL;
    char *text = hemo_words_new(&error);
    GStrv words;

    g_assert_no_error(error);
    words = g_strsplit(text, " ", -1);
    hemo_erase_text(text);
    return words;
}

static void
test_can_be_read_out(void)
{
    for (guint i = 0; i < DRAWS; i++) {
        g_auto(GStrv) words = draw();

        g_assert_cmpuint(g_strv_length(words), ==, HEMO_WORDS_COUNT);
        for (guint word = 0; word < HEMO_WORDS_COUNT; word++) {
            g_assert_cmpuint(strspn(words[word], "abcdefghijklmnopqrstuvwxyz"),
                             ==,
                             strlen(words[word]));
            g_assert_cmpuint(strlen(words[word]), >=, 3);
            g_assert_cmpuint(strlen(words[word]), <=, 8);
        }
    }
}

/* 20480 draws of 2048 words: all are seen (but for one time in ten), and none stands out, as
 * the low or high words would if numbers were folded unevenly.  The bounds are passed by
 * chance once in more than 10^9 runs. */
static void
test_all_words_alike(void)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    GHashTableIter each;
    gpointer count;
    guint most = 0;

    for (guint i = 0; i < DRAWS; i++) {
        g_auto(GStrv) words = draw();

        for (guint word = 0; word < HEMO_WORDS_COUNT; word++) {
            guint before = GPOINTER_TO_UINT(g_hash_table_lookup(seen, words[word]));

            g_hash_table_insert(seen, g_strdup(words[word]), GUINT_TO_POINTER(before + 1));
        }
    }
    g_assert_cmpuint(g_hash_table_size(seen), <=, 2048);
    g_assert_cmpuint(g_hash_table_size(seen), >=, 2040);
    g_hash_table_iter_init(&each, seen);
    while (g_hash_table_iter_next(&each, NULL, &count))
        most = MAX(most, GPOINTER_TO_UINT(count));
    g_assert_cmpuint(most, <, 40);
}

static void
test_never_the_same(void)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < DRAWS; i++)
        g_assert_true(g_hash_table_add(seen, hemo_words_new(NULL)));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/words/can-be-read-out", test_can_be_read_out);
    g_test_add_func("/words/all-words-alike", test_all_words_alike);
    g_test_add_func("/words/never-the-same", test_never_the_same);
    return g_test_run();
}
