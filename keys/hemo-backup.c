/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-backup.h.
 */
#include "hemo-backup.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gi18n-lib.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <string.h>

#define MAGIC          "HEMOBACK"
#define VERSION        1
#define KEY_SIZE       32
#define SALT_SIZE      16
#define NONCE_SIZE     12
#define TAG_SIZE       16
#define MAX_ITERATIONS 10000000 /* a forged file must not keep a processor busy for hours */

enum {
    AT_VERSION = 8,
    AT_ITERATIONS = 9,
    AT_SALT = 13,
    AT_NONCE = AT_SALT + SALT_SIZE,
    HEADER_SIZE = AT_NONCE + NONCE_SIZE,
};

G_DEFINE_AUTOPTR_CLEANUP_FUNC(EVP_CIPHER_CTX, EVP_CIPHER_CTX_free)

static void
write_iterations(guint8 *header, guint32 iterations)
{
    guint32 value = GUINT32_TO_BE(iterations);

    memcpy(header + AT_ITERATIONS, &value, sizeof value);
}

static guint32
read_iterations(const guint8 *header)
{
    guint32 value = 0;

    memcpy(&value, header + AT_ITERATIONS, sizeof value);
    return GUINT32_FROM_BE(value);
}

static HemoSecret *
derive(const HemoSecret *passphrase, const guint8 *header)
{
    g_autoptr(HemoSecret) key = hemo_secret_new(KEY_SIZE);
    HemoSlice text = hemo_secret_slice(passphrase);

    if (text.size > G_MAXINT16 || PKCS5_PBKDF2_HMAC((const char *)text.data,
                                                    (int)text.size,
                                                    header + AT_SALT,
                                                    SALT_SIZE,
                                                    (int)read_iterations(header),
                                                    EVP_sha256(),
                                                    KEY_SIZE,
                                                    hemo_secret_data(key)) != 1)
        return NULL;
    return g_steal_pointer(&key);
}

/* AES-256-GCM with the header authenticated; @encrypting 1 or 0. */
static EVP_CIPHER_CTX *
start(const HemoSecret *key, const guint8 *header, int encrypting)
{
    g_autoptr(EVP_CIPHER_CTX) cipher = EVP_CIPHER_CTX_new();
    int size = 0;

    if (cipher == NULL ||
        EVP_CipherInit_ex2(cipher,
                           EVP_aes_256_gcm(),
                           hemo_secret_slice(key).data,
                           header + AT_NONCE,
                           encrypting,
                           NULL) != 1 ||
        EVP_CipherUpdate(cipher, NULL, &size, header, HEADER_SIZE) != 1)
        return NULL;
    return g_steal_pointer(&cipher);
}

/* @out has room for @plain and tag. */
static gboolean
seal_into(const HemoSecret *key, const guint8 *header, HemoSlice plain, guint8 *out)
{
    g_autoptr(EVP_CIPHER_CTX) cipher = start(key, header, 1);
    int size = 0;
    int last = 0;

    return cipher != NULL &&
           (plain.size == 0 ||
            EVP_EncryptUpdate(cipher, out, &size, plain.data, (int)plain.size) == 1) &&
           EVP_EncryptFinal_ex(cipher, out + size, &last) == 1 &&
           EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_GET_TAG, TAG_SIZE, out + plain.size) == 1;
}

static gboolean
open_into(const HemoSecret *key, HemoSlice file, guint8 *plain)
{
    g_autoptr(EVP_CIPHER_CTX) cipher = start(key, file.data, 0);
    HemoSlice text = hemo_slice_sub(file, HEADER_SIZE, file.size - HEADER_SIZE - TAG_SIZE);
    guint8 tag[TAG_SIZE];
    int size = 0;
    int last = 0;

    memcpy(tag, file.data + file.size - TAG_SIZE, TAG_SIZE);
    return cipher != NULL &&
           (text.size == 0 ||
            EVP_DecryptUpdate(cipher, plain, &size, text.data, (int)text.size) == 1) &&
           EVP_CIPHER_CTX_ctrl(cipher, EVP_CTRL_AEAD_SET_TAG, TAG_SIZE, tag) == 1 &&
           EVP_DecryptFinal_ex(cipher, plain + size, &last) == 1;
}

static gboolean
make_header(guint8 *header)
{
    memcpy(header, MAGIC, AT_VERSION);
    header[AT_VERSION] = VERSION;
    write_iterations(header, HEMO_BACKUP_ITERATIONS);
    return RAND_bytes(header + AT_SALT, SALT_SIZE + NONCE_SIZE) == 1;
}

static gboolean
check_input(const HemoSecret *passphrase, HemoSlice plain, GError **error)
{
    if (hemo_secret_size(passphrase) < HEMO_BACKUP_PASSPHRASE)
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("the passphrase is too short: take eight characters or more"));
    else if (plain.size > HEMO_LIMIT_MAIL - HEADER_SIZE - TAG_SIZE)
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("there is too much for one backup"));
    else
        return TRUE;
    return FALSE;
}

GBytes *
hemo_backup_close(const HemoSecret *passphrase, HemoSlice plain, GError **error)
{
    g_autoptr(HemoSecret) key = NULL;
    g_autofree guint8 *file = NULL;
    gsize size = HEADER_SIZE + plain.size + TAG_SIZE;

    if (!check_input(passphrase, plain, error))
        return NULL;
    file = g_malloc0(size);
    if (make_header(file))
        key = derive(passphrase, file);
    if (key == NULL || !seal_into(key, file, plain, file + HEADER_SIZE)) {
        hemo_erase(file, size);
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the backup cannot be encrypted"));
        return NULL;
    }
    return g_bytes_new_take(g_steal_pointer(&file), size);
}

static gboolean
check_header(HemoSlice file, GError **error)
{
    guint32 iterations;

    if (file.size < HEADER_SIZE + TAG_SIZE || memcmp(file.data, MAGIC, AT_VERSION) != 0 ||
        file.data[AT_VERSION] == 0) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("this is no backup of Hemostat"));
        return FALSE;
    }
    if (file.data[AT_VERSION] > VERSION) {
        hemo_error_set(error,
                       HEMO_ERROR_VERSION,
                       _("a newer Hemostat has made this backup; this one is too old"));
        return FALSE;
    }
    iterations = read_iterations(file.data);
    if (iterations >= HEMO_BACKUP_ITERATIONS && iterations <= MAX_ITERATIONS)
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_INVALID, _("this backup is damaged"));
    return FALSE;
}

HemoSecret *
hemo_backup_open(const HemoSecret *passphrase, HemoSlice file, GError **error)
{
    g_autoptr(HemoSecret) key = NULL;
    g_autoptr(HemoSecret) plain = NULL;

    if (!check_header(file, error))
        return NULL;
    key = derive(passphrase, file.data);
    plain = hemo_secret_new(file.size - HEADER_SIZE - TAG_SIZE);
    if (key != NULL && open_into(key, file, hemo_secret_data(plain)))
        return g_steal_pointer(&plain);
    hemo_error_set(error,
                   HEMO_ERROR_DENIED,
                   _("the passphrase is wrong, or the backup was changed"));
    return NULL;
}
