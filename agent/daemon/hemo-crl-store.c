/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-crl-store.h.  A Fetch asks one place, for whoever waits for it (a Wait); it outlives
 * them, and the store if it must, until the network has answered.
 */
#include "hemo-crl-store.h"

#include "hemo-crl.h"
#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gi18n-lib.h>

#define DAY        (24 * 60 * 60)
#define BACK_OFF   (3 * 60 * G_USEC_PER_SEC)
#define MAX_STORED 64 /* places; what was fetched longest ago goes */

struct _HemoCrlStore {
    HemoDatabase *database;
    const HemoFinderNet *functions;
    gpointer net;
    GHashTable *lists;    /* place to List */
    GHashTable *fetches;  /* place to Fetch, borrowed: those under way */
    GHashTable *failures; /* place to when it may be asked again, monotonic */
    GPtrArray *waits;     /* Wait, borrowed */
};

typedef struct {
    GBytes *der; /* NULL: there is none */
    gint64 made; /* thisUpdate, as all times here in Unix seconds */
    gint64 due;  /* nextUpdate, or 0 */
    gint64 fetched;
} List;

typedef struct {
    HemoCrlStore *store; /* NULL: it is gone */
    char *place;
    GPtrArray *anchors;
    GPtrArray *intermediates;
    GCancellable *cancellable;
} Fetch;

typedef struct {
    HemoCrlStore *store;
    GTask *task;
    char **places;
    GSource *timer;
    GSource *cancel;
} Wait;

static void
free_list(gpointer data)
{
    List *list = data;

    g_clear_pointer(&list->der, g_bytes_unref);
    g_free(list);
}

HemoCrlStore *
hemo_crl_store_new(HemoDatabase *database, const HemoFinderNet *functions, gpointer net)
{
    HemoCrlStore *store = g_new0(HemoCrlStore, 1);

    store->database = database;
    store->functions = functions;
    store->net = net;
    store->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_list);
    store->fetches = g_hash_table_new(g_str_hash, g_str_equal);
    store->failures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    store->waits = g_ptr_array_new();
    return store;
}

/* The name of @place in the table: it could say in whose certificate it stood. */
static char *
make_key(const char *place)
{
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, place, -1);
}

/* The parsed list is several times as large: only its bytes stay. */
static List *
new_list(const HemoCrl *crl, gint64 fetched)
{
    List *list = g_new0(List, 1);

    list->fetched = fetched;
    if (crl == NULL)
        return list;
    list->der = g_bytes_ref(hemo_crl_der(crl));
    list->made = hemo_crl_made(crl);
    list->due = hemo_crl_due(crl);
    return list;
}

static List *
read_row(sqlite3_stmt *statement)
{
    g_autoptr(HemoCrl) crl = hemo_crl_new(hemo_database_column_bytes(statement, 1), NULL);

    return new_list(crl, sqlite3_column_int64(statement, 0));
}

static List *
load(HemoCrlStore *store, const char *place)
{
    g_autofree char *key = make_key(place);
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(store->database,
                              "SELECT fetched, der FROM crls WHERE place = ?1",
                              NULL);
    gboolean row = FALSE;

    if (statement != NULL) {
        hemo_database_bind_text(statement, 1, key);
        if (hemo_database_step(store->database, statement, &row, NULL) && row)
            return read_row(statement);
    }
    return g_new0(List, 1);
}

/* Never NULL; read from the table once. */
static List *
get_list(HemoCrlStore *store, const char *place)
{
    List *list = g_hash_table_lookup(store->lists, place);

    if (list == NULL) {
        list = load(store, place);
        g_hash_table_insert(store->lists, g_strdup(place), list);
    }
    return list;
}

GPtrArray *
hemo_crl_store_known(HemoCrlStore *store, const char *const *places)
{
    GPtrArray *known = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    for (gsize i = 0; places[i] != NULL; i++) {
        const List *list = get_list(store, places[i]);

        if (list->der != NULL)
            g_ptr_array_add(known, g_bytes_ref(list->der));
    }
    return known;
}

static void
run(HemoCrlStore *store, sqlite3_stmt *statement)
{
    if (statement != NULL)
        hemo_database_run(store->database, statement, NULL);
}

