/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-gather.h.
 */
#include "hemo-key-gather.h"

#include "hemo-error.h"
#include "hemo-key-judge.h"

typedef struct {
    HemoServices *services;
    HemoKeyQuestion question; /* the address is owned, in lower case */
    GPtrArray *records;       /* HemoKeyRecord, of this address */
    GPtrArray *found;         /* HemoKeyCandidate, as the engine judged them */
} Gather;

static void
candidate_free(gpointer data)
{
    HemoKeyCandidate *candidate = data;

    hemo_key_unref(candidate->key);
    hemo_key_record_free(candidate->record);
    g_free(candidate);
}

static void
gather_free(gpointer data)
{
    Gather *gather = data;

    hemo_erase_text((char *)gather->question.address);
    g_clear_pointer(&gather->records, g_ptr_array_unref);
    g_clear_pointer(&gather->found, g_ptr_array_unref);
    g_free(gather);
}

static const HemoKeyRecord *
find_record(const Gather *gather, const HemoKey *key)
{
    for (guint i = 0; i < gather->records->len; i++) {
        const HemoKeyRecord *record = gather->records->pdata[i];

        if (record->kind == hemo_key_kind(key) &&
            g_str_equal(record->fingerprint, hemo_key_fingerprint(key)))
            return record;
    }
    return NULL;
}

static void
add(Gather *gather, HemoKey *key, gboolean in_ring)
{
    HemoKeyCandidate *candidate = g_new0(HemoKeyCandidate, 1);
    const HemoKeyRecord *record = find_record(gather, key);

    candidate->key = hemo_key_ref(key);
    candidate->record = record != NULL ? hemo_key_record_copy(record) : NULL;
    candidate->in_ring = in_ring;
    g_ptr_array_add(gather->found, candidate);
}

static int
compare(gconstpointer left, gconstpointer right)
{
    const HemoKeyCandidate *a = *(const HemoKeyCandidate *const *)left;
    const HemoKeyCandidate *b = *(const HemoKeyCandidate *const *)right;

    if (hemo_key_judge_is_better(a->key, b->key))
        return -1;
    return hemo_key_judge_is_better(b->key, a->key) ? 1 : 0;
}

/* FALSE if it does not count. */
static gboolean
judge(const Gather *gather, HemoKeyCandidate *candidate, const HemoKeyRecord *pin)
{
    const HemoKeyCase each = {
        .key = candidate->key,
        .record = candidate->record,
        .in_ring = candidate->in_ring,
        .pinned = pin != NULL,
        .is_pin =
            pin != NULL && g_str_equal(pin->fingerprint, hemo_key_fingerprint(candidate->key)),
        .finders = G_MAXUINT,
        .least = gather->question.least,
        .now = g_get_real_time() / G_USEC_PER_SEC,
    };
    HemoKey *judged;

    if (!hemo_key_judge_counts(&each) ||
        (gather->question.own && !hemo_key_has_secret(candidate->key)))
        return FALSE;
    judged = hemo_key_judge_make(&each);
    hemo_key_unref(candidate->key);
    candidate->key = judged;
    return TRUE;
}

static void
finish(GTask *task)
{
    Gather *gather = g_task_get_task_data(task);
    const HemoKeyRecord *pin = hemo_key_judge_pin(gather->records, gather->question.kind);

    for (guint i = gather->found->len; i > 0; i--) {
        if (!judge(gather, gather->found->pdata[i - 1], pin))
            g_ptr_array_remove_index(gather->found, i - 1);
    }
    g_ptr_array_sort(gather->found, compare);
    g_task_return_pointer(task,
                          g_steal_pointer(&gather->found),
                          (GDestroyNotify)g_ptr_array_unref);
}

static void
on_ring(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Gather *gather = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) keys =
        hemo_openpgp_list_finish(gather->services->openpgp, result, &error);

    if (keys == NULL) {
        g_task_return_error(task, error);
        return;
    }
    for (guint i = 0; i < keys->len; i++)
        add(gather, keys->pdata[i], TRUE);
    finish(task);
}

/* Takes @task. */
static void
list_ring(GTask *task)
{
    Gather *gather = g_task_get_task_data(task);

    hemo_openpgp_list_async(gather->services->openpgp,
                            gather->question.address,
                            g_task_get_cancellable(task),
                            on_ring,
                            task);
}

static void
on_open(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Gather *gather = g_task_get_task_data(task);
    HemoServices *services = gather->services;
    GError *error = NULL;

    if (hemo_vault_open_finish(services->vault, result, &error))
        gather->records =
            hemo_key_store_find(services->key_store, gather->question.address, &error);
    if (gather->records == NULL)
        g_task_return_error(task, error);
    else if (gather->question.kind == HEMO_KEY_KIND_OPENPGP)
        list_ring(g_steal_pointer(&task));
    else
        finish(task);
}

void
hemo_key_gather_async(HemoServices *services,
                      const HemoKeyQuestion *question,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);
    Gather *gather = g_new0(Gather, 1);

    gather->services = services;
    gather->question = *question;
    gather->question.address = g_ascii_strdown(question->address, -1);
    gather->found = g_ptr_array_new_with_free_func(candidate_free);
    g_task_set_task_data(task, gather, gather_free);
    hemo_vault_open_async(services->vault, cancellable, on_open, g_steal_pointer(&task));
}

GPtrArray *
hemo_key_gather_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
