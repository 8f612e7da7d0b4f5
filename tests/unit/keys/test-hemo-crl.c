/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-crl.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "sample-certificate.h"

#include <string.h>

static char *
make_pem(GBytes *der)
{
    g_autofree char *text = g_base64_encode(g_bytes_get_data(der, NULL), g_bytes_get_size(der));
    g_autoptr(GString) pem = g_string_new("-----BEGIN X509 CRL-----\n");

    for (gsize i = 0; text[i] != '\0'; i++) {
        g_string_append_c(pem, text[i]);
        if (i % 64 == 63)
            g_string_append_c(pem, '\n');
    }
    g_string_append(pem, "\n-----END X509 CRL-----\n");
    return g_string_free(g_steal_pointer(&pem), FALSE);
}

static void
test_read(void)
{
    g_autoptr(Sample) authority = sample_authority();
    g_autoptr(GBytes) der = sample_crl(authority, NULL, SAMPLE_NOW, NULL);
    g_autofree char *pem = make_pem(der);
    const HemoSlice forms[] = {hemo_slice_bytes(der), hemo_slice_text(pem)};

    for (gsize i = 0; i < G_N_ELEMENTS(forms); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoCrl) crl = hemo_crl_new(forms[i], &error);

        g_assert_no_error(error);
        g_assert_true(g_bytes_equal(hemo_crl_der(crl), der));
        g_assert_cmpint(hemo_crl_made(crl), ==, SAMPLE_NOW);
        g_assert_cmpint(hemo_crl_due(crl), >=, 0);
    }
}

static void
test_bad(void)
{
    g_autoptr(Sample) authority = sample_authority();
    g_autoptr(GBytes) der = sample_crl(authority, NULL, SAMPLE_NOW, NULL);
    HemoSlice good = hemo_slice_bytes(der);
    g_autofree char *longer = g_malloc0(good.size + 1);
    g_autofree char *huge = g_malloc0(HEMO_LIMIT_CRL + 1);
    const HemoSlice rows[] = {
        HEMO_SLICE_EMPTY,
        hemo_slice_text("<html>"),
        hemo_slice_text("-----BEGIN X509 CRL-----\n-----END X509 CRL-----\n"),
        hemo_slice_sub(good, 0, good.size - 1),
        hemo_slice(longer, good.size + 1),
        sample_slice(authority), /* a certificate */
    };

    memcpy(longer, good.data, good.size);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_null(hemo_crl_new(rows[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
    {
        g_autoptr(GError) error = NULL;

        g_assert_null(hemo_crl_new(hemo_slice(huge, HEMO_LIMIT_CRL + 1), &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
    }
}

/* A stranger can put a list of the same name in the way, but not sign it; and what another
 * authority says, or this one of others, is not about the certificate. */
static void
test_about(void)
{
    g_autoptr(Sample) authority = sample_authority();
    g_autoptr(Sample) impostor = sample_authority();
    g_autoptr(Sample) other =
        sample_new(&(SampleFields){.name = "Other", .is_authority = TRUE}, NULL);
    g_autoptr(Sample) person = sample_person(authority, "ana@example.org", NULL);
    const struct {
        const Sample *by;
        const Sample *revoked;
        const char *scope;
        gboolean is_about;
    } rows[] = {
        {authority, NULL, NULL, TRUE},
        {authority, person, NULL, TRUE},
        {authority, NULL, "critical,onlyuser:TRUE", TRUE},
        {authority, NULL, "critical,onlyCA:TRUE", FALSE},
        {authority, NULL, "critical,fullname:URI:http://crl.example.org/2.crl", FALSE},
        {impostor, NULL, NULL, FALSE},
        {impostor, person, NULL, FALSE},
        {other, NULL, NULL, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GBytes) der =
            sample_crl(rows[i].by, rows[i].revoked, SAMPLE_NOW, rows[i].scope);
        g_autoptr(HemoCrl) crl = hemo_crl_new(hemo_slice_bytes(der), NULL);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(hemo_crl_is_about(crl, person->certificate, authority->certificate),
                        ==,
                        rows[i].is_about);
    }
}

static void
test_publisher(void)
{
    g_autoptr(Sample) authority = sample_authority();
    g_autoptr(Sample) impostor = sample_authority();
    g_autoptr(Sample) ana = sample_person(authority, "ana@example.org", NULL);
    g_autoptr(Sample) nora = sample_person(authority, "nora@example.org", NULL);
    g_autofree char *one = hemo_crl_publisher(ana->certificate, authority->certificate);
    g_autofree char *two = hemo_crl_publisher(nora->certificate, authority->certificate);
    g_autofree char *other = hemo_crl_publisher(ana->certificate, impostor->certificate);

    g_assert_cmpstr(one, ==, two);
    g_assert_cmpstr(one, !=, other);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/crl/read", test_read);
    g_test_add_func("/crl/bad", test_bad);
    g_test_add_func("/crl/about", test_about);
    g_test_add_func("/crl/publisher", test_publisher);
    return g_test_run();
}
