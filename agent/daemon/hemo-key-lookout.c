/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-lookout.h.
 */
#include "hemo-key-lookout.h"

#include "hemo-certificate.h"
#include "hemo-secret.h"

#include <string.h>

#define FOUND_LIFE   (24 * 60 * 60)
#define NOTHING_LIFE (60 * 60)
#define MAX_ENTRIES  1000
#define NETWORK      ((guint)(HEMO_FINDER_WKD | HEMO_FINDER_SMIMEA | HEMO_FINDER_DNS_CERT))
#define PUBLISHING   ((guint)(HEMO_FINDER_WKD | HEMO_FINDER_SMIMEA))

struct _HemoKeyLookout {
    guint refs;          /* its owner, and each look that is under way */
    HemoKeyStore *store; /* NULL: over */
    HemoKeyInspection *inspection;
    const HemoFinderNet *functions;
    gpointer net;
    GCancellable *over;
    GHashTable *entries; /* address in lower case -> Entry */
};

/* What was asked for one address. */
typedef struct {
    gint64 until;       /* monotonic microseconds: the answer counts */
    GPtrArray *waiting; /* GTask; NULL: nobody asks */
} Entry;

/* One look that is under way. */
typedef struct {
    HemoKeyLookout *lookout;
    char *address;    /* in lower case */
    GPtrArray *found; /* HemoFound */
    guint next;
    GPtrArray *published; /* HemoKeyRecord that a publishing finder told of just now */
    gboolean any;
    guint silent; /* bits of the finders that could not tell */
    GError *error;
} Look;

static void look_at_next(Look *look);

static void
entry_free(gpointer data)
{
    Entry *entry = data;

    g_clear_pointer(&entry->waiting, g_ptr_array_unref);
    g_free(entry);
}

static void
erase_address(gpointer address)
{
    hemo_erase_text(address);
}

HemoKeyLookout *
hemo_key_lookout_new(HemoKeyStore *store,
                     HemoKeyInspection *inspection,
                     const HemoFinderNet *functions,
                     gpointer net)
{
    HemoKeyLookout *lookout = g_new0(HemoKeyLookout, 1);

    lookout->refs = 1;
    lookout->store = store;
    lookout->inspection = inspection;
    lookout->functions = functions;
    lookout->net = net;
    lookout->over = g_cancellable_new();
    lookout->entries =
        g_hash_table_new_full(g_str_hash, g_str_equal, erase_address, entry_free);
    return lookout;
}

static void
release(HemoKeyLookout *lookout)
{
    if (--lookout->refs > 0)
        return;
    g_object_unref(lookout->over);
    g_hash_table_unref(lookout->entries);
    g_free(lookout);
}

/* Who waits is not there any more either. */
void
hemo_key_lookout_free(HemoKeyLookout *lookout)
{
    if (lookout == NULL)
        return;
    lookout->store = NULL;
    g_cancellable_cancel(lookout->over);
    g_hash_table_remove_all(lookout->entries);
    release(lookout);
}

static gboolean
is_idle_and_over(gpointer address, gpointer data, gpointer unused)
{
    const Entry *entry = data;

    return entry->waiting == NULL && entry->until <= g_get_monotonic_time();
}

static gboolean
is_idle(gpointer address, gpointer data, gpointer unused)
{
    return ((const Entry *)data)->waiting == NULL;
}

static Entry *
get_entry(HemoKeyLookout *lookout, const char *address)
{
    Entry *entry = g_hash_table_lookup(lookout->entries, address);

    if (entry != NULL)
        return entry;
    if (g_hash_table_size(lookout->entries) >= MAX_ENTRIES)
        g_hash_table_foreach_remove(lookout->entries, is_idle_and_over, NULL);
    if (g_hash_table_size(lookout->entries) >= MAX_ENTRIES)
        g_hash_table_foreach_remove(lookout->entries, is_idle, NULL);
    entry = g_new0(Entry, 1);
    g_hash_table_insert(lookout->entries, g_strdup(address), entry);
    return entry;
}

gboolean
hemo_key_lookout_is_fresh(HemoKeyLookout *lookout, const char *address)
{
    g_autofree char *lower = g_ascii_strdown(address, -1);
    const Entry *entry = g_hash_table_lookup(lookout->entries, lower);

    return entry != NULL && entry->until > g_get_monotonic_time();
}

static void
see(Look *look, const HemoFound *found, const char *fingerprint, GBytes *material)
{
    HemoKeyRecord *record = hemo_key_record_new(found->kind, look->address, fingerprint);
    gboolean secure = found->secure && (found->finder & PUBLISHING) != 0;

    record->finders = found->finder;
    record->secure = secure;
    record->since = g_get_real_time() / G_USEC_PER_SEC;
    record->seen = record->since;
    hemo_key_record_set_material(record, material);
    if (look->error == NULL)
        hemo_key_store_see(look->lookout->store, record, &look->error);
    look->any = TRUE;
    if (secure)
        g_ptr_array_add(look->published, record);
    else
        hemo_key_record_free(record);
}

/* One that names neither the address nor its domain is nobody's business. */
static void
see_certificate(Look *look, const HemoFound *found)
{
    g_autoptr(HemoCertificate) certificate =
        hemo_certificate_new(hemo_slice_bytes(found->material), NULL);
    const char *at = strchr(look->address, '@');

    if (certificate == NULL || at == NULL)
        return;
    if (hemo_certificate_names(certificate, look->address) ||
        g_strv_contains(hemo_certificate_domains(certificate), at + 1))
        see(look, found, hemo_certificate_fingerprint(certificate), found->material);
}

