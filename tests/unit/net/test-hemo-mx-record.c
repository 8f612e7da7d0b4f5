/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-mx-record.h"

#define BYTES(text) (text), sizeof(text) - 1

static const struct {
    const char *bytes;
    gsize size;
    guint16 preference;
    const char *host;
    gboolean malformed;
} rows[] = {
    {BYTES("\0\012\2mx\7example\3org\0"), 10, "mx.example.org", FALSE},
    {BYTES("\1\0\2MX\7Example\3ORG\0"), 256, "mx.example.org", FALSE},
    {BYTES("\0\0\0"), 0, "", FALSE},                               /* M6: null MX */
    {BYTES("\0\1\003192\0010\0012\0011\0"), 1, "192.0.2.1", TRUE}, /* M7 */
    {BYTES("\0\1\2mx\0031.2\0"), 1, "?", TRUE},                    /* a dot in a label */
    {BYTES("\0\1\4mx\0x\0"), 1, "?", TRUE},                        /* NUL in a label */
    {BYTES("\0\1\2mx\00242\0"), 1, "mx.42", TRUE},
    {BYTES("\0\1\2mx"), 1, "?", TRUE},     /* no end */
    {BYTES("\0\1\2mx\0\0"), 1, "?", TRUE}, /* more than a name */
    {BYTES("\0\1\xc0\0"), 1, "?", TRUE},   /* compressed */
    {BYTES("\0\1\5-bad-\3org\0"), 1, "-bad-.org", TRUE},
    {BYTES("\0\1"), 0, "?", TRUE},
    {BYTES(""), 0, "?", TRUE},
};

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GBytes) bytes = g_bytes_new_static(rows[i].bytes, rows[i].size);
        g_autoptr(HemoMxRecord) record = hemo_mx_record_parse(bytes);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpuint(record->preference, ==, rows[i].preference);
        g_assert_cmpstr(record->host, ==, rows[i].host);
        g_assert_cmpint(record->malformed, ==, rows[i].malformed);
    }
}

static void
test_order(void)
{
    HemoMxRecord ten = {10, (char *)"b", FALSE};
    HemoMxRecord twenty = {20, (char *)"a", FALSE};
    HemoMxRecord ten_later = {10, (char *)"c", FALSE};
    const HemoMxRecord *left = &ten;
    const HemoMxRecord *right = &twenty;
    const HemoMxRecord *same = &ten_later;

    g_assert_cmpint(hemo_mx_record_compare(&left, &right), <, 0);
    g_assert_cmpint(hemo_mx_record_compare(&right, &left), >, 0);
    g_assert_cmpint(hemo_mx_record_compare(&left, &same), <, 0);
    g_assert_cmpint(hemo_mx_record_compare(&left, &left), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mx-record/rows-M6-M7", test_rows);
    g_test_add_func("/mx-record/order", test_order);
    return g_test_run();
}
