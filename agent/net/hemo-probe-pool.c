/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-probe-pool.h.  A Flight is one probe under way with those who wait for it; two
 * questions share one only if host, address and all that names the server are equal.
 */
#include "hemo-probe-pool.h"

#include "hemo-error.h"

#include <glib/gi18n-lib.h>

struct _HemoProbePool {
    guint refs; /* the owner, and each flight */
    SSL_CTX *context;
    GHashTable *flights; /* key to Flight, both owned by the flight */
};

typedef struct {
    HemoProbePool *pool;
    char *key;
    HemoProbeTarget target; /* of copies */
    GPtrArray *waiters;     /* Waiter */
} Flight;

typedef struct {
    Flight *flight;
    GTask *task;
    GSource *cancel;
} Waiter;

HemoProbePool *
hemo_probe_pool_new(SSL_CTX *context)
{
    HemoProbePool *pool = g_new0(HemoProbePool, 1);

    pool->refs = 1;
    SSL_CTX_up_ref(context);
    pool->context = context;
    pool->flights = g_hash_table_new(g_str_hash, g_str_equal);
    return pool;
}

HemoProbePool *
hemo_probe_pool_ref(HemoProbePool *pool)
{
    pool->refs++;
    return pool;
}

void
hemo_probe_pool_unref(HemoProbePool *pool)
{
    if (pool == NULL || --pool->refs > 0)
        return;
    g_hash_table_unref(pool->flights);
    SSL_CTX_free(pool->context);
    g_free(pool);
}

static char *
make_key(const HemoProbeTarget *target)
{
    g_autofree char *address =
        g_socket_connectable_to_string(G_SOCKET_CONNECTABLE(target->address));
    GString *key = g_string_new(target->host);

    g_string_append_printf(key, " %s", address);
    /* without TLSA neither base nor domain plays a part */
    if (target->n_tlsa > 0)
        g_string_append_printf(key,
                               " %s %s",
                               target->base,
                               target->domain != NULL ? target->domain : "");
    for (gsize i = 0; i < target->n_tlsa; i++) {
        const HemoTlsa *tlsa = &target->tlsa[i];
        g_autofree char *digest = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, tlsa->data);

        g_string_append_printf(key,
                               " %u %u %u %s",
                               tlsa->usage,
                               tlsa->selector,
                               tlsa->matching,
                               digest);
    }
    return g_string_free(key, FALSE);
}

static HemoTlsa *
copy_tlsa(const HemoProbeTarget *target)
{
    HemoTlsa *copy = g_new0(HemoTlsa, target->n_tlsa);

    for (gsize i = 0; i < target->n_tlsa; i++) {
        copy[i] = target->tlsa[i];
        copy[i].data = g_bytes_ref(target->tlsa[i].data);
    }
    return copy;
}

static HemoProbeTarget
copy_target(const HemoProbeTarget *target)
{
    return (HemoProbeTarget){
        .host = g_strdup(target->host),
        .address = g_object_ref(target->address),
        .base = g_strdup(target->base),
        .domain = g_strdup(target->domain),
        .tlsa = copy_tlsa(target),
        .n_tlsa = target->n_tlsa,
    };
}

static void
clear_target(HemoProbeTarget *target)
{
    HemoTlsa *tlsa = (HemoTlsa *)target->tlsa;

    for (gsize i = 0; i < target->n_tlsa; i++)
        hemo_tlsa_clear(&tlsa[i]);
    g_free(tlsa);
    g_free((char *)target->host);
    g_free((char *)target->base);
    g_free((char *)target->domain);
    g_object_unref(target->address);
}

static void
free_waiter(gpointer data)
{
    Waiter *waiter = data;

    if (waiter->cancel != NULL)
        g_source_destroy(waiter->cancel);
    g_clear_pointer(&waiter->cancel, g_source_unref);
    g_clear_object(&waiter->task);
    g_free(waiter);
}

static void
free_flight(Flight *flight)
{
    clear_target(&flight->target);
    g_ptr_array_unref(flight->waiters);
    hemo_probe_pool_unref(flight->pool);
    g_free(flight->key);
    g_free(flight);
}

static HemoProbeResult *
copy_result(const HemoProbeResult *result)
{
    HemoProbeResult *copy = g_new0(HemoProbeResult, 1);

    copy->grade = result->grade;
    copy->version = g_strdup(result->version);
    copy->cipher = g_strdup(result->cipher);
    return copy;
}

static void
return_cancelled(GTask *task)
{
    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_CANCELLED,
                            "%s",
                            _("the look-up was given up"));
}

/* Gives one waiter its copy; the flight's list no longer knows it. */
static void
serve(Waiter *waiter, const HemoProbeResult *result, const GError *error)
{
    g_autoptr(GTask) task = g_steal_pointer(&waiter->task);

    free_waiter(waiter);
    if (g_cancellable_is_cancelled(g_task_get_cancellable(task)))
        return_cancelled(task);
    else if (result != NULL)
        g_task_return_pointer(task,
                              copy_result(result),
                              (GDestroyNotify)hemo_probe_result_free);
    else
        g_task_return_error(task, g_error_copy(error));
}

static void
on_probe(GObject *source, GAsyncResult *async_result, gpointer data)
{
    Flight *flight = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoProbeResult) result = hemo_probe_finish(async_result, &error);

    /* first: who asks from a callback below must get a new probe */
    g_hash_table_remove(flight->pool->flights, flight->key);
    while (flight->waiters->len > 0)
        serve(g_ptr_array_steal_index(flight->waiters, 0), result, error);
    free_flight(flight);
}

static gboolean
on_cancelled(GCancellable *cancellable, gpointer data)
{
    Waiter *waiter = data;
    g_autoptr(GTask) task = g_steal_pointer(&waiter->task);

    g_ptr_array_remove(waiter->flight->waiters, waiter);
    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_CANCELLED,
                            "%s",
                            _("the look-up was given up"));
    return G_SOURCE_REMOVE;
}

static void
add_waiter(Flight *flight, GTask *task)
{
    GCancellable *cancellable = g_task_get_cancellable(task);
    Waiter *waiter = g_new0(Waiter, 1);

    waiter->flight = flight;
    waiter->task = task;
    if (cancellable != NULL) {
        waiter->cancel = g_cancellable_source_new(cancellable);
        g_source_set_callback(waiter->cancel, G_SOURCE_FUNC(on_cancelled), waiter, NULL);
        g_source_attach(waiter->cancel, g_task_get_context(task));
    }
    g_ptr_array_add(flight->waiters, waiter);
}

static Flight *
start_flight(HemoProbePool *pool, const HemoProbeTarget *target, char *key)
{
    Flight *flight = g_new0(Flight, 1);

    flight->pool = hemo_probe_pool_ref(pool);
    flight->key = key;
    flight->target = copy_target(target);
    flight->waiters = g_ptr_array_new_with_free_func(free_waiter);
    g_hash_table_insert(pool->flights, flight->key, flight);
    hemo_probe_async(pool->context, &flight->target, NULL, on_probe, flight);
    return flight;
}

void
hemo_probe_pool_run_async(HemoProbePool *pool,
                          const HemoProbeTarget *target,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    g_autofree char *key = make_key(target);
    Flight *flight = g_hash_table_lookup(pool->flights, key);

    g_task_set_source_tag(task, hemo_probe_pool_run_async);
    g_task_set_check_cancellable(task, FALSE);
    if (flight == NULL)
        flight = start_flight(pool, target, g_steal_pointer(&key));
    add_waiter(flight, task);
}

HemoProbeResult *
hemo_probe_pool_run_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
