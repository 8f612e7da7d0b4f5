/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-log.h"

#include "hemo-error.h"

#include <string.h>

static void
test_every_event(void)
{
    static const char *const lines[HEMO_N_LOG_EVENTS] = {
        "started x 7",
        "stopped x 7",
        "settings refused x 7",
        "client refused x 7",
        "assessed x 7",
        "protected x 7",
        "sent x 7",
        "unguarded x 7",
        "locked x 7",
        "failed x 7",
    };

    for (int event = 0; event < HEMO_N_LOG_EVENTS; event++) {
        g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, lines[event]);
        hemo_log_event(event, "x", 7);
        g_test_assert_expected_messages();
    }
    g_test_expect_message(G_LOG_DOMAIN, G_LOG_LEVEL_MESSAGE, "started - 0");
    hemo_log_event(HEMO_LOG_STARTED, NULL, 0);
    g_test_assert_expected_messages();
}

/* A code, never the words: they might come from anywhere. */
static void
test_error_codes(void)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GError) foreign = g_error_new_literal(G_FILE_ERROR, 1, "robin@example.org");

    for (int code = 0; code < HEMO_N_ERRORS; code++) {
        g_autoptr(GError) error = g_error_new_literal(HEMO_ERROR, code, "robin@example.org");
        const char *text = hemo_log_error_code(error);

        g_assert_cmpstr(text, !=, "other");
        g_assert_null(strchr(text, '@'));
        g_assert_true(g_hash_table_add(seen, (gpointer)text));
    }
    g_assert_cmpstr(hemo_log_error_code(foreign), ==, "other");
    g_assert_cmpstr(hemo_log_error_code(NULL), ==, "other");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/log/every-event", test_every_event);
    g_test_add_func("/log/error-codes", test_error_codes);
    return g_test_run();
}
