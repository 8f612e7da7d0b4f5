/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-pkcs12.h.  Read in a library context of its own, where the old ciphers of files
 * that Windows wrote are known; the rest of the process does without them.
 */
#include "hemo-pkcs12.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-openssl-types.h"

#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <string.h>

/* Current programs write 2,000 to 1,000,000 rounds, two or three times. */
#define MAX_ROUNDS       G_GINT64_CONSTANT(6000000)
#define MAX_SAFES        16
#define MAX_BAGS         64
#define MAX_CERTIFICATES 32

typedef STACK_OF(PKCS7) Safes;
typedef STACK_OF(PKCS12_SAFEBAG) Bags;

static inline void
free_safes(Safes *safes)
{
    sk_PKCS7_pop_free(safes, PKCS7_free);
}

static inline void
free_bags(Bags *bags)
{
    sk_PKCS12_SAFEBAG_pop_free(bags, PKCS12_SAFEBAG_free);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Safes, free_safes)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Bags, free_bags)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PBE2PARAM, PBE2PARAM_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PBEPARAM, PBEPARAM_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(PBKDF2PARAM, PBKDF2PARAM_free)

typedef struct {
    OSSL_LIB_CTX *library;
    const char *passphrase; /* NULL is another passphrase than "" here */
    int size;
    gint64 rounds; /* that may still be done */
    gsize n_bags;
    HemoPkcs12 *content;
    GError **error;
} Reader;

static gboolean
refuse(Reader *reader, HemoError code, const char *words)
{
    hemo_error_set(reader->error, code, "%s", words);
    return FALSE;
}

static gboolean
refuse_damaged(Reader *reader)
{
    return refuse(reader,
                  HEMO_ERROR_INVALID,
                  _("this is no file with a certificate and its private key"));
}

static gboolean
refuse_work(Reader *reader)
{
    return refuse(reader, HEMO_ERROR_TOO_BIG, _("this file asks for too much work"));
}

static gboolean
spend(Reader *reader, const ASN1_INTEGER *rounds)
{
    gint64 count = 1;

    if (rounds != NULL && ASN1_INTEGER_get_int64(&count, rounds) != 1)
        return refuse_work(reader);
    if (count < 1 || count > reader->rounds)
        return refuse_work(reader);
    reader->rounds -= count;
    return TRUE;
}

static gboolean
spend_new_way(Reader *reader, const X509_ALGOR *algorithm)
{
    g_autoptr(PBE2PARAM) ways =
        ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBE2PARAM), algorithm->parameter);
    g_autoptr(PBKDF2PARAM) stirring = NULL;

    if (ways == NULL)
        return refuse_damaged(reader);
    if (OBJ_obj2nid(ways->keyfunc->algorithm) != NID_id_pbkdf2)
        return refuse(reader,
                      HEMO_ERROR_UNSUPPORTED,
                      _("this file is protected in a way that is not known here"));
    stirring = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBKDF2PARAM), ways->keyfunc->parameter);
    return stirring != NULL ? spend(reader, stirring->iter) : refuse_damaged(reader);
}

/* What decrypting with @algorithm costs, or FALSE if that is too much. */
static gboolean
spend_on(Reader *reader, const X509_ALGOR *algorithm)
{
    g_autoptr(PBEPARAM) old = NULL;

    if (OBJ_obj2nid(algorithm->algorithm) == NID_pbes2)
        return spend_new_way(reader, algorithm);
    old = ASN1_TYPE_unpack_sequence(ASN1_ITEM_rptr(PBEPARAM), algorithm->parameter);
    return old != NULL ? spend(reader, old->iter) : refuse_damaged(reader);
}

/* The passphrase is right by now, if the file says how to tell. */
static gboolean
refuse_sealed(Reader *reader, gboolean is_proved)
{
    if (is_proved)
        return refuse(reader,
                      HEMO_ERROR_UNSUPPORTED,
                      _("this file is protected in a way that is not known here"));
    return refuse(reader, HEMO_ERROR_DENIED, _("the passphrase is wrong"));
}

