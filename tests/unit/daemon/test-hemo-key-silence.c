/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-silence.h"

#include <string.h>

#define NETWORK ((guint)(HEMO_FINDER_WKD | HEMO_FINDER_SMIMEA | HEMO_FINDER_DNS_CERT))

static const struct {
    guint asked;
    guint silent;
    guint lines;
    const char *first;
} rows[] = {
    {NETWORK, 0, 0, NULL},
    {NETWORK | HEMO_FINDER_IMPORT, HEMO_FINDER_WKD, 1, "web server"},
    {NETWORK, HEMO_FINDER_SMIMEA, 1, "certificate"},
    {NETWORK, G_MAXUINT, 3, "web server"},
    {HEMO_FINDER_SMIMEA, G_MAXUINT, 1, "certificate"},
    {HEMO_FINDER_SMIMEA, HEMO_FINDER_WKD, 0, NULL},
    {HEMO_FINDER_IMPORT | HEMO_FINDER_KEYRING, 0, 1, "settings"},
};

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(GStrv) lines = hemo_key_silence_lines(rows[i].asked, rows[i].silent);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpuint(g_strv_length(lines), ==, rows[i].lines);
        g_assert_true(rows[i].first == NULL || strstr(lines[0], rows[i].first) != NULL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key-silence/rows", test_rows);
    return g_test_run();
}
