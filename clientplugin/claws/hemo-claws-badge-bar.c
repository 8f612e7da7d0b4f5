/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-badge-bar.h.  Claws Mail tells when a mail is shown, and never when it is
 * shown no more: then it empties the text, which is watched.
 */
#include "hemo-claws-badge-bar.h"

#include "hemo-claws-arrival.h"
#include "hemo-claws-badge-widget.h"
#include "hemo-claws-fetch.h"
#include "hemo-claws-field.h"
#include "hemo-claws-hop-window.h"
#include "hemo-claws-inquiry.h"
#include "hemo-claws-mail-file.h"
#include "hemo-claws-note.h"
#include "hemo-claws-received-account.h"
#include "hemo-claws-settings.h"
#include "hemo-sealed-fd.h"

#include "hooks.h"
#include "messageview.h"
#include "mimeview.h"
#include "prefs_common.h"

#include <glib/gi18n-lib.h>

#define PATIENCE 2 /* s, until it is said that there is no answer */

struct _HemoClawsBadgeBar {
    HemoClaws *claws;
    HemoClawsNote *notes;
    gulong hook;
    gulong connected;
    GHashTable *views; /* MessageView * -> View *, owned */
    guint64 shows;     /* how many mails were shown: names one of them */
};

/* The mail that is shown. */
typedef struct {
    guint64 show;       /* 0: none that has a badge */
    FolderItem *folder; /* only compared */
    guint number;
    char *message_id;
    HemoSecret *headers;
    char *fetch;
    HemoClawsAnswer *answer; /* NULL: not yet */
    gboolean silent;         /* it was said that there is no answer */
} Shown;

typedef struct {
    HemoClawsBadgeBar *bars;
    MessageView *message_view;
    HemoClawsBadgeWidget widget;
    GtkTextBuffer *buffer;
    gulong emptied;
    Shown shown;
    GCancellable *call;
    guint patience;
    guint second_look;
    GtkWidget *way; /* the window; NULL: not open */
} View;

static void
cancel_call(View *view)
{
    if (view->call != NULL)
        g_cancellable_cancel(view->call);
    g_clear_object(&view->call);
    g_clear_handle_id(&view->patience, g_source_remove);
}

static void
close_way(View *view)
{
    GtkWidget *window = view->way;

    g_clear_weak_pointer(&view->way);
    if (window != NULL)
        gtk_widget_destroy(window);
}

/* From here on no badge is shown until there is a new one. */
static void
forget_shown(View *view)
{
    cancel_call(view);
    g_clear_handle_id(&view->second_look, g_source_remove);
    close_way(view);
    g_clear_pointer(&view->shown.headers, hemo_secret_unref);
    g_clear_pointer(&view->shown.answer, hemo_claws_inquiry_free_answer);
    g_free(view->shown.message_id);
    g_free(view->shown.fetch);
    view->shown = (Shown){0};
}

static gboolean
is_still_shown(const View *view)
{
    const MsgInfo *mail = view->message_view->msginfo;

    return view->shown.show != 0 && mail != NULL && mail->folder == view->shown.folder &&
           mail->msgnum == view->shown.number &&
           g_strcmp0(mail->msgid, view->shown.message_id) == 0 &&
           view->message_view->mimeview->mimeinfo != NULL;
}

static void
refresh(View *view)
{
    const Shown *shown = &view->shown;

    if (!is_still_shown(view))
        gtk_widget_hide(view->widget.bar);
    else if (shown->answer != NULL)
        hemo_claws_badge_widget_show(&view->widget, shown->answer->values, shown->fetch);
    else if (shown->silent)
        hemo_claws_badge_widget_show_silence(&view->widget);
}

static gboolean
on_patience_ended(gpointer data)
{
    View *view = data;

    view->patience = 0;
    view->shown.silent = TRUE;
    refresh(view);
    return G_SOURCE_REMOVE;
}

static void
on_answer(GObject *source, GAsyncResult *result, gpointer data)
{
    View *view = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoClawsAnswer) answer = hemo_claws_inquiry_ask_finish(result, &error);

    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return; /* the view may be gone */
    g_clear_object(&view->call);
    if (answer == NULL)
        return; /* patience tells */
    g_clear_handle_id(&view->patience, g_source_remove);
    view->shown.answer = g_steal_pointer(&answer);
    refresh(view);
}