static gboolean
take_key(Reader *reader, const PKCS8_PRIV_KEY_INFO *info)
{
    if (reader->content->key != NULL)
        return refuse(reader,
                      HEMO_ERROR_INVALID,
                      _("there is more than one private key in this file"));
    reader->content->key = info != NULL ? EVP_PKCS82PKEY(info) : NULL;
    return reader->content->key != NULL || refuse_damaged(reader);
}

static gboolean
take_sealed_key(Reader *reader, const PKCS12_SAFEBAG *bag, gboolean is_proved)
{
    const X509_SIG *sealed = PKCS12_SAFEBAG_get0_pkcs8(bag);
    const X509_ALGOR *algorithm = NULL;
    g_autoptr(PKCS8_PRIV_KEY_INFO) info = NULL;

    X509_SIG_get0(sealed, &algorithm, NULL);
    if (!spend_on(reader, algorithm))
        return FALSE;
    info = PKCS12_decrypt_skey_ex(bag, reader->passphrase, reader->size, reader->library, NULL);
    return info != NULL ? take_key(reader, info) : refuse_sealed(reader, is_proved);
}

static gboolean
take_certificate(Reader *reader, const PKCS12_SAFEBAG *bag)
{
    X509 *certificate = NULL;

    if (PKCS12_SAFEBAG_get_bag_nid(bag) != NID_x509Certificate)
        return TRUE;
    certificate = PKCS12_SAFEBAG_get1_cert(bag);
    if (certificate == NULL)
        return refuse_damaged(reader);
    if (sk_X509_num(reader->content->certificates) >= MAX_CERTIFICATES ||
        sk_X509_push(reader->content->certificates, certificate) <= 0) {
        X509_free(certificate);
        return refuse(reader, HEMO_ERROR_TOO_BIG, _("there is too much in this file"));
    }
    return TRUE;
}

static gboolean
take_bag(Reader *reader, const PKCS12_SAFEBAG *bag, gboolean is_proved)
{
    switch (PKCS12_SAFEBAG_get_nid(bag)) {
    case NID_keyBag:
        return take_key(reader, PKCS12_SAFEBAG_get0_p8inf(bag));
    case NID_pkcs8ShroudedKeyBag:
        return take_sealed_key(reader, bag, is_proved);
    case NID_certBag:
        return take_certificate(reader, bag);
    default:
        return TRUE; /* secrets and lists of others, which nobody needs here */
    }
}

static Bags *
open_safe(Reader *reader, PKCS7 *safe, gboolean is_proved)
{
    Bags *bags = NULL;

    if (PKCS7_type_is_data(safe)) {
        bags = PKCS12_unpack_p7data(safe);
        if (bags == NULL)
            refuse_damaged(reader);
        return bags;
    }
    if (!PKCS7_type_is_encrypted(safe)) {
        refuse_damaged(reader);
        return NULL;
    }
    if (!spend_on(reader, safe->d.encrypted->enc_data->algorithm))
        return NULL;
    bags = PKCS12_unpack_p7encdata(safe, reader->passphrase, reader->size);
    if (bags == NULL)
        refuse_sealed(reader, is_proved);
    return bags;
}

static gboolean
take_safe(Reader *reader, PKCS7 *safe, gboolean is_proved)
{
    g_autoptr(Bags) bags = open_safe(reader, safe, is_proved);

    for (int i = 0; i < sk_PKCS12_SAFEBAG_num(bags); i++) {
        if (++reader->n_bags > MAX_BAGS)
            return refuse(reader, HEMO_ERROR_TOO_BIG, _("there is too much in this file"));
        if (!take_bag(reader, sk_PKCS12_SAFEBAG_value(bags, i), is_proved))
            return FALSE;
    }
    return bags != NULL;
}

