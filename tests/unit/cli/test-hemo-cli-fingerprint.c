/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-fingerprint.h"

#define WHOLE "0123456789ABCDEF0123456789ABCDEF01234567"

/* What people type, and what it spells; NULL: it is no whole fingerprint. */
static const struct {
    const char *words[5];
    const char *read;
} rows[] = {
    {{WHOLE}, WHOLE},
    {{"0123456789abcdef0123456789abcdef01234567"}, WHOLE},
    {{"0123 4567 89AB CDEF 0123", "4567 89AB CDEF 0123 4567"}, WHOLE},
    {{"01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67"}, WHOLE},
    {{WHOLE "89ABCDEF0123456789ABCDEF"}, WHOLE "89ABCDEF0123456789ABCDEF"},
    {{"sha256 "
      "Fingerprint=01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:01:23:45:67:89:AB:CD:EF:"
      "01:23:45:67:89:AB:CD:EF"},
     WHOLE "89ABCDEF0123456789ABCDEF"},
    {{"SHA1", "Fingerprint=" WHOLE}, WHOLE},
    {{"Serial=" WHOLE}, NULL},
    {{"89ABCDEF01234567"}, NULL},
    {{WHOLE "8"}, NULL},
    {{"0x" WHOLE}, NULL},
    {{"G123456789ABCDEF0123456789ABCDEF01234567"}, NULL},
    {{NULL}, NULL},
};

static void
test_read(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *read = hemo_cli_fingerprint_read(rows[i].words);

        g_assert_cmpstr(read, ==, rows[i].read);
    }
}

static void
test_group(void)
{
    static const char *const pairs[][2] = {{"", ""}, {"0123", "0123"}, {"01234", "0123 4"}};
    const char *words[] = {NULL, NULL};
    g_autofree char *whole = hemo_cli_fingerprint_group(WHOLE);
    g_autofree char *back = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autofree char *groups = hemo_cli_fingerprint_group(pairs[i][0]);

        g_assert_cmpstr(groups, ==, pairs[i][1]);
    }
    words[0] = whole;
    back = hemo_cli_fingerprint_read(words);
    g_assert_cmpstr(back, ==, WHOLE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-fingerprint/read", test_read);
    g_test_add_func("/cli-fingerprint/group", test_group);
    return g_test_run();
}
