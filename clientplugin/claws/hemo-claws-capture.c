/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-capture.h.
 */
#include "hemo-claws-capture.h"

#include "hemo-claws-likeness.h"
#include "hemo-claws-redirect.h"
#include "hemo-error.h"
#include "hemo-sealed-fd.h"

#include "account.h"
#include "codeconv.h"
#include "prefs_common.h"
#include "procheader.h"
#include "utils.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define HEADER_ROOM 8192 /* bytes of one encoded field of a redirected mail */

/* Which of @strings is what. */
enum { MESSAGE_ID, SENDER, SERVER, SENT_FOLDER, REPLIED, FORWARDED };

void
hemo_claws_capture_free(HemoClawsCapture *capture)
{
    if (capture == NULL)
        return;
    if (capture->fd >= 0)
        close(capture->fd);
    g_strfreev(capture->to);
    g_strfreev(capture->bcc);
    g_free(capture->from);
    g_free(capture->likeness);
    g_free(capture->content_likeness);
    for (gsize i = 0; i < G_N_ELEMENTS(capture->strings); i++)
        g_free(capture->strings[i]);
    g_free(capture);
}

static gboolean
say_not_written(GError **error)
{
    hemo_error_set(error, HEMO_ERROR_STORAGE, _("Claws Mail could not write the mail"));
    return FALSE;
}

/* @message in a sealed memfd; -1 on error. */
static int
write_message(MimeInfo *message, GError **error)
{
    int fd = hemo_sealed_fd_create(error);
    int copy = fd >= 0 ? dup(fd) : -1;
    FILE *file = copy >= 0 ? fdopen(copy, "w") : NULL;
    gboolean good = file != NULL && procmime_write_mimeinfo(message, file) >= 0;

    good = good && ferror(file) == 0;
    if (file != NULL)
        good = fclose(file) == 0 && good;
    else if (copy >= 0)
        close(copy);
    if (fd >= 0 && !good)
        say_not_written(error);
    if (fd >= 0 && (!good || !hemo_sealed_fd_seal(fd, error))) {
        close(fd);
        return -1;
    }
    return fd;
}

static gboolean
set_likeness(HemoClawsCapture *capture, GError **error)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(capture->fd, error);

    if (map == NULL)
        return FALSE;
    capture->likeness = hemo_claws_likeness_new(hemo_sealed_fd_slice(map), TRUE);
    capture->content_likeness = hemo_claws_likeness_new(hemo_sealed_fd_slice(map), FALSE);
    return TRUE;
}

void
hemo_claws_capture_liken(HemoClawsCapture *capture, const HemoClawsCapture *other)
{
    g_free(capture->likeness);
    g_free(capture->content_likeness);
    capture->likeness = g_strdup(other->likeness);
    capture->content_likeness = g_strdup(other->content_likeness);
}

/* Every body of the fields called @name ("To:") in the header of @fd, joined by commas. */
static char *
read_fields(int fd, const char *const *names)
{
    HeaderEntry entries[] = {{NULL, NULL, TRUE}, {NULL, NULL, TRUE}, {NULL, NULL, FALSE}};
    g_autoptr(GString) all = g_string_new(NULL);
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
    FILE *file = fopen(path, "r");
    char *line = NULL;
    int index;

    for (gsize i = 0; names[i] != NULL && i + 1 < G_N_ELEMENTS(entries); i++)
        entries[i].name = (char *)names[i];
    while (file != NULL && (index = procheader_get_one_field(&line, file, entries)) >= 0) {
        g_string_append_printf(all,
                               "%s%s",
                               all->len > 0 ? "," : "",
                               line + strlen(entries[index].name));
        g_clear_pointer(&line, g_free);
    }
    if (file != NULL)
        fclose(file);
    return g_strdup(all->str);
}

static gboolean
has_address(GSList *list, const char *address)
{
    for (; list != NULL; list = list->next) {
        if (g_ascii_strcasecmp(list->data, address) == 0)
            return TRUE;
    }
    return FALSE;
}

