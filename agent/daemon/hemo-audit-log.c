/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-audit-log.h.
 */
#include "hemo-audit-log.h"

#include "hemo-audit-walk.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-seal.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#define CONTEXT "audit.sealed"

struct _HemoAuditLog {
    HemoDatabase *database;
    HemoVault *vault;
    HemoAuditHead *head;
    char *origin;
    HemoAuditMark last; /* newest record */
    gboolean open;
};

HemoAuditLog *
hemo_audit_log_new(HemoDatabase *database,
                   HemoVault *vault,
                   HemoKeyring *keyring,
                   const char *origin)
{
    HemoAuditLog *log = g_new0(HemoAuditLog, 1);

    log->database = database;
    log->vault = vault;
    log->head = hemo_audit_head_new(keyring);
    log->origin = g_strdup(origin);
    return log;
}

void
hemo_audit_log_free(HemoAuditLog *log)
{
    if (log == NULL)
        return;
    hemo_audit_head_free(log->head);
    g_free(log->origin);
    g_free(log);
}

/* The newest record, or with @number that one; number 0 if there is none. */
static gboolean
load_mark(HemoAuditLog *log, guint64 number, HemoAuditMark *ret_mark, GError **error)
{
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(log->database,
                              "SELECT number, mac FROM audit WHERE ?1 IN (0, number)"
                              " ORDER BY number DESC LIMIT 1",
                              error);
    gboolean row = FALSE;

    if (statement == NULL)
        return FALSE;
    hemo_database_bind_number(statement, 1, (gint64)number);
    if (!hemo_database_step(log->database, statement, &row, error))
        return FALSE;
    memset(ret_mark, 0, sizeof *ret_mark);
    if (row) {
        HemoSlice mac = hemo_database_column_bytes(statement, 1);

        ret_mark->number = (guint64)sqlite3_column_int64(statement, 0);
        memcpy(ret_mark->mac, mac.data, MIN(mac.size, HEMO_RECORD_MAC));
    }
    return TRUE;
}

/* The body with the origin of the settings, where that has to be told. */
static char *
make_body(HemoAuditLog *log, GVariant *body)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(body);
    g_autoptr(GVariant) whole = NULL;

    if (log->origin != NULL)
        g_variant_dict_insert(&dict, "system_config", "s", log->origin);
    whole = g_variant_ref_sink(g_variant_dict_end(&dict));
    return json_gvariant_serialize_data(whole, NULL);
}

static GBytes *
seal(HemoAuditLog *log, GVariant *sealed, GError **error)
{
    char *json;
    GBytes *bytes;

    if (sealed == NULL)
        return g_bytes_new_static("", 0);
    json = json_gvariant_serialize_data(sealed, NULL);
    bytes = hemo_seal_close(hemo_vault_state_key(log->vault),
                            CONTEXT,
                            hemo_slice_text(json),
                            error);
    hemo_erase_text(json);
    return bytes;
}

