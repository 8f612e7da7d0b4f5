/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-gather.h.
 */
#include "hemo-key-gather.h"

#include "hemo-error.h"
#include "hemo-key-certificate.h"
#include "hemo-key-judge.h"
#include "hemo-key-settings.h"

#include <string.h>

/* Who can have brought a record, most trustworthy first. */
typedef enum {
    SOURCE_PERSON, /* confirmed, or used before */
    SOURCE_DOMAIN, /* a finder could prove whose it is */
    SOURCE_ANYBODY,
} Source;

typedef struct {
    HemoServices *services;
    HemoKeyQuestion question; /* the address is owned, in lower case */
    GPtrArray *records;       /* HemoKeyRecord, of this address */
    GPtrArray *found;         /* HemoKeyCandidate, as the engine judged them */
    HemoKeySettings settings;
    guint next;    /* record that is to be inspected */
    guint waiting; /* lists of revocations that are still to come */
} Gather;

static void inspect_next(GTask *task);

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
    if (hemo_key_judge_is_better(b->key, a->key))
        return 1;
    return strcmp(hemo_key_fingerprint(a->key), hemo_key_fingerprint(b->key));
}

static gboolean
is_pin(const HemoKeyRecord *pin, const HemoKeyCandidate *candidate)
{
    if (g_str_equal(pin->fingerprint, hemo_key_fingerprint(candidate->key)))
        return TRUE;
    return pin->kind == HEMO_KEY_KIND_SMIME && candidate->record != NULL &&
           hemo_key_certificate_same_key(pin, candidate->record);
}

static HemoKeyCase
make_case(const Gather *gather, const HemoKeyCandidate *candidate, const HemoKeyRecord *pin)
{
    return (HemoKeyCase){
        .key = candidate->key,
        .record = candidate->record,
        .own_address = hemo_accounts_has_address(hemo_config_accounts(gather->services->config),
                                                 gather->question.address),
        .in_ring = candidate->in_ring,
        .pinned = pin != NULL,
        .is_pin = pin != NULL && is_pin(pin, candidate),
        .finders = gather->settings.finders,
        .least = gather->question.least,
        .fips = gather->question.fips,
        .now = g_get_real_time() / G_USEC_PER_SEC,
    };
}

/* NULL if it does not count. */
static HemoKey *
judge(const Gather *gather, const HemoKeyCase *each)
{
    HemoKey *judged = hemo_key_judge_counts(each) ? hemo_key_judge_make(each) : NULL;

    if (judged != NULL && gather->question.own && !hemo_key_has_secret(judged))
        g_clear_pointer(&judged, hemo_key_unref);
    return judged;
}

/* FALSE if it does not count. */
static gboolean
settle(const Gather *gather, HemoKeyCandidate *candidate, const HemoKeyRecord *pin)
{
    const HemoKeyCase each = make_case(gather, candidate, pin);
    HemoKey *judged = judge(gather, &each);

    if (judged == NULL)
        return FALSE;
    hemo_key_unref(candidate->key);
    candidate->key = judged;
    return TRUE;
}

static HemoKeyCandidate *
find_candidate(const Gather *gather, const char *fingerprint)
{
    for (guint i = 0; i < gather->found->len; i++) {
        HemoKeyCandidate *candidate = gather->found->pdata[i];

        if (g_str_equal(hemo_key_fingerprint(candidate->key), fingerprint))
            return candidate;
    }
    return NULL;
}

/* Of a key that gpg's ring has, its record may tell that it was withdrawn. */
static Source
source_of(const Gather *gather, const HemoKeyRecord *record)
{
    if (find_candidate(gather, record->fingerprint) != NULL)
        return SOURCE_PERSON;
    if (record->word == HEMO_KEY_WORD_REJECTED)
        return SOURCE_ANYBODY;
    if (record->word == HEMO_KEY_WORD_CONFIRMED || record->used > 0)
        return SOURCE_PERSON;
    return record->secure ? SOURCE_DOMAIN : SOURCE_ANYBODY;
}

static int
compare_sources(gconstpointer left, gconstpointer right, gpointer gather)
{
    return (int)source_of(gather, *(const HemoKeyRecord *const *)left) -
           (int)source_of(gather, *(const HemoKeyRecord *const *)right);
}

/* What anybody can have sent is never usable without a person's word, and what the domain tells
 * is not in place of what a person confirmed or used: neither can be better. */
static gboolean
beats(const HemoKeyCase *each, const HemoKey *judged, Source source)
{
    return hemo_key_usable(judged) && (source == SOURCE_ANYBODY || each->is_pin ||
                                       hemo_key_trust(judged) >= HEMO_KEY_TRUST_CONFIRMED);
}

