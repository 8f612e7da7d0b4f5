/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-seal.h.  Random nonces of 96 bits: far fewer than 2^32 values are sealed
 * with one key (SP 800-38D section 8.3).
 */
#include "hemo-seal.h"

#include "hemo-error.h"

#include <glib/gi18n-lib.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>
#include <string.h>

#define NONCE_SIZE 12
#define TAG_SIZE   16

#define PURPOSE_SEAL   "hemostat 1 seal"
#define PURPOSE_LOOKUP "hemostat 1 look-up"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_KDF, EVP_KDF_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_KDF_CTX, EVP_KDF_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MAC, EVP_MAC_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_MAC_CTX, EVP_MAC_CTX_free)

static void
set_crypto_error(GError **error)
{
    hemo_error_set(error, HEMO_ERROR_FAILED, _("the encryption library reported an error"));
}

HemoSecret *
hemo_seal_new_key(GError **error)
{
    g_autoptr(HemoSecret) key = hemo_secret_new(HEMO_SEAL_KEY_SIZE);

    if (RAND_priv_bytes(hemo_secret_data(key), HEMO_SEAL_KEY_SIZE) != 1) {
        set_crypto_error(error);
        return NULL;
    }
    return g_steal_pointer(&key);
}

/* The key of one purpose. */
static HemoSecret *
derive(const HemoSecret *key, const char *purpose, GError **error)
{
    g_autoptr(EVP_KDF) kdf = EVP_KDF_fetch(NULL, "HKDF", NULL);
    g_autoptr(EVP_KDF_CTX) context = kdf != NULL ? EVP_KDF_CTX_new(kdf) : NULL;
    g_autoptr(HemoSecret) derived = hemo_secret_new(HEMO_SEAL_KEY_SIZE);
    HemoSlice bytes = hemo_secret_slice(key);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)bytes.data, bytes.size),
        OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO,
                                          (void *)purpose,
                                          strlen(purpose)),
        OSSL_PARAM_construct_end(),
    };

    if (bytes.size != HEMO_SEAL_KEY_SIZE) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("the key has a wrong length"));
        return NULL;
    }
    if (context == NULL ||
        EVP_KDF_derive(context, hemo_secret_data(derived), HEMO_SEAL_KEY_SIZE, parameters) !=
            1) {
        set_crypto_error(error);
        return NULL;
    }
    return g_steal_pointer(&derived);
}

/* AES-256-GCM set up with key, nonce and context; @encrypting 1 or 0. */
static EVP_CIPHER_CTX *
start(const HemoSecret *key, const char *context, const guint8 *nonce, int encrypting)
{
    g_autoptr(EVP_CIPHER_CTX) cipher = EVP_CIPHER_CTX_new();
    int size = 0;

    if (cipher == NULL ||
        EVP_CipherInit_ex2(cipher,
                           EVP_aes_256_gcm(),
                           hemo_secret_slice(key).data,
                           nonce,
                           encrypting,
                           NULL) != 1 ||
        EVP_CipherUpdate(cipher, NULL, &size, (const guint8 *)context, (int)strlen(context)) !=
            1)
        return NULL;
    return g_steal_pointer(&cipher);
}

/* @out has room for nonce, @plain and tag. */
static gboolean
seal_into(const HemoSecret *key, const char *context, HemoSlice plain, guint8 *out)
{
    g_autoptr(EVP_CIPHER_CTX) cipher = NULL;
    guint8 *text = out + NONCE_SIZE;
    int size = 0;
    int last = 0;

    if (RAND_bytes(out, NONCE_SIZE) != 1)
        return FALSE;
    cipher = start(key, context, out, 1);
    return cipher != NULL &&
           (plain.size == 0 ||
            EVP_EncryptUpdate(cipher, text, &size, plain.data, (int)plain.size) == 1) &&
           EVP_EncryptFinal_ex(cipher, text + size, &last) == 1 &&
           EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, text + plain.size) == 1;
}