/* Some programs write an empty passphrase as none at all. */
static gboolean
is_right(Reader *reader, PKCS12 *file)
{
    if (PKCS12_verify_mac(file, reader->passphrase, reader->size) == 1)
        return TRUE;
    if (reader->size > 0)
        return FALSE;
    reader->passphrase = NULL;
    return PKCS12_verify_mac(file, NULL, 0) == 1;
}

static gboolean
check_passphrase(Reader *reader, PKCS12 *file)
{
    const ASN1_INTEGER *rounds = NULL;

    PKCS12_get0_mac(NULL, NULL, NULL, &rounds, file);
    if (!spend(reader, rounds))
        return FALSE;
    ERR_clear_error();
    if (is_right(reader, file))
        return TRUE;
    return refuse_sealed(reader, ERR_peek_error() != 0);
}

static gboolean
take_all(Reader *reader, PKCS12 *file)
{
    gboolean is_proved = PKCS12_mac_present(file) == 1;
    g_autoptr(Safes) safes = NULL;

    if (is_proved && !check_passphrase(reader, file))
        return FALSE;
    safes = PKCS12_unpack_authsafes(file);
    if (safes == NULL || sk_PKCS7_num(safes) > MAX_SAFES)
        return refuse_damaged(reader);
    for (int i = 0; i < sk_PKCS7_num(safes); i++) {
        if (!take_safe(reader, sk_PKCS7_value(safes, i), is_proved))
            return FALSE;
    }
    return reader->content->key != NULL || refuse_damaged(reader);
}

/* A context does not let go of what was loaded into it. */
typedef struct {
    OSSL_LIB_CTX *context;
    OSSL_PROVIDER *usual;
    OSSL_PROVIDER *legacy; /* NULL if it is not installed: then old files stay closed */
} Library;

static void
close_library(Library *library)
{
    if (library->legacy != NULL)
        OSSL_PROVIDER_unload(library->legacy);
    if (library->usual != NULL)
        OSSL_PROVIDER_unload(library->usual);
    OSSL_LIB_CTX_free(library->context);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Library, close_library)

static Library
open_library(void)
{
    Library library = {OSSL_LIB_CTX_new(), NULL, NULL};

    if (library.context != NULL) {
        library.usual = OSSL_PROVIDER_load(library.context, "default");
        library.legacy = OSSL_PROVIDER_load(library.context, "legacy");
    }
    return library;
}

static gboolean
read_file(Reader *reader, HemoSlice file)
{
    const unsigned char *end = file.data;
    PKCS12 *empty = PKCS12_init_ex(NID_pkcs7_data, reader->library, NULL);
    g_autoptr(PKCS12) read = NULL;

    if (empty == NULL)
        return refuse_damaged(reader);
    read = d2i_PKCS12(&empty, &end, (long)file.size);
    if (read == NULL || end != file.data + file.size)
        return refuse_damaged(reader);
    return take_all(reader, read);
}

gboolean
hemo_pkcs12_read(HemoSlice file,
                 const HemoSecret *passphrase,
                 HemoPkcs12 *ret_content,
                 GError **error)
{
    g_auto(Library) library = open_library();
    Reader reader = {.library = library.context,
                     .passphrase = hemo_secret_text((HemoSecret *)passphrase),
                     .size = (int)MIN(hemo_secret_size(passphrase), G_MAXINT16),
                     .rounds = MAX_ROUNDS,
                     .content = ret_content,
                     .error = error};
    gboolean done = FALSE;

    *ret_content = (HemoPkcs12){NULL, sk_X509_new_null()};
    if (file.size > HEMO_LIMIT_PKCS12)
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("there is too much in this file"));
    else if (library.usual == NULL || ret_content->certificates == NULL)
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the file could not be read"));
    else
        done = read_file(&reader, file);
    if (!done)
        hemo_pkcs12_clear(ret_content);
    ERR_clear_error();
    return done;
}

void
hemo_pkcs12_clear(HemoPkcs12 *content)
{
    EVP_PKEY_free(content->key);
    sk_X509_pop_free(content->certificates, X509_free);
    *content = (HemoPkcs12){NULL, NULL};
}