/* What cannot be used is worth keeping only if it can be told apart from nothing. */
static void
see_keys(Look *look, const HemoFound *found, GPtrArray *keys)
{
    for (guint i = 0; i < keys->len; i++) {
        const HemoKey *key = keys->pdata[i];

        if (hemo_key_state(key) != HEMO_KEY_BROKEN && hemo_key_material(key) != NULL)
            see(look, found, hemo_key_fingerprint(key), hemo_key_material(key));
    }
}

static void
on_inspected(GObject *source, GAsyncResult *result, gpointer data)
{
    Look *look = data;
    g_autoptr(GPtrArray) keys = hemo_key_inspection_look_finish(result, NULL);

    if (keys != NULL && look->lookout->store != NULL)
        see_keys(look, look->found->pdata[look->next - 1], keys);
    look_at_next(look);
}

static gboolean
was_told(const Look *look, const HemoKeyRecord *record)
{
    for (guint i = 0; i < look->published->len; i++) {
        if (hemo_key_record_is(look->published->pdata[i], record))
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_kind(GPtrArray *records, HemoKeyKind kind)
{
    for (guint i = 0; i < records->len; i++) {
        if (((const HemoKeyRecord *)records->pdata[i])->kind == kind)
            return TRUE;
    }
    return FALSE;
}

/* What the domain published before, and does not now that it publishes another, is not its
 * word any more. */
static gboolean
supersede(Look *look, GError **error)
{
    HemoKeyStore *store = look->lookout->store;
    g_autoptr(GPtrArray) records = NULL;

    if (look->published->len == 0)
        return TRUE;
    records = hemo_key_store_find(store, look->address, error);
    for (guint i = 0; records != NULL && i < records->len; i++) {
        HemoKeyRecord *record = records->pdata[i];

        if (!record->secure || was_told(look, record) ||
            !has_kind(look->published, record->kind))
            continue;
        record->secure = FALSE;
        if (!hemo_key_store_put(store, record, error))
            return FALSE;
    }
    return records != NULL;
}

static void
answer(Look *look)
{
    Entry *entry = get_entry(look->lookout, look->address);
    g_autoptr(GPtrArray) waiting = g_steal_pointer(&entry->waiting);
    gint64 life = look->any ? FOUND_LIFE : NOTHING_LIFE;

    if (look->error == NULL)
        entry->until = g_get_monotonic_time() + life * G_USEC_PER_SEC;
    for (guint i = 0; waiting != NULL && i < waiting->len; i++) {
        *(guint *)g_task_get_task_data(waiting->pdata[i]) = look->silent;
        if (look->error == NULL)
            g_task_return_boolean(waiting->pdata[i], TRUE);
        else
            g_task_return_error(waiting->pdata[i], g_error_copy(look->error));
    }
}

/* Ends @look. */
static void
finish(Look *look)
{
    if (look->lookout->store != NULL) {
        if (look->error == NULL)
            supersede(look, &look->error);
        answer(look);
    }
    release(look->lookout);
    g_clear_pointer(&look->found, g_ptr_array_unref);
    g_ptr_array_unref(look->published);
    g_clear_error(&look->error);
    hemo_erase_text(look->address);
    g_free(look);
}

static void
look_at_next(Look *look)
{
    while (look->lookout->store != NULL && look->next < look->found->len) {
        const HemoFound *found = look->found->pdata[look->next++];

        if (found->kind == HEMO_KEY_KIND_OPENPGP) {
            hemo_key_inspection_look_async(look->lookout->inspection,
                                           found->material,
                                           look->address,
                                           look->lookout->over,
                                           on_inspected,
                                           look);
            return;
        }
        see_certificate(look, found);
    }
    finish(look);
}

static void
on_found(GObject *source, GAsyncResult *result, gpointer data)
{
    Look *look = data;

    look->found = hemo_finder_find_finish(result, &look->error);
    look->silent = hemo_finder_find_silent(result);
    if (look->found == NULL)
        finish(look);
    else
        look_at_next(look);
}

/* @address as it was written. */
static void
start(HemoKeyLookout *lookout, const char *address, guint finders)
{
    Look *look = g_new0(Look, 1);

    lookout->refs++;
    look->lookout = lookout;
    look->address = g_ascii_strdown(address, -1);
    look->published = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_record_free);
    hemo_finder_find_async(lookout->functions,
                           lookout->net,
                           finders,
                           address,
                           lookout->over,
                           on_found,
                           look);
}

void
hemo_key_lookout_ask_async(HemoKeyLookout *lookout,
                           const char *address,
                           guint finders,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    GTask *task = g_task_new(NULL, cancellable, callback, user_data);
    g_autofree char *lower = g_ascii_strdown(address, -1);
    Entry *entry = get_entry(lookout, lower);
    gboolean first = entry->waiting == NULL;

    g_task_set_task_data(task, g_new0(guint, 1), g_free);
    if (first)
        entry->waiting = g_ptr_array_new_with_free_func(g_object_unref);
    g_ptr_array_add(entry->waiting, task);
    if (first)
        start(lookout, address, finders & NETWORK);
}

gboolean
hemo_key_lookout_ask_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

guint
hemo_key_lookout_ask_silent(GAsyncResult *result)
{
    return *(const guint *)g_task_get_task_data(G_TASK(result));
}
