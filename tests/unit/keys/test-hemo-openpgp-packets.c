/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-openpgp-packets.h"

#include <string.h>

#define BYTES(text) (text), sizeof(text) - 1

static const struct {
    const char *name;
    const char *bytes;
    gsize size;
    const char *addresses; /* joined with blanks */
} rows[] = {
    {"nothing", BYTES(""), ""},
    {"no packet", BYTES("hello"), ""},
    {"new format",
     BYTES("\xcd\x0d"
           "a@example.org"),
     "a@example.org"},
    {"old format",
     BYTES("\xb4\x0d"
           "a@example.org"),
     "a@example.org"},
    {"two bytes of length",
     BYTES("\xb5\x00\x0d"
           "a@example.org"),
     "a@example.org"},
    {"five bytes of length",
     BYTES("\xcd\xff\x00\x00\x00\x0d"
           "a@example.org"),
     "a@example.org"},
    {"a name",
     BYTES("\xcd\x13"
           "Ann <A@Example.org>"),
     "a@example.org"},
    {"two, one twice",
     BYTES("\xcd\x0d"
           "a@example.org"
           "\xcd\x0d"
           "b@example.org"
           "\xcd\x0d"
           "a@example.org"),
     "a@example.org b@example.org"},
    {"behind another packet",
     BYTES("\xc6\x02xx\xcd\x0d"
           "a@example.org"),
     "a@example.org"},
    {"no address",
     BYTES("\xcd\x05"
           "Annie"),
     ""},
    {"a line in it",
     BYTES("\xcd\x0f"
           "a@example.org\nX"),
     ""},
    {"longer than the file",
     BYTES("\xcd\x7f"
           "a@example.org"),
     ""},
    {"very long",
     BYTES("\xcd\xff\xff\xff\xff\xff"
           "a@example.org"),
     ""},
    {"partial",
     BYTES("\xcd\xe1"
           "a@"),
     ""},
    {"without end",
     BYTES("\xb7"
           "a@example.org"),
     ""},
    {"cut", BYTES("\xcd"), ""},
    {"cut length", BYTES("\xcd\xff\x00"), ""},
};

static void
test_addresses(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(GStrv) found =
            hemo_openpgp_packets_addresses(hemo_slice(rows[i].bytes, rows[i].size));
        g_autofree char *joined = g_strjoinv(" ", found);

        g_test_message("%s", rows[i].name);
        g_assert_cmpstr(joined, ==, rows[i].addresses);
    }
}

static void
test_many(void)
{
    GString *bytes = g_string_new(NULL);
    g_auto(GStrv) found = NULL;

    for (guint i = 10; i < 60; i++)
        g_string_append_printf(bytes, "\xcd\x0e%u@example.org", i);
    found = hemo_openpgp_packets_addresses(hemo_slice(bytes->str, bytes->len));
    g_assert_cmpuint(g_strv_length(found), ==, HEMO_OPENPGP_PACKETS_ADDRESSES);
    g_string_free(bytes, TRUE);
}

/* The check value of "123456789" (RFC 4880 section 6.1 names the polynomial). */
static void
test_armor(void)
{
    g_autoptr(GBytes) armor = hemo_openpgp_packets_armor(hemo_slice_text("123456789"));
    g_autofree char *text = hemo_slice_dup(hemo_slice_bytes(armor));

    g_assert_cmpstr(text,
                    ==,
                    "-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nMTIzNDU2Nzg5\n=Ic8C\n"
                    "-----END PGP PUBLIC KEY BLOCK-----\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/openpgp-packets/addresses", test_addresses);
    g_test_add_func("/openpgp-packets/many", test_many);
    g_test_add_func("/openpgp-packets/armor", test_armor);
    return g_test_run();
}
