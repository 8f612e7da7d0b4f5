/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-backup.h.  What is sealed is "(uaa{sv}a(ayay)a(ss))", little-endian: version,
 * records, PKCS#12 files each with its passphrase, addresses with their words.
 */
#include "hemo-key-backup.h"

#include "hemo-backup.h"
#include "hemo-error.h"
#include "hemo-key-desk.h"
#include "hemo-key-event.h"
#include "hemo-limits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define FORMAT      "(uaa{sv}a(ayay)a(ss))"
#define VERSION     1
#define MAX_RECORDS 100000
#define MAX_WORDS   256 /* bytes */

typedef struct {
    HemoServices *services;
    HemoSecret *passphrase;
    HemoSecret *plain;     /* to be sealed */
    GBytes *file;          /* to be opened */
    GStrv fingerprints;    /* of one's own keys */
    GVariantBuilder *own;  /* a(ayay) */
    GPtrArray *identities; /* HemoIdentity, to be kept */
    GPtrArray *records;    /* HemoKeyRecord, to be merged */
    GVariant *words;       /* a(ss), to be kept */
    guint next;
    guint changed; /* what was not here before */
} Backup;

static void export_next(GTask *task);
static void keep_next(GTask *task);

static void
backup_free(gpointer data)
{
    Backup *backup = data;

    hemo_secret_unref(backup->passphrase);
    hemo_secret_unref(backup->plain);
    g_clear_pointer(&backup->file, g_bytes_unref);
    g_strfreev(backup->fingerprints);
    g_clear_pointer(&backup->own, g_variant_builder_unref);
    g_clear_pointer(&backup->identities, g_ptr_array_unref);
    g_clear_pointer(&backup->records, g_ptr_array_unref);
    g_clear_pointer(&backup->words, g_variant_unref);
    g_free(backup);
}

static GTask *
begin(HemoServices *services,
      const HemoSecret *passphrase,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
    GTask *task = g_task_new(NULL, NULL, callback, user_data);
    Backup *backup = g_new0(Backup, 1);

    backup->services = services;
    backup->passphrase = hemo_secret_new_copy(hemo_secret_slice(passphrase));
    g_task_set_task_data(task, backup, backup_free);
    return task;
}

static gboolean
note(const Backup *backup, const char *act, guint count, GError **error)
{
    const HemoKeyEvent event = {.act = act, .count = count};

    return hemo_key_event_record(backup->services, &event, error);
}

/* --- out */

static void
seal_in_thread(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    const Backup *backup = data;
    GError *error = NULL;
    GBytes *file =
        hemo_backup_close(backup->passphrase, hemo_secret_slice(backup->plain), &error);

    if (file == NULL)
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task, file, (GDestroyNotify)g_bytes_unref);
}

static GVariant *
list_records(HemoServices *services, GError **error)
{
    g_autoptr(GPtrArray) records = hemo_key_store_list(services->key_store, error);
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));

    if (records == NULL)
        return NULL;
    for (guint i = 0; i < records->len; i++)
        g_variant_builder_add_value(&builder, hemo_key_record_values(records->pdata[i]));
    return g_variant_builder_end(&builder);
}

static GVariant *
little_endian(GVariant *value)
{
    return G_BYTE_ORDER == G_BIG_ENDIAN ? g_variant_byteswap(value) : g_variant_ref(value);
}

static gboolean
collect(Backup *backup, GError **error)
{
    g_autoptr(GVariant) words = hemo_words_store_list(backup->services->words, error);
    GVariant *records = words != NULL ? list_records(backup->services, error) : NULL;
    g_autoptr(GVariant) all = NULL;
    g_autoptr(GVariant) stored = NULL;

    if (records == NULL)
        return FALSE;
    all = g_variant_ref_sink(g_variant_new("(u@aa{sv}@a(ayay)@a(ss))",
                                           VERSION,
                                           records,
                                           g_variant_builder_end(backup->own),
                                           words));
    stored = little_endian(all);
    backup->plain = hemo_secret_new_copy(
        hemo_slice(g_variant_get_data(stored), g_variant_get_size(stored)));
    return TRUE;
}

static GVariant *
bytes_value(HemoSlice bytes)
{
    return g_variant_new_fixed_array(G_VARIANT_TYPE_BYTE, bytes.data, bytes.size, 1);
}

/* Under the backup's own passphrase, which the value beside it repeats. */
static gboolean
add_identity(Backup *backup, const HemoIdentity *identity, GError **error)
{
    g_autoptr(HemoSecret) file = hemo_identity_export(identity, backup->passphrase, error);

    if (file == NULL)
        return FALSE;
    g_variant_builder_add(backup->own,
                          "(@ay@ay)",
                          bytes_value(hemo_secret_slice(file)),
                          bytes_value(hemo_secret_slice(backup->passphrase)));
    return TRUE;
}

