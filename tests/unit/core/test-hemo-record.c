/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Nothing of an audit record can be changed without changing its code.
 */
#include "hemo-record.h"

#include <string.h>

typedef struct {
    const char *key;
    guint8 previous;
    HemoRecord record;
    const char *sealed;
} Row;

/* The first is the original; each other differs in one thing, or moves a boundary. */
static const Row rows[] = {
    {"k1", 0, {7, 1000, "mail", "assess", "{}", {NULL, 0}}, "ab"},
    {"k2", 0, {7, 1000, "mail", "assess", "{}", {NULL, 0}}, "ab"},
    {"k1", 1, {7, 1000, "mail", "assess", "{}", {NULL, 0}}, "ab"},
    {"k1", 0, {8, 1000, "mail", "assess", "{}", {NULL, 0}}, "ab"},
    {"k1", 0, {7, 1001, "mail", "assess", "{}", {NULL, 0}}, "ab"},
    {"k1", 0, {7, -1000, "mail", "assess", "{}", {NULL, 0}}, "ab"},
    {"k1", 0, {1000, 7, "mail", "assess", "{}", {NULL, 0}}, "ab"},
    {"k1", 0, {7, 1000, "mai", "assess", "{}", {NULL, 0}}, "ab"},
    {"k1", 0, {7, 1000, "mail", "sent", "{}", {NULL, 0}}, "ab"},
    {"k1", 0, {7, 1000, "mail", "assess", "{ }", {NULL, 0}}, "ab"},
    {"k1", 0, {7, 1000, "mail", "assess", "{}", {NULL, 0}}, "ac"},
    {"k1", 0, {7, 1000, "mail", "assess", "{}", {NULL, 0}}, ""},
    {"k1", 0, {7, 1000, "maila", "ssess", "{}", {NULL, 0}}, "ab"},
    {"k1", 0, {7, 1000, "mail", "assess{", "}", {NULL, 0}}, "ab"},
    {"k1", 0, {7, 1000, "mail", "assess", "{}a", {NULL, 0}}, "b"},
    {"k1", 0, {7, 1000, "assess", "mail", "{}", {NULL, 0}}, "ab"},
    {"k1", 0, {7, 1000, "", "mailassess", "{}", {NULL, 0}}, "ab"},
};

static void
seal(const Row *row, guint8 ret_mac[HEMO_RECORD_MAC])
{
    guint8 previous[HEMO_RECORD_MAC] = {0};
    HemoRecord record = row->record;

    previous[HEMO_RECORD_MAC - 1] = row->previous;
    record.sealed = hemo_slice_text(row->sealed);
    hemo_record_seal(hemo_slice_text(row->key), previous, &record, ret_mac);
}

static void
test_every_change_shows(void)
{
    guint8 macs[G_N_ELEMENTS(rows)][HEMO_RECORD_MAC];

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        guint8 again[HEMO_RECORD_MAC];

        seal(&rows[i], macs[i]);
        seal(&rows[i], again);
        g_assert_cmpmem(macs[i], HEMO_RECORD_MAC, again, HEMO_RECORD_MAC);
        for (gsize j = 0; j < i; j++)
            g_assert_cmpint(memcmp(macs[i], macs[j], HEMO_RECORD_MAC), !=, 0);
    }
}

static void
test_every_bit_of_previous(void)
{
    HemoRecord record = rows[0].record;
    guint8 previous[HEMO_RECORD_MAC] = {0};
    guint8 first[HEMO_RECORD_MAC];

    hemo_record_seal(hemo_slice_text("k1"), previous, &record, first);
    for (guint bit = 0; bit < 8 * HEMO_RECORD_MAC; bit++) {
        guint8 mac[HEMO_RECORD_MAC];

        previous[bit / 8] = (guint8)(1u << bit % 8);
        hemo_record_seal(hemo_slice_text("k1"), previous, &record, mac);
        g_assert_cmpint(memcmp(mac, first, HEMO_RECORD_MAC), !=, 0);
        previous[bit / 8] = 0;
    }
}

/* The form that docs/audit.md promises, put together by hand. */
static void
test_form(void)
{
    static const guint8 form[] = {
        0,   0,   0,   0,   0,   0,   0,   16, 'h', 'e', 'm', 'o', 's', 't', 'a', 't', '-',
        'a', 'u', 'd', 'i', 't', '-', '1', 0,  0,   0,   0,   0,   0,   0,   32,  0,   0,
        0,   0,   0,   0,   0,   0,   0,   0,  0,   0,   0,   0,   0,   0,   0,   0,   0,
        0,   0,   0,   0,   0,   0,   0,   0,  0,   0,   0,   0,   0,   0,   0,   0,   0,
        0,   0,   0,   1,   0,   0,   0,   0,  0,   0,   1,   2,   0,   0,   0,   0,   0,
        0,   0,   1,   'm', 0,   0,   0,   0,  0,   0,   0,   1,   'e', 0,   0,   0,   0,
        0,   0,   0,   2,   '{', '}', 0,   0,  0,   0,   0,   0,   0,   1,   's',
    };
    g_autofree char *expected =
        g_compute_hmac_for_data(G_CHECKSUM_SHA256, (const guchar *)"k", 1, form, sizeof form);
    const HemoRecord record = {1, 258, "m", "e", "{}", hemo_slice_text("s")};
    const guint8 previous[HEMO_RECORD_MAC] = {0};
    guint8 mac[HEMO_RECORD_MAC];
    g_autoptr(GString) hex = g_string_new(NULL);

    hemo_record_seal(hemo_slice_text("k"), previous, &record, mac);
    for (guint i = 0; i < HEMO_RECORD_MAC; i++)
        g_string_append_printf(hex, "%02x", mac[i]);
    g_assert_cmpstr(hex->str, ==, expected);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/record/every-change-shows", test_every_change_shows);
    g_test_add_func("/record/every-bit-of-previous", test_every_bit_of_previous);
    g_test_add_func("/record/form", test_form);
    return g_test_run();
}
