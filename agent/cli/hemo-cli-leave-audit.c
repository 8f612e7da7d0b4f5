/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-leave-audit.h.
 */
#include "hemo-cli-leave-audit.h"

#include "hemo-bus.h"
#include "hemo-cli-audit-page.h"
#include "hemo-cli-new-file.h"
#include "hemo-cli-object.h"
#include "hemo-cli-record.h"
#include "hemo-error.h"
#include "hemo-json-text.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

typedef struct {
    GString *json;
    GString *words;
    guint64 newest;
} Records;

static void
records_clear(Records *records)
{
    g_string_free(records->json, TRUE);
    g_string_free(records->words, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Records, records_clear)

static void
add(Records *records, GVariant *record)
{
    g_autofree char *json = hemo_cli_audit_page_json(record);
    g_autofree char *words = hemo_cli_record_words(record);

    g_string_append_printf(records->json, "%s\n", json);
    g_string_append_printf(records->words, "%s\n", words);
    g_variant_lookup(record, "number", "t", &records->newest);
}

static gboolean
collect(HemoAudit1 *audit, gboolean reveal, Records *records, GError **error)
{
    guint64 next = 1;

    while (next != 0) {
        g_autoptr(GVariant) page = hemo_cli_audit_page_read(audit, next, reveal, &next, error);

        if (page == NULL)
            return FALSE;
        for (gsize i = 0; i < g_variant_n_children(page); i++) {
            g_autoptr(GVariant) record = g_variant_get_child_value(page, i);

            add(records, record);
        }
    }
    return TRUE;
}

/* To reveal adds records behind those that were shown. */
static gboolean
find_newest(HemoAudit1 *audit, guint64 known, guint64 *ret_newest, GError **error)
{
    guint64 next = known + 1;

    *ret_newest = known;
    while (next != 0) {
        g_autoptr(GVariant) page = hemo_cli_audit_page_read(audit, next, FALSE, &next, error);
        gsize n = page != NULL ? g_variant_n_children(page) : 0;
        g_autoptr(GVariant) last = n > 0 ? g_variant_get_child_value(page, n - 1) : NULL;

        if (page == NULL)
            return FALSE;
        if (last != NULL)
            g_variant_lookup(last, "number", "t", ret_newest);
    }
    return TRUE;
}

static gsize
count_lines(const char *path)
{
    g_autoptr(GMappedFile) file = g_mapped_file_new(path, FALSE, NULL);
    HemoSlice rest = HEMO_SLICE_EMPTY;
    HemoSlice line;
    gsize n = 0;

    if (file != NULL)
        rest = hemo_slice(g_mapped_file_get_contents(file), g_mapped_file_get_length(file));
    while (hemo_slice_next_line(&rest, &line))
        n++;
    return n;
}

/* Beside the old one first: a run that ends in the middle leaves it whole. */
static gboolean
put(const char *folder, const char *name, HemoSlice bytes, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *fresh = g_strconcat(path, ".new", NULL);

    g_unlink(fresh);
    if (!hemo_cli_new_file_write(fresh, bytes, error))
        return FALSE;
    if (g_rename(fresh, path) == 0)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_STORAGE,
                   _("%s cannot be written: %s"),
                   path,
                   g_strerror(errno));
    return FALSE;
}

static gboolean
check_older(const char *folder, guint64 newest, GError **error)
{
    g_autofree char *path = g_build_filename(folder, "audit.jsonl", NULL);

    if (count_lines(path) <= newest)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_STORAGE,
                   _("%s holds more records than there are now, and is not written over: name "
                     "another folder with --out"),
                   path);
    return FALSE;
}

static gboolean
write_records(const char *folder, const Records *records, GVariant *result, GError **error)
{
    g_autoptr(GString) check = g_string_new(NULL);

    hemo_json_text_append(check, result);
    g_string_append_c(check, '\n');
    return check_older(folder, records->newest, error) &&
           put(folder, "audit.jsonl", hemo_slice_text(records->json->str), error) &&
           put(folder, "audit.txt", hemo_slice_text(records->words->str), error) &&
           put(folder, "audit-check.json", hemo_slice_text(check->str), error);
}

static gboolean
is_whole(GVariant *result, GError **error)
{
    gboolean ok = FALSE;

    g_variant_lookup(result, "ok", "b", &ok);
    if (!ok)
        hemo_error_set(error,
                       HEMO_ERROR_UNTRUSTED,
                       _("the audit is not whole: %s"),
                       hemo_cli_object_text(result, "words"));
    return ok;
}

static gboolean export(HemoAudit1 *audit,
                       const char *folder,
                       gboolean reveal,
                       guint64 *newest,
                       GError **error)
{
    g_auto(Records) records = {.json = g_string_new(NULL), .words = g_string_new(NULL)};
    g_autoptr(GVariant) result = NULL;

    return hemo_audit1_call_verify_sync(audit,
                                        G_DBUS_CALL_FLAGS_NONE,
                                        G_MAXINT,
                                        &result,
                                        NULL,
                                        error) &&
           collect(audit, reveal, &records, error) &&
           write_records(folder, &records, result, error) && is_whole(result, error) &&
           find_newest(audit, records.newest, newest, error);
}

gboolean
hemo_cli_leave_audit_write(const char *folder,
                           gboolean reveal,
                           guint64 *ret_newest,
                           GError **error)
{
    g_autoptr(HemoAudit1) audit = hemo_cli_audit_page_open(error);
    gboolean good = audit != NULL && export(audit, folder, reveal, ret_newest, error);

    hemo_bus_convert_error(error);
    return good;
}