static void
on_identity(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    g_autoptr(HemoIdentity) identity = hemo_key_desk_identity_finish(result, &error);

    if (identity != NULL && add_identity(g_task_get_task_data(task), identity, &error))
        export_next(g_steal_pointer(&task));
    else
        g_task_return_error(task, error);
}

/* Takes @task. */
static void
export_next(GTask *task)
{
    Backup *backup = g_task_get_task_data(task);
    const char *fingerprint = backup->fingerprints[backup->next];
    GError *error = NULL;

    if (fingerprint != NULL) {
        backup->next++;
        hemo_key_desk_identity_async(backup->services, fingerprint, NULL, on_identity, task);
        return;
    }
    if (note(backup, "backup", backup->next, &error) && collect(backup, &error))
        g_task_run_in_thread(task, seal_in_thread);
    else
        g_task_return_error(task, error);
    g_object_unref(task);
}

void
hemo_key_backup_make_async(HemoServices *services,
                           const HemoSecret *passphrase,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr(GTask) task = begin(services, passphrase, callback, user_data);
    Backup *backup = g_task_get_task_data(task);
    GError *error = NULL;

    backup->own = g_variant_builder_new(G_VARIANT_TYPE("a(ayay)"));
    backup->fingerprints = hemo_identity_store_list(services->identities, &error);
    if (hemo_secret_size(passphrase) < HEMO_BACKUP_PASSPHRASE && error == NULL)
        hemo_error_set(&error,
                       HEMO_ERROR_INVALID,
                       _("the passphrase is too short: take eight characters or more"));
    if (error != NULL)
        g_task_return_error(task, error);
    else
        export_next(g_steal_pointer(&task));
}

GBytes *
hemo_key_backup_make_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

/* --- back */

static HemoIdentity *
read_identity(GVariant *pair, GError **error)
{
    g_autoptr(GVariant) file = g_variant_get_child_value(pair, 0);
    g_autoptr(GVariant) passphrase = g_variant_get_child_value(pair, 1);
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(
        hemo_slice(g_variant_get_data(passphrase), g_variant_get_size(passphrase)));

    return hemo_identity_new(hemo_slice(g_variant_get_data(file), g_variant_get_size(file)),
                             secret,
                             error);
}

static gboolean
read_identities(Backup *backup, GVariant *list, GError **error)
{
    backup->identities = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_identity_unref);
    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) pair = g_variant_get_child_value(list, i);
        HemoIdentity *identity = read_identity(pair, error);

        if (identity == NULL)
            return FALSE;
        g_ptr_array_add(backup->identities, identity);
    }
    return TRUE;
}

static gboolean
read_records(Backup *backup, GVariant *list, GError **error)
{
    backup->records = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_key_record_free);
    if (g_variant_n_children(list) > MAX_RECORDS) {
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("this backup is too big"));
        return FALSE;
    }
    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) values = g_variant_get_child_value(list, i);
        HemoKeyRecord *record = hemo_key_record_parse(values, error);

        if (record == NULL)
            return FALSE;
        g_ptr_array_add(backup->records, record);
    }
    return TRUE;
}

static gboolean
check_words(GVariant *list, GError **error)
{
    const char *address;
    const char *words;
    GVariantIter iter;

    g_variant_iter_init(&iter, list);
    while (g_variant_iter_next(&iter, "(&s&s)", &address, &words)) {
        g_autoptr(HemoAddress) parsed = hemo_address_parse(address, NULL);

        if (parsed == NULL || !g_str_equal(hemo_address_key(parsed), address) ||
            *words == '\0' || strlen(words) > MAX_WORDS) {
            hemo_error_set(error, HEMO_ERROR_INVALID, _("this backup is damaged"));
            return FALSE;
        }
    }
    return TRUE;
}

/* Everything is read before anything is kept. */
static gboolean
read_plain(Backup *backup, const HemoSecret *plain, GError **error)
{
    HemoSlice slice = hemo_secret_slice(plain);
    g_autoptr(GBytes) bytes = g_bytes_new(slice.data, slice.size);
    g_autoptr(GVariant) stored =
        g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE(FORMAT), bytes, FALSE));
    g_autoptr(GVariant) all = little_endian(stored);
    g_autoptr(GVariant) records = NULL;
    g_autoptr(GVariant) own = NULL;
    guint version = 0;

    g_variant_get(all, "(u@aa{sv}@a(ayay)@a(ss))", &version, &records, &own, &backup->words);
    if (version != VERSION) {
        hemo_error_set(error,
                       HEMO_ERROR_VERSION,
                       _("another version of Hemostat has made this backup"));
        return FALSE;
    }
    return read_records(backup, records, error) && read_identities(backup, own, error) &&
           check_words(backup->words, error);
}

static gboolean
has_words(GVariant *known, const char *address)
{
    const char *each;
    GVariantIter iter;

    g_variant_iter_init(&iter, known);
    while (g_variant_iter_next(&iter, "(&s&s)", &each, NULL)) {
        if (g_str_equal(each, address))
            return TRUE;
    }
    return FALSE;
}

