/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-certificate-names.h"

#include "hemo-certificate.h"
#include "sample-certificate.h"

#include <string.h>

static void
test_addresses(void)
{
    static const struct {
        SampleFields fields;
        const char *joined;
    } cases[] = {
        {{.names = NULL}, ""},
        {{.names = "email:Ann@Clinic.Example"}, "ann@clinic.example"},
        {{.names = "email:ann@a.example,email:ann@b.example"}, "ann@a.example ann@b.example"},
        {{.names = "email:ann@a.example,email:ANN@A.EXAMPLE"}, "ann@a.example"},
        {{.names = "DNS:a.example", .mail = "ann@a.example"}, "ann@a.example"},
        /* the subject is not asked once there is a better place */
        {{.names = "email:ann@a.example", .mail = "bo@a.example"}, "ann@a.example"},
        {{.raw_address = {(const guint8 *)"ann@a.example\0.evil.example", 27},
          .mail = "ann@a.example"},
         ""},
        {{.raw_address = {(const guint8 *)"b\xc3\xb6@a.example", 13}}, ""},
        {{.names = "email:not an address"}, ""},
        {{.names = "email:@a.example"}, ""},
        {{.wide_address = "J\xc3\x96RG@b\xc3\xbc"
                          "cher.example"},
         "j\xc3\xb6rg@xn--bcher-kva.example"},
        {{.wide_address = "ann@b\xc3\xbc"
                          "cher.example"},
         "ann@xn--bcher-kva.example"},
        {{.wide_address = "J\xc3\x96RG <x@a.example"}, ""},
        {{.names = "email:ann@xn--bcher-kva.example"}, "ann@xn--bcher-kva.example"},
        /* constraints on names compare what is written */
        {{.names = "email:ann@a.example."}, ""},
        {{.wide_address = "ann@a\xe3\x80\x82"
                          "example"},
         ""},
        {{.wide_address = "ann@\xef\xbd\x81.example"}, ""},
        {{.wide_address = "ann@B\xc3\x9c"
                          "CHER.example"},
         ""},
        /* they look alike, and are other mailboxes than ass@, kim@ and office@ */
        {{.wide_address = "a\xc5\xbf\xc5\xbf@a.example"}, ""},
        {{.wide_address = "\xe2\x84\xaaim@a.example"}, ""},
        {{.wide_address = "o\xef\xac\x83"
                          "ce@a.example"},
         ""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Sample) sample = sample_new(&cases[i].fields, NULL);
        g_auto(GStrv) list = hemo_certificate_names_read_addresses(sample->x509);
        g_autofree char *joined = g_strjoinv(" ", list);

        g_assert_cmpstr(joined, ==, cases[i].joined);
    }
}

static void
test_domains(void)
{
    g_autoptr(Sample) sample =
        sample_new(&(SampleFields){.names = "DNS:Clinic.Example,DNS:*.b.example,DNS:c.example,"
                                            "DNS:e.example.,"
                                            "email:ann@d.example"},
                   NULL);
    g_auto(GStrv) list = hemo_certificate_names_read_domains(sample->x509);
    g_autofree char *joined = g_strjoinv(" ", list);

    g_assert_cmpstr(joined, ==, "clinic.example c.example");
}

static void
test_crl_places(void)
{
    static const struct {
        const char *place;
        const char *joined;
    } cases[] = {
        {"http://a.example/1.crl", "http://a.example/1.crl"},
        {"HTTPS://a.example/1.crl", "HTTPS://a.example/1.crl"},
        {"ldap://a.example/cn=x", ""},
        {"file:///etc/passwd", ""},
        {"http://a.example/1.crl\r\nHost:x", ""},
        {"http://1.example,URI:http://2.example,URI:http://3.example,URI:http://4.example,"
         "URI:http://5.example",
         "http://1.example http://2.example http://3.example http://4.example"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(Sample) sample =
            sample_new(&(SampleFields){.crl_place = cases[i].place}, NULL);
        g_auto(GStrv) list = hemo_certificate_names_read_crl_places(sample->x509);
        g_autofree char *joined = g_strjoinv(" ", list);

        g_assert_cmpstr(joined, ==, cases[i].joined);
    }
}

static void
test_names(void)
{
    static const struct {
        const char *address;
        gboolean is_named;
    } cases[] = {
        {"ann@clinic.example", TRUE},
        {"Ann@CLINIC.example", TRUE},
        {"bo@b\xc3\xbc"
         "cher.example",
         TRUE},
        {"ann@clinic.example.org", FALSE},
        {"nn@clinic.example", FALSE},
        {"ann@sub.clinic.example", FALSE},
        {"", FALSE},
        {NULL, FALSE},
        {"j\xc3\xb6rg@a.example", TRUE},
        {"jo\xcc\x88rg@a.example", TRUE},
        {"jorg@a.example", FALSE},
        {"ann@clinic.example ", FALSE},
    };
    g_autoptr(Sample) plain = sample_new(
        &(SampleFields){.names = "email:ann@clinic.example,email:bo@xn--bcher-kva.example"},
        NULL);
    g_autoptr(Sample) wide =
        sample_new(&(SampleFields){.wide_address = "J\xc3\x96rg@a.example"}, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(hemo_certificate_names(plain->certificate, cases[i].address) ||
                            hemo_certificate_names(wide->certificate, cases[i].address),
                        ==,
                        cases[i].is_named);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/certificate-names/addresses", test_addresses);
    g_test_add_func("/certificate-names/domains", test_domains);
    g_test_add_func("/certificate-names/crl-places", test_crl_places);
    g_test_add_func("/certificate-names/names", test_names);
    return g_test_run();
}