static gboolean
open_into(const HemoSecret *key, const char *context, HemoSlice sealed, guint8 *plain)
{
    HemoSlice text = hemo_slice_sub(sealed, NONCE_SIZE, sealed.size - NONCE_SIZE - TAG_SIZE);
    g_autoptr(EVP_CIPHER_CTX) cipher = start(key, context, sealed.data, 0);
    guint8 tag[TAG_SIZE];
    int size = 0;
    int last = 0;

    memcpy(tag, text.data + text.size, TAG_SIZE);
    return cipher != NULL &&
           (text.size == 0 ||
            EVP_DecryptUpdate(cipher, plain, &size, text.data, (int)text.size) == 1) &&
           EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, tag) == 1 &&
           EVP_DecryptFinal_ex(cipher, plain + size, &last) == 1;
}

static gboolean
check_size(gsize size, GError **error)
{
    if (size > HEMO_SEAL_LIMIT)
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the value is too large to be stored"));
    return size <= HEMO_SEAL_LIMIT;
}

GBytes *
hemo_seal_close(const HemoSecret *key, const char *context, HemoSlice plain, GError **error)
{
    g_autoptr(HemoSecret) derived = NULL;
    g_autofree guint8 *sealed = NULL;

    if (!check_size(plain.size, error))
        return NULL;
    derived = derive(key, PURPOSE_SEAL, error);
    if (derived == NULL)
        return NULL;
    sealed = g_malloc0(plain.size + HEMO_SEAL_OVERHEAD);
    if (!seal_into(derived, context, plain, sealed)) {
        hemo_erase(sealed, plain.size + HEMO_SEAL_OVERHEAD);
        set_crypto_error(error);
        return NULL;
    }
    return g_bytes_new_take(g_steal_pointer(&sealed), plain.size + HEMO_SEAL_OVERHEAD);
}

HemoSecret *
hemo_seal_open(const HemoSecret *key, const char *context, HemoSlice sealed, GError **error)
{
    g_autoptr(HemoSecret) derived = derive(key, PURPOSE_SEAL, error);
    g_autoptr(HemoSecret) plain = NULL;

    if (derived == NULL)
        return NULL;
    if (sealed.size >= HEMO_SEAL_OVERHEAD &&
        sealed.size - HEMO_SEAL_OVERHEAD <= HEMO_SEAL_LIMIT) {
        plain = hemo_secret_new(sealed.size - HEMO_SEAL_OVERHEAD);
        if (open_into(derived, context, sealed, hemo_secret_data(plain)))
            return g_steal_pointer(&plain);
    }
    hemo_error_set(error,
                   HEMO_ERROR_UNTRUSTED,
                   _("a stored value was changed or belongs to another key"));
    return NULL;
}

/* The length goes first, so that context and text cannot be shifted against each other. */
static gboolean
mac_fields(EVP_MAC_CTX *mac, const char *context, HemoSlice text)
{
    guint32 size = GUINT32_TO_BE((guint32)strlen(context));

    return EVP_MAC_update(mac, (const guint8 *)&size, sizeof size) == 1 &&
           EVP_MAC_update(mac, (const guint8 *)context, strlen(context)) == 1 &&
           (text.size == 0 || EVP_MAC_update(mac, text.data, text.size) == 1);
}

static gboolean
mac_into(const HemoSecret *key, const char *context, HemoSlice text, guint8 *out)
{
    g_autoptr(EVP_MAC) algorithm = EVP_MAC_fetch(NULL, "HMAC", NULL);
    g_autoptr(EVP_MAC_CTX) mac = algorithm != NULL ? EVP_MAC_CTX_new(algorithm) : NULL;
    HemoSlice bytes = hemo_secret_slice(key);
    gsize size = 0;
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)"SHA256", 0),
        OSSL_PARAM_construct_end(),
    };

    return mac != NULL && EVP_MAC_init(mac, bytes.data, bytes.size, parameters) == 1 &&
           mac_fields(mac, context, text) &&
           EVP_MAC_final(mac, out, &size, HEMO_SEAL_LOOKUP_SIZE) == 1 &&
           size == HEMO_SEAL_LOOKUP_SIZE;
}

GBytes *
hemo_seal_lookup(const HemoSecret *key, const char *context, HemoSlice text, GError **error)
{
    g_autoptr(HemoSecret) derived = NULL;
    guint8 value[HEMO_SEAL_LOOKUP_SIZE];

    if (!check_size(text.size, error))
        return NULL;
    derived = derive(key, PURPOSE_LOOKUP, error);
    if (derived == NULL)
        return NULL;
    if (!mac_into(derived, context, text, value)) {
        set_crypto_error(error);
        return NULL;
    }
    return g_bytes_new(value, sizeof value);
}
