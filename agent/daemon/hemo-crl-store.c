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
#define MAX_STORED 64       /* lists; what was fetched longest ago goes */
#define MAX_PLACES 16       /* of a certificate with all above it */
#define CLOCK      (5 * 60) /* seconds that an authority's clock may be ahead */

struct _HemoCrlStore {
    HemoDatabase *database;
    const HemoFinderNet *functions;
    gpointer net;
    GHashTable *lists;    /* place to GHashTable: key to List */
    GHashTable *fetches;  /* key to Fetch, borrowed: those under way */
    GHashTable *failures; /* key to when it may be asked again, monotonic */
    GPtrArray *waits;     /* Wait, borrowed */
};

typedef struct {
    GBytes *der;
    gint64 made; /* thisUpdate, as all times here in Unix seconds */
    gint64 due;  /* nextUpdate, or 0 */
    gint64 fetched;
} List;

typedef struct {
    HemoCrlStore *store; /* NULL: it is gone */
    char *place;
    char *key;
    HemoCertificate *certificate; /* it names the place */
    HemoCertificate *issuer;      /* of the certificate */
    GCancellable *cancellable;
} Fetch;

typedef struct {
    HemoCrlStore *store;
    GTask *task;
    char **places;
    GPtrArray *keys;
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

static void
free_lists(gpointer lists)
{
    g_hash_table_unref(lists);
}

HemoCrlStore *
hemo_crl_store_new(HemoDatabase *database, const HemoFinderNet *functions, gpointer net)
{
    HemoCrlStore *store = g_new0(HemoCrlStore, 1);

    store->database = database;
    store->functions = functions;
    store->net = net;
    store->lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_lists);
    store->fetches = g_hash_table_new(g_str_hash, g_str_equal);
    store->failures = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    store->waits = g_ptr_array_new();
    return store;
}

/* The name of @place in the table: it could say in whose certificate it stood. */
static char *
hide(const char *place)
{
    return g_compute_checksum_for_string(G_CHECKSUM_SHA256, place, -1);
}

/* The list of one issuer never takes the place of another's: places are often plain http, and
 * whoever sits on the way may send any list. */
static char *
make_key(const char *place, const HemoCertificate *certificate, const HemoCertificate *issuer)
{
    g_autofree char *hidden = hide(place);
    g_autofree char *publisher = hemo_crl_publisher(certificate, issuer);

    return publisher != NULL ? g_strdup_printf("%s-%s", hidden, publisher) : NULL;
}

/* The parsed list is several times as large: only its bytes stay. */
static List *
new_list(const HemoCrl *crl, gint64 fetched)
{
    List *list = g_new0(List, 1);

    list->fetched = fetched;
    list->der = g_bytes_ref(hemo_crl_der(crl));
    list->made = hemo_crl_made(crl);
    list->due = hemo_crl_due(crl);
    return list;
}

static void
read_row(GHashTable *lists, sqlite3_stmt *statement)
{
    g_autoptr(HemoCrl) crl = hemo_crl_new(hemo_database_column_bytes(statement, 2), NULL);

    if (crl != NULL)
        g_hash_table_insert(lists,
                            g_strdup(hemo_database_column_text(statement, 0)),
                            new_list(crl, sqlite3_column_int64(statement, 1)));
}

/* Also the one that was kept before it was told apart by whom it is. */
static GHashTable *
load(HemoCrlStore *store, const char *place)
{
    GHashTable *lists = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, free_list);
    g_autofree char *hidden = hide(place);
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(store->database,
                              "SELECT place, fetched, der FROM crls"
                              " WHERE place = ?1 OR place GLOB ?1 || '-*'",
                              NULL);
    gboolean row = FALSE;

    if (statement == NULL)
        return lists;
    hemo_database_bind_text(statement, 1, hidden);
    while (hemo_database_step(store->database, statement, &row, NULL) && row)
        read_row(lists, statement);
    return lists;
}

/* Never NULL; read from the table once. */
static GHashTable *
get_lists(HemoCrlStore *store, const char *place)
{
    GHashTable *lists = g_hash_table_lookup(store->lists, place);

    if (lists == NULL) {
        lists = load(store, place);
        g_hash_table_insert(store->lists, g_strdup(place), lists);
    }
    return lists;
}

