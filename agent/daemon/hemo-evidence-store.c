/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-evidence-store.h.
 */
#include "hemo-evidence-store.h"

#include "hemo-error.h"

struct _HemoEvidenceStore {
    HemoDatabase *database;
    HemoDomainCheck *check;
    GHashTable *known;   /* domain -> HemoEvidence */
    GHashTable *running; /* domain -> GPtrArray of GTask that wait */
    GCancellable *closing;
    GArray *listeners; /* Listener */
    guint last_listener;
};

typedef struct {
    guint number;
    void (*heard)(const char *domain, gpointer user_data);
    gpointer user_data;
} Listener;

/* One look-up on its way. */
typedef struct {
    HemoEvidenceStore *store;
    char *domain;
} Lookup;

HemoEvidenceStore *
hemo_evidence_store_new(HemoDatabase *database, HemoDomainCheck *check)
{
    HemoEvidenceStore *store = g_new0(HemoEvidenceStore, 1);

    store->database = database;
    store->check = check;
    store->known = g_hash_table_new_full(g_str_hash,
                                         g_str_equal,
                                         g_free,
                                         (GDestroyNotify)hemo_evidence_unref);
    store->running = g_hash_table_new_full(g_str_hash,
                                           g_str_equal,
                                           g_free,
                                           (GDestroyNotify)g_ptr_array_unref);
    store->closing = g_cancellable_new();
    store->listeners = g_array_new(FALSE, FALSE, sizeof(Listener));
    return store;
}

void
hemo_evidence_store_free(HemoEvidenceStore *store)
{
    if (store == NULL)
        return;
    g_cancellable_cancel(store->closing);
    g_object_unref(store->closing);
    g_hash_table_unref(store->known);
    g_hash_table_unref(store->running);
    g_array_unref(store->listeners);
    g_free(store);
}

static HemoEvidence *
load(HemoEvidenceStore *store, const char *domain)
{
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(store->database,
                              "SELECT object FROM evidence WHERE domain = ?1",
                              NULL);
    g_autoptr(GBytes) bytes = NULL;
    gboolean row = FALSE;
    HemoSlice object;

    if (statement == NULL)
        return NULL;
    hemo_database_bind_text(statement, 1, domain);
    if (!hemo_database_step(store->database, statement, &row, NULL) || !row)
        return NULL;
    object = hemo_database_column_bytes(statement, 0);
    bytes = g_bytes_new(object.data, object.size);
    return hemo_evidence_new(g_variant_new_from_bytes(G_VARIANT_TYPE_VARDICT, bytes, FALSE),
                             NULL);
}

/* Forgetting is no fault: the next mail looks it up again. */
static void
save(HemoEvidenceStore *store, HemoEvidence *evidence)
{
    sqlite3_stmt *statement = hemo_database_prepare(
        store->database,
        "INSERT OR REPLACE INTO evidence (domain, object) VALUES (?1, ?2)",
        NULL);
    GVariant *object = hemo_evidence_object(evidence);

    if (statement == NULL)
        return;
    hemo_database_bind_text(statement, 1, hemo_evidence_domain(evidence));
    hemo_database_bind_bytes(
        statement,
        2,
        hemo_slice(g_variant_get_data(object), g_variant_get_size(object)));
    hemo_database_run(store->database, statement, NULL);
}

static gboolean
is_fresh(const HemoEvidence *evidence, gint64 now)
{
    return evidence != NULL && hemo_evidence_checked(evidence) <= now &&
           now < hemo_evidence_expires(evidence);
}

HemoEvidence *
hemo_evidence_store_peek(HemoEvidenceStore *store, const char *domain, gint64 now)
{
    HemoEvidence *evidence = g_hash_table_lookup(store->known, domain);

    if (evidence == NULL) {
        evidence = load(store, domain);
        if (evidence != NULL)
            g_hash_table_insert(store->known, g_strdup(domain), evidence);
    }
    return is_fresh(evidence, now) ? hemo_evidence_ref(evidence) : NULL;
}

static void
answer_all(GPtrArray *waiting, HemoEvidence *evidence, const GError *error)
{
    for (guint i = 0; i < waiting->len; i++) {
        if (evidence != NULL)
            g_task_return_pointer(waiting->pdata[i],
                                  hemo_evidence_ref(evidence),
                                  (GDestroyNotify)hemo_evidence_unref);
        else
            g_task_return_error(waiting->pdata[i], g_error_copy(error));
    }
}

/* None of them begins or ends a listening meanwhile. */
static void
tell_listeners(HemoEvidenceStore *store, const char *domain)
{
    for (guint i = 0; i < store->listeners->len; i++) {
        const Listener *listener = &g_array_index(store->listeners, Listener, i);

        listener->heard(domain, listener->user_data);
    }
}

guint
hemo_evidence_store_listen(HemoEvidenceStore *store,
                           void (*heard)(const char *domain, gpointer user_data),
                           gpointer user_data)
{
    Listener listener = {++store->last_listener, heard, user_data};

    g_array_append_val(store->listeners, listener);
    return listener.number;
}

void
hemo_evidence_store_unlisten(HemoEvidenceStore *store, guint listener)
{
    for (guint i = 0; i < store->listeners->len; i++) {
        if (g_array_index(store->listeners, Listener, i).number == listener) {
            g_array_remove_index(store->listeners, i);
            return;
        }
    }
}

static void
on_checked(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Lookup *lookup = data;
    g_autofree char *domain = lookup->domain;
    HemoEvidenceStore *store = lookup->store;
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoEvidence) evidence = hemo_domain_check_finish(NULL, result, &error);
    g_autoptr(GPtrArray) waiting = NULL;

    /* the store is gone when its look-ups are cancelled */
    if (hemo_error_is(error, HEMO_ERROR_CANCELLED) ||
        g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    waiting = g_ptr_array_ref(g_hash_table_lookup(store->running, domain));
    g_hash_table_remove(store->running, domain);
    if (evidence != NULL) {
        g_hash_table_replace(store->known, g_strdup(domain), hemo_evidence_ref(evidence));
        save(store, evidence);
    }
    answer_all(waiting, evidence, error);
    if (evidence != NULL)
        tell_listeners(store, domain);
}

static void
start(HemoEvidenceStore *store, const char *domain, GTask *task)
{
    GPtrArray *waiting = g_hash_table_lookup(store->running, domain);
    Lookup *lookup;

    if (waiting != NULL) {
        g_ptr_array_add(waiting, g_object_ref(task));
        return;
    }
    waiting = g_ptr_array_new_with_free_func(g_object_unref);
    g_ptr_array_add(waiting, g_object_ref(task));
    g_hash_table_insert(store->running, g_strdup(domain), waiting);
    lookup = g_new0(Lookup, 1);
    lookup->store = store;
    lookup->domain = g_strdup(domain);
    hemo_domain_check_async(store->check, domain, store->closing, on_checked, lookup);
}

void
hemo_evidence_store_ask_async(HemoEvidenceStore *store,
                              const char *domain,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    HemoEvidence *evidence =
        hemo_evidence_store_peek(store, domain, g_get_real_time() / G_USEC_PER_SEC);

    if (evidence != NULL)
        g_task_return_pointer(task, evidence, (GDestroyNotify)hemo_evidence_unref);
    else
        start(store, domain, task);
}

HemoEvidence *
hemo_evidence_store_ask_finish(HemoEvidenceStore *store, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
