/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-identity-store.h.
 */
#include "hemo-identity-store.h"

#include "hemo-error.h"
#include "hemo-seal.h"

#include <glib/gi18n-lib.h>

#define SEALED "identities.sealed"

struct _HemoIdentityStore {
    HemoDatabase *database;
    HemoVault *vault;
    HemoKeyring *keyring;
    GHashTable *loaded; /* fingerprint -> HemoIdentity */
    guint forgotten;    /* times: what was on its way then is not remembered */
};

/* One key on its way to the keyring or back. */
typedef struct {
    HemoIdentityStore *store;
    guint forgotten; /* as it was at the beginning */
    char *fingerprint;
    HemoIdentity *identity; /* NULL: to be loaded */
    HemoSecret *passphrase;
    HemoSecret *file; /* PKCS#12 */
} Move;

static void
move_free(gpointer data)
{
    Move *move = data;

    g_free(move->fingerprint);
    g_clear_pointer(&move->identity, hemo_identity_unref);
    hemo_secret_unref(move->passphrase);
    hemo_secret_unref(move->file);
    g_free(move);
}

HemoIdentityStore *
hemo_identity_store_new(HemoDatabase *database, HemoVault *vault, HemoKeyring *keyring)
{
    HemoIdentityStore *store = g_new0(HemoIdentityStore, 1);

    store->database = database;
    store->vault = vault;
    store->keyring = hemo_keyring_ref(keyring);
    store->loaded = g_hash_table_new_full(g_str_hash,
                                          g_str_equal,
                                          g_free,
                                          (GDestroyNotify)hemo_identity_unref);
    return store;
}

void
hemo_identity_store_free(HemoIdentityStore *store)
{
    if (store == NULL)
        return;
    g_hash_table_unref(store->loaded);
    hemo_keyring_unref(store->keyring);
    g_free(store);
}

void
hemo_identity_store_forget(HemoIdentityStore *store)
{
    store->forgotten++;
    g_hash_table_remove_all(store->loaded);
}

char *
hemo_identity_store_name(const char *fingerprint)
{
    return g_strconcat("smime:", fingerprint, NULL);
}

/* FALSE on error; @ret_sealed NULL if there is no such key. */
static gboolean
read_sealed(HemoIdentityStore *store,
            const char *fingerprint,
            GBytes **ret_sealed,
            GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(store->database,
                              "SELECT sealed FROM identities WHERE fingerprint = ?1",
                              error);
    gboolean row = FALSE;
    HemoSlice bytes;

    *ret_sealed = NULL;
    if (statement == NULL)
        return FALSE;
    hemo_database_bind_text(statement, 1, fingerprint);
    if (!hemo_database_step(store->database, statement, &row, error))
        return FALSE;
    if (row) {
        bytes = hemo_database_column_bytes(statement, 0);
        *ret_sealed = g_bytes_new(bytes.data, bytes.size);
    }
    return TRUE;
}

gboolean
hemo_identity_store_has(HemoIdentityStore *store, const char *fingerprint)
{
    g_autoptr(GBytes) sealed = NULL;

    return read_sealed(store, fingerprint, &sealed, NULL) && sealed != NULL;
}

GStrv
hemo_identity_store_list(HemoIdentityStore *store, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(store->database,
                              "SELECT fingerprint FROM identities ORDER BY fingerprint",
                              error);
    g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
    gboolean row = statement != NULL;

    while (row) {
        if (!hemo_database_step(store->database, statement, &row, error))
            return NULL;
        if (row)
            g_strv_builder_add(builder, hemo_database_column_text(statement, 0));
    }
    return statement != NULL ? g_strv_builder_end(builder) : NULL;
}

static GTask *
begin(HemoIdentityStore *store,
      const char *fingerprint,
      GCancellable *cancellable,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    Move *move = g_new0(Move, 1);

    move->store = store;
    move->forgotten = store->forgotten;
    move->fingerprint = g_strdup(fingerprint);
    g_task_set_task_data(task, move, move_free);
    return task;
}

static gboolean
check_open(HemoIdentityStore *store, GError **error)
{
    if (hemo_vault_state_key(store->vault) == NULL)
        hemo_error_set(error, HEMO_ERROR_LOCKED, _("the keyring is locked"));
    return hemo_vault_state_key(store->vault) != NULL;
}

static void
remember(Move *move, HemoIdentity *identity)
{
    if (move->forgotten == move->store->forgotten)
        g_hash_table_replace(move->store->loaded,
                             g_strdup(move->fingerprint),
                             hemo_identity_ref(identity));
}

static gboolean
write_sealed(Move *move, GError **error)
{
    g_autoptr(HemoSecret) file = hemo_identity_export(move->identity, move->passphrase, error);
    g_autoptr(GBytes) sealed = NULL;
    sqlite3_stmt *statement;

    if (file == NULL || !check_open(move->store, error))
        return FALSE;
    sealed = hemo_seal_close(hemo_vault_state_key(move->store->vault),
                             SEALED,
                             hemo_secret_slice(file),
                             error);
    if (sealed == NULL)
        return FALSE;
    statement = hemo_database_prepare(
        move->store->database,
        "INSERT OR REPLACE INTO identities (fingerprint, sealed) VALUES (?1, ?2)",
        error);
    if (statement == NULL)
        return FALSE;
    hemo_database_bind_text(statement, 1, move->fingerprint);
    hemo_database_bind_bytes(statement, 2, hemo_slice_bytes(sealed));
    return hemo_database_run(move->store->database, statement, error);
}

