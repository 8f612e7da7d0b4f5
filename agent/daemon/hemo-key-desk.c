/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-desk.h.
 */
#include "hemo-key-desk.h"

#include "hemo-error.h"
#include "hemo-key-gather.h"
#include "hemo-key-settings.h"

#include <glib/gi18n-lib.h>

typedef struct {
    HemoServices *services;
    HemoKeyQuestion question; /* the address is owned */
    gboolean looked;          /* the finders have been asked */
} Search;

static void gather(GTask *task);

static void
search_free(gpointer data)
{
    Search *search = data;

    hemo_erase_text((char *)search->question.address);
    g_free(search);
}

/* What only the domain's own word speaks for is asked for again now and then. */
static gboolean
should_look(const Search *search, GPtrArray *found)
{
    const HemoKeyCandidate *best = found->len > 0 ? found->pdata[0] : NULL;

    if (!search->question.look_around || search->question.own || search->looked ||
        search->services->lookout == NULL ||
        hemo_key_lookout_is_fresh(search->services->lookout, search->question.address))
        return FALSE;
    return best == NULL || !hemo_key_usable(best->key) ||
           hemo_key_trust(best->key) <= HEMO_KEY_TRUST_PUBLISHED;
}

/* The network's silence is no reason to forget what is known. */
static void
on_looked(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;

    if (hemo_key_lookout_ask_finish(result, &error))
        gather(g_steal_pointer(&task));
    else
        g_task_return_error(task, error);
}

/* Takes @task. */
static void
look(GTask *task)
{
    Search *search = g_task_get_task_data(task);
    const HemoKeySettings settings =
        hemo_key_settings_read(hemo_config_policy(search->services->config));

    search->looked = TRUE;
    hemo_key_lookout_ask_async(search->services->lookout,
                               search->question.address,
                               settings.finders,
                               g_task_get_cancellable(task),
                               on_looked,
                               task);
}

static void
answer(GTask *task, GPtrArray *found)
{
    GError *error = NULL;

    if (found->len > 0) {
        g_task_return_pointer(task,
                              hemo_key_ref(((HemoKeyCandidate *)found->pdata[0])->key),
                              (GDestroyNotify)hemo_key_unref);
        return;
    }
    hemo_error_set(&error, HEMO_ERROR_NOT_FOUND, _("no key of this person is known"));
    g_task_return_error(task, error);
}

static void
on_gathered(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    g_autoptr(GPtrArray) found = hemo_key_gather_finish(result, &error);

    if (found == NULL)
        g_task_return_error(task, error);
    else if (should_look(g_task_get_task_data(task), found))
        look(g_steal_pointer(&task));
    else
        answer(task, found);
}

/* Takes @task. */
static void
gather(GTask *task)
{
    Search *search = g_task_get_task_data(task);

    hemo_key_gather_async(search->services,
                          &search->question,
                          g_task_get_cancellable(task),
                          on_gathered,
                          task);
}

void
hemo_key_desk_find_async(HemoServices *services,
                         const HemoKeyQuestion *question,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    Search *search = g_new0(Search, 1);

    search->services = services;
    search->question = *question;
    search->question.address = g_strdup(question->address);
    g_task_set_task_data(task, search, search_free);
    gather(task);
}

HemoKey *
hemo_key_desk_find_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

gboolean
hemo_key_desk_use(HemoServices *services,
                  const char *address,
                  const HemoKey *key,
                  GError **error)
{
    g_autoptr(HemoKeyRecord) record =
        hemo_key_record_new(hemo_key_kind(key), address, hemo_key_fingerprint(key));

    record->since = g_get_real_time() / G_USEC_PER_SEC;
    record->seen = record->since;
    record->used = record->since;
    record->finders = hemo_key_material(key) == NULL ? HEMO_FINDER_KEYRING : 0;
    hemo_key_record_set_material(record, hemo_key_material(key));
    return hemo_key_store_see(services->key_store, record, error);
}

/* Keys on their way into gpg's ring, one after the other. */
typedef struct {
    HemoServices *services;
    GPtrArray *keys; /* HemoKey */
    guint next;
} Ready;

static void ready_next(GTask *task);

static void
ready_free(gpointer data)
{
    Ready *ready = data;

    g_ptr_array_unref(ready->keys);
    g_free(ready);
}

static void
on_imported(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Ready *ready = g_task_get_task_data(task);
    GError *error = NULL;

    if (hemo_openpgp_import_finish(ready->services->openpgp, result, &error))
        ready_next(g_steal_pointer(&task));
    else
        g_task_return_error(task, error);
}

static gboolean
is_missing(const HemoKey *key)
{
    return hemo_key_kind(key) == HEMO_KEY_KIND_OPENPGP && hemo_key_material(key) != NULL;
}

/* Takes @task. */
static void
ready_next(GTask *task)
{
    Ready *ready = g_task_get_task_data(task);

    while (ready->next < ready->keys->len && !is_missing(ready->keys->pdata[ready->next]))
        ready->next++;
    if (ready->next < ready->keys->len) {
        const HemoKey *key = ready->keys->pdata[ready->next++];

        hemo_openpgp_import_async(ready->services->openpgp,
                                  hemo_key_material(key),
                                  hemo_key_fingerprint(key),
                                  g_task_get_cancellable(task),
                                  on_imported,
                                  task);
        return;
    }
    g_task_return_boolean(task, TRUE);
    g_object_unref(task);
}

void
hemo_key_desk_ready_async(HemoServices *services,
                          GPtrArray *keys,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    Ready *ready = g_new0(Ready, 1);

    ready->services = services;
    ready->keys = g_ptr_array_ref(keys);
    g_task_set_task_data(task, ready, ready_free);
    ready_next(task);
}

gboolean
hemo_key_desk_ready_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

static void
on_identity(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    HemoServices *services = g_task_get_task_data(task);
    GError *error = NULL;
    HemoIdentity *identity =
        hemo_identity_store_load_finish(services->identities, result, &error);

    if (identity == NULL)
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task, identity, (GDestroyNotify)hemo_identity_unref);
}

void
hemo_key_desk_identity_async(HemoServices *services,
                             const char *fingerprint,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_task_data(task, services, NULL);
    hemo_identity_store_load_async(services->identities,
                                   fingerprint,
                                   cancellable,
                                   on_identity,
                                   task);
}

HemoIdentity *
hemo_key_desk_identity_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

void
hemo_key_desk_forget(HemoServices *services)
{
    if (services->identities != NULL)
        hemo_identity_store_forget(services->identities);
}
