/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-smime-recipients.h.
 */
#include "hemo-smime-recipients.h"

#include "hemo-certificate.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-openssl-types.h"

#include <glib/gi18n-lib.h>
#include <openssl/ec.h>
#include <openssl/rsa.h>

typedef struct {
    HemoCertificate *certificate;
    guint abilities;
} Recipient;

struct _HemoSmimeRecipients {
    GPtrArray *list; /* Recipient */
    gboolean fips;
};

static void
recipient_free(gpointer data)
{
    Recipient *recipient = data;

    hemo_certificate_unref(recipient->certificate);
    g_free(recipient);
}

static void
set_unusable(GError **error)
{
    hemo_error_set(error,
                   HEMO_ERROR_UNUSABLE,
                   _("a key cannot be used, so nobody gets this mail encrypted"));
}

/* The certificate of @key, if it is fine now. */
static HemoCertificate *
read_certificate(const HemoKey *key, gint64 now, gboolean fips, GError **error)
{
    GBytes *material = hemo_key_material(key);
    g_autoptr(HemoCertificate) certificate =
        material != NULL ? hemo_certificate_new(hemo_slice_bytes(material), NULL) : NULL;
    HemoKeyState state = HEMO_KEY_BROKEN;

    if (certificate != NULL &&
        g_str_equal(hemo_certificate_fingerprint(certificate), hemo_key_fingerprint(key)))
        state = hemo_certificate_judge(certificate, now, fips);
    if (hemo_key_state(key) < HEMO_KEY_UNCONFIRMED)
        state = MIN(state, hemo_key_state(key));
    if (state >= HEMO_KEY_UNCONFIRMED)
        return g_steal_pointer(&certificate);
    if (state == HEMO_KEY_NOT_APPROVED)
        hemo_error_set(error,
                       HEMO_ERROR_DENIED,
                       _("a key uses an algorithm that your organisation does not allow, so "
                         "nobody gets this mail encrypted"));
    else
        set_unusable(error);
    return NULL;
}

/* Of the same key twice only what both told of it counts. */
static void
add_once(GPtrArray *list, HemoCertificate *certificate, guint abilities)
{
    Recipient *recipient = NULL;

    for (guint i = 0; i < list->len; i++) {
        recipient = g_ptr_array_index(list, i);
        if (g_bytes_equal(hemo_certificate_der(recipient->certificate),
                          hemo_certificate_der(certificate))) {
            recipient->abilities &= abilities;
            hemo_certificate_unref(certificate);
            return;
        }
    }
    recipient = g_new0(Recipient, 1);
    recipient->certificate = certificate;
    recipient->abilities = abilities;
    g_ptr_array_add(list, recipient);
}

static gboolean
check_list(GPtrArray *keys, GError **error)
{
    gboolean is_good = keys != NULL && keys->len > 0 && keys->len <= HEMO_LIMIT_RECIPIENTS;

    for (guint i = 0; is_good && i < keys->len; i++)
        is_good = hemo_key_kind(g_ptr_array_index(keys, i)) == HEMO_KEY_KIND_SMIME;
    if (!is_good)
        hemo_error_set(error, HEMO_ERROR_INVALID, _("this is no list of keys to encrypt to"));
    return is_good;
}

HemoSmimeRecipients *
hemo_smime_recipients_new(GPtrArray *keys, gint64 now, gboolean fips, GError **error)
{
    g_autoptr(HemoSmimeRecipients) recipients = NULL;

    if (!check_list(keys, error))
        return NULL;
    recipients = g_new0(HemoSmimeRecipients, 1);
    recipients->list = g_ptr_array_new_with_free_func(recipient_free);
    recipients->fips = fips;
    for (guint i = 0; i < keys->len; i++) {
        const HemoKey *key = g_ptr_array_index(keys, i);
        HemoCertificate *certificate = read_certificate(key, now, fips, error);

        if (certificate == NULL)
            return NULL;
        add_once(recipients->list, certificate, hemo_key_abilities(key));
    }
    return g_steal_pointer(&recipients);
}

void
hemo_smime_recipients_free(HemoSmimeRecipients *recipients)
{
    if (recipients == NULL)
        return;
    g_ptr_array_unref(recipients->list);
    g_free(recipients);
}

gboolean
hemo_smime_recipients_all_can(const HemoSmimeRecipients *recipients, HemoKeyAbility ability)
{
    for (guint i = 0; i < recipients->list->len; i++) {
        const Recipient *recipient = g_ptr_array_index(recipients->list, i);

        if ((recipient->abilities & ability) == 0)
            return FALSE;
    }
    return recipients->list->len > 0;
}

static gboolean
set_oaep(EVP_PKEY_CTX *context)
{
    return EVP_PKEY_CTX_set_rsa_padding(context, RSA_PKCS1_OAEP_PADDING) == 1 &&
           EVP_PKEY_CTX_set_rsa_oaep_md(context, EVP_sha256()) == 1 &&
           EVP_PKEY_CTX_set_rsa_mgf1_md(context, EVP_sha256()) == 1;
}

static gboolean
add_one(CMS_ContentInfo *cms, const Recipient *recipient, gboolean fips)
{
    X509 *x509 = hemo_certificate_x509(recipient->certificate);
    gboolean wants_oaep = fips || (recipient->abilities & HEMO_KEY_ABILITY_OAEP) != 0;
    CMS_RecipientInfo *info = CMS_add1_recipient_cert(cms, x509, CMS_KEY_PARAM);
    EVP_PKEY_CTX *context = info != NULL ? CMS_RecipientInfo_get0_pkey_ctx(info) : NULL;

    if (context == NULL)
        return FALSE;
    if (EVP_PKEY_get_base_id(X509_get0_pubkey(x509)) == EVP_PKEY_EC)
        return EVP_PKEY_CTX_set_ecdh_kdf_md(context, EVP_sha256()) == 1;
    return !wants_oaep || set_oaep(context);
}

gboolean
hemo_smime_recipients_add(const HemoSmimeRecipients *recipients,
                          CMS_ContentInfo *cms,
                          GError **error)
{
    for (guint i = 0; i < recipients->list->len; i++) {
        if (!add_one(cms, g_ptr_array_index(recipients->list, i), recipients->fips)) {
            set_unusable(error);
            return FALSE;
        }
    }
    return TRUE;
}
