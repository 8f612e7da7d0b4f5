/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-carried-signature.h.
 */
#include "hemo-carried-signature.h"

#include <limits.h>
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/x509.h>
#include <time.h>

#include "hemo-key.h"
#include "hemo-limits.h"

#define MAX_BROUGHT 64 /* certificates of which the issuers are looked for */

typedef STACK_OF(X509) Certificates;

static void
free_certificates(Certificates *certificates)
{
    sk_X509_pop_free(certificates, X509_free);
}

static void
free_algorithms(X509_ALGORS *algorithms)
{
    sk_X509_ALGOR_pop_free(algorithms, X509_ALGOR_free);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(BIO, BIO_free_all)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(CMS_ContentInfo, CMS_ContentInfo_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Certificates, free_certificates)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509_ALGORS, free_algorithms)

static const struct {
    int nid;
    HemoKeyAbility ability;
} announced[] = {
    {NID_aes_256_gcm, HEMO_KEY_ABILITY_GCM},
    {NID_rsaesOaep, HEMO_KEY_ABILITY_OAEP},
};

static CMS_ContentInfo *
parse(HemoSlice der)
{
    const unsigned char *end = der.data;
    g_autoptr(CMS_ContentInfo) cms = NULL;

    if (der.size == 0 || der.size > LONG_MAX)
        return NULL;
    cms = d2i_CMS_ContentInfo(NULL, &end, (long)der.size);
    return cms != NULL && OBJ_obj2nid(CMS_get0_type(cms)) == NID_pkcs7_signed
               ? g_steal_pointer(&cms)
               : NULL;
}

/* Over the bytes as they are: they were made canonical before. */
static gboolean
verify(CMS_ContentInfo *cms, const HemoSecret *content)
{
    HemoSlice bytes = content != NULL ? hemo_secret_slice(content) : HEMO_SLICE_EMPTY;
    g_autoptr(BIO) source = NULL;

    if (CMS_is_detached(cms) != (content != NULL) || bytes.size > INT_MAX)
        return FALSE;
    if (content != NULL)
        source =
            BIO_new_mem_buf(bytes.size > 0 ? (const void *)bytes.data : "", (int)bytes.size);
    return CMS_verify(cms, NULL, NULL, source, NULL, CMS_BINARY | CMS_NO_SIGNER_CERT_VERIFY) ==
           1;
}

static gboolean
add_certificate(GPtrArray *list, X509 *certificate)
{
    unsigned char *der = NULL;
    int size = i2d_X509(certificate, &der);
    gboolean fits = size > 0 && size <= HEMO_LIMIT_CERTIFICATE;

    if (fits)
        g_ptr_array_add(list, g_bytes_new(der, (gsize)size));
    OPENSSL_free(der);
    return fits;
}

/* Names only: who really issued what is found out where the chain is checked. */
static X509 *
find_issuer(X509 *certificate, const Certificates *brought)
{
    const X509_NAME *name = X509_get_issuer_name(certificate);
    int count = MIN(sk_X509_num(brought), MAX_BROUGHT);

    if (X509_NAME_cmp(name, X509_get_subject_name(certificate)) == 0)
        return NULL;
    for (int i = 0; i < count; i++) {
        X509 *other = sk_X509_value(brought, i);

        if (X509_NAME_cmp(name, X509_get_subject_name(other)) == 0)
            return other;
    }
    return NULL;
}

static gboolean
read_certificates(CMS_ContentInfo *cms, X509 *signer, GPtrArray *list)
{
    g_autoptr(Certificates) brought = CMS_get1_certs(cms);

    for (X509 *next = signer; next != NULL && list->len < HEMO_CARRIED_SIGNATURE_MAX;) {
        if (!add_certificate(list, next))
            return FALSE;
        next = find_issuer(next, brought);
    }
    return TRUE;
}

static const ASN1_TYPE *
signed_attribute(CMS_SignerInfo *signer, int nid)
{
    int at = CMS_signed_get_attr_by_NID(signer, nid, -1);
    X509_ATTRIBUTE *attribute = at >= 0 ? CMS_signed_get_attr(signer, at) : NULL;

    return attribute != NULL && X509_ATTRIBUTE_count(attribute) == 1
               ? X509_ATTRIBUTE_get0_type(attribute, 0)
               : NULL;
}

static gint64
read_time(CMS_SignerInfo *signer)
{
    const ASN1_TYPE *value = signed_attribute(signer, NID_pkcs9_signingTime);
    struct tm when = {0};

    if (value == NULL ||
        (value->type != V_ASN1_UTCTIME && value->type != V_ASN1_GENERALIZEDTIME) ||
        ASN1_TIME_to_tm(value->value.asn1_string, &when) != 1)
        return 0;
    return MAX(timegm(&when), 0);
}

static guint
read_abilities(CMS_SignerInfo *signer)
{
    const ASN1_TYPE *value = signed_attribute(signer, NID_SMIMECapabilities);
    g_autoptr(X509_ALGORS) list = NULL;
    guint abilities = 0;

    if (value == NULL || value->type != V_ASN1_SEQUENCE)
        return 0;
    list = ASN1_item_unpack(value->value.sequence, ASN1_ITEM_rptr(X509_ALGORS));
    for (int i = 0; list != NULL && i < sk_X509_ALGOR_num(list); i++) {
        const ASN1_OBJECT *name = NULL;

        X509_ALGOR_get0(&name, NULL, NULL, sk_X509_ALGOR_value(list, i));
        for (guint known = 0; known < G_N_ELEMENTS(announced); known++)
            if (OBJ_obj2nid(name) == announced[known].nid)
                abilities |= announced[known].ability;
    }
    return abilities;
}

static gboolean
read_signer(CMS_ContentInfo *cms, HemoCarriedSignature *ret_signature)
{
    STACK_OF(CMS_SignerInfo) *signers = CMS_get0_SignerInfos(cms);
    CMS_SignerInfo *signer = sk_CMS_SignerInfo_value(signers, 0);
    X509 *certificate = NULL;

    CMS_SignerInfo_get0_algs(signer, NULL, &certificate, NULL, NULL);
    if (certificate == NULL)
        return FALSE;
    ret_signature->abilities = read_abilities(signer);
    ret_signature->time = read_time(signer);
    return read_certificates(cms, certificate, ret_signature->certificates);
}

gboolean
hemo_carried_signature_read(const HemoSignedPart *part, HemoCarriedSignature *ret_signature)
{
    g_autoptr(CMS_ContentInfo) cms = parse(hemo_secret_slice(part->cms));
    gboolean is_good = cms != NULL && sk_CMS_SignerInfo_num(CMS_get0_SignerInfos(cms)) == 1 &&
                       verify(cms, part->content);

    *ret_signature = (HemoCarriedSignature){
        .certificates = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref),
    };
    is_good = is_good && read_signer(cms, ret_signature);
    if (!is_good)
        g_ptr_array_set_size(ret_signature->certificates, 0);
    ERR_clear_error();
    return is_good;
}

void
hemo_carried_signature_clear(HemoCarriedSignature *signature)
{
    g_clear_pointer(&signature->certificates, g_ptr_array_unref);
}
