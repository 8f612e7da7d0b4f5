/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-import.h.
 */
#include "hemo-key-import.h"

#include "hemo-error.h"
#include "hemo-key-event.h"
#include "hemo-key-file.h"
#include "hemo-key-pick.h"
#include "hemo-key-values.h"
#include "hemo-limits.h"
#include "hemo-openpgp-packets.h"
#include "hemo-pkcs7.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define MAX_KEYS  50 /* records from one file */
#define MAX_NAMES 8  /* addresses of one certificate */

typedef struct {
    HemoServices *services;
    GPtrArray *records; /* HemoKeyRecord */
    GPtrArray *blocks;  /* HemoKey: OpenPGP keys whose user ids are still to be asked for */
    GStrv names;        /* of the block that is looked at */
    guint block;        /* the next one */
    guint name;         /* the next one of its names */
    guint picked;       /* the next record to be told of */
    HemoIdentity *identity;
    GVariantBuilder *keys;
} Import;

static void ask_next(GTask *task);
static void pick_next(GTask *task);

static void
import_free(gpointer data)
{
    Import *import = data;

    g_ptr_array_unref(import->records);
    g_clear_pointer(&import->blocks, g_ptr_array_unref);
    g_strfreev(import->names);
    g_clear_pointer(&import->identity, hemo_identity_unref);
    g_variant_builder_unref(import->keys);
    g_free(import);
}

static void
add_record(Import *import,
           HemoKeyKind kind,
           const char *address,
           const char *fingerprint,
           GBytes *material,
           GPtrArray *chain)
{
    HemoKeyRecord *record;

    if (import->records->len >= MAX_KEYS)
        return;
    record = hemo_key_record_new(kind, address, fingerprint);
    record->finders = HEMO_FINDER_IMPORT;
    record->since = g_get_real_time() / G_USEC_PER_SEC;
    record->seen = record->since;
    hemo_key_record_set_material(record, material);
    hemo_key_record_set_chain(record, chain);
    g_ptr_array_add(import->records, record);
}

/* All of @certificates but @own, as DER: what may stand above it. */
static GPtrArray *
others(GPtrArray *certificates, const HemoCertificate *own)
{
    GPtrArray *chain = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    for (guint i = 0; i < certificates->len; i++) {
        if (certificates->pdata[i] != own)
            g_ptr_array_add(chain, g_bytes_ref(hemo_certificate_der(certificates->pdata[i])));
    }
    return chain;
}

static void
add_certificate(Import *import, const HemoCertificate *certificate, GPtrArray *all)
{
    const char *const *names = hemo_certificate_addresses(certificate);
    g_autoptr(GPtrArray) chain = others(all, certificate);

    for (guint i = 0; names[i] != NULL && i < MAX_NAMES; i++) {
        g_autoptr(HemoAddress) address = hemo_address_parse(names[i], NULL);

        if (address != NULL)
            add_record(import,
                       HEMO_KEY_KIND_SMIME,
                       hemo_address_key(address),
                       hemo_certificate_fingerprint(certificate),
                       hemo_certificate_der(certificate),
                       chain);
    }
}

static gboolean
check_any(const Import *import, GError **error)
{
    if (import->records->len == 0)
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("there is nobody's key in this file: none of its certificates or keys "
                         "names a mail address"));
    return import->records->len > 0;
}

static gboolean
add_certificates(Import *import, GPtrArray *certificates, GError **error)
{
    for (guint i = 0; i < certificates->len; i++)
        add_certificate(import, certificates->pdata[i], certificates);
    return check_any(import, error);
}

/* What was in the file is kept, and told of as it is judged now. */
static gboolean
keep(Import *import, GError **error)
{
    for (guint i = 0; i < import->records->len; i++) {
        const HemoKeyRecord *record = import->records->pdata[i];
        const HemoKeyEvent event = {
            .act = import->identity != NULL ? "import-own" : "import",
            .kind = record->kind,
            .fingerprint = record->fingerprint,
            .address = record->address,
        };

        if (!hemo_key_event_record(import->services, &event, error) ||
            !hemo_key_store_see(import->services->key_store, record, error))
            return FALSE;
    }
    return TRUE;
}

/* Takes @task. */
static void
finish(GTask *task)
{
    Import *import = g_task_get_task_data(task);
    GError *error = NULL;

    if (check_any(import, &error) && keep(import, &error)) {
        pick_next(task);
        return;
    }
    g_task_return_error(task, error);
    g_object_unref(task);
}

static void
on_picked(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Import *import = g_task_get_task_data(task);
    const HemoKeyRecord *record = import->records->pdata[import->picked - 1];
    g_autoptr(HemoKeyCandidate) candidate = hemo_key_pick_finish(result, NULL);

    if (candidate != NULL)
        g_variant_builder_add_value(import->keys,
                                    hemo_key_values_make(candidate, record->address, FALSE));
    pick_next(g_steal_pointer(&task));
}

