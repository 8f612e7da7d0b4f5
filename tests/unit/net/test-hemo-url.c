/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-url.h"

#include "hemo-error.h"

static void
test_good(void)
{
    static const struct {
        const char *text;
        gboolean plain;
        const char *host;
        guint16 port;
        const char *path;
        gboolean is_address;
    } rows[] = {
        {"https://www.example.org/a/b?l=joe%2Bx",
         FALSE,
         "www.example.org",
         443,
         "/a/b?l=joe%2Bx",
         FALSE},
        {"http://crl.example.org", TRUE, "crl.example.org", 80, "/", FALSE},
        {"HTTP://CRL.Example.Org:80/ca.crl", TRUE, "crl.example.org", 80, "/ca.crl", FALSE},
        {"https://example.org.:8443/?x", FALSE, "example.org", 8443, "/?x", FALSE},
        {"http://192.0.2.7/ca.crl", TRUE, "192.0.2.7", 80, "/ca.crl", TRUE},
        {"https://[2001:DB8::7]/x", FALSE, "2001:db8::7", 443, "/x", TRUE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoUrl) url = hemo_url_parse(rows[i].text, &error);

        g_test_message("%s", rows[i].text);
        g_assert_no_error(error);
        g_assert_cmpint(url->plain, ==, rows[i].plain);
        g_assert_cmpstr(url->host, ==, rows[i].host);
        g_assert_cmpuint(url->port, ==, rows[i].port);
        g_assert_cmpstr(url->path, ==, rows[i].path);
        g_assert_cmpint(url->address != NULL, ==, rows[i].is_address);
    }
}

static void
test_bad(void)
{
    static const char *const rows[] = {
        "",
        "example.org/x",
        "//example.org/x",
        "ftp://example.org/x",
        "file:///etc/passwd",
        "ldap://example.org/cn=x",
        "https:///x",
        "https://ana@example.org/x",
        "https://ana:secret@example.org/x",
        "https://example.org/x#part",
        "https://example.org:25/x",
        "https://example.org:80/x",
        "http://example.org:443/x",
        "http://example.org:0/x",
        "http://example.org:70000/x",
        "http://exa mple.org/x",
        "http://example.org/x y",
        "http://example.org/x\r\nHost: other.example",
        "http://2130706433/x",
        "http://127.1/x",
        "http://0x7f.1/x",
        "http://0x7f000001/x",
        "http://.../x",
        "http://example.org/\xc3\xa4",
        "http://[fe80::1%25lo]/x",
    };
    g_autofree char *filler = g_strnfill(3000, 'x');
    g_autofree char *huge = g_strconcat("http://example.org/", filler, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_null(hemo_url_parse(rows[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
    g_assert_null(hemo_url_parse(huge, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/url/good", test_good);
    g_test_add_func("/url/bad", test_bad);
    return g_test_run();
}
