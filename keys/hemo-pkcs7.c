/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-pkcs7.h.
 */
#include "hemo-pkcs7.h"

#include "hemo-certificate.h"
#include "hemo-error.h"

#include <glib/gi18n-lib.h>
#include <limits.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/pkcs7.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PKCS7, PKCS7_free)

static PKCS7 *
read_file(HemoSlice file)
{
    g_autoptr(BIO) bio = file.size > 0 && file.size <= INT_MAX
                             ? BIO_new_mem_buf(file.data, (int)file.size)
                             : NULL;

    if (bio == NULL)
        return NULL;
    if (hemo_slice_at(file, 0) == '-')
        return PEM_read_bio_PKCS7(bio, NULL, NULL, NULL);
    return d2i_PKCS7_bio(bio, NULL);
}

static HemoCertificate *
convert(X509 *x509)
{
    unsigned char *der = NULL;
    int size = i2d_X509(x509, &der);
    HemoCertificate *certificate =
        size > 0 ? hemo_certificate_new(hemo_slice(der, (gsize)size), NULL) : NULL;

    OPENSSL_free(der);
    return certificate;
}

static const STACK_OF(X509) * certificates_of(const PKCS7 *bag)
{
    if (bag == NULL || !PKCS7_type_is_signed((PKCS7 *)bag) || bag->d.sign == NULL)
        return NULL;
    return bag->d.sign->cert;
}

GPtrArray *
hemo_pkcs7_certificates(HemoSlice file, GError **error)
{
    g_autoptr(PKCS7) bag = read_file(file);
    const STACK_OF(X509) *all = certificates_of(bag);
    g_autoptr(GPtrArray) list =
        g_ptr_array_new_with_free_func((GDestroyNotify)hemo_certificate_unref);

    for (int i = 0; i < sk_X509_num(all) && list->len < HEMO_PKCS7_CERTIFICATES; i++) {
        HemoCertificate *certificate = convert(sk_X509_value(all, i));

        if (certificate != NULL)
            g_ptr_array_add(list, certificate);
    }
    ERR_clear_error();
    if (list->len > 0)
        return g_steal_pointer(&list);
    hemo_error_set(error, HEMO_ERROR_INVALID, _("there is no certificate in this"));
    return NULL;
}