/* The passphrase is safe; only now may there be a file that nothing else opens. */
static void
on_stored(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Move *move = g_task_get_task_data(task);
    GError *error = NULL;

    if (!hemo_keyring_store_finish(move->store->keyring, result, &error) ||
        !write_sealed(move, &error)) {
        g_task_return_error(task, error);
        return;
    }
    remember(move, move->identity);
    g_task_return_boolean(task, TRUE);
}

/* 256 random bits, as text. */
static HemoSecret *
make_passphrase(GError **error)
{
    g_autoptr(HemoSecret) key = hemo_seal_new_key(error);
    HemoSecret *text;
    char *hex;

    if (key == NULL)
        return NULL;
    hex = hemo_slice_hex(hemo_secret_slice(key));
    text = hemo_secret_new_copy(hemo_slice_text(hex));
    hemo_erase_text(hex);
    return text;
}

/* FALSE, and the task has ended, if there is nothing more to do. */
static gboolean
prepare_add(GTask *task, Move *move)
{
    GError *error = NULL;

    if (hemo_identity_store_has(move->store, move->fingerprint)) {
        g_task_return_boolean(task, TRUE);
        return FALSE;
    }
    if (check_open(move->store, &error))
        move->passphrase = make_passphrase(&error);
    if (move->passphrase == NULL)
        g_task_return_error(task, error);
    return move->passphrase != NULL;
}

void
hemo_identity_store_add_async(HemoIdentityStore *store,
                              HemoIdentity *identity,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
    const char *fingerprint = hemo_certificate_fingerprint(hemo_identity_certificate(identity));
    g_autoptr(GTask) task = begin(store, fingerprint, cancellable, callback, user_data);
    Move *move = g_task_get_task_data(task);
    g_autofree char *name = hemo_identity_store_name(fingerprint);

    move->identity = hemo_identity_ref(identity);
    if (prepare_add(task, move))
        hemo_keyring_store_async(store->keyring,
                                 name,
                                 move->passphrase,
                                 cancellable,
                                 on_stored,
                                 g_object_ref(task));
}

gboolean
hemo_identity_store_add_finish(HemoIdentityStore *store, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

static HemoIdentity *
open_file(const Move *move, const HemoSecret *passphrase, GError **error)
{
    g_autoptr(HemoIdentity) identity =
        hemo_identity_new(hemo_secret_slice(move->file), passphrase, NULL);

    if (identity != NULL &&
        g_str_equal(hemo_certificate_fingerprint(hemo_identity_certificate(identity)),
                    move->fingerprint))
        return g_steal_pointer(&identity);
    hemo_error_set(error, HEMO_ERROR_UNTRUSTED, _("what is kept of your own key is damaged"));
    return NULL;
}

static void
on_loaded(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Move *move = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(HemoSecret) passphrase =
        hemo_keyring_load_finish(move->store->keyring, result, &error);
    HemoIdentity *identity = NULL;

    if (passphrase != NULL)
        identity = open_file(move, passphrase, &error);
    if (hemo_error_is(error, HEMO_ERROR_NOT_FOUND)) {
        g_clear_error(&error);
        hemo_error_set(&error,
                       HEMO_ERROR_LOST,
                       _("what opens your own key is gone from the keyring: import the key "
                         "again, or restore it from a backup"));
    }
    if (identity == NULL) {
        g_task_return_error(task, error);
        return;
    }
    remember(move, identity);
    g_task_return_pointer(task, identity, (GDestroyNotify)hemo_identity_unref);
}

/* FALSE, and the task has ended, on error. */
static gboolean
prepare_load(GTask *task, Move *move)
{
    GError *error = NULL;
    g_autoptr(GBytes) sealed = NULL;

    if (check_open(move->store, &error) &&
        read_sealed(move->store, move->fingerprint, &sealed, &error)) {
        if (sealed == NULL)
            hemo_error_set(&error, HEMO_ERROR_NOT_FOUND, _("this key of yours is not here"));
        else
            move->file = hemo_seal_open(hemo_vault_state_key(move->store->vault),
                                        SEALED,
                                        hemo_slice_bytes(sealed),
                                        &error);
    }
    if (move->file == NULL)
        g_task_return_error(task, error);
    return move->file != NULL;
}

void
hemo_identity_store_load_async(HemoIdentityStore *store,
                               const char *fingerprint,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
    g_autoptr(GTask) task = begin(store, fingerprint, cancellable, callback, user_data);
    HemoIdentity *known = g_hash_table_lookup(store->loaded, fingerprint);
    g_autofree char *name = hemo_identity_store_name(fingerprint);

    if (known != NULL) {
        g_task_return_pointer(task,
                              hemo_identity_ref(known),
                              (GDestroyNotify)hemo_identity_unref);
        return;
    }
    if (prepare_load(task, g_task_get_task_data(task)))
        hemo_keyring_load_async(store->keyring,
                                name,
                                cancellable,
                                on_loaded,
                                g_object_ref(task));
}

HemoIdentity *
hemo_identity_store_load_finish(HemoIdentityStore *store, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
