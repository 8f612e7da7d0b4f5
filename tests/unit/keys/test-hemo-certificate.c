/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-certificate.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "sample-certificate.h"

#include <string.h>

static void
assert_refused(HemoSlice der)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(hemo_certificate_new(der, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

static void
test_value(void)
{
    g_autoptr(Sample) sample =
        sample_new(&(SampleFields){.names = "email:Ann@Example.ORG,DNS:clinic.example",
                                   .crl_place = "http://crl.example/a.crl"},
                   NULL);
    g_autoptr(HemoCertificate) certificate = hemo_certificate_ref(sample->certificate);
    g_autoptr(GBytes) der = sample_der(sample);

    g_assert_true(g_bytes_equal(hemo_certificate_der(certificate), der));
    g_assert_cmpuint(strlen(hemo_certificate_fingerprint(certificate)), ==, 64);
    g_assert_cmpint(hemo_certificate_begins(certificate), ==, SAMPLE_BEGIN);
    g_assert_cmpint(hemo_certificate_expires(certificate), ==, SAMPLE_END);
    g_assert_cmpint(X509_cmp(hemo_certificate_x509(certificate), sample->x509), ==, 0);
    g_assert_cmpstr(hemo_certificate_addresses(certificate)[0], ==, "ann@example.org");
    g_assert_cmpstr(hemo_certificate_domains(certificate)[0], ==, "clinic.example");
    g_assert_cmpstr(hemo_certificate_crl_places(certificate)[0],
                    ==,
                    "http://crl.example/a.crl");
}

static void
test_every_cut(void)
{
    g_autoptr(Sample) sample = sample_person(NULL, "ann@example.org", NULL);
    HemoSlice der = sample_slice(sample);

    for (gsize size = 0; size < der.size; size++)
        assert_refused(hemo_slice_sub(der, 0, size));
}

static void
test_more_behind(void)
{
    g_autoptr(Sample) sample = sample_person(NULL, "ann@example.org", NULL);
    HemoSlice der = sample_slice(sample);
    g_autofree guint8 *longer = g_malloc0(der.size + 1);

    memcpy(longer, der.data, der.size);
    assert_refused(hemo_slice(longer, der.size + 1));
}

static void
test_too_big(void)
{
    g_autoptr(GString) names = g_string_new("email:a@example.org");
    g_autoptr(Sample) sample = NULL;
    g_autoptr(GBytes) der = NULL;

    while (names->len < HEMO_LIMIT_CERTIFICATE + 16384)
        g_string_append_printf(names, ",email:someone-else-%zu@example.org", names->len);
    sample = sample_new(&(SampleFields){.names = names->str}, NULL);
    der = sample_der(sample);
    g_assert_cmpuint(g_bytes_get_size(der), >, HEMO_LIMIT_CERTIFICATE);
    assert_refused(hemo_slice_bytes(der));
}

/* A lax encoding of the same would have another fingerprint. */
static void
test_other_encoding(void)
{
    g_autoptr(Sample) sample = sample_person(NULL, "ann@example.org", NULL);
    HemoSlice der = sample_slice(sample);
    g_autofree guint8 *lax = g_malloc0(der.size + 2);

    g_assert_cmpint(hemo_slice_at(der, 1), ==, 0x82);
    lax[0] = 0x30;
    lax[1] = 0x80; /* indefinite length, ended by two zeros */
    memcpy(lax + 2, der.data + 4, der.size - 4);
    assert_refused(hemo_slice(lax, der.size));
}

static void
test_damaged_extension(void)
{
    g_autoptr(Sample) sample =
        sample_new(&(SampleFields){.usage = "", .extra = "2.5.29.15=critical,DER:04:02:aa:bb"},
                   NULL);

    g_assert_null(sample->certificate);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/certificate/value", test_value);
    g_test_add_func("/certificate/every-cut", test_every_cut);
    g_test_add_func("/certificate/more-behind", test_more_behind);
    g_test_add_func("/certificate/too-big", test_too_big);
    g_test_add_func("/certificate/other-encoding", test_other_encoding);
    g_test_add_func("/certificate/damaged-extension", test_damaged_extension);
    return g_test_run();
}