static gboolean
insert(HemoAuditLog *log, const HemoRecord *record, const guint8 *mac, GError **error)
{
    sqlite3_stmt *statement =
        hemo_database_prepare(log->database,
                              "INSERT INTO audit (number, time, mail, event, body, sealed, mac)"
                              " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                              error);

    if (statement == NULL)
        return FALSE;
    hemo_database_bind_number(statement, 1, (gint64)record->number);
    hemo_database_bind_number(statement, 2, record->time);
    hemo_database_bind_text(statement, 3, record->mail);
    hemo_database_bind_text(statement, 4, record->event);
    hemo_database_bind_text(statement, 5, record->body);
    hemo_database_bind_bytes(statement, 6, record->sealed);
    hemo_database_bind_bytes(statement, 7, hemo_slice(mac, HEMO_RECORD_MAC));
    return hemo_database_run(log->database, statement, error);
}

static gboolean
append(HemoAuditLog *log, HemoRecord *record, GError **error)
{
    HemoAuditMark next = {.number = log->last.number + 1};

    record->number = next.number;
    record->time = g_get_real_time();
    hemo_record_seal(hemo_secret_slice(hemo_vault_audit_key(log->vault)),
                     log->last.mac,
                     record,
                     next.mac);
    if (!insert(log, record, next.mac, error))
        return FALSE;
    log->last = next;
    hemo_audit_head_set(log->head, &next);
    return TRUE;
}

gboolean
hemo_audit_log_append(HemoAuditLog *log,
                      const char *mail,
                      const char *event,
                      GVariant *body,
                      GVariant *sealed,
                      GError **error)
{
    g_autoptr(GVariant) owned_body = g_variant_ref_sink(body);
    g_autoptr(GVariant) owned_sealed = sealed != NULL ? g_variant_ref_sink(sealed) : NULL;
    g_autofree char *json = NULL;
    g_autoptr(GBytes) bytes = NULL;
    HemoRecord record = {.mail = mail, .event = event};

    if (!log->open || hemo_vault_audit_key(log->vault) == NULL ||
        hemo_vault_state_key(log->vault) == NULL) {
        hemo_error_set(error, HEMO_ERROR_LOCKED, _("the keyring is locked"));
        return FALSE;
    }
    bytes = seal(log, owned_sealed, error);
    if (bytes == NULL)
        return FALSE;
    json = make_body(log, owned_body);
    record.body = json;
    record.sealed = hemo_slice_bytes(bytes);
    return append(log, &record, error);
}

/* The keyring knows of a record that is not there (any more). */
static gboolean
record_gap(HemoAuditLog *log, const HemoAuditMark *kept, GError **error)
{
    g_auto(GVariantBuilder) body = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    g_variant_builder_add(&body, "{sv}", "expected", g_variant_new_uint64(kept->number));
    g_variant_builder_add(&body, "{sv}", "found", g_variant_new_uint64(log->last.number));
    return hemo_audit_log_append(log,
                                 "",
                                 HEMO_AUDIT_WALK_GAP,
                                 g_variant_builder_end(&body),
                                 NULL,
                                 error);
}

/* Records above the kept head are those of a process that ended before it wrote the head: it
 * is written now. */
static gboolean
compare_with_kept(HemoAuditLog *log, const HemoAuditMark *kept, GError **error)
{
    HemoAuditMark there = {0};
    gboolean is_there;

    if (!load_mark(log, 0, &log->last, error))
        return FALSE;
    log->open = TRUE;
    if (kept->number == 0)
        is_there = log->last.number == 0 || hemo_audit_head_is_kept(log->head);
    else if (load_mark(log, kept->number, &there, error))
        is_there = memcmp(&there, kept, sizeof there) == 0;
    else
        return FALSE;
    if (!is_there)
        return record_gap(log, kept, error);
    if (log->last.number > kept->number)
        hemo_audit_head_set(log->head, &log->last);
    return TRUE;
}

static void
on_first_kept(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    HemoAuditLog *log = g_task_get_task_data(task);

    hemo_audit_head_flush_finish(log->head, result);
    g_task_return_boolean(task, TRUE);
}

/* The keyring knows of an empty log before there is a first record: so a head that is missing
 * later was taken away, and is not one that a process had no time to write. */
static void
finish_opening(GTask *task)
{
    HemoAuditLog *log = g_task_get_task_data(task);

    if (log->last.number > 0 || hemo_audit_head_is_kept(log->head)) {
        g_task_return_boolean(task, TRUE);
        return;
    }
    hemo_audit_head_set(log->head, &log->last);
    hemo_audit_head_flush_async(log->head, on_first_kept, g_object_ref(task));
}

static void
on_kept_loaded(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    HemoAuditLog *log = g_task_get_task_data(task);
    HemoAuditMark kept = {0};
    GError *error = NULL;

    if (!hemo_audit_head_load_finish(log->head, result, &kept, &error) ||
        (!log->open && !compare_with_kept(log, &kept, &error))) {
        log->open = FALSE;
        g_task_return_error(task, error);
    } else {
        finish_opening(task);
    }
}

static void
on_vault_open(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    HemoAuditLog *log = g_task_get_task_data(task);
    GError *error = NULL;

    if (!hemo_vault_open_finish(log->vault, result, &error))
        g_task_return_error(task, error);
    else if (log->open)
        g_task_return_boolean(task, TRUE);
    else
        hemo_audit_head_load_async(log->head, on_kept_loaded, g_object_ref(task));
}

void
hemo_audit_log_open_async(HemoAuditLog *log,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_task_data(task, log, NULL);
    hemo_vault_open_async(log->vault, cancellable, on_vault_open, g_steal_pointer(&task));
}

gboolean
hemo_audit_log_open_finish(HemoAuditLog *log, GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}

void
hemo_audit_log_flush_async(HemoAuditLog *log, GAsyncReadyCallback callback, gpointer user_data)
{
    hemo_audit_head_flush_async(log->head, callback, user_data);
}

void
hemo_audit_log_flush_finish(HemoAuditLog *log, GAsyncResult *result)
{
    hemo_audit_head_flush_finish(log->head, result);
}

static void
add_text(GVariantBuilder *builder, const char *key, const char *text)
{
    g_variant_builder_add(builder, "{sv}", key, g_variant_new_string(text));
}

static void
add_revealed(HemoAuditLog *log, GVariantBuilder *builder, HemoSlice sealed)
{
    g_autoptr(HemoSecret) plain = NULL;

    if (sealed.size > 0 && hemo_vault_state_key(log->vault) != NULL)
        plain = hemo_seal_open(hemo_vault_state_key(log->vault), CONTEXT, sealed, NULL);
    if (sealed.size > 0)
        add_text(builder, "sealed", plain != NULL ? hemo_secret_text(plain) : "");
}

static GVariant *
record_object(HemoAuditLog *log, sqlite3_stmt *statement, gboolean reveal)
{
    g_autofree char *code = hemo_slice_hex(hemo_database_column_bytes(statement, 6));
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    gint64 number = sqlite3_column_int64(statement, 0);
    gint64 time = sqlite3_column_int64(statement, 1);

    g_variant_builder_add(&builder, "{sv}", "number", g_variant_new_uint64((guint64)number));
    g_variant_builder_add(&builder, "{sv}", "time", g_variant_new_int64(time));
    add_text(&builder, "mail", hemo_database_column_text(statement, 2));
    add_text(&builder, "event", hemo_database_column_text(statement, 3));
    add_text(&builder, "body", hemo_database_column_text(statement, 4));
    add_text(&builder, "code", code);
    if (reveal)
        add_revealed(log, &builder, hemo_database_column_bytes(statement, 5));
    return g_variant_builder_end(&builder);
}

GVariant *
hemo_audit_log_show(HemoAuditLog *log, guint64 first, gboolean reveal, GError **error)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(log->database,
                              "SELECT number, time, mail, event, body, sealed, mac FROM audit"
                              " WHERE number >= ?1 ORDER BY number LIMIT ?2",
                              error);
    gboolean row = TRUE;

    if (statement == NULL)
        return NULL;
    hemo_database_bind_number(statement, 1, (gint64)MIN(first, (guint64)G_MAXINT64));
    hemo_database_bind_number(statement, 2, HEMO_LIMIT_AUDIT_PAGE);
    while (row) {
        if (!hemo_database_step(log->database, statement, &row, error))
            return NULL;
        if (row)
            g_variant_builder_add_value(&builder, record_object(log, statement, reveal));
    }
    return g_variant_builder_end(&builder);
}