/* Takes @task. */
static void
pick_next(GTask *task)
{
    Import *import = g_task_get_task_data(task);
    const HemoKeyRecord *record;

    if (import->picked == import->records->len) {
        g_task_return_pointer(task,
                              g_variant_ref_sink(g_variant_builder_end(import->keys)),
                              (GDestroyNotify)g_variant_unref);
        g_object_unref(task);
        return;
    }
    record = import->records->pdata[import->picked++];
    hemo_key_pick_async(import->services,
                        record->address,
                        record->fingerprint,
                        on_picked,
                        task);
}

/* gpg has the last word on whose key it is. */
static void
on_asked(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Import *import = g_task_get_task_data(task);
    const HemoKey *block = import->blocks->pdata[import->block - 1];
    g_autoptr(GPtrArray) keys = hemo_key_inspection_look_finish(result, NULL);

    for (guint i = 0; keys != NULL && i < keys->len; i++) {
        const HemoKey *key = keys->pdata[i];

        if (g_str_equal(hemo_key_fingerprint(key), hemo_key_fingerprint(block)))
            add_record(import,
                       HEMO_KEY_KIND_OPENPGP,
                       import->names[import->name - 1],
                       hemo_key_fingerprint(key),
                       hemo_key_material(key),
                       NULL);
    }
    ask_next(g_steal_pointer(&task));
}

/* The material of the next block that names somebody; NULL at the end. */
static GBytes *
next_name(Import *import)
{
    while (import->names == NULL || import->names[import->name] == NULL) {
        const HemoKey *key;

        g_clear_pointer(&import->names, g_strfreev);
        import->name = 0;
        if (import->block == import->blocks->len)
            return NULL;
        key = import->blocks->pdata[import->block++];
        if (hemo_key_material(key) != NULL)
            import->names =
                hemo_openpgp_packets_addresses(hemo_slice_bytes(hemo_key_material(key)));
    }
    import->name++;
    return hemo_key_material(import->blocks->pdata[import->block - 1]);
}

/* Takes @task. */
static void
ask_next(GTask *task)
{
    Import *import = g_task_get_task_data(task);
    GBytes *material = import->records->len < MAX_KEYS ? next_name(import) : NULL;

    if (material == NULL)
        finish(task);
    else
        hemo_key_inspection_look_async(import->services->inspection,
                                       material,
                                       import->names[import->name - 1],
                                       NULL,
                                       on_asked,
                                       task);
}

static void
on_blocks(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Import *import = g_task_get_task_data(task);
    GError *error = NULL;

    import->blocks = hemo_openpgp_inspect_finish(import->services->openpgp, result, &error);
    if (import->blocks == NULL)
        g_task_return_error(task, error);
    else
        ask_next(g_steal_pointer(&task));
}

static void
on_identity_kept(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Import *import = g_task_get_task_data(task);
    GError *error = NULL;

    if (hemo_identity_store_add_finish(import->services->identities, result, &error))
        finish(g_steal_pointer(&task));
    else
        g_task_return_error(task, error);
}

static void
import_openpgp(GTask *task, HemoSlice file)
{
    Import *import = g_task_get_task_data(task);
    g_autoptr(GBytes) material = g_bytes_new(file.data, file.size);

    hemo_openpgp_inspect_async(import->services->openpgp,
                               material,
                               NULL,
                               NULL,
                               on_blocks,
                               g_object_ref(task));
}

static void
take_certificates(GTask *task, GPtrArray *certificates, GError *error)
{
    if (certificates != NULL)
        add_certificates(g_task_get_task_data(task), certificates, &error);
    if (error != NULL)
        g_task_return_error(task, error);
    else
        finish(g_object_ref(task));
}

static void
import_certificates(GTask *task, HemoSlice file)
{
    GError *error = NULL;
    g_autoptr(GPtrArray) certificates = hemo_certificate_list_new(file, &error);

    take_certificates(task, certificates, error);
}

static void
import_pkcs7(GTask *task, HemoSlice file)
{
    GError *error = NULL;
    g_autoptr(GPtrArray) certificates = hemo_pkcs7_certificates(file, &error);

    take_certificates(task, certificates, error);
}

static void
refuse_private(GTask *task, HemoSlice file)
{
    GError *error = NULL;

    hemo_error_set(
        &error,
        HEMO_ERROR_DENIED,
        _("this is a private key: Hemostat takes no private OpenPGP key (gpg keeps "
          "those: \"gpg --import\"), and an S/MIME key only as a PKCS#12 file (.p12, "
          ".pfx)"));
    g_task_return_error(task, error);
}