GPtrArray *
hemo_crl_store_known(HemoCrlStore *store, const char *const *places)
{
    GPtrArray *known = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    for (gsize i = 0; places[i] != NULL; i++) {
        GHashTableIter iter;
        gpointer list = NULL;

        g_hash_table_iter_init(&iter, get_lists(store, places[i]));
        while (g_hash_table_iter_next(&iter, NULL, &list))
            g_ptr_array_add(known, g_bytes_ref(((const List *)list)->der));
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
save(HemoCrlStore *store, const char *key, const List *list)
{
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
remember_failure(HemoCrlStore *store, const char *key)
{
    gint64 now = g_get_monotonic_time();
    gint64 *until = g_new(gint64, 1);

    g_hash_table_foreach_remove(store->failures, is_over, &now);
    *until = now + BACK_OFF;
    g_hash_table_insert(store->failures, g_strdup(key), until);
}

static gboolean
has_failed(HemoCrlStore *store, const char *key)
{
    const gint64 *until = g_hash_table_lookup(store->failures, key);

    return until != NULL && *until > g_get_monotonic_time();
}

static gint64
get_now(void)
{
    return g_get_real_time() / G_USEC_PER_SEC;
}

/* The body is the list that was asked for, and not older than what is there: else a revocation
 * that is known would be forgotten. */
static HemoCrl *
accept(Fetch *fetch, GBytes *body)
{
    const List *list = g_hash_table_lookup(get_lists(fetch->store, fetch->place), fetch->key);
    g_autoptr(HemoCrl) crl = hemo_crl_new(hemo_slice_bytes(body), NULL);

    if (crl == NULL || hemo_crl_made(crl) > get_now() + CLOCK ||
        (list != NULL && hemo_crl_made(crl) < list->made) ||
        !hemo_crl_is_about(crl, fetch->certificate, fetch->issuer))
        return NULL;
    return g_steal_pointer(&crl);
}

static void
take(Fetch *fetch, const HemoCrl *crl)
{
    List *list = new_list(crl, get_now());

    save(fetch->store, fetch->key, list);
    g_hash_table_insert(get_lists(fetch->store, fetch->place), g_strdup(fetch->key), list);
}

static void
free_fetch(Fetch *fetch)
{
    g_free(fetch->place);
    g_free(fetch->key);
    hemo_certificate_unref(fetch->certificate);
    hemo_certificate_unref(fetch->issuer);
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
    g_ptr_array_unref(wait->keys);
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
    for (guint i = 0; i < wait->keys->len; i++) {
        if (g_hash_table_contains(wait->store->fetches, wait->keys->pdata[i]))
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
        remember_failure(store, fetch->key);
    if (store != NULL) {
        g_hash_table_remove(store->fetches, fetch->key);
        finish_those_done(store);
    }
    free_fetch(fetch);
}

static void
start(Fetch *fetch)
{
    HemoCrlStore *store = fetch->store;
    Call *call = g_new0(Call, 1);

    call->fetch = fetch;
    call->functions = store->functions;
    call->net = store->net;
    g_hash_table_insert(store->fetches, fetch->key, fetch);
    store->functions->get_async(store->net,
                                fetch->place,
                                HEMO_LIMIT_CRL,
                                fetch->cancellable,
                                on_body,
                                call);
}

/* NULL if it cannot be told whose list that would be. */
static Fetch *
new_fetch(HemoCrlStore *store,
          const char *place,
          HemoCertificate *certificate,
          HemoCertificate *issuer)
{
    char *key = make_key(place, certificate, issuer);
    Fetch *fetch = NULL;

    if (key == NULL)
        return NULL;
    fetch = g_new0(Fetch, 1);
    fetch->store = store;
    fetch->place = g_strdup(place);
    fetch->key = key;
    fetch->certificate = hemo_certificate_ref(certificate);
    fetch->issuer = hemo_certificate_ref(issuer);
    fetch->cancellable = g_cancellable_new();
    return fetch;
}

/* A clock that went back makes everything old, never fresh. */
static gboolean
is_old(const List *list, gint64 limit)
{
    gint64 now = get_now();
    gint64 age = list != NULL ? now - list->fetched : 0;

    return list == NULL || age < 0 || age > MIN(DAY, limit) ||
           (list->due != 0 && now >= list->due);
}

static gboolean
is_wanted(const Fetch *fetch, gint64 age)
{
    HemoCrlStore *store = fetch->store;
    const List *list = g_hash_table_lookup(get_lists(store, fetch->place), fetch->key);

    return is_old(list, age) && !g_hash_table_contains(store->fetches, fetch->key) &&
           !has_failed(store, fetch->key);
}

/* What could be asked. */
static GPtrArray *
list_fetches(HemoCrlStore *store, GPtrArray *chain)
{
    GPtrArray *fetches = g_ptr_array_new();

    for (guint i = 0; i + 1 < chain->len; i++) {
        const char *const *places = hemo_certificate_crl_places(chain->pdata[i]);

        for (gsize k = 0; places[k] != NULL && fetches->len < MAX_PLACES; k++) {
            Fetch *fetch = new_fetch(store, places[k], chain->pdata[i], chain->pdata[i + 1]);

            if (fetch != NULL)
                g_ptr_array_add(fetches, fetch);
        }
    }
    return fetches;
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

/* @fetch is over or under way then. */
static void
note(Wait *wait, GPtrArray *places, Fetch *fetch, gint64 age)
{
    if (!g_ptr_array_find_with_equal_func(places, fetch->place, g_str_equal, NULL))
        g_ptr_array_add(places, g_strdup(fetch->place));
    g_ptr_array_add(wait->keys, g_strdup(fetch->key));
    if (is_wanted(fetch, age))
        start(fetch);
    else
        free_fetch(fetch);
}

void
hemo_crl_store_fetch_async(HemoCrlStore *store,
                           GPtrArray *chain,
                           gint64 age,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr(GPtrArray) fetches = list_fetches(store, chain);
    GPtrArray *places = g_ptr_array_new();
    Wait *wait = g_new0(Wait, 1);

    wait->store = store;
    wait->keys = g_ptr_array_new_with_free_func(g_free);
    wait->task = g_task_new(NULL, cancellable, callback, user_data);
    g_task_set_source_tag(wait->task, hemo_crl_store_fetch_async);
    g_task_set_check_cancellable(wait->task, FALSE);
    for (guint i = 0; i < fetches->len; i++)
        note(wait, places, fetches->pdata[i], age);
    g_ptr_array_add(places, NULL);
    wait->places = (char **)g_ptr_array_free(places, FALSE);
    g_ptr_array_add(store->waits, wait);
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
