/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-keyring.h.  Checks names, runs the backend in a worker thread and turns
 * what comes back into our errors.  A call owns its secret until it has ended, also
 * when its caller has given up before.
 */
#include "hemo-keyring.h"

#include "hemo-error.h"
#include "hemo-keyring-backend.h"

#include <glib/gi18n-lib.h>

#define MAX_NAME 512

struct _HemoKeyring {
    gatomicrefcount refs;
    const HemoKeyringBackend *backend;
    char *place;
    gboolean is_asking;
};

typedef struct {
    HemoKeyring *keyring;
    char *name;
    HemoSecret *secret; /* to be stored, or NULL */
} Call;

static HemoKeyring *
keyring_new(const HemoKeyringBackend *backend, const char *place)
{
    HemoKeyring *keyring = g_new0(HemoKeyring, 1);

    g_atomic_ref_count_init(&keyring->refs);
    keyring->backend = backend;
    keyring->place = g_strdup(place);
    return keyring;
}

HemoKeyring *
hemo_keyring_new_secret_service(void)
{
    return keyring_new(&hemo_keyring_secret_service, NULL);
}

HemoKeyring *
hemo_keyring_new_file(const char *path)
{
    return keyring_new(&hemo_keyring_file, path);
}

HemoKeyring *
hemo_keyring_ref(HemoKeyring *keyring)
{
    g_atomic_ref_count_inc(&keyring->refs);
    return keyring;
}

void
hemo_keyring_unref(HemoKeyring *keyring)
{
    if (keyring == NULL || !g_atomic_ref_count_dec(&keyring->refs))
        return;
    g_free(keyring->place);
    g_free(keyring);
}

static void
call_free(gpointer data)
{
    Call *call = data;

    hemo_keyring_unref(call->keyring);
    hemo_secret_unref(call->secret);
    g_free(call->name);
    g_free(call);
}

/* Printable ASCII only, so that a name can stand in any file and any bus message. */
static gboolean
name_is_valid(const char *name)
{
    gsize size = 0;

    for (; name[size] != '\0'; size++)
        if (!g_ascii_isgraph(name[size]) || size >= MAX_NAME)
            return FALSE;
    return size > 0;
}

static void
run_load(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Call *call = data;
    HemoKeyring *keyring = call->keyring;
    GError *error = NULL;
    HemoSecret *secret =
        keyring->backend->load(keyring->place, call->name, cancellable, &error);

    if (secret != NULL)
        g_task_return_pointer(task, secret, (GDestroyNotify)hemo_secret_unref);
    else
        g_task_return_error(task, error);
}

static void
run_store(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Call *call = data;
    HemoKeyring *keyring = call->keyring;
    GError *error = NULL;

    if (keyring->backend->store(keyring->place, call->name, call->secret, cancellable, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

static void
run_remove(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Call *call = data;
    HemoKeyring *keyring = call->keyring;
    GError *error = NULL;

    if (keyring->backend->remove(keyring->place, call->name, cancellable, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

/* Owns @task. */
static void
start(HemoKeyring *keyring,
      const char *name,
      HemoSecret *secret,
      GTask *task,
      GTaskThreadFunc run)
{
    Call *call = NULL;

    if (!name_is_valid(name)) {
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                (int)HEMO_ERROR_INVALID,
                                "%s",
                                _("this is no name for a secret"));
        g_object_unref(task);
        return;
    }
    call = g_new0(Call, 1);
    call->keyring = hemo_keyring_ref(keyring);
    call->name = g_strdup(name);
    call->secret = secret != NULL ? hemo_secret_ref(secret) : NULL;
    g_task_set_task_data(task, call, call_free);
    g_task_set_return_on_cancel(task, TRUE);
    g_task_run_in_thread(task, run);
    g_object_unref(task);
}

/* Cancelling is the one foreign error that comes here. */
static void
convert_error(GError **error, GError *foreign)
{
    if (foreign->domain == HEMO_ERROR) {
        g_propagate_error(error, foreign);
        return;
    }
    if (g_error_matches(foreign, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        hemo_error_set(error, HEMO_ERROR_CANCELLED, _("it was given up"));
    else
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the keyring reported an error"));
    g_error_free(foreign);
}

static gboolean
finish_boolean(GAsyncResult *result, gconstpointer tag, GError **error)
{
    GError *foreign = NULL;

    g_return_val_if_fail(g_async_result_is_tagged(result, (gpointer)tag), FALSE);
    if (g_task_propagate_boolean(G_TASK(result), &foreign))
        return TRUE;
    convert_error(error, foreign);
    return FALSE;
}

void
hemo_keyring_load_async(HemoKeyring *keyring,
                        const char *name,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_keyring_load_async);
    start(keyring, name, NULL, task, run_load);
}

HemoSecret *
hemo_keyring_load_finish(HemoKeyring *keyring, GAsyncResult *result, GError **error)
{
    HemoSecret *secret = NULL;
    GError *foreign = NULL;

    g_return_val_if_fail(g_async_result_is_tagged(result, hemo_keyring_load_async), NULL);
    secret = g_task_propagate_pointer(G_TASK(result), &foreign);
    if (secret == NULL)
        convert_error(error, foreign);
    return secret;
}

void
hemo_keyring_store_async(HemoKeyring *keyring,
                         const char *name,
                         HemoSecret *secret,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_keyring_store_async);
    start(keyring, name, secret, task, run_store);
}

gboolean
hemo_keyring_store_finish(HemoKeyring *keyring, GAsyncResult *result, GError **error)
{
    return finish_boolean(result, hemo_keyring_store_async, error);
}

void
hemo_keyring_remove_async(HemoKeyring *keyring,
                          const char *name,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_keyring_remove_async);
    start(keyring, name, NULL, task, run_remove);
}

gboolean
hemo_keyring_remove_finish(HemoKeyring *keyring, GAsyncResult *result, GError **error)
{
    return finish_boolean(result, hemo_keyring_remove_async, error);
}

static void
run_clear(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Call *call = data;
    GError *error = NULL;

    if (call->keyring->backend->clear(call->keyring->place, cancellable, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

void
hemo_keyring_clear_async(HemoKeyring *keyring,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_keyring_clear_async);
    start(keyring, "all", NULL, task, run_clear);
}

gboolean
hemo_keyring_clear_finish(HemoKeyring *keyring, GAsyncResult *result, GError **error)
{
    return finish_boolean(result, hemo_keyring_clear_async, error);
}

static void
run_unlock(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Call *call = data;
    GError *error = NULL;

    if (call->keyring->backend->unlock == NULL ||
        call->keyring->backend->unlock(cancellable, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

void
hemo_keyring_unlock_async(HemoKeyring *keyring,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_keyring_unlock_async);
    keyring->is_asking = TRUE;
    start(keyring, "all", NULL, task, run_unlock);
}

gboolean
hemo_keyring_unlock_finish(HemoKeyring *keyring, GAsyncResult *result, GError **error)
{
    keyring->is_asking = FALSE;
    return finish_boolean(result, hemo_keyring_unlock_async, error);
}

gboolean
hemo_keyring_is_asking(const HemoKeyring *keyring)
{
    return keyring->is_asking;
}