/* A list that cannot be written is still known until the agent ends. */
static void
save(HemoCrlStore *store, const char *place, const List *list)
{
    g_autofree char *key = make_key(place);
    sqlite3_stmt *statement = hemo_database_prepare(
        store->database,
        "INSERT OR REPLACE INTO crls (place, fetched, der) VALUES (?1, ?2, ?3)",
        NULL);

    if (statement != NULL) {
        hemo_database_bind_text(statement, 1, key);
        hemo_database_bind_number(statement, 2, list->fetched);
        hemo_database_bind_bytes(statement, 3, hemo_slice_bytes(list->der));
    }
    run(store, statement);
    statement =
        hemo_database_prepare(store->database,
                              "DELETE FROM crls WHERE place NOT IN"
                              " (SELECT place FROM crls ORDER BY fetched DESC LIMIT ?1)",
                              NULL);
    if (statement != NULL)
        hemo_database_bind_number(statement, 1, MAX_STORED);
    run(store, statement);
}

static gboolean
is_over(gpointer key, gpointer until, gpointer now)
{
    return *(gint64 *)until <= *(gint64 *)now;
}

static void
remember_failure(HemoCrlStore *store, const char *place)
{
    gint64 now = g_get_monotonic_time();
    gint64 *until = g_new(gint64, 1);

    g_hash_table_foreach_remove(store->failures, is_over, &now);
    *until = now + BACK_OFF;
    g_hash_table_insert(store->failures, g_strdup(place), until);
}

static gboolean
has_failed(HemoCrlStore *store, const char *place)
{
    const gint64 *until = g_hash_table_lookup(store->failures, place);

    return until != NULL && *until > g_get_monotonic_time();
}

/* The body is the list of an authority that counts, and not older than what is there. */
static HemoCrl *
accept(Fetch *fetch, GBytes *body)
{
    const List *list = get_list(fetch->store, fetch->place);
    g_autoptr(HemoCrl) crl = hemo_crl_new(hemo_slice_bytes(body), NULL);

    if (crl == NULL || (!hemo_crl_is_signed_by(crl, fetch->intermediates) &&
                        !hemo_crl_is_signed_by(crl, fetch->anchors)))
        return NULL;
    if (hemo_crl_made(crl) < list->made)
        return NULL;
    return g_steal_pointer(&crl);
}

static void
take(Fetch *fetch, const HemoCrl *crl)
{
    List *list = new_list(crl, g_get_real_time() / G_USEC_PER_SEC);

    save(fetch->store, fetch->place, list);
    g_hash_table_insert(fetch->store->lists, g_strdup(fetch->place), list);
}

static void
free_fetch(Fetch *fetch)
{
    g_free(fetch->place);
    g_clear_pointer(&fetch->anchors, g_ptr_array_unref);
    g_clear_pointer(&fetch->intermediates, g_ptr_array_unref);
    g_object_unref(fetch->cancellable);
    g_free(fetch);
}

static void
clear_source(GSource **source)
{
    if (*source != NULL)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

/* Ends @wait; the caller returns the task. */
static GTask *
end(Wait *wait)
{
    GTask *task = wait->task;

    g_ptr_array_remove(wait->store->waits, wait);
    clear_source(&wait->timer);
    clear_source(&wait->cancel);
    g_strfreev(wait->places);
    g_free(wait);
    return task;
}

static void
finish(Wait *wait)
{
    GPtrArray *known = hemo_crl_store_known(wait->store, (const char *const *)wait->places);
    g_autoptr(GTask) task = end(wait);

    g_task_return_pointer(task, known, (GDestroyNotify)g_ptr_array_unref);
}

static void
give_up(Wait *wait)
{
    g_autoptr(GTask) task = end(wait);

    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_CANCELLED,
                            "%s",
                            _("the look-up was given up"));
}

static gboolean
is_under_way(const Wait *wait)
{
    for (gsize i = 0; wait->places[i] != NULL; i++) {
        if (g_hash_table_contains(wait->store->fetches, wait->places[i]))
            return TRUE;
    }
    return FALSE;
}

/* Whoever is told may end the store: it is not touched any more then. */
static void
finish_those_done(HemoCrlStore *store)
{
    g_autoptr(GPtrArray) tasks = g_ptr_array_new_with_free_func(g_object_unref);

    for (guint i = store->waits->len; i > 0; i--) {
        Wait *wait = store->waits->pdata[i - 1];
        GPtrArray *known = NULL;
        GTask *task = NULL;

        if (is_under_way(wait))
            continue;
        known = hemo_crl_store_known(store, (const char *const *)wait->places);
        task = end(wait);
        g_task_set_task_data(task, known, (GDestroyNotify)g_ptr_array_unref);
        g_ptr_array_add(tasks, task);
    }
    for (guint i = 0; i < tasks->len; i++)
        g_task_return_pointer(tasks->pdata[i],
                              g_ptr_array_ref(g_task_get_task_data(tasks->pdata[i])),
                              (GDestroyNotify)g_ptr_array_unref);
}

