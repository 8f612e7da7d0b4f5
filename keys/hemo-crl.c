/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-crl.h.
 */
#include "hemo-crl.h"

#include "hemo-asn1-time.h"
#include "hemo-certificate.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-openssl-types.h"

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

/* The name first: few issuers have it, and the signature takes long. */
static gboolean
is_signed_by_one(X509_CRL *list, X509 *issuer)
{
    EVP_PKEY *key = NULL;

    if (X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_subject_name(issuer)) != 0 ||
        X509_check_ca(issuer) == 0 || (X509_get_key_usage(issuer) & KU_CRL_SIGN) == 0)
        return FALSE;
    key = X509_get0_pubkey(issuer);
    return key != NULL && X509_CRL_verify(list, key) == 1;
}

gboolean
hemo_crl_is_signed_by(const HemoCrl *crl, GPtrArray *issuers)
{
    gboolean is_signed = FALSE;

    for (guint i = 0; issuers != NULL && i < issuers->len && !is_signed; i++)
        is_signed = is_signed_by_one(crl->list, hemo_certificate_x509(issuers->pdata[i]));
    ERR_clear_error();
    return is_signed;
}
