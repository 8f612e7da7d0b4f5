/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Every reason can be told to a person and found again in the audit.
 */
#include "hemo-reason.h"

#include <string.h>

static gboolean
is_code(const char *text)
{
    return text != NULL && *text != '\0' &&
           strspn(text, "abcdefghijklmnopqrstuvwxyz-") == strlen(text);
}

static void
test_every_reason(void)
{
    g_autoptr(GHashTable) codes = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) words = g_hash_table_new(g_str_hash, g_str_equal);

    for (int reason = HEMO_REASON_INVALID + 1; reason < HEMO_N_REASONS; reason++) {
        const char *sentence = hemo_reason_words(reason);

        g_assert_true(is_code(hemo_reason_code(reason)));
        g_assert_true(g_hash_table_add(codes, (gpointer)hemo_reason_code(reason)));
        g_assert_cmpuint(strlen(sentence), >, 10);
        g_assert_false(g_str_has_suffix(sentence, "."));
        g_assert_true(g_hash_table_add(words, (gpointer)sentence));
        g_assert_cmpint(hemo_reason_value(hemo_reason_code(reason)), ==, reason);
    }
}

/* Codes stand in the audit for years: they do not change. */
static void
test_known_codes(void)
{
    g_assert_cmpstr(hemo_reason_code(HEMO_REASON_LEVEL_TOO_LOW), ==, "level-too-low");
    g_assert_cmpstr(hemo_reason_code(HEMO_REASON_TLS_ENFORCED), ==, "tls-enforced");
    g_assert_cmpstr(hemo_reason_code(HEMO_REASON_NOT_JUDGED), ==, "not-judged");
}

static void
test_none(void)
{
    static const int none[] = {HEMO_REASON_INVALID, HEMO_N_REASONS, -1, G_MAXINT};

    for (gsize i = 0; i < G_N_ELEMENTS(none); i++) {
        g_assert_null(hemo_reason_code(none[i]));
        g_assert_cmpstr(hemo_reason_words(none[i]), ==, "");
    }
    g_assert_cmpint(hemo_reason_value("level-too-lo"), ==, HEMO_REASON_INVALID);
    g_assert_cmpint(hemo_reason_value(""), ==, HEMO_REASON_INVALID);
}

/* The alarm must look like one. */
static void
test_alarm(void)
{
    g_assert_true(g_str_has_prefix(hemo_reason_words(HEMO_REASON_CONFLICT), "WARNING"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reason/every-reason", test_every_reason);
    g_test_add_func("/reason/known-codes", test_known_codes);
    g_test_add_func("/reason/none", test_none);
    g_test_add_func("/reason/alarm", test_alarm);
    return g_test_run();
}