/* Whom the header names is no secret; everybody else is blind. */
static void
set_recipients(HemoClawsCapture *capture, GSList *recipients, const char *const *names)
{
    g_autofree char *fields = read_fields(capture->fd, names);
    GSList *named = address_list_append(NULL, fields);
    g_autoptr(GStrvBuilder) to = g_strv_builder_new();
    g_autoptr(GStrvBuilder) bcc = g_strv_builder_new();

    for (; recipients != NULL; recipients = recipients->next)
        g_strv_builder_add(has_address(named, recipients->data) ? to : bcc, recipients->data);
    capture->to = g_strv_builder_end(to);
    capture->bcc = g_strv_builder_end(bcc);
    g_slist_free_full(named, g_free);
}

/* "folder TAB number TAB Message-ID" of @info; NULL if there is none. */
static char *
reference_to(const MsgInfo *info)
{
    g_autofree char *folder = NULL;

    if (info == NULL || info->msgid == NULL || info->folder == NULL)
        return NULL;
    folder = folder_item_get_identifier(info->folder);
    return g_strdup_printf("%s\t%u\t%s", folder, info->msgnum, info->msgid);
}

/* Where Claws Mail would keep the copy; NULL for nowhere. */
static char *
sent_folder(const Compose *compose)
{
    GtkWidget *entry = gtk_bin_get_child(GTK_BIN(compose->savemsg_combo));
    FolderItem *outbox = account_get_special_folder(compose->account, F_OUTBOX);
    const char *text = gtk_entry_get_text(GTK_ENTRY(entry));

    if (!gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(compose->savemsg_checkbtn)))
        return NULL;
    if (*text != '\0')
        return g_strdup(text);
    return outbox != NULL ? folder_item_get_identifier(outbox) : NULL;
}

static void
set_queue(HemoClawsCapture *capture, const PrefsAccount *account)
{
    capture->account_id = account->account_id;
    capture->strings[SENDER] = g_strdup(account->address);
    capture->strings[SERVER] = g_strdup(account->smtp_server);
    capture->queue = (HemoClawsQueue){
        .message_id = capture->strings[MESSAGE_ID],
        .sender = capture->strings[SENDER],
        .server = capture->strings[SERVER],
        .account_id = account->account_id,
        .sent_folder = capture->strings[SENT_FOLDER],
        .replied = capture->strings[REPLIED],
        .forwarded = capture->strings[FORWARDED],
    };
}

static void
set_window(HemoClawsCapture *capture, const Compose *compose)
{
    capture->now = compose->sending;
    capture->news = compose->newsgroup_list != NULL;
    capture->strings[MESSAGE_ID] = g_strdup(compose->msgid);
    capture->strings[SENT_FOLDER] = sent_folder(compose);
    capture->strings[REPLIED] = reference_to(compose->replyinfo);
    capture->strings[FORWARDED] = reference_to(compose->fwdinfo);
    set_queue(capture, compose->account);
}

HemoClawsCapture *
hemo_claws_capture_new(Compose *compose, MimeInfo *message, GError **error)
{
    static const char *const names[] = {"To:", "Cc:", NULL};
    static const char *const from[] = {"From:", NULL};
    g_autoptr(HemoClawsCapture) capture = g_new0(HemoClawsCapture, 1);

    capture->fd = write_message(message, error);
    if (capture->fd < 0 || !set_likeness(capture, error))
        return NULL;
    set_recipients(capture, compose->to_list, names);
    capture->from = read_fields(capture->fd, from);
    extract_address(capture->from);
    set_window(capture, compose);
    return g_steal_pointer(&capture);
}

static char *
encode(const char *text, const char *field, gboolean addresses)
{
    char *encoded = g_malloc0(HEADER_ROOM);

    conv_encode_header(encoded, HEADER_ROOM, text, (int)strlen(field) + 2, addresses);
    return encoded;
}

