/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-deliver.h.
 */
#include "hemo-claws-deliver.h"

#include "hemo-error.h"
#include "hemo-sealed-fd.h"

#include "account.h"
#include "folder.h"
#include "mainwindow.h"
#include "privacy.h"
#include "procmsg.h"
#include "toolbar.h"
#include "utils.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

void
hemo_claws_deliver_message_free(HemoClawsMessage *message)
{
    if (message == NULL)
        return;
    if (message->fd >= 0)
        close(message->fd);
    g_strfreev(message->recipients);
    g_free(message->message_id);
    g_free(message);
}

HemoClawsMessage *
hemo_claws_deliver_message_copy(const HemoClawsMessage *message)
{
    HemoClawsMessage *copy = g_new0(HemoClawsMessage, 1);

    copy->fd = fcntl(message->fd, F_DUPFD_CLOEXEC, 3);
    copy->recipients = g_strdupv(message->recipients);
    copy->message_id = g_strdup(message->message_id);
    copy->protected = message->protected;
    return copy;
}

static HemoClawsMessage *
message_new(GVariant *values, int index, GUnixFDList *fds, GError **error)
{
    g_autoptr(HemoClawsMessage) message = g_new0(HemoClawsMessage, 1);
    const char *method = "";

    message->fd = -1;
    g_variant_lookup(values, "method", "&s", &method);
    g_variant_lookup(values, "recipients", "^as", &message->recipients);
    g_variant_lookup(values, "message_id", "s", &message->message_id);
    message->protected = !g_str_equal(method, "none") && !g_str_equal(method, "tls");
    if (fds != NULL && index >= 0 && index < g_unix_fd_list_get_length(fds))
        message->fd = g_unix_fd_list_get(fds, index, NULL);
    if (message->fd >= 0 && message->recipients != NULL && message->recipients[0] != NULL)
        return g_steal_pointer(&message);
    hemo_error_set(error,
                   HEMO_ERROR_INVALID,
                   _("Hemostat's agent did not hand over the protected mail"));
    return NULL;
}

/* The copy that is kept is the most protected one, and of those the one for most people. */
static int
compare_messages(gconstpointer left, gconstpointer right)
{
    const HemoClawsMessage *first = *(const HemoClawsMessage *const *)left;
    const HemoClawsMessage *second = *(const HemoClawsMessage *const *)right;

    if (first->protected != second->protected)
        return first->protected ? 1 : -1;
    return (int)g_strv_length(first->recipients) - (int)g_strv_length(second->recipients);
}

GPtrArray *
hemo_claws_deliver_messages(GVariant *messages, GUnixFDList *fds, GError **error)
{
    g_autoptr(GPtrArray) made =
        g_ptr_array_new_with_free_func((GDestroyNotify)hemo_claws_deliver_message_free);

    for (gsize i = 0; i < g_variant_n_children(messages); i++) {
        g_autoptr(GVariant) values = NULL;
        HemoClawsMessage *message;
        int index = -1;

        g_variant_get_child(messages, i, "(h@a{sv})", &index, &values);
        message = message_new(values, index, fds, error);
        if (message == NULL)
            return NULL;
        g_ptr_array_add(made, message);
    }
    if (made->len == 0) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("Hemostat's agent returned no mail"));
        return NULL;
    }
    g_ptr_array_sort(made, compare_messages);
    return g_steal_pointer(&made);
}

HemoClawsMessage *
hemo_claws_deliver_as_is(const HemoClawsCapture *capture, const char *const *recipients)
{
    HemoClawsMessage *message = g_new0(HemoClawsMessage, 1);

    message->fd = fcntl(capture->fd, F_DUPFD_CLOEXEC, 3);
    message->recipients = g_strdupv((char **)recipients);
    if (capture->queue.message_id != NULL)
        message->message_id = g_strdup_printf("<%s>", capture->queue.message_id);
    return message;
}