void
hemo_crl_store_free(HemoCrlStore *store)
{
    GHashTableIter iter;
    gpointer fetch = NULL;

    if (store == NULL)
        return;
    while (store->waits->len > 0)
        give_up(store->waits->pdata[0]);
    g_hash_table_iter_init(&iter, store->fetches);
    while (g_hash_table_iter_next(&iter, NULL, &fetch)) {
        ((Fetch *)fetch)->store = NULL;
        g_cancellable_cancel(((Fetch *)fetch)->cancellable);
    }
    g_hash_table_unref(store->fetches);
    g_hash_table_unref(store->lists);
    g_hash_table_unref(store->failures);
    g_ptr_array_unref(store->waits);
    g_free(store);
}

typedef struct {
    Fetch *fetch;
    const HemoFinderNet *functions;
    gpointer net;
} Call;

static void
on_body(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Call *call = data;
    Fetch *fetch = call->fetch;
    HemoCrlStore *store = fetch->store;
    g_autoptr(GBytes) body = call->functions->get_finish(call->net, result, NULL);
    g_autoptr(HemoCrl) crl = store != NULL && body != NULL ? accept(fetch, body) : NULL;

    if (crl != NULL)
        take(fetch, crl);
    else if (store != NULL)
        remember_failure(store, fetch->place);
    if (store != NULL) {
        g_hash_table_remove(store->fetches, fetch->place);
        finish_those_done(store);
    }
    free_fetch(fetch);
}

static void
start(HemoCrlStore *store, const char *place, const HemoCertificateCheck *check)
{
    Fetch *fetch = g_new0(Fetch, 1);
    Call *call = g_new0(Call, 1);

    fetch->store = store;
    fetch->place = g_strdup(place);
    fetch->anchors = check->anchors != NULL ? g_ptr_array_ref(check->anchors) : NULL;
    fetch->intermediates =
        check->intermediates != NULL ? g_ptr_array_ref(check->intermediates) : NULL;
    fetch->cancellable = g_cancellable_new();
    call->fetch = fetch;
    call->functions = store->functions;
    call->net = store->net;
    g_hash_table_insert(store->fetches, fetch->place, fetch);
    store->functions
        ->get_async(store->net, place, HEMO_LIMIT_CRL, fetch->cancellable, on_body, call);
}

/* A clock that went back makes everything old, never fresh. */
static gboolean
is_old(const List *list, const HemoCertificateCheck *check)
{
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    gint64 age = now - list->fetched;

    return list->der == NULL || age < 0 || age > MIN(DAY, check->crl_age) ||
           (list->due != 0 && now >= list->due);
}

static gboolean
on_time_over(gpointer wait)
{
    finish(wait);
    return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled(GCancellable *cancellable, gpointer wait)
{
    give_up(wait);
    return G_SOURCE_REMOVE;
}

static void
attach(Wait *wait, GSource **slot, GSource *source, GSourceFunc function)
{
    g_source_set_callback(source, function, wait, NULL);
    g_source_attach(source, g_task_get_context(wait->task));
    *slot = source;
}

static void
watch(Wait *wait)
{
    GCancellable *cancellable = g_task_get_cancellable(wait->task);

    attach(wait,
           &wait->timer,
           g_timeout_source_new_seconds(HEMO_LIMIT_FINDER_WAIT),
           on_time_over);
    if (cancellable != NULL)
        attach(wait,
               &wait->cancel,
               g_cancellable_source_new(cancellable),
               G_SOURCE_FUNC(on_cancelled));
}

void
hemo_crl_store_fetch_async(HemoCrlStore *store,
                           const char *const *places,
                           const HemoCertificateCheck *check,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    Wait *wait = g_new0(Wait, 1);

    wait->store = store;
    wait->places = g_strdupv((char **)places);
    wait->task = g_task_new(NULL, cancellable, callback, user_data);
    g_task_set_source_tag(wait->task, hemo_crl_store_fetch_async);
    g_task_set_check_cancellable(wait->task, FALSE);
    g_ptr_array_add(store->waits, wait);
    for (gsize i = 0; places[i] != NULL; i++) {
        if (is_old(get_list(store, places[i]), check) &&
            !g_hash_table_contains(store->fetches, places[i]) && !has_failed(store, places[i]))
            start(store, places[i], check);
    }
    if (is_under_way(wait))
        watch(wait);
    else
        finish(wait);
}

GPtrArray *
hemo_crl_store_fetch_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
