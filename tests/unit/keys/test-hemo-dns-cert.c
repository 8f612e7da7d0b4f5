/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-dns-cert.h"

#include "hemo-limits.h"

#define LONG_LABEL "a123456789a123456789a123456789a123456789a123456789a123456789a123"

static void
test_name(void)
{
    static const struct {
        const char *address;
        const char *name;
    } rows[] = {
        {"drbob@direct.example.org", "drbob.direct.example.org"},
        {"Ana.Ruiz@Example.org", "Ana.Ruiz.example.org"},
        {LONG_LABEL "@example.org", NULL}, /* a label has 63 characters at most */
        {"a." LONG_LABEL "@example.org", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoAddress) address = hemo_address_parse(rows[i].address, NULL);
        g_autofree char *name = address != NULL ? hemo_dns_cert_name(address) : NULL;

        g_assert_cmpstr(name, ==, rows[i].name);
    }
}

static void
test_read(void)
{
    static const struct {
        const char *rdata;
        gsize size;
        HemoDnsCertKind kind;
    } rows[] = {
        {"\0\1\0\0\0\x30\3abc", 10, HEMO_DNS_CERT_CERTIFICATE},
        {"\0\1\xff\xff\5\x30\3abc", 10, HEMO_DNS_CERT_CERTIFICATE}, /* key tag, algorithm */
        {"\0\4\0\0\0https", 10, HEMO_DNS_CERT_PLACE},
        {"\0\2\0\0\0\x30\3abc", 10, HEMO_DNS_CERT_NONE}, /* SPKI */
        {"\0\3\0\0\0\x98\3abc", 10, HEMO_DNS_CERT_NONE}, /* PGP */
        {"\1\1\0\0\0\x30\3abc", 10, HEMO_DNS_CERT_NONE},
        {"\0\1\0\0\0<html", 10, HEMO_DNS_CERT_NONE},
        {"\0\1\0\0\0", 5, HEMO_DNS_CERT_NONE},
        {"\0\4\0\0\0", 5, HEMO_DNS_CERT_NONE},
        {"\0\1\0\0", 4, HEMO_DNS_CERT_NONE},
        {"\0", 1, HEMO_DNS_CERT_NONE},
        {"", 0, HEMO_DNS_CERT_NONE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoSlice rdata = hemo_slice(rows[i].rdata, rows[i].size);
        HemoSlice data;

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(hemo_dns_cert_read(rdata, &data), ==, rows[i].kind);
        g_assert_cmpuint(data.size, ==, rows[i].kind != HEMO_DNS_CERT_NONE ? 5 : 0);
    }
}

static void
test_url(void)
{
    static const struct {
        const char *data;
        gsize size;
        const char *url;
    } rows[] = {
        {"https://example.org/c", 21, "https://example.org/c"},
        {"HTTPS://example.org/c", 21, "HTTPS://example.org/c"},
        {"https://example.org/c\0", 22, "https://example.org/c"},
        {"http://example.org/c", 20, NULL}, /* anybody on the way could answer */
        {"ldap://example.org/c", 20, NULL},
        {"https://example.org/c\r\n", 23, NULL},
        {"\0https://", 9, NULL},
        {"", 0, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *url = hemo_dns_cert_url(hemo_slice(rows[i].data, rows[i].size));

        g_assert_cmpstr(url, ==, rows[i].url);
    }
}

static void
test_material(void)
{
    static const struct {
        const char *body;
        const char *der;
    } rows[] = {
        {"\x30\3abc", "\x30\3abc"},
        {"-----BEGIN CERTIFICATE-----\r\nMANh\r\nYmM=\r\n-----END CERTIFICATE-----\r\n",
         "\x30\3abc"},
        {"Subject: x\n-----BEGIN CERTIFICATE-----\nMANhYmM=\n-----END CERTIFICATE-----\n",
         "\x30\3abc"},
        {"-----BEGIN CERTIFICATE-----\nMANhYmM=\n", NULL},
        {"-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n", NULL},
        {"-----BEGIN PRIVATE KEY-----\nMANhYmM=\n-----END PRIVATE KEY-----\n", NULL},
        {"<html>", NULL},
        {"", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GBytes) der = hemo_dns_cert_material(hemo_slice_text(rows[i].body));

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(der != NULL, ==, rows[i].der != NULL);
        if (der != NULL)
            g_assert_true(
                hemo_slice_equal(hemo_slice_bytes(der), hemo_slice_text(rows[i].der)));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dns-cert/name", test_name);
    g_test_add_func("/dns-cert/read", test_read);
    g_test_add_func("/dns-cert/url", test_url);
    g_test_add_func("/dns-cert/material", test_material);
    return g_test_run();
}