static void
on_kept_for_walk(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    HemoAuditLog *log = g_task_get_task_data(task);
    HemoAuditMark kept = {0};
    HemoAuditWalk walk;
    HemoSecret *key = hemo_vault_audit_key(log->vault);
    GError *error = NULL;

    if (key == NULL)
        hemo_error_set(&error, HEMO_ERROR_LOCKED, _("the keyring is locked"));
    if (key == NULL || !hemo_audit_head_load_finish(log->head, result, &kept, &error) ||
        !hemo_audit_walk_run(log->database, hemo_secret_slice(key), &kept, &walk, &error))
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task,
                              g_variant_ref_sink(hemo_audit_walk_result(&walk)),
                              (GDestroyNotify)g_variant_unref);
}

static void
on_flushed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    HemoAuditLog *log = g_task_get_task_data(task);

    hemo_audit_head_flush_finish(log->head, result);
    hemo_audit_head_load_async(log->head, on_kept_for_walk, g_object_ref(task));
}

static void
on_open_for_walk(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    HemoAuditLog *log = g_task_get_task_data(task);
    GError *error = NULL;

    if (!hemo_audit_log_open_finish(log, result, &error))
        g_task_return_error(task, error);
    else
        hemo_audit_head_flush_async(log->head, on_flushed, g_object_ref(task));
}

void
hemo_audit_log_verify_async(HemoAuditLog *log, GAsyncReadyCallback callback, gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);

    g_task_set_task_data(task, log, NULL);
    hemo_audit_log_open_async(log, NULL, on_open_for_walk, g_steal_pointer(&task));
}

GVariant *
hemo_audit_log_verify_finish(HemoAuditLog *log, GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
