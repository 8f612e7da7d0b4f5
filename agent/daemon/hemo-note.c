/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-note.h.
 */
#include "hemo-note.h"

#include "hemo-badge.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-values.h"

#include <glib/gi18n-lib.h>

#define MAX_TEXT 998 /* of a Message-ID (RFC 5322 section 2.1.1) */

typedef struct {
    HemoServices *services;
    char *kind;
    char *message_id;
    char *badge;
    char *account;
} Note;

static const char *const kinds[] = {
    "wrong-badge",
    "wrong-verdict",
    "needless-question",
    "not-readable",
    "other",
    NULL,
};

/* All that Agent1.Note knows. */
static const HemoValuesKey keys[] = {
    {"message_id", "s", MAX_TEXT},
    {"badge", "s", MAX_TEXT},
    {"account", "s", HEMO_LIMIT_ACCOUNT},
};

static void
note_free(gpointer data)
{
    Note *note = data;

    g_free(note->kind);
    g_free(note->message_id);
    g_free(note->badge);
    g_free(note->account);
    g_free(note);
}

/* "" if @key is not there. */
static char *
take_text(GVariant *context, const char *key)
{
    const char *text = "";

    g_variant_lookup(context, key, "&s", &text);
    return g_strdup(text);
}

static gboolean
check(const char *kind, GVariant *context, GError **error)
{
    g_autofree char *badge = take_text(context, "badge");

    if (g_strv_contains(kinds, kind) &&
        (*badge == '\0' || hemo_names_value(hemo_badge_names, badge, -1) != -1))
        return hemo_values_check(context, keys, G_N_ELEMENTS(keys), error);
    hemo_values_refuse(error);
    return FALSE;
}

static GVariant *
make_body(const Note *note)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert(&dict, "kind", "s", note->kind);
    g_variant_dict_insert(&dict, "badge", "s", note->badge);
    return g_variant_dict_end(&dict);
}

static GVariant *
make_sealed(const Note *note)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert(&dict, "message_id", "s", note->message_id);
    g_variant_dict_insert(&dict, "account", "s", note->account);
    return g_variant_dict_end(&dict);
}

static void
on_audit_open(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const Note *note = g_task_get_task_data(task);
    HemoAuditLog *audit = note->services->audit;
    g_autofree char *mail = NULL;
    GError *error = NULL;

    if (hemo_audit_log_open_finish(audit, result, &error)) {
        mail = hemo_sent_store_find_mail(note->services->sent, note->message_id);
        hemo_audit_log_append(audit,
                              mail != NULL ? mail : "",
                              "note",
                              make_body(note),
                              make_sealed(note),
                              &error);
    }
    if (error != NULL)
        g_task_return_error(task, error);
    else
        g_task_return_boolean(task, TRUE);
}

void
hemo_note_record_async(HemoServices *services,
                       const char *kind,
                       GVariant *context,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Note *note = g_new0(Note, 1);
    GError *error = NULL;

    g_task_set_task_data(task, note, note_free);
    note->services = services;
    note->kind = g_strdup(kind);
    note->message_id = take_text(context, "message_id");
    note->badge = take_text(context, "badge");
    note->account = take_text(context, "account");
    if (!check(kind, context, &error) || !hemo_services_refresh(services, &error)) {
        g_task_return_error(task, error);
        return;
    }
    hemo_audit_log_open_async(services->audit, NULL, on_audit_open, g_steal_pointer(&task));
}

gboolean
hemo_note_record_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}