static void
ask(View *view)
{
    const MsgInfo *mail = view->message_view->msginfo;
    HemoSlice headers = hemo_secret_slice(view->shown.headers);
    int fd = hemo_sealed_fd_new(&headers, 1, NULL);

    cancel_call(view);
    view->patience = g_timeout_add_seconds(PATIENCE, on_patience_ended, view);
    if (fd < 0)
        return;
    view->call = g_cancellable_new();
    hemo_claws_inquiry_ask_async(view->bars->claws,
                                 HEMO_CLAWS_INQUIRY_BADGE,
                                 hemo_claws_received_account_find(mail),
                                 fd,
                                 view->call,
                                 on_answer,
                                 view);
}

/* A mail of one's own that was thrown away has come from nowhere. */
static gboolean
is_own_in_trash(const MsgInfo *mail, HemoSlice headers)
{
    g_autoptr(HemoSecret) received = hemo_claws_field_find(headers, "Received");

    return received == NULL && folder_has_parent_of_type(mail->folder, F_TRASH);
}

static HemoSecret *
read_headers(MsgInfo *mail)
{
    g_autofree char *path = procmsg_get_message_file_path(mail);
    g_autoptr(HemoSecret) headers =
        path != NULL ? hemo_claws_mail_file_read_headers(path, NULL) : NULL;

    if (headers == NULL || is_own_in_trash(mail, hemo_secret_slice(headers)))
        return NULL;
    return g_steal_pointer(&headers);
}

static void
begin(View *view)
{
    HemoClaws *claws = view->bars->claws;
    MsgInfo *mail = view->message_view->msginfo;
    const PrefsCommon *settings = prefs_common_get_prefs();
    g_autoptr(HemoSecret) headers = NULL;

    if (!hemo_claws_settings_values(claws->settings)->show_badge ||
        !hemo_claws_received_account_is_received(mail))
        return;
    headers = read_headers(mail);
    if (headers == NULL)
        return;
    view->shown.show = ++view->bars->shows;
    view->shown.folder = mail->folder;
    view->shown.number = mail->msgnum;
    view->shown.message_id = g_strdup(mail->msgid);
    view->shown.headers = g_steal_pointer(&headers);
    view->shown.fetch =
        hemo_claws_fetch_words(hemo_claws_received_account_find(mail),
                               settings->skip_ssl_cert_check || settings->unsafe_ssl_certs);
    ask(view);
}

/* The text is emptied too when another part of the same mail is chosen. */
static gboolean
on_second_look(gpointer data)
{
    View *view = data;

    view->second_look = 0;
    if (is_still_shown(view))
        refresh(view);
    else
        forget_shown(view);
    return G_SOURCE_REMOVE;
}

static void
on_text_changed(GtkTextBuffer *buffer, View *view)
{
    if (view->shown.show == 0 || gtk_text_buffer_get_char_count(buffer) > 0)
        return;
    gtk_widget_hide(view->widget.bar);
    if (view->second_look == 0) /* before GTK draws */
        view->second_look = g_idle_add_full(G_PRIORITY_HIGH_IDLE, on_second_look, view, NULL);
}

static GtkWindow *
window_of(const View *view)
{
    GtkWidget *top = gtk_widget_get_toplevel(view->message_view->vbox);

    return GTK_IS_WINDOW(top) ? GTK_WINDOW(top) : NULL;
}

static void
show_way(View *view)
{
    if (view->way == NULL)
        g_set_weak_pointer(&view->way,
                           hemo_claws_hop_window_show(window_of(view),
                                                      view->shown.answer->values,
                                                      view->shown.fetch));
    gtk_window_present(GTK_WINDOW(view->way));
}

/* To which mail the thanks belong. */
typedef struct {
    HemoClawsBadgeBar *bars;
    guint64 show;
} Thanks;

static void
on_noted(const GError *error, gpointer data)
{
    const Thanks *thanks = data;
    const char *words = error == NULL
                            ? _("Thank you. Your report is recorded.")
                            : _("Your report could not be recorded: Hemostat does not answer.");
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, thanks->bars->views);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        View *view = value;

        if (view->shown.show == thanks->show)
            hemo_claws_badge_widget_add(&view->widget, words);
    }
}

