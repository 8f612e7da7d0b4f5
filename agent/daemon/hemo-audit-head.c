/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-audit-head.h.
 */
#include "hemo-audit-head.h"

#include "hemo-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define NAME  "audit-head"
#define DELAY 200 /* ms */

struct _HemoAuditHead {
    HemoKeyring *keyring;
    HemoAuditMark mark;
    gboolean kept; /* the keyring has one */
    gboolean dirty;
    gboolean saving;
    guint timer;
    GPtrArray *waiting; /* GTask of flush */
};

static void start_save(HemoAuditHead *head);

HemoAuditHead *
hemo_audit_head_new(HemoKeyring *keyring)
{
    HemoAuditHead *head = g_new0(HemoAuditHead, 1);

    head->keyring = hemo_keyring_ref(keyring);
    head->waiting = g_ptr_array_new_with_free_func(g_object_unref);
    return head;
}

void
hemo_audit_head_free(HemoAuditHead *head)
{
    if (head == NULL)
        return;
    g_clear_handle_id(&head->timer, g_source_remove);
    g_ptr_array_unref(head->waiting);
    hemo_keyring_unref(head->keyring);
    g_free(head);
}

static char *
to_text(const HemoAuditMark *mark)
{
    g_autofree char *mac = hemo_slice_hex(hemo_slice(mark->mac, HEMO_RECORD_MAC));

    return g_strdup_printf("%" G_GUINT64_FORMAT " %s", mark->number, mac);
}

static gboolean
parse_mac(const char *hex, guint8 *ret_mac)
{
    if (strlen(hex) != 2 * HEMO_RECORD_MAC)
        return FALSE;
    for (gsize i = 0; i < HEMO_RECORD_MAC; i++) {
        int high = g_ascii_xdigit_value(hex[2 * i]);
        int low = g_ascii_xdigit_value(hex[2 * i + 1]);

        if (high < 0 || low < 0)
            return FALSE;
        ret_mac[i] = (guint8)(high * 16 + low);
    }
    return TRUE;
}

static gboolean
parse(HemoSlice text, HemoAuditMark *ret_mark)
{
    g_autofree char *copy = hemo_slice_dup(text);
    g_auto(GStrv) words = g_strsplit(copy, " ", 2);

    return words[0] != NULL && words[1] != NULL &&
           g_ascii_string_to_unsigned(words[0], 10, 0, G_MAXINT64, &ret_mark->number, NULL) &&
           parse_mac(words[1], ret_mark->mac);
}

static void
finish_flushes(HemoAuditHead *head)
{
    g_autoptr(GPtrArray) waiting = g_steal_pointer(&head->waiting);

    head->waiting = g_ptr_array_new_with_free_func(g_object_unref);
    for (guint i = 0; i < waiting->len; i++)
        g_task_return_boolean(waiting->pdata[i], TRUE);
}

static void
on_saved(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoAuditHead *head = data;
    gboolean saved = hemo_keyring_store_finish(head->keyring, result, NULL);

    head->saving = FALSE;
    head->kept = head->kept || saved;
    if (saved && head->dirty) {
        start_save(head);
        return;
    }
    /* after a failure the next record tries again */
    head->dirty = head->dirty || !saved;
    finish_flushes(head);
}

static void
start_save(HemoAuditHead *head)
{
    g_autofree char *text = to_text(&head->mark);
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text(text));

    head->dirty = FALSE;
    head->saving = TRUE;
    hemo_keyring_store_async(head->keyring, NAME, secret, NULL, on_saved, head);
}

static gboolean
on_timer(gpointer data)
{
    HemoAuditHead *head = data;

    head->timer = 0;
    if (head->dirty && !head->saving)
        start_save(head);
    return G_SOURCE_REMOVE;
}

void
hemo_audit_head_set(HemoAuditHead *head, const HemoAuditMark *mark)
{
    head->mark = *mark;
    head->dirty = TRUE;
    if (head->timer == 0)
        head->timer = g_timeout_add(DELAY, on_timer, head);
}

void
hemo_audit_head_flush_async(HemoAuditHead *head,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);

    if (!head->dirty && !head->saving) {
        g_task_return_boolean(task, TRUE);
        return;
    }
    g_ptr_array_add(head->waiting, g_steal_pointer(&task));
    if (!head->saving)
        start_save(head);
}

void
hemo_audit_head_flush_finish(HemoAuditHead *head, GAsyncResult *result)
{
    g_task_propagate_boolean(G_TASK(result), NULL);
}

static void
on_loaded(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    HemoAuditHead *head = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoSecret) secret = hemo_keyring_load_finish(head->keyring, result, &error);
    g_autofree HemoAuditMark *mark = g_new0(HemoAuditMark, 1);

    if (secret == NULL && !hemo_error_is(error, HEMO_ERROR_NOT_FOUND)) {
        g_task_return_error(task, g_steal_pointer(&error));
    } else if (secret != NULL && !parse(hemo_secret_slice(secret), mark)) {
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_LOST,
                                "%s",
                                _("what the keyring knows of the audit is damaged"));
    } else {
        head->kept = secret != NULL;
        g_task_return_pointer(task, g_steal_pointer(&mark), g_free);
    }
}

gboolean
hemo_audit_head_is_kept(const HemoAuditHead *head)
{
    return head->kept;
}

void
hemo_audit_head_load_async(HemoAuditHead *head,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);

    g_task_set_task_data(task, head, NULL);
    hemo_keyring_load_async(head->keyring, NAME, NULL, on_loaded, g_steal_pointer(&task));
}

gboolean
hemo_audit_head_load_finish(HemoAuditHead *head,
                            GAsyncResult *result,
                            HemoAuditMark *ret_mark,
                            GError **error)
{
    g_autofree HemoAuditMark *mark = g_task_propagate_pointer(G_TASK(result), error);

    if (mark == NULL)
        return FALSE;
    *ret_mark = *mark;
    return TRUE;
}
