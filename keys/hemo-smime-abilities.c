/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-smime-abilities.h.
 */
#include "hemo-smime-abilities.h"

#include "hemo-openssl-types.h"
#include "hemo-slice.h"

#include <openssl/err.h>

typedef STACK_OF(X509_ALGOR) Algorithms;

static inline void
algorithms_free(Algorithms *list)
{
    sk_X509_ALGOR_pop_free(list, X509_ALGOR_free);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Algorithms, algorithms_free)

#define SHA256                                                                                 \
    0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00
#define MGF1                                                                                   \
    0x30, 0x1a, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x08, SHA256

/* RSAES-OAEP-params of RFC 4055 with SHA-256 for both, and the same as RFC 3560 spells it. */
static const guint8 oaep_sha256[] = {0x30, 0x2f, 0xa0, 0x0f, SHA256, 0xa1, 0x1c, MGF1};
static const guint8 oaep_untagged[] = {0x30, 0x2b, SHA256, MGF1};

static gboolean
add_oaep(Algorithms *list)
{
    X509_ALGOR *algorithm = X509_ALGOR_new();
    ASN1_STRING *text = ASN1_STRING_new();

    if (algorithm != NULL && text != NULL &&
        ASN1_STRING_set(text, oaep_sha256, sizeof oaep_sha256) == 1 &&
        X509_ALGOR_set0(algorithm, OBJ_nid2obj(NID_rsaesOaep), V_ASN1_SEQUENCE, text) == 1) {
        text = NULL;
        if (sk_X509_ALGOR_push(list, algorithm) > 0)
            return TRUE;
    }
    ASN1_STRING_free(text);
    X509_ALGOR_free(algorithm);
    return FALSE;
}

/* In the order of what is liked best. */
static gboolean
fill(Algorithms **list, guint abilities)
{
    if ((abilities & HEMO_KEY_ABILITY_GCM) != 0 &&
        CMS_add_simple_smimecap(list, NID_aes_256_gcm, -1) != 1)
        return FALSE;
    return CMS_add_simple_smimecap(list, NID_aes_256_cbc, -1) == 1 &&
           ((abilities & HEMO_KEY_ABILITY_OAEP) == 0 || add_oaep(*list));
}

gboolean
hemo_smime_abilities_announce(CMS_SignerInfo *signer, guint abilities)
{
    g_autoptr(Algorithms) list = sk_X509_ALGOR_new_null();

    return list != NULL && fill(&list, abilities) && CMS_add_smimecap(signer, list) == 1;
}

static gboolean
is_sha256_oaep(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *object = NULL;
    int type = 0;
    const void *value = NULL;
    HemoSlice parameters = HEMO_SLICE_EMPTY;

    X509_ALGOR_get0(&object, &type, &value, algorithm);
    if (OBJ_obj2nid(object) != NID_rsaesOaep || type != V_ASN1_SEQUENCE)
        return FALSE;
    parameters = hemo_slice(ASN1_STRING_get0_data(value), (gsize)ASN1_STRING_length(value));
    return hemo_slice_equal(parameters, hemo_slice(oaep_sha256, sizeof oaep_sha256)) ||
           hemo_slice_equal(parameters, hemo_slice(oaep_untagged, sizeof oaep_untagged));
}

static guint
read_one(const X509_ALGOR *algorithm)
{
    const ASN1_OBJECT *object = NULL;

    X509_ALGOR_get0(&object, NULL, NULL, algorithm);
    if (OBJ_obj2nid(object) == NID_aes_256_gcm)
        return HEMO_KEY_ABILITY_GCM;
    return is_sha256_oaep(algorithm) ? HEMO_KEY_ABILITY_OAEP : 0;
}

static Algorithms *
read_list(CMS_SignerInfo *signer)
{
    int index = CMS_signed_get_attr_by_NID(signer, NID_SMIMECapabilities, -1);
    X509_ATTRIBUTE *attribute = index >= 0 ? CMS_signed_get_attr(signer, index) : NULL;
    const ASN1_TYPE *value = NULL;

    if (attribute == NULL || X509_ATTRIBUTE_count(attribute) != 1)
        return NULL;
    value = X509_ATTRIBUTE_get0_type(attribute, 0);
    if (value == NULL || value->type != V_ASN1_SEQUENCE)
        return NULL;
    return ASN1_item_unpack(value->value.sequence, ASN1_ITEM_rptr(X509_ALGORS));
}

guint
hemo_smime_abilities_read(CMS_SignerInfo *signer)
{
    g_autoptr(Algorithms) list = read_list(signer);
    guint abilities = 0;

    for (int i = 0; i < sk_X509_ALGOR_num(list); i++)
        abilities |= read_one(sk_X509_ALGOR_value(list, i));
    ERR_clear_error();
    return abilities;
}
