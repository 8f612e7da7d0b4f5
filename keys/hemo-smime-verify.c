/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-smime-verify.h.
 */
#include "hemo-smime-verify.h"

#include "hemo-asn1-time.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-openssl-types.h"
#include "hemo-public-key.h"
#include "hemo-smime-abilities.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>

#define MAX_OTHERS       8
#define MAX_CERTIFICATES 64
#define MIN_DIGEST       28 /* bytes: SHA-224; SHA-1 has 20 */
#define VERIFY_FLAGS     CMS_NO_SIGNER_CERT_VERIFY

void
hemo_smime_verify_prepare(void)
{
    static const char *const digests[] = {"SHA1", "SHA224", "SHA256", "SHA384", "SHA512"};
    static const char *const keys[] = {"RSA", "EC"};

    OPENSSL_init_crypto(OPENSSL_INIT_LOAD_CONFIG | OPENSSL_INIT_LOAD_CRYPTO_STRINGS, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(digests); i++)
        EVP_MD_free(EVP_MD_fetch(NULL, digests[i], NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        EVP_PKEY_CTX_free(EVP_PKEY_CTX_new_from_name(NULL, keys[i], NULL));
    ERR_clear_error();
}

static gboolean
set_invalid(GError **error)
{
    hemo_error_set(error,
                   HEMO_ERROR_INVALID,
                   _("this is no signature of a mail that can be read"));
    return FALSE;
}

static gboolean
set_untrusted(GError **error)
{
    hemo_error_set(error, HEMO_ERROR_UNTRUSTED, _("the signature does not fit this mail"));
    return FALSE;
}

static CMS_ContentInfo *
read_cms(HemoSlice bytes)
{
    const unsigned char *end = bytes.data;
    g_autoptr(CMS_ContentInfo) cms = NULL;

    if (bytes.size == 0)
        return NULL;
    cms = d2i_CMS_ContentInfo(NULL, &end, (long)bytes.size);
    if (cms == NULL || OBJ_obj2nid(CMS_get0_type(cms)) != NID_pkcs7_signed ||
        OBJ_obj2nid(CMS_get0_eContentType(cms)) != NID_pkcs7_data)
        return NULL;
    return g_steal_pointer(&cms);
}

/* The one signer, its certificate set if it is there. */
static CMS_SignerInfo *
find_signer(CMS_ContentInfo *cms, HemoX509Stack *certificates)
{
    STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
    CMS_SignerInfo *signer = NULL;

    if (sk_CMS_SignerInfo_num(signers) != 1 || sk_X509_num(certificates) > MAX_CERTIFICATES)
        return NULL;
    signer = sk_CMS_SignerInfo_value(signers, 0);
    for (int i = 0; i < sk_X509_num(certificates); i++) {
        X509 *certificate = sk_X509_value(certificates, i);

        if (CMS_SignerInfo_cert_cmp(signer, certificate) == 0) {
            CMS_SignerInfo_set1_signer_cert(signer, certificate);
            return signer;
        }
    }
    return NULL;
}

static X509 *
certificate_of(CMS_SignerInfo *signer)
{
    X509 *certificate = NULL;

    CMS_SignerInfo_get0_algs(signer, NULL, &certificate, NULL, NULL);
    return certificate;
}

/* What a stranger could forge must not count as his. */
static gboolean
is_strong(CMS_SignerInfo *signer)
{
    EVP_PKEY *key = NULL;
    X509_ALGOR *digest = NULL;
    const EVP_MD *md = NULL;

    CMS_SignerInfo_get0_algs(signer, &key, NULL, &digest, NULL);
    md = EVP_get_digestbyobj(digest->algorithm);
    return key != NULL && md != NULL && EVP_MD_get_size(md) >= MIN_DIGEST &&
           hemo_public_key_is_strong(key);
}

static gboolean
holds(CMS_ContentInfo *cms, HemoSlice bytes, BIO *output, guint flags)
{
    gboolean is_detached = bytes.data != NULL;
    g_autoptr(BIO) input = is_detached ? BIO_new_mem_buf(bytes.data, (int)bytes.size) : NULL;

    return (!is_detached || input != NULL) &&
           CMS_verify(cms, NULL, NULL, input, output, VERIFY_FLAGS | flags) == 1;
}

/* As the bytes are; else as they were before somebody stored them with LF only. */
static gboolean
verify_detached(CMS_ContentInfo *cms, HemoSlice bytes)
{
    return holds(cms, bytes, NULL, CMS_BINARY) || holds(cms, bytes, NULL, 0);
}

static HemoSecret *
verify_opaque(CMS_ContentInfo *cms)
{
    g_autoptr(BIO) output = BIO_new(BIO_s_mem());
    HemoSecret *content = NULL;
    char *data = NULL;
    long size = 0;

    if (output == NULL)
        return NULL;
    if (holds(cms, HEMO_SLICE_EMPTY, output, CMS_BINARY)) {
        size = BIO_get_mem_data(output, &data);
        content = hemo_secret_new_copy(hemo_slice(data, (gsize)MAX(size, 0)));
    }
    size = BIO_get_mem_data(output, &data);
    hemo_erase(data, (gsize)MAX(size, 0));
    return content;
}

static gboolean
verify(CMS_ContentInfo *cms, HemoSlice bytes, HemoSmimeSignature *signature, GError **error)
{
    gboolean is_detached = bytes.data != NULL;

    if ((CMS_is_detached(cms) == 1) != is_detached)
        return set_invalid(error);
    if (is_detached)
        return verify_detached(cms, bytes) || set_untrusted(error);
    signature->content = verify_opaque(cms);
    return signature->content != NULL || set_untrusted(error);
}

static GBytes *
copy_der(X509 *certificate)
{
    unsigned char *der = NULL;
    int size = i2d_X509(certificate, &der);
    GBytes *bytes =
        size > 0 && size <= HEMO_LIMIT_CERTIFICATE ? g_bytes_new(der, (gsize)size) : NULL;

    OPENSSL_free(der);
    return bytes;
}

static void
take_others(const HemoX509Stack *certificates, X509 *own, GPtrArray *others)
{
    for (int i = 0; i < sk_X509_num(certificates) && others->len < MAX_OTHERS; i++) {
        X509 *certificate = sk_X509_value(certificates, i);
        GBytes *der = X509_cmp(certificate, own) != 0 ? copy_der(certificate) : NULL;

        if (der != NULL)
            g_ptr_array_add(others, der);
    }
}

static gint64
read_time(CMS_SignerInfo *signer)
{
    int index = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
    X509_ATTRIBUTE *attribute = index >= 0 ? CMS_signed_get_attr(signer, index) : NULL;
    const ASN1_TYPE *value =
        X509_ATTRIBUTE_count(attribute) == 1 ? X509_ATTRIBUTE_get0_type(attribute, 0) : NULL;
    gint64 seconds = 0;

    if (value != NULL &&
        (value->type == V_ASN1_UTCTIME || value->type == V_ASN1_GENERALIZEDTIME))
        hemo_asn1_time_read(value->value.asn1_string, &seconds);
    return MAX(seconds, 0);
}

static gboolean
read_signature(HemoSlice bytes, HemoSlice der, HemoSmimeSignature *signature, GError **error)
{
    g_autoptr(CMS_ContentInfo) cms = read_cms(der);
    g_autoptr(HemoX509Stack) certificates = cms != NULL ? CMS_get1_certs(cms) : NULL;
    CMS_SignerInfo *signer = cms != NULL ? find_signer(cms, certificates) : NULL;

    if (signer == NULL)
        return set_invalid(error);
    signature->signer = copy_der(certificate_of(signer));
    if (signature->signer == NULL)
        return set_invalid(error);
    if (!is_strong(signer))
        return set_untrusted(error);
    if (!verify(cms, bytes, signature, error))
        return FALSE;
    take_others(certificates, certificate_of(signer), signature->others);
    signature->abilities = hemo_smime_abilities_read(signer);
    signature->signed_at = read_time(signer);
    return TRUE;
}

gboolean
hemo_smime_verify(HemoSlice signed_bytes,
                  HemoSlice cms,
                  HemoSmimeSignature *ret_signature,
                  GError **error)
{
    gboolean done = FALSE;

    *ret_signature = (HemoSmimeSignature){
        .others = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref),
    };
    if (signed_bytes.size > HEMO_LIMIT_MAIL || cms.size > HEMO_LIMIT_MAIL)
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the signed mail is too big"));
    else
        done = read_signature(signed_bytes, cms, ret_signature, error);
    if (!done)
        hemo_smime_verify_clear(ret_signature);
    ERR_clear_error();
    return done;
}

void
hemo_smime_verify_clear(HemoSmimeSignature *signature)
{
    g_clear_pointer(&signature->signer, g_bytes_unref);
    g_clear_pointer(&signature->others, g_ptr_array_unref);
    g_clear_pointer(&signature->content, hemo_secret_unref);
    signature->abilities = 0;
    signature->signed_at = 0;
}
