/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-crl.h.
 */
#include "hemo-crl.h"

#include "hemo-asn1-time.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-openssl-types.h"
#include "hemo-revocation.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#define FIRST_OF_DER 0x30

struct _HemoCrl {
    X509_CRL *list;
    GBytes *der;
    gint64 made;
    gint64 due;
};

void
hemo_crl_free(HemoCrl *crl)
{
    if (crl == NULL)
        return;
    X509_CRL_free(crl->list);
    g_clear_pointer(&crl->der, g_bytes_unref);
    g_free(crl);
}

static X509_CRL *
read_der(HemoSlice bytes)
{
    const unsigned char *end = bytes.data;
    g_autoptr(X509_CRL) list = d2i_X509_CRL(NULL, &end, (long)bytes.size);

    return list != NULL && end == bytes.data + bytes.size ? g_steal_pointer(&list) : NULL;
}

static X509_CRL *
read_pem(HemoSlice bytes)
{
    g_autoptr(BIO) bio = BIO_new_mem_buf(bytes.data, (int)bytes.size);

    return bio != NULL ? PEM_read_bio_X509_CRL(bio, NULL, NULL, NULL) : NULL;
}

static GBytes *
write_der(X509_CRL *list)
{
    unsigned char *data = NULL;
    int size = i2d_X509_CRL(list, &data);
    GBytes *der = size > 0 ? g_bytes_new(data, (gsize)size) : NULL;

    OPENSSL_free(data);
    return der;
}

static HemoCrl *
read_list(HemoSlice bytes)
{
    g_autoptr(HemoCrl) crl = g_new0(HemoCrl, 1);

    if (bytes.size == 0)
        return NULL;
    crl->list = bytes.data[0] == FIRST_OF_DER ? read_der(bytes) : read_pem(bytes);
    if (crl->list == NULL || X509_CRL_get_ext_by_NID(crl->list, NID_delta_crl, -1) >= 0)
        return NULL;
    crl->der = write_der(crl->list);
    if (crl->der == NULL ||
        !hemo_asn1_time_read(X509_CRL_get0_lastUpdate(crl->list), &crl->made))
        return NULL;
    hemo_asn1_time_read(X509_CRL_get0_nextUpdate(crl->list), &crl->due);
    return g_steal_pointer(&crl);
}

HemoCrl *
hemo_crl_new(HemoSlice bytes, GError **error)
{
    HemoCrl *crl = NULL;

    if (bytes.size > HEMO_LIMIT_CRL) {
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the list of withdrawn keys is too large"));
        return NULL;
    }
    crl = read_list(bytes);
    ERR_clear_error();
    if (crl == NULL)
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("the list of withdrawn keys cannot be read"));
    return crl;
}

GBytes *
hemo_crl_der(const HemoCrl *crl)
{
    return crl->der;
}

gint64
hemo_crl_made(const HemoCrl *crl)
{
    return crl->made;
}

gint64
hemo_crl_due(const HemoCrl *crl)
{
    return crl->due;
}

char *
hemo_crl_publisher(const HemoCertificate *certificate, const HemoCertificate *issuer)
{
    X509_NAME *name = X509_get_issuer_name(hemo_certificate_x509(certificate));
    unsigned char digest[2 * EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    unsigned int more = 0;

    if (X509_NAME_digest(name, EVP_sha256(), digest, &size) != 1 ||
        X509_pubkey_digest(hemo_certificate_x509(issuer), EVP_sha256(), digest + size, &more) !=
            1) {
        ERR_clear_error();
        return NULL;
    }
    return g_compute_checksum_for_data(G_CHECKSUM_SHA256, digest, size + more);
}

gboolean
hemo_crl_is_about(const HemoCrl *crl,
                  const HemoCertificate *certificate,
                  const HemoCertificate *issuer)
{
    g_autoptr(GPtrArray) lists = g_ptr_array_new();

    g_ptr_array_add(lists, crl->list);
    return hemo_revocation_look_up(lists,
                                   hemo_certificate_x509(certificate),
                                   hemo_certificate_x509(issuer),
                                   G_MININT64,
                                   G_MAXINT64) != HEMO_REVOCATION_UNKNOWN;
}