static void
report_problem(View *view)
{
    g_auto(GVariantDict) context = G_VARIANT_DICT_INIT(NULL);
    const HemoClawsAnswer *answer = view->shown.answer;
    Thanks *thanks = g_new(Thanks, 1);
    const char *state = "unknown";

    *thanks = (Thanks){view->bars, view->shown.show};
    g_variant_lookup(answer->values, "badge", "&s", &state);
    g_variant_dict_insert(&context, "badge", "s", state);
    g_variant_dict_insert(&context, "account", "s", answer->account);
    g_variant_dict_insert(&context,
                          "message_id",
                          "s",
                          view->shown.message_id != NULL ? view->shown.message_id : "");
    hemo_claws_note_open(view->bars->notes,
                         window_of(view),
                         g_variant_dict_end(&context),
                         on_noted,
                         thanks,
                         g_free);
}

static void
on_response(GtkInfoBar *bar, int response, View *view)
{
    if (!is_still_shown(view) || view->shown.answer == NULL)
        return;
    if (response == HEMO_CLAWS_BADGE_WIDGET_WAY)
        show_way(view);
    else if (response == HEMO_CLAWS_BADGE_WIDGET_NOTE)
        report_problem(view);
}

static void
view_free(gpointer data)
{
    View *view = data;
    GtkWidget *bar = view->widget.bar;

    forget_shown(view);
    g_clear_signal_handler(&view->emptied, view->buffer);
    g_clear_object(&view->buffer);
    g_signal_handlers_disconnect_by_data(bar, view);
    gtk_widget_destroy(bar);
    g_object_unref(bar);
    g_free(view);
}

/* The message view is going, and its widgets with it. */
static void
on_bar_destroyed(GtkWidget *bar, View *view)
{
    g_hash_table_remove(view->bars->views, view->message_view);
}

static View *
add_view(HemoClawsBadgeBar *bars, MessageView *message_view)
{
    View *view = g_new0(View, 1);
    GtkBox *box = GTK_BOX(message_view->vbox);
    GtkTextView *text = GTK_TEXT_VIEW(message_view->mimeview->textview->text);

    view->bars = bars;
    view->message_view = message_view;
    hemo_claws_badge_widget_init(&view->widget);
    g_object_ref_sink(view->widget.bar);
    gtk_box_pack_start(box, view->widget.bar, FALSE, FALSE, 0);
    gtk_box_reorder_child(box, view->widget.bar, 1); /* below the header pane */
    view->buffer = g_object_ref(gtk_text_view_get_buffer(text));
    view->emptied =
        g_signal_connect(view->buffer, "changed", G_CALLBACK(on_text_changed), view);
    g_signal_connect(view->widget.bar, "response", G_CALLBACK(on_response), view);
    g_signal_connect(view->widget.bar, "destroy", G_CALLBACK(on_bar_destroyed), view);
    g_hash_table_insert(bars->views, message_view, view);
    return view;
}

static gboolean
on_shown(gpointer source, gpointer data)
{
    HemoClawsBadgeBar *bars = data;
    MessageView *message_view = source;
    View *view = g_hash_table_lookup(bars->views, message_view);

    if (view == NULL)
        view = add_view(bars, message_view);
    forget_shown(view);
    gtk_widget_hide(view->widget.bar);
    begin(view);
    hemo_claws_arrival_look(bars->claws->arrival, message_view->msginfo);
    return FALSE; /* others want to know too */
}

/* The agent is there (again): those who had no answer ask. */
static void
on_connected(HemoAgentLink *link, HemoAgent1 *agent, HemoClawsBadgeBar *bars)
{
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, bars->views);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        View *view = value;

        if (is_still_shown(view) && view->shown.answer == NULL)
            ask(view);
    }
}

HemoClawsBadgeBar *
hemo_claws_badge_bar_new(HemoClaws *claws)
{
    HemoClawsBadgeBar *bars = g_new0(HemoClawsBadgeBar, 1);

    bars->claws = claws;
    bars->notes = hemo_claws_note_new(claws);
    bars->views = g_hash_table_new_full(NULL, NULL, NULL, view_free);
    bars->hook = hooks_register_hook(MESSAGE_VIEW_SHOW_DONE_HOOKLIST, on_shown, bars);
    bars->connected =
        g_signal_connect(claws->link, "connected", G_CALLBACK(on_connected), bars);
    return bars;
}

void
hemo_claws_badge_bar_free(HemoClawsBadgeBar *bars)
{
    if (bars == NULL)
        return;
    hooks_unregister_hook(MESSAGE_VIEW_SHOW_DONE_HOOKLIST, bars->hook);
    g_clear_signal_handler(&bars->connected, bars->claws->link);
    g_hash_table_unref(bars->views);
    hemo_claws_note_free(bars->notes);
    g_free(bars);
}
