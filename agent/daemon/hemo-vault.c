/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-vault.h.
 */
#include "hemo-vault.h"

#include "hemo-error.h"
#include "hemo-seal.h"

#include <glib/gi18n-lib.h>

typedef enum {
    KEY_STATE,
    KEY_AUDIT,
    N_KEYS,
} Key;

static const char *const names[N_KEYS] = {"state-key", "audit-key"};

struct _HemoVault {
    HemoKeyring *keyring;
    HemoDatabase *database;
    HemoSecret *keys[N_KEYS];
    GPtrArray *opening; /* GTask that wait for one opening; NULL if there is none */
    gboolean wanted;    /* a person waits among them */
    gboolean shut;      /* closed, and nobody has come back since */
};

typedef struct {
    HemoVault *vault;
    Key key;          /* the one being loaded */
    HemoSecret *made; /* a new key on its way into the keyring */
} Open;

static void load_next(GTask *task);

static void
open_free(gpointer data)
{
    Open *open = data;

    hemo_secret_unref(open->made);
    g_free(open);
}

HemoVault *
hemo_vault_new(HemoKeyring *keyring, HemoDatabase *database)
{
    HemoVault *vault = g_new0(HemoVault, 1);

    vault->keyring = hemo_keyring_ref(keyring);
    vault->database = database;
    return vault;
}

void
hemo_vault_free(HemoVault *vault)
{
    if (vault == NULL)
        return;
    hemo_vault_close(vault);
    g_clear_pointer(&vault->opening, g_ptr_array_unref);
    hemo_keyring_unref(vault->keyring);
    g_free(vault);
}

void
hemo_vault_close(HemoVault *vault)
{
    vault->shut = TRUE;
    for (int key = 0; key < N_KEYS; key++)
        g_clear_pointer(&vault->keys[key], hemo_secret_unref);
}

static GBytes *
load_check(HemoVault *vault, Key key, GError **error)
{
    g_autofree char *name = g_strconcat("check:", names[key], NULL);

    return hemo_database_get_meta(vault->database, name, error);
}

static gboolean
store_check(HemoVault *vault, Key key, GBytes *check, GError **error)
{
    g_autofree char *name = g_strconcat("check:", names[key], NULL);

    return hemo_database_set_meta(vault->database, name, hemo_slice_bytes(check), error);
}

static gboolean
say_lost(GError **error)
{
    hemo_error_set(
        error,
        HEMO_ERROR_LOST,
        _("the key of Hemostat's records is gone from the keyring: restore the keyring "
          "from a backup, or ask the person who looks after your computer; until then "
          "no mail is sent"));
    return FALSE;
}

/* A key counts only if it is the one that the records were made with. */
static gboolean
accept_key(HemoVault *vault, Key key, HemoSecret *secret, GError **error)
{
    g_autoptr(GError) local = NULL;
    g_autoptr(GBytes) known = load_check(vault, key, &local);
    g_autoptr(GBytes) check = NULL;

    if (local != NULL) {
        g_propagate_error(error, g_steal_pointer(&local));
        return FALSE;
    }
    check = hemo_seal_lookup(secret, "check", hemo_slice_text(names[key]), error);
    if (check == NULL)
        return FALSE;
    if (known != NULL && !g_bytes_equal(known, check))
        return say_lost(error);
    if (known == NULL && !store_check(vault, key, check, error))
        return FALSE;
    vault->keys[key] = hemo_secret_ref(secret);
    return TRUE;
}

static void
say_locked(GError **error)
{
    hemo_error_set(error, HEMO_ERROR_LOCKED, _("the keyring is locked"));
}

/* The screen was locked meanwhile, and only work behind everybody's back waits. */
static gboolean
is_unwanted(const HemoVault *vault)
{
    return vault->shut && !vault->wanted;
}

static void
go_on(GTask *task, HemoSecret *secret)
{
    Open *open = g_task_get_task_data(task);
    GError *error = NULL;

    if (is_unwanted(open->vault))
        say_locked(&error);
    if (error != NULL || !accept_key(open->vault, open->key, secret, &error)) {
        g_task_return_error(task, error);
        return;
    }
    load_next(task);
}

static void
on_stored(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Open *open = g_task_get_task_data(task);
    GError *error = NULL;

    if (!hemo_keyring_store_finish(open->vault->keyring, result, &error))
        g_task_return_error(task, error);
    else
        go_on(task, open->made);
}