static gboolean
keep_words(Backup *backup, GError **error)
{
    g_autoptr(GVariant) known = hemo_words_store_list(backup->services->words, error);
    const char *address;
    const char *words;
    GVariantIter iter;

    if (known == NULL)
        return FALSE;
    g_variant_iter_init(&iter, backup->words);
    while (g_variant_iter_next(&iter, "(&s&s)", &address, &words)) {
        if (has_words(known, address))
            continue;
        if (!hemo_words_store_restore(backup->services->words, address, words, error))
            return FALSE;
        backup->changed++;
    }
    return TRUE;
}

/* What is kept of the key and address of @record; NULL and no error: nothing. */
static GVariant *
find_values(const Backup *backup, const HemoKeyRecord *record, GError **error)
{
    g_autoptr(GPtrArray) known =
        hemo_key_store_find(backup->services->key_store, record->address, error);

    for (guint i = 0; known != NULL && i < known->len; i++) {
        if (hemo_key_record_is(known->pdata[i], record))
            return g_variant_ref_sink(hemo_key_record_values(known->pdata[i]));
    }
    return NULL;
}

static gboolean
is_same(GVariant *left, GVariant *right)
{
    return left == right || (left != NULL && right != NULL && g_variant_equal(left, right));
}

static gboolean
keep_record(Backup *backup, const HemoKeyRecord *record, GError **error)
{
    GError *problem = NULL;
    g_autoptr(GVariant) before = find_values(backup, record, &problem);
    g_autoptr(GVariant) after = NULL;

    if (problem == NULL && hemo_key_store_see(backup->services->key_store, record, &problem))
        after = find_values(backup, record, &problem);
    if (problem != NULL) {
        g_propagate_error(error, problem);
        return FALSE;
    }
    backup->changed += is_same(before, after) ? 0 : 1;
    return TRUE;
}

static gboolean
keep_records(Backup *backup, GError **error)
{
    for (guint i = 0; i < backup->records->len; i++) {
        if (!keep_record(backup, backup->records->pdata[i], error))
            return FALSE;
    }
    return TRUE;
}

static guint
count(const Backup *backup)
{
    return backup->records->len + backup->identities->len +
           (guint)g_variant_n_children(backup->words);
}

static void
on_kept(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const Backup *backup = g_task_get_task_data(task);
    GError *error = NULL;

    if (hemo_identity_store_add_finish(backup->services->identities, result, &error))
        keep_next(g_steal_pointer(&task));
    else
        g_task_return_error(task, error);
}

static gboolean
is_here(const Backup *backup, const HemoIdentity *identity)
{
    const HemoCertificate *own = hemo_identity_certificate(identity);

    return hemo_identity_store_has(backup->services->identities,
                                   hemo_certificate_fingerprint(own));
}

/* Takes @task. */
static void
keep_next(GTask *task)
{
    Backup *backup = g_task_get_task_data(task);
    GError *error = NULL;

    if (backup->next < backup->identities->len) {
        HemoIdentity *identity = backup->identities->pdata[backup->next++];

        backup->changed += is_here(backup, identity) ? 0 : 1;
        hemo_identity_store_add_async(backup->services->identities,
                                      identity,
                                      NULL,
                                      on_kept,
                                      task);
        return;
    }
    if (note(backup, "restore", count(backup), &error) && keep_records(backup, &error) &&
        keep_words(backup, &error))
        g_task_return_int(task, (gssize)backup->changed);
    else
        g_task_return_error(task, error);
    g_object_unref(task);
}

static void
open_in_thread(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    const Backup *backup = data;
    GError *error = NULL;
    HemoSecret *plain =
        hemo_backup_open(backup->passphrase, hemo_slice_bytes(backup->file), &error);

    if (plain == NULL)
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task, plain, (GDestroyNotify)hemo_secret_unref);
}

static void
on_opened(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    g_autoptr(HemoSecret) plain = g_task_propagate_pointer(G_TASK(result), &error);

    if (plain != NULL && read_plain(g_task_get_task_data(task), plain, &error))
        keep_next(g_steal_pointer(&task));
    else
        g_task_return_error(task, error);
}

void
hemo_key_backup_restore_async(HemoServices *services,
                              HemoSlice file,
                              const HemoSecret *passphrase,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
    GTask *task = begin(services, passphrase, callback, user_data);
    g_autoptr(GTask) opening = begin(services, passphrase, on_opened, task);
    Backup *backup = g_task_get_task_data(opening);

    backup->file = g_bytes_new(file.data, file.size);
    g_task_run_in_thread(opening, open_in_thread);
}

gboolean
hemo_key_backup_restore_finish(GAsyncResult *result, guint *ret_count, GError **error)
{
    gssize done = g_task_propagate_int(G_TASK(result), error);

    *ret_count = done > 0 ? (guint)done : 0;
    return done >= 0;
}