/* Strangers must not hold a mail by many keys that take long to look at. */
static gboolean
is_enough(const Gather *gather, Source source)
{
    const HemoKeyRecord *pin = hemo_key_judge_pin(gather->records, gather->question.kind);

    if (gather->question.every || source == SOURCE_PERSON)
        return FALSE;
    for (guint i = 0; i < gather->found->len; i++) {
        const HemoKeyCase each = make_case(gather, gather->found->pdata[i], pin);
        g_autoptr(HemoKey) judged = judge(gather, &each);

        if (judged != NULL && beats(&each, judged, source))
            return TRUE;
    }
    return FALSE;
}

static void
finish(GTask *task)
{
    Gather *gather = g_task_get_task_data(task);
    const HemoKeyRecord *pin = hemo_key_judge_pin(gather->records, gather->question.kind);

    for (guint i = gather->found->len; i > 0; i--) {
        if (!settle(gather, gather->found->pdata[i - 1], pin))
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
    g_ptr_array_sort_with_data(gather->records, compare_sources, gather);
    inspect_next(g_steal_pointer(&task));
}

/* That its owner withdrew it counts, also where gpg's ring has not heard of it. */
static void
take_inspected(Gather *gather, HemoKey *key)
{
    HemoKeyCandidate *known = find_candidate(gather, hemo_key_fingerprint(key));
    HemoKey *before = known != NULL ? known->key : NULL;

    if (known == NULL) {
        add(gather, key, FALSE);
    } else if (hemo_key_state(key) == HEMO_KEY_REVOKED) {
        known->key = hemo_key_judged(before, HEMO_KEY_REVOKED, hemo_key_trust(before));
        hemo_key_unref(before);
    }
}

/* Only what the record says that it is: other keys in the material have no record. */
static void
on_inspected(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Gather *gather = g_task_get_task_data(task);
    const HemoKeyRecord *record = gather->records->pdata[gather->next - 1];
    g_autoptr(GPtrArray) keys = hemo_key_inspection_look_finish(result, NULL);

    for (guint i = 0; keys != NULL && i < keys->len; i++) {
        if (g_str_equal(hemo_key_fingerprint(keys->pdata[i]), record->fingerprint))
            take_inspected(gather, keys->pdata[i]);
    }
    inspect_next(g_steal_pointer(&task));
}

/* Takes @task. */
static void
inspect_next(GTask *task)
{
    Gather *gather = g_task_get_task_data(task);

    while (gather->next < gather->records->len) {
        const HemoKeyRecord *record = gather->records->pdata[gather->next++];

        if (record->kind != HEMO_KEY_KIND_OPENPGP || record->material == NULL)
            continue;
        if (is_enough(gather, source_of(gather, record)))
            break;
        hemo_key_inspection_look_async(gather->services->inspection,
                                       record->material,
                                       gather->question.address,
                                       g_task_get_cancellable(task),
                                       on_inspected,
                                       task);
        return;
    }
    finish(task);
    g_object_unref(task);
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
judge_certificates(GTask *task)
{
    Gather *gather = g_task_get_task_data(task);

    for (guint i = 0; i < gather->records->len; i++) {
        const HemoKeyRecord *record = gather->records->pdata[i];
        g_autoptr(HemoKey) key = NULL;
        GError *error = NULL;

        if (record->kind != HEMO_KEY_KIND_SMIME || record->material == NULL)
            continue;
        key =
            hemo_key_certificate_judge(gather->services, record, gather->question.fips, &error);
        if (key == NULL) {
            g_task_return_error(task, error);
            return;
        }
        add(gather, key, FALSE);
    }
    finish(task);
}

/* Takes one reference of @task. */
static void
wait_less(GTask *task)
{
    Gather *gather = g_task_get_task_data(task);

    if (--gather->waiting == 0)
        judge_certificates(task);
    g_object_unref(task);
}

static void
on_refreshed(GObject *source, GAsyncResult *result, gpointer task)
{
    hemo_key_certificate_refresh_finish(result);
    wait_less(task);
}

/* Takes @task. */
static void
list_certificates(GTask *task)
{
    Gather *gather = g_task_get_task_data(task);

    gather->waiting = 1;
    for (guint i = 0; gather->question.look_around && i < gather->records->len; i++) {
        const HemoKeyRecord *record = gather->records->pdata[i];

        if (record->kind != HEMO_KEY_KIND_SMIME || record->material == NULL)
            continue;
        gather->waiting++;
        hemo_key_certificate_refresh_async(gather->services,
                                           record,
                                           g_task_get_cancellable(task),
                                           on_refreshed,
                                           g_object_ref(task));
    }
    wait_less(task);
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
        list_certificates(g_steal_pointer(&task));
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
    gather->settings = hemo_key_settings_read(hemo_config_policy(services->config));
    gather->found = g_ptr_array_new_with_free_func(candidate_free);
    g_task_set_task_data(task, gather, gather_free);
    if (question->quiet)
        hemo_vault_open_quietly_async(services->vault,
                                      cancellable,
                                      on_open,
                                      g_steal_pointer(&task));
    else
        hemo_vault_open_async(services->vault, cancellable, on_open, g_steal_pointer(&task));
}

GPtrArray *
hemo_key_gather_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