/* The keyring is open and has no key: a first start, unless the records say otherwise. */
static void
make_key(GTask *task)
{
    Open *open = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GBytes) known = load_check(open->vault, open->key, &error);

    if (known != NULL)
        say_lost(&error);
    g_clear_pointer(&open->made, hemo_secret_unref);
    if (error == NULL)
        open->made = hemo_seal_new_key(&error);
    if (error != NULL) {
        g_task_return_error(task, error);
        return;
    }
    hemo_keyring_store_async(open->vault->keyring,
                             names[open->key],
                             open->made,
                             g_task_get_cancellable(task),
                             on_stored,
                             g_object_ref(task));
}

static void
on_loaded(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Open *open = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoSecret) secret =
        hemo_keyring_load_finish(open->vault->keyring, result, &error);

    if (secret != NULL)
        go_on(task, secret);
    else if (hemo_error_is(error, HEMO_ERROR_NOT_FOUND))
        make_key(task);
    else
        g_task_return_error(task, g_steal_pointer(&error));
}

static void
load_next(GTask *task)
{
    Open *open = g_task_get_task_data(task);

    /* from the first one: it may have been forgotten while the other came */
    open->key = 0;
    while (open->key < N_KEYS && open->vault->keys[open->key] != NULL)
        open->key++;
    if (open->key == N_KEYS) {
        g_task_return_boolean(task, TRUE);
        return;
    }
    hemo_keyring_load_async(open->vault->keyring,
                            names[open->key],
                            g_task_get_cancellable(task),
                            on_loaded,
                            g_object_ref(task));
}

static void
on_opened(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoVault *vault = data;
    g_autoptr(GPtrArray) waiting = g_steal_pointer(&vault->opening);
    g_autoptr(GError) error = NULL;
    gboolean good = g_task_propagate_boolean(G_TASK(result), &error);

    vault->wanted = FALSE;
    if (good && vault->keys[KEY_STATE] != NULL)
        vault->shut = FALSE;
    for (guint i = 0; i < waiting->len; i++) {
        if (good)
            g_task_return_boolean(waiting->pdata[i], TRUE);
        else
            g_task_return_error(waiting->pdata[i], g_error_copy(error));
    }
}

static void
begin_opening(HemoVault *vault)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, on_opened, vault);
    Open *open = g_new0(Open, 1);

    open->vault = vault;
    g_task_set_task_data(task, open, open_free);
    load_next(task);
}

/* Takes @task. */
static void
wait_for_opening(HemoVault *vault, GTask *task)
{
    gboolean first = vault->opening == NULL;

    if (first)
        vault->opening = g_ptr_array_new_with_free_func(g_object_unref);
    g_ptr_array_add(vault->opening, task);
    /* two at a time would each make a key, and the second would replace the first's */
    if (first)
        begin_opening(vault);
}

void
hemo_vault_open_async(HemoVault *vault,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_vault_open_async);
    vault->wanted = TRUE;
    wait_for_opening(vault, task);
}

void
hemo_vault_open_quietly_async(HemoVault *vault,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    GError *error = NULL;

    g_task_set_source_tag(task, hemo_vault_open_quietly_async);
    if (!vault->shut) {
        wait_for_opening(vault, g_steal_pointer(&task));
        return;
    }
    say_locked(&error);
    g_task_return_error(task, error);
}

gboolean
hemo_vault_is_shut(const HemoVault *vault)
{
    return vault->shut;
}

gboolean
hemo_vault_open_finish(HemoVault *vault, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

HemoSecret *
hemo_vault_state_key(const HemoVault *vault)
{
    return vault->keys[KEY_STATE];
}

HemoSecret *
hemo_vault_audit_key(const HemoVault *vault)
{
    return vault->keys[KEY_AUDIT];
}

char *
hemo_vault_lookup(const HemoVault *vault, const char *context, HemoSlice text, GError **error)
{
    HemoSecret *key = hemo_vault_state_key(vault);
    g_autoptr(GBytes) code = NULL;
    gsize size = 0;
    const guint8 *data;

    if (key == NULL) {
        say_locked(error);
        return NULL;
    }
    code = hemo_seal_lookup(key, context, text, error);
    if (code == NULL)
        return NULL;
    data = g_bytes_get_data(code, &size);
    return g_base64_encode(data, size);
}