/* What stands in the entries whose label is @field, joined by commas; NULL for nothing. */
static char *
typed_addresses(const Compose *compose, const char *field)
{
    const char *label = prefs_common_translated_header_name(field);
    g_autoptr(GString) all = g_string_new(NULL);

    for (GSList *at = compose->header_list; at != NULL; at = at->next) {
        const ComposeHeaderEntry *entry = at->data;
        GtkWidget *name = gtk_bin_get_child(GTK_BIN(entry->combo));
        const char *text = gtk_entry_get_text(GTK_ENTRY(entry->entry));

        if (*text != '\0' && g_utf8_collate(gtk_entry_get_text(GTK_ENTRY(name)), label) == 0)
            g_string_append_printf(all, "%s%s", all->len > 0 ? ", " : "", text);
    }
    return all->len > 0 ? encode(all->str, field, TRUE) : NULL;
}

static char *
own_mailbox(const PrefsAccount *account)
{
    g_autofree char *name = NULL;

    if (account->name == NULL || *account->name == '\0')
        return g_strdup(account->address);
    name = encode(account->name, "Resent-From", TRUE);
    return g_strdup_printf("%s <%s>", name, account->address);
}

static int
make_redirect(const Compose *compose,
              const char *message_id,
              HemoSlice original,
              GError **error)
{
    g_autofree char *from = own_mailbox(compose->account);
    g_autofree char *to = typed_addresses(compose, "To:");
    g_autofree char *cc = typed_addresses(compose, "Cc:");
    g_autofree char *subject =
        encode(gtk_entry_get_text(GTK_ENTRY(compose->subject_entry)), "Subject", FALSE);
    g_autofree char *id = g_strdup_printf("<%s>", message_id);
    g_autofree char *header = NULL;
    char date[128] = "";
    HemoSlice chunks[2];

    get_rfc822_date(date, sizeof date);
    header = hemo_claws_redirect_header(
        original,
        &(HemoClawsRedirect){
            .by_way_of = prefs_common_get_prefs()->redirect_keep_from ? NULL : from,
            .date = date,
            .from = from,
            .subject = subject,
            .message_id = id,
            .to = to,
            .cc = cc,
        },
        &chunks[1]);
    chunks[0] = hemo_slice_text(header);
    return hemo_sealed_fd_new(chunks, G_N_ELEMENTS(chunks), error);
}

HemoClawsCapture *
hemo_claws_capture_new_redirect(Compose *compose, GError **error)
{
    static const char *const names[] = {"Resent-To:", "Resent-Cc:", NULL};
    g_autoptr(HemoClawsCapture) capture = g_new0(HemoClawsCapture, 1);
    g_autofree char *original = NULL;
    gsize size = 0;
    g_autofree char *uuid = g_uuid_string_random();
    const char *at = strchr(compose->account->address, '@');

    capture->fd = -1;
    if (at == NULL ||
        !g_file_get_contents(compose->redirect_filename, &original, &size, NULL)) {
        say_not_written(error);
        return NULL;
    }
    capture->strings[MESSAGE_ID] = g_strconcat(uuid, at, NULL);
    capture->fd =
        make_redirect(compose, capture->strings[MESSAGE_ID], hemo_slice(original, size), error);
    if (capture->fd < 0 || !set_likeness(capture, error))
        return NULL;
    capture->redirect = TRUE;
    capture->now = compose->sending;
    capture->from = g_strdup(compose->account->address);
    capture->strings[SENT_FOLDER] = sent_folder(compose);
    set_recipients(capture, compose->to_list, names);
    set_queue(capture, compose->account);
    return g_steal_pointer(&capture);
}

HemoClawsCapture *
hemo_claws_capture_new_resend(const PrefsAccount *account,
                              GBytes *bytes,
                              const char *const *recipients,
                              GError **error)
{
    g_autoptr(HemoClawsCapture) capture = g_new0(HemoClawsCapture, 1);
    HemoSlice chunk = hemo_slice_bytes(bytes);

    capture->fd = hemo_sealed_fd_new(&chunk, 1, error);
    if (capture->fd < 0 || !set_likeness(capture, error))
        return NULL;
    capture->now = TRUE;
    capture->from = g_strdup(account->address);
    capture->to = g_strdupv((char **)recipients);
    capture->bcc = g_new0(char *, 1);
    set_queue(capture, account);
    return g_steal_pointer(&capture);
}
