/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-pick.h.
 */
#include "hemo-key-pick.h"

#include "hemo-error.h"
#include "hemo-key-list.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef struct {
    HemoServices *services;
    char *address;
    char *fingerprint;
    HemoKeyKind kind; /* the one that is looked through */
} Pick;

static void ask(GTask *task);

static void
pick_free(gpointer data)
{
    Pick *pick = data;

    hemo_erase_text(pick->address);
    g_free(pick->fingerprint);
    g_free(pick);
}

void
hemo_key_pick_free(HemoKeyCandidate *candidate)
{
    if (candidate == NULL)
        return;
    hemo_key_unref(candidate->key);
    hemo_key_record_free(candidate->record);
    g_free(candidate);
}

HemoKeyRecord *
hemo_key_pick_record(const HemoKeyCandidate *candidate, const char *address)
{
    HemoKeyRecord *record;

    if (candidate->record != NULL)
        return hemo_key_record_copy(candidate->record);
    record = hemo_key_record_new(hemo_key_kind(candidate->key),
                                 address,
                                 hemo_key_fingerprint(candidate->key));
    record->finders = candidate->in_ring ? HEMO_FINDER_KEYRING : 0;
    record->since = g_get_real_time() / G_USEC_PER_SEC;
    record->seen = record->since;
    hemo_key_record_set_material(record, hemo_key_material(candidate->key));
    return record;
}

/* NULL if it is not among @found. */
static HemoKeyCandidate *
take(GPtrArray *found, const char *fingerprint)
{
    for (guint i = 0; found != NULL && i < found->len; i++) {
        const HemoKeyCandidate *each = found->pdata[i];
        HemoKeyCandidate *copy;

        if (!g_str_equal(hemo_key_fingerprint(each->key), fingerprint))
            continue;
        copy = g_new0(HemoKeyCandidate, 1);
        copy->key = hemo_key_ref(each->key);
        copy->record = each->record != NULL ? hemo_key_record_copy(each->record) : NULL;
        copy->in_ring = each->in_ring;
        return copy;
    }
    return NULL;
}

static void
give_up(GTask *task)
{
    GError *error = NULL;

    hemo_error_set(&error,
                   HEMO_ERROR_NOT_FOUND,
                   _("no key with this fingerprint is known for this address"));
    g_task_return_error(task, error);
}

static void
on_gathered(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Pick *pick = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GPtrArray) found = hemo_key_gather_finish(result, &error);
    HemoKeyCandidate *candidate = take(found, pick->fingerprint);

    if (candidate != NULL) {
        g_task_return_pointer(task, candidate, (GDestroyNotify)hemo_key_pick_free);
    } else if (error != NULL) {
        g_task_return_error(task, error);
    } else if (pick->kind == HEMO_KEY_KIND_SMIME) {
        pick->kind = HEMO_KEY_KIND_OPENPGP;
        ask(g_steal_pointer(&task));
    } else {
        give_up(task);
    }
}

/* Takes @task. */
static void
ask(GTask *task)
{
    Pick *pick = g_task_get_task_data(task);
    HemoKeyQuestion question;
    GError *error = NULL;

    if (hemo_key_list_question(pick->services, pick->kind, pick->address, &question, &error)) {
        hemo_key_gather_async(pick->services, &question, NULL, on_gathered, task);
        return;
    }
    g_task_return_error(task, error);
    g_object_unref(task);
}

static gboolean
is_fingerprint(const char *text)
{
    gsize size = strlen(text);

    return (size == 40 || size == 64) && strspn(text, "0123456789ABCDEFabcdef") == size;
}

void
hemo_key_pick_async(HemoServices *services,
                    const char *address,
                    const char *fingerprint,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Pick *pick = g_new0(Pick, 1);
    GError *error = NULL;

    pick->services = services;
    pick->address = g_strdup(address);
    pick->fingerprint = g_ascii_strup(fingerprint, -1);
    pick->kind = strlen(fingerprint) == 64 ? HEMO_KEY_KIND_SMIME : HEMO_KEY_KIND_OPENPGP;
    g_task_set_task_data(task, pick, pick_free);
    if (is_fingerprint(fingerprint)) {
        ask(g_steal_pointer(&task));
        return;
    }
    hemo_error_set(&error, HEMO_ERROR_INVALID, _("that is no whole fingerprint"));
    g_task_return_error(task, error);
}

HemoKeyCandidate *
hemo_key_pick_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