/* A memfd with what Claws Mail wants to read; -1 on error. */
static int
make_queue_file(const HemoClawsCapture *capture,
                const HemoClawsMessage *message,
                gboolean keep,
                GError **error)
{
    HemoClawsQueue queue = capture->queue;
    g_autoptr(HemoSealedFd) map = NULL;
    g_autofree char *header = NULL;
    HemoSlice chunks[2];

    queue.recipients = (const char *const *)message->recipients;
    if (!keep)
        queue.sent_folder = queue.replied = queue.forwarded = NULL;
    if (capture->now) /* Claws Mail would mark it even if the server refused */
        queue.replied = queue.forwarded = NULL;
    header = hemo_claws_queue_header(&queue);
    if (header == NULL) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("one of the addresses cannot be used"));
        return -1;
    }
    map = hemo_sealed_fd_map(message->fd, error);
    if (map == NULL)
        return -1;
    chunks[0] = hemo_slice_text(header);
    chunks[1] = hemo_sealed_fd_slice(map);
    return hemo_sealed_fd_new(chunks, G_N_ELEMENTS(chunks), error);
}

static char *
path_of(int fd)
{
    return g_strdup_printf("/proc/self/fd/%d", fd);
}

/* What the server itself said stands only in Claws Mail's log. */
static gboolean
say_not_sent(char *reason, GError **error)
{
    g_autofree char *words = reason;
    const char *said = words != NULL && *words != '\0' ? words : _("no more is known");

    hemo_error_set(error,
                   HEMO_ERROR_FAILED,
                   _("Your mail server did not take the mail. Check the addresses, and whether "
                     "you are online; Tools, Network Log tells more. Claws Mail says: %s"),
                   said);
    return FALSE;
}

/* Marks the mail that @reference ("folder TAB number TAB Message-ID") stands for, if any. */
static void
mark_original(const char *reference, MsgPermFlags mark, MsgPermFlags other)
{
    g_auto(GStrv) words = g_strsplit(reference != NULL ? reference : "", "\t", 3);
    FolderItem *folder =
        g_strv_length(words) == 3 ? folder_find_item_from_identifier(words[0]) : NULL;
    MsgInfo *info = folder != NULL ? folder_item_get_msginfo_by_msgid(folder, words[2]) : NULL;

    if (info == NULL)
        return;
    procmsg_msginfo_unset_flags(info, other, 0);
    procmsg_msginfo_set_flags(info, mark, 0);
    procmsg_msginfo_free(&info);
}

gboolean
hemo_claws_deliver_send(const HemoClawsCapture *capture,
                        const HemoClawsMessage *message,
                        gboolean keep,
                        GError **error)
{
    int fd = make_queue_file(capture, message, keep, error);
    g_autofree char *path = path_of(fd);
    gboolean removed = FALSE;
    char *reason = NULL;
    int result;

    if (fd < 0)
        return FALSE;
    result = procmsg_send_message_queue_with_lock(path, &reason, NULL, 0, &removed);
    close(fd);
    if (result != 0)
        return say_not_sent(reason, error);
    g_free(reason);
    if (keep) {
        mark_original(capture->queue.replied, MSG_REPLIED, MSG_FORWARDED);
        mark_original(capture->queue.forwarded, MSG_FORWARDED, MSG_REPLIED);
    }
    return TRUE;
}

static int
queue_message(const HemoClawsCapture *capture,
              FolderItem *folder,
              const HemoClawsMessage *message,
              gboolean keep,
              GError **error)
{
    int fd = make_queue_file(capture, message, keep, error);
    g_autofree char *path = path_of(fd);
    int number;

    if (fd < 0)
        return -1;
    number = folder_item_add_msg(folder, path, NULL, FALSE);
    close(fd);
    if (number < 0)
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("The mail could not be put into the queue."));
    return number;
}

