/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-smimea.h"

#include "hemo-limits.h"

#include <string.h>

/* The first is the example of RFC 7929 section 3, which RFC 8162 takes over.  Case counts. */
static void
test_name(void)
{
    static const struct {
        const char *local;
        const char *name;
    } rows[] = {
        {"hugh",
         "c93f1e400f26708f98cb19d936620da35eec8f72e57f9eec01c1afd6._smimecert.example.com"},
        {"Hugh",
         "7063a398942ba5c6125429518d0608563f3974bb48013ddf58fb01d4._smimecert.example.com"},
        {"chris",
         "5d7f15f2fce8ddb2dbef5c38be896c238ba7e0a432e396759030a853._smimecert.example.com"},
        {"ana.ruiz+lab",
         "c708dd2372663889b841bf0c80cd2056e94f5eb532e495ed88e978c2._smimecert.example.com"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = hemo_smimea_name(rows[i].local, "example.com");

        g_assert_cmpstr(name, ==, rows[i].name);
    }
}

static void
test_read(void)
{
    static const struct {
        const char *rdata;
        gsize size;
        HemoSmimeaKind kind;
    } rows[] = {
        {"\3\0\0\x30\3abc", 8, HEMO_SMIMEA_CERTIFICATE},
        {"\1\0\0\x30\3abc", 8, HEMO_SMIMEA_CONSTRAINED},
        {"\0\0\0\x30\3abc", 8, HEMO_SMIMEA_NONE}, /* an authority, not a person */
        {"\2\0\0\x30\3abc", 8, HEMO_SMIMEA_NONE},
        {"\4\0\0\x30\3abc", 8, HEMO_SMIMEA_NONE},
        {"\3\1\0\x30\3abc", 8, HEMO_SMIMEA_NONE}, /* a public key alone */
        {"\3\0\1\x30\3abc", 8, HEMO_SMIMEA_NONE}, /* a digest */
        {"\3\0\0\x31\3abc", 8, HEMO_SMIMEA_NONE},
        {"\3\0\0", 3, HEMO_SMIMEA_NONE},
        {"\3", 1, HEMO_SMIMEA_NONE},
        {"", 0, HEMO_SMIMEA_NONE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoSlice rdata = hemo_slice(rows[i].rdata, rows[i].size);
        HemoSlice der;

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(hemo_smimea_read(rdata, &der), ==, rows[i].kind);
        g_assert_cmpuint(der.size, ==, rows[i].kind != HEMO_SMIMEA_NONE ? 5 : 0);
    }
}

static void
test_too_big(void)
{
    gsize size = 3 + HEMO_LIMIT_CERTIFICATE;
    g_autofree char *rdata = g_malloc0(size + 1);
    HemoSlice der;

    memcpy(rdata, "\3\0\0\x30", 4);
    g_assert_cmpint(hemo_smimea_read(hemo_slice(rdata, size), &der),
                    ==,
                    HEMO_SMIMEA_CERTIFICATE);
    g_assert_cmpint(hemo_smimea_read(hemo_slice(rdata, size + 1), &der), ==, HEMO_SMIMEA_NONE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/smimea/name", test_name);
    g_test_add_func("/smimea/read", test_read);
    g_test_add_func("/smimea/too-big", test_too_big);
    return g_test_run();
}