static void
refuse_unknown(GTask *task, HemoSlice file)
{
    GError *error = NULL;

    hemo_error_set(&error,
                   HEMO_ERROR_INVALID,
                   _("this file is neither an OpenPGP key nor a certificate"));
    g_task_return_error(task, error);
}

static void
ask_for_passphrase(GTask *task, HemoSlice file)
{
    GError *error = NULL;

    hemo_error_set(&error,
                   HEMO_ERROR_DENIED,
                   _("this file has your private key: it can only be imported with its "
                     "passphrase"));
    g_task_return_error(task, error);
}

static const struct {
    gsize limit;
    void (*import)(GTask *task, HemoSlice file);
} kinds[] = {
    [HEMO_KEY_FILE_UNKNOWN] = {HEMO_LIMIT_MAIL, refuse_unknown},
    [HEMO_KEY_FILE_PRIVATE] = {HEMO_LIMIT_MAIL, refuse_private},
    [HEMO_KEY_FILE_OPENPGP] = {2 * HEMO_LIMIT_KEY, import_openpgp}, /* armor is longer */
    [HEMO_KEY_FILE_CERTIFICATES] = {HEMO_LIMIT_PKCS12, import_certificates},
    [HEMO_KEY_FILE_PKCS7] = {HEMO_LIMIT_PKCS12, import_pkcs7},
    [HEMO_KEY_FILE_PKCS12] = {HEMO_LIMIT_PKCS12, ask_for_passphrase},
};

/* The certificate with the chain that came along. */
static void
add_own(Import *import)
{
    g_autoptr(GPtrArray) all =
        g_ptr_array_new_with_free_func((GDestroyNotify)hemo_certificate_unref);
    GPtrArray *chain = hemo_identity_chain(import->identity);
    HemoCertificate *own = hemo_identity_certificate(import->identity);

    for (guint i = 0; i < chain->len; i++)
        g_ptr_array_add(all, hemo_certificate_ref(chain->pdata[i]));
    add_certificate(import, own, all);
}

/* Whoever hands over a private key for somebody else's address can read what goes there. */
static gboolean
check_own(const Import *import, GError **error)
{
    const HemoAccounts *accounts = hemo_config_accounts(import->services->config);

    for (guint i = 0; i < import->records->len; i++) {
        const HemoKeyRecord *record = import->records->pdata[i];

        if (hemo_accounts_has_address(accounts, record->address))
            return TRUE;
    }
    hemo_error_set(error,
                   HEMO_ERROR_DENIED,
                   _("this private key is not yours: its certificate names none of the "
                     "addresses of your accounts. Nobody but its owner may have it: do not "
                     "use it, and tell the person who sent it to you"));
    return FALSE;
}

static void
import_own(GTask *task, HemoSlice file, HemoSlice passphrase)
{
    Import *import = g_task_get_task_data(task);
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(passphrase);
    GError *error = NULL;

    import->identity = hemo_identity_new(file, secret, &error);
    if (import->identity != NULL)
        add_own(import);
    if (import->identity == NULL || !check_any(import, &error) || !check_own(import, &error)) {
        g_task_return_error(task, error);
        return;
    }
    hemo_identity_store_add_async(import->services->identities,
                                  import->identity,
                                  NULL,
                                  on_identity_kept,
                                  g_object_ref(task));
}

static void
import_slices(GTask *task, HemoSlice file, HemoSlice passphrase)
{
    HemoKeyFile kind = hemo_key_file_tell(file);
    GError *error = NULL;

    if (file.size > kinds[kind].limit) {
        hemo_error_set(&error, HEMO_ERROR_TOO_BIG, _("this file is too big for a key"));
        g_task_return_error(task, error);
    } else if (kind == HEMO_KEY_FILE_PKCS12 && passphrase.size > 0) {
        import_own(task, file, passphrase);
    } else {
        kinds[kind].import(task, file);
    }
}

void
hemo_key_import_async(HemoServices *services,
                      int file,
                      int passphrase,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Import *import = g_new0(Import, 1);
    GError *error = NULL;
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(file, &error);
    g_autoptr(HemoSealedFd) secret =
        map != NULL ? hemo_sealed_fd_map(passphrase, &error) : NULL;

    import->services = services;
    import->records = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_record_free);
    import->keys = g_variant_builder_new(G_VARIANT_TYPE("aa{sv}"));
    g_task_set_task_data(task, import, import_free);
    if (secret != NULL)
        import_slices(task, hemo_sealed_fd_slice(map), hemo_sealed_fd_slice(secret));
    else
        g_task_return_error(task, error);
    close(file);
    close(passphrase);
}

GVariant *
hemo_key_import_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