gboolean
hemo_claws_deliver_queue(const HemoClawsCapture *capture,
                         const GPtrArray *messages,
                         GError **error)
{
    PrefsAccount *account = account_find_from_id(capture->account_id);
    FolderItem *folder = account != NULL ? account_get_special_folder(account, F_QUEUE) : NULL;
    g_autoptr(GArray) numbers = g_array_new(FALSE, FALSE, sizeof(int));
    int number = 0;

    if (folder == NULL) {
        hemo_error_set(error, HEMO_ERROR_NOT_FOUND, _("There is no queue folder."));
        return FALSE;
    }
    for (guint i = 0; i < messages->len && number >= 0; i++) {
        number =
            queue_message(capture, folder, messages->pdata[i], i + 1 == messages->len, error);
        if (number >= 0)
            g_array_append_val(numbers, number);
    }
    for (guint i = 0; number < 0 && i < numbers->len; i++)
        folder_item_remove_msg(folder, g_array_index(numbers, int, i));
    folder_item_scan(folder);
    return number >= 0;
}

static const struct {
    ComposeQueueResult result;
    const char *words;
} queue_words[] = {
    {COMPOSE_QUEUE_ERROR_CHAR_CONVERSION,
     N_("The text has letters that the chosen character set does not have.")},
    {COMPOSE_QUEUE_ERROR_NO_ENCRYPTION_KEY,
     N_("Claws Mail found no key to encrypt the mail for a recipient.")},
    {COMPOSE_QUEUE_ERROR_ENCRYPT_FAILED, N_("Claws Mail could not encrypt the mail.")},
    {COMPOSE_QUEUE_ERROR_SIGNING_FAILED, N_("Claws Mail could not sign the mail.")},
    {COMPOSE_QUEUE_SIGNING_CANCELLED, N_("The mail was not signed.")},
};

static gboolean
say_not_queued(ComposeQueueResult result, GError **error)
{
    const char *words = _("Claws Mail could not write the mail.");

    for (gsize i = 0; i < G_N_ELEMENTS(queue_words); i++) {
        if (queue_words[i].result == result)
            words = _(queue_words[i].words);
    }
    if (privacy_peek_error())
        words = privacy_get_error();
    hemo_error_set(error, HEMO_ERROR_FAILED, "%s", words);
    return FALSE;
}

static gboolean
send_queued(const char *path, FolderItem *folder, int number, GError **error)
{
    gboolean removed = FALSE;
    char *reason = NULL;
    int result = procmsg_send_message_queue_with_lock(path, &reason, folder, number, &removed);

    if (!removed)
        folder_item_remove_msg(folder, number);
    folder_item_scan(folder);
    if (result != 0)
        return say_not_sent(reason, error);
    g_free(reason);
    return TRUE;
}

gboolean
hemo_claws_deliver_composed(Compose *compose, gboolean now, GError **error)
{
    FolderItem *folder = NULL;
    g_autofree char *path = NULL;
    int number = 0;
    ComposeQueueResult result = compose_queue(compose, &number, &folder, &path, FALSE);
    gboolean good;

    if (result != COMPOSE_QUEUE_SUCCESS)
        return say_not_queued(result, error);
    good = !now || send_queued(path, folder, number, error);
    if (path != NULL)
        unlink(path);
    return good;
}

gboolean
hemo_claws_deliver_file(const char *folder, const HemoClawsMessage *message)
{
    FolderItem *item = folder_find_item_from_identifier(folder);
    g_autofree char *path = path_of(message->fd);

    return item != NULL && procmsg_save_to_outbox(item, path, FALSE) == 0;
}

/* As Claws Mail does itself after sending. */
static void
remove_draft(const Compose *compose)
{
    MsgInfo *draft = compose->targetinfo;
    FolderItem *folder = draft != NULL ? draft->folder : NULL;

    if (folder == NULL || !procmsg_msg_exist(draft) || MSG_IS_LOCKED(draft->flags))
        return;
    if (folder_has_parent_of_type(folder, F_DRAFT) ||
        folder_has_parent_of_type(folder, F_QUEUE))
        folder_item_remove_msg(folder, (int)draft->msgnum);
}

void
hemo_claws_deliver_close(Compose *compose)
{
    MainWindow *window = mainwindow_get_mainwindow();

    remove_draft(compose);
    compose_close(compose);
    toolbar_main_set_sensitive(window);
    main_window_set_menu_sensitive(window);
}
