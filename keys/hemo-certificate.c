/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-certificate.h.  Everything is read once, when the value is made; from then on
 * threads may share it.
 */
#include "hemo-certificate.h"

#include "hemo-asn1-time.h"
#include "hemo-certificate-names.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-openssl-types.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>

struct _HemoCertificate {
    gatomicrefcount refs;
    X509 *x509;
    GBytes *der;
    char *fingerprint;
    gint64 begins;
    gint64 expires;
    char **addresses;
    char **domains;
    char **crl_places;
};

/* The one encoding of it: what a lax reader would take for the same has another fingerprint. */
static gboolean
is_exact(X509 *x509, HemoSlice der)
{
    unsigned char *again = NULL;
    int size = i2d_X509(x509, &again);
    gboolean same = size > 0 && hemo_slice_equal(hemo_slice(again, (gsize)size), der);

    OPENSSL_free(again);
    return same;
}

static X509 *
read_x509(HemoSlice der)
{
    const unsigned char *end = der.data;
    g_autoptr(X509) x509 = NULL;

    if (der.size == 0 || der.size > HEMO_LIMIT_CERTIFICATE)
        return NULL;
    x509 = d2i_X509(NULL, &end, (long)der.size);
    if (x509 == NULL || end != der.data + der.size || !is_exact(x509, der))
        return NULL;
    /* also reads the extensions, which otherwise happens under a lock later */
    if ((X509_get_extension_flags(x509) & EXFLAG_INVALID) != 0)
        return NULL;
    return g_steal_pointer(&x509);
}

static void
fill(HemoCertificate *certificate, HemoSlice der)
{
    g_autofree char *digest = NULL;

    certificate->der = g_bytes_new(der.data, der.size);
    digest = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, certificate->der);
    certificate->fingerprint = g_ascii_strup(digest, -1);
    certificate->addresses = hemo_certificate_names_read_addresses(certificate->x509);
    certificate->domains = hemo_certificate_names_read_domains(certificate->x509);
    certificate->crl_places = hemo_certificate_names_read_crl_places(certificate->x509);
}

HemoCertificate *
hemo_certificate_new(HemoSlice der, GError **error)
{
    g_autoptr(X509) x509 = read_x509(der);
    HemoCertificate *certificate = NULL;
    gint64 begins = 0;
    gint64 expires = 0;

    ERR_clear_error();
    if (x509 == NULL || !hemo_asn1_time_read(X509_get0_notBefore(x509), &begins) ||
        !hemo_asn1_time_read(X509_get0_notAfter(x509), &expires)) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("this is no certificate that can be read"));
        return NULL;
    }
    certificate = g_new0(HemoCertificate, 1);
    g_atomic_ref_count_init(&certificate->refs);
    certificate->x509 = g_steal_pointer(&x509);
    certificate->begins = begins;
    certificate->expires = expires;
    fill(certificate, der);
    ERR_clear_error();
    return certificate;
}

HemoCertificate *
hemo_certificate_ref(HemoCertificate *certificate)
{
    g_atomic_ref_count_inc(&certificate->refs);
    return certificate;
}

void
hemo_certificate_unref(HemoCertificate *certificate)
{
    if (certificate == NULL || !g_atomic_ref_count_dec(&certificate->refs))
        return;
    X509_free(certificate->x509);
    g_bytes_unref(certificate->der);
    g_free(certificate->fingerprint);
    g_strfreev(certificate->addresses);
    g_strfreev(certificate->domains);
    g_strfreev(certificate->crl_places);
    g_free(certificate);
}

X509 *
hemo_certificate_x509(const HemoCertificate *certificate)
{
    return certificate->x509;
}

GBytes *
hemo_certificate_der(const HemoCertificate *certificate)
{
    return certificate->der;
}

const char *
hemo_certificate_fingerprint(const HemoCertificate *certificate)
{
    return certificate->fingerprint;
}

gint64
hemo_certificate_begins(const HemoCertificate *certificate)
{
    return certificate->begins;
}

gint64
hemo_certificate_expires(const HemoCertificate *certificate)
{
    return certificate->expires;
}

const char *const *
hemo_certificate_addresses(const HemoCertificate *certificate)
{
    return (const char *const *)certificate->addresses;
}

const char *const *
hemo_certificate_domains(const HemoCertificate *certificate)
{
    return (const char *const *)certificate->domains;
}

const char *const *
hemo_certificate_crl_places(const HemoCertificate *certificate)
{
    return (const char *const *)certificate->crl_places;
}
