/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-sender.h.
 */
#include "hemo-claws-sender.h"

#include "hemo-claws-compose-bar.h"
#include "hemo-claws-question.h"
#include "hemo-claws-send.h"
#include "hemo-error.h"

#include "hooks.h"
#include "privacy.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SYSTEM_ID   "hemostat"
#define END_TO_END  "end-to-end"
#define ALERT_WAIT  10 /* ms between two looks */
#define ALERT_LOOKS 100
#define SETTLE_WAIT 200 /* ms between two looks whether Claws Mail gave up by itself */

/* What the next message of a window that Claws Mail wants signed is for. */
typedef enum {
    EXPECT_NOTHING = 0, /* refuse it */
    EXPECT_CAPTURE,
    EXPECT_RELEASE, /* it was judged: let it go if it is still the same */
} Expect;

/* What the person chose in Claws Mail itself. */
typedef struct {
    char *system; /* NULL: none, or ours */
    gboolean sign;
    gboolean encrypt;
} Choice;

/* A compose window that Send was pressed in. */
typedef struct {
    HemoClawsSender *sender;
    Compose *compose;
    GtkWidget *widget;
    Expect expect;
    Choice choice;
    const HemoClawsCapture *judged; /* while EXPECT_RELEASE */
    HemoClawsCapture *captured;     /* waits for its send to begin, or has changed */
    guint begin;                    /* source */
    guint patience;                 /* looks for Claws Mail's alert that are left */
    guint settle;                   /* source, while EXPECT_CAPTURE */
    int depth;                      /* of the main loop that Send was pressed in */
    HemoClawsSend *send;
    HemoClawsHad *had;
} Window;

struct _HemoClawsSender {
    HemoClaws *claws;
    gulong hook;
    gulong last_hook;    /* the same list; behind those of all others */
    GHashTable *windows; /* Compose* -> Window* */
    GPtrArray *again;    /* Again*, sends under way */
};

/* A mail that is sent again: there is no window. */
typedef struct {
    HemoClawsSender *sender;
    HemoClawsSend *send;
    HemoClawsHad *had;
} Again;

/* Claws Mail hands a privacy system nothing to keep its state in. */
static HemoClawsSender *the_sender;

static void
choice_clear(Choice *choice)
{
    g_clear_pointer(&choice->system, g_free);
    choice->sign = FALSE;
    choice->encrypt = FALSE;
}

static void
choice_read(Choice *choice, const Compose *compose)
{
    gboolean ours = g_strcmp0(compose->privacy_system, SYSTEM_ID) == 0;

    choice_clear(choice);
    choice->system = ours ? NULL : g_strdup(compose->privacy_system);
    choice->sign = choice->system != NULL && compose->use_signing;
    choice->encrypt = compose->use_encryption;
}

static void
choice_restore(const Choice *choice, Compose *compose)
{
    g_free(compose->privacy_system);
    compose->privacy_system = g_strdup(choice->system);
    compose->use_signing = choice->sign;
    compose->use_encryption = choice->encrypt;
}

static void
on_widget_destroyed(GtkWidget *widget, gpointer data)
{
    Window *window = data;

    g_hash_table_remove(window->sender->windows, window->compose);
}

static gboolean
is_busy(const Window *window)
{
    return window->send != NULL || window->begin != 0;
}

/* GTK lets a window be closed that takes no keys. */
static gboolean
on_event(GtkWidget *widget, GdkEvent *event, gpointer data)
{
    return gdk_event_get_event_type(event) == GDK_DELETE && is_busy(data);
}

static void
window_free(gpointer data)
{
    Window *window = data;

    g_signal_handlers_disconnect_by_data(window->widget, window);
    if (is_busy(window) && !gtk_widget_in_destruction(window->widget))
        gtk_widget_set_sensitive(window->widget, TRUE); /* the add-on goes, the mail stays */
    g_clear_handle_id(&window->begin, g_source_remove);
    g_clear_handle_id(&window->settle, g_source_remove);
    if (window->send != NULL)
        hemo_claws_send_abandon(window->send);
    else
        hemo_claws_had_free(window->had);
    hemo_claws_capture_free(window->captured);
    choice_clear(&window->choice);
    g_free(window);
}

static Window *
window_of(HemoClawsSender *sender, Compose *compose)
{
    Window *window = g_hash_table_lookup(sender->windows, compose);

    if (window != NULL)
        return window;
    window = g_new0(Window, 1);
    window->sender = sender;
    window->compose = compose;
    window->widget = compose->window;
    window->had = hemo_claws_had_new();
    g_signal_connect(window->widget, "destroy", G_CALLBACK(on_widget_destroyed), window);
    g_signal_connect(window->widget, "event", G_CALLBACK(on_event), window);
    g_hash_table_insert(sender->windows, compose, window);
    return window;
}

static void
arm(Window *window, Expect expect)
{
    Compose *compose = window->compose;

    window->expect = expect;
    g_free(compose->privacy_system);
    compose->privacy_system = g_strdup(SYSTEM_ID);
    compose->use_signing = TRUE;
    compose->use_encryption =
        expect == EXPECT_RELEASE && window->choice.encrypt && window->choice.system != NULL;
}

static void
disarm(Window *window)
{
    g_clear_handle_id(&window->settle, g_source_remove);
    window->expect = EXPECT_NOTHING;
    choice_restore(&window->choice, window->compose);
}

/* Claws Mail may give up before it signs, and tells nobody (an attachment that is not there any
 * more): then her own choice comes back.  Not while its dialogs are up, as the mail may still
 * come: they run a main loop inside of the one that Send was pressed in. */
static gboolean
on_settle_due(gpointer data)
{
    Window *window = data;

    if (g_main_depth() > window->depth)
        return G_SOURCE_CONTINUE;
    window->settle = 0;
    disarm(window);
    return G_SOURCE_REMOVE;
}

static void
arm_capture(Window *window)
{
    arm(window, EXPECT_CAPTURE);
    window->depth = g_main_depth();
    if (window->settle == 0)
        window->settle = g_timeout_add(SETTLE_WAIT, on_settle_due, window);
}

/* Lets Claws Mail write the mail once more and send it itself, if it is still the same. */
static gboolean
let_go(gpointer data,
       const HemoClawsCapture *expected,
       HemoClawsCapture **ret_changed,
       GError **error)
{
    Window *window = data;
    HemoClawsSender *sender = window->sender;
    Compose *compose = window->compose;
    gboolean good;

    window->judged = expected;
    arm(window, EXPECT_RELEASE);
    good = hemo_claws_deliver_composed(compose, expected->now, error);
    if (the_sender != sender || g_hash_table_lookup(sender->windows, compose) != window)
        return good; /* it was closed, or the add-on unloaded meanwhile */
    window->judged = NULL;
    disarm(window);
    *ret_changed = g_steal_pointer(&window->captured);
    if (*ret_changed != NULL) {
        g_clear_error(error);
        hemo_error_set(error, HEMO_ERROR_CHANGED, _("The mail has just changed: try again."));
    }
    return good;
}

static void
on_ended(gpointer data, gboolean sent)
{
    Window *window = data;

    window->send = NULL;
}

/* The least protection that the person asked for, by our own means. */
static const char *
rung_of(const Window *window)
{
    const char *rung =
        hemo_claws_compose_bar_rung(window->sender->claws->compose_bar, window->compose);
    gboolean chosen = window->choice.encrypt && window->choice.system == NULL;

    return chosen && *rung == '\0' ? END_TO_END : rung;
}

/* Claws Mail says "Could not queue message." when a redirected mail is taken from "Send later",
 * although nothing is wrong: that goes before anybody has read it.  TRUE if it was there. */
static gboolean
close_alert(void)
{
    g_autoptr(GList) all = gtk_window_list_toplevels();

    for (GList *at = all; at != NULL; at = at->next) {
        GtkWindow *one = at->data;

        if (gtk_window_get_modal(one) && gtk_widget_get_mapped(GTK_WIDGET(one)) &&
            g_strcmp0(gtk_window_get_title(one), dgettext("claws-mail", "Error")) == 0) {
            gtk_window_close(one);
            return TRUE;
        }
    }
    return FALSE;
}

static gboolean
on_begin(gpointer data)
{
    Window *window = data;
    HemoClawsSender *sender = window->sender;
    HemoClawsSendWindow callbacks = {let_go, on_ended, window};

    window->begin = 0;
    if (window->compose->batch)
        gtk_widget_hide(window->widget);
    window->send = hemo_claws_send_begin(sender->claws,
                                         window->compose,
                                         g_steal_pointer(&window->captured),
                                         rung_of(window),
                                         window->choice.encrypt,
                                         window->had,
                                         &callbacks);
    return G_SOURCE_REMOVE;
}

static gboolean
on_alert_due(gpointer data)
{
    Window *window = data;

    if (!close_alert() && --window->patience > 0)
        return G_SOURCE_CONTINUE;
    window->begin = g_idle_add(on_begin, window);
    return G_SOURCE_REMOVE;
}

/* Takes @captured; the send begins as soon as Claws Mail has finished giving up its own. */
static void
begin_later(Window *window, HemoClawsCapture *captured)
{
    hemo_claws_capture_free(window->captured);
    window->captured = captured;
    gtk_widget_set_sensitive(window->widget, FALSE);
    if (window->begin != 0)
        return;
    window->patience = ALERT_LOOKS;
    window->begin = captured->redirect && !captured->now
                        ? g_timeout_add(ALERT_WAIT, on_alert_due, window)
                        : g_idle_add_full(G_PRIORITY_HIGH, on_begin, window, NULL);
}

static void
on_notice_read(const char *choice, gpointer data)
{
}

static void
show_notice(Window *window, const char *text)
{
    HemoClawsQuestion notice = {
        .title = _("The mail was not sent. It is still here."),
        .text = text,
    };

    hemo_claws_question_show(GTK_WINDOW(window->widget), &notice, on_notice_read, NULL);
}

/* A redirected mail passes no privacy system: it is taken here.  TRUE stops Claws Mail. */
static gboolean
take_redirect(Window *window)
{
    g_autoptr(GError) error = NULL;
    HemoClawsCapture *captured = hemo_claws_capture_new_redirect(window->compose, &error);

    if (captured != NULL)
        begin_later(window, captured);
    else
        show_notice(window, error->message);
    return TRUE;
}

/* What another add-on chose for an armed window after us would let the mail pass. */
static gboolean
on_last_check(gpointer source, gpointer data)
{
    HemoClawsSender *sender = data;
    Window *window = g_hash_table_lookup(sender->windows, source);

    if (window != NULL && window->expect == EXPECT_CAPTURE)
        arm_capture(window);
    return FALSE;
}

/* Whoever else watches for Send may have come after us.  The list is being walked: its end is
 * still ahead. */
static void
come_last(HemoClawsSender *sender)
{
    hooks_unregister_hook(COMPOSE_CHECK_BEFORE_SEND_HOOKLIST, sender->last_hook);
    sender->last_hook =
        hooks_register_hook(COMPOSE_CHECK_BEFORE_SEND_HOOKLIST, on_last_check, sender);
}

static gboolean
on_check_before_send(gpointer source, gpointer data)
{
    Compose *compose = source;
    HemoClawsSender *sender = data;
    Window *window;

    come_last(sender);
    if (compose->to_list == NULL)
        return FALSE; /* a newsgroup only: no mail */
    window = window_of(sender, compose);
    if (is_busy(window))
        return TRUE;
    if (g_strcmp0(compose->privacy_system, SYSTEM_ID) != 0 || window->expect == EXPECT_NOTHING)
        choice_read(&window->choice, compose);
    if (compose->redirect_filename != NULL)
        return take_redirect(window);
    arm_capture(window);
    return FALSE;
}

/* Claws Mail forgets the tree of a message that is not signed, and its parts stay in files. */
static void
free_parts(MimeInfo *message)
{
    while (message->node->children != NULL) {
        MimeInfo *part = message->node->children->data;

        g_node_unlink(part->node);
        procmime_mimeinfo_free_all(&part);
    }
}

static gboolean
is_of(const Window *window, const MimeInfo *message, const PrefsAccount *account)
{
    const Compose *compose = window->compose;

    if (window->expect == EXPECT_NOTHING || compose->account != account)
        return FALSE;
    return compose->msgid == NULL ||
           (message->data.mem != NULL && strstr(message->data.mem, compose->msgid) != NULL);
}

/* The window that @message comes out of; NULL unless it is exactly one. */
static Window *
find_window(HemoClawsSender *sender, const MimeInfo *message, const PrefsAccount *account)
{
    Window *found = NULL;
    GHashTableIter iter;
    gpointer value;

    g_hash_table_iter_init(&iter, sender->windows);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        if (!is_of(value, message, account))
            continue;
        if (found != NULL)
            return NULL;
        found = value;
    }
    return found;
}

/* Takes the mail out of @message with her own signature on it, so that it is judged as it goes.
 * Its likeness is that of the mail without, as every signature is another one. */
static HemoClawsCapture *
capture_signed(Window *window,
               MimeInfo *message,
               PrefsAccount *account,
               const char *from,
               GError **error)
{
    g_autoptr(HemoClawsCapture) bare = hemo_claws_capture_new(window->compose, message, error);
    HemoClawsCapture *captured;

    if (bare == NULL || !window->choice.sign)
        return g_steal_pointer(&bare);
    if (!privacy_sign(window->choice.system, message, account, from)) {
        hemo_error_set(error, HEMO_ERROR_FAILED, _("The mail could not be signed."));
        return NULL;
    }
    captured = hemo_claws_capture_new(window->compose, message, error);
    if (captured != NULL)
        hemo_claws_capture_liken(captured, bare);
    return captured;
}

static gboolean
capture(Window *window, MimeInfo *message, PrefsAccount *account, const char *from)
{
    g_autoptr(GError) error = NULL;
    HemoClawsCapture *captured = capture_signed(window, message, account, from, &error);

    free_parts(message);
    disarm(window);
    if (captured == NULL) {
        if (!privacy_peek_error())
            privacy_set_error("%s", error->message);
        return FALSE;
    }
    captured->signed_already = window->choice.sign && !window->choice.encrypt;
    begin_later(window, captured);
    return FALSE;
}

/* TRUE lets it go, signed as she wants; what has changed is captured anew. */
static gboolean
release(Window *window, MimeInfo *message, PrefsAccount *account, const char *from)
{
    g_autoptr(HemoClawsCapture) now = hemo_claws_capture_new(window->compose, message, NULL);
    gboolean same =
        now != NULL && g_str_equal(now->likeness, window->judged->likeness) &&
        g_strv_equal((const char *const *)now->to, (const char *const *)window->judged->to) &&
        g_strv_equal((const char *const *)now->bcc, (const char *const *)window->judged->bcc);

    window->expect = EXPECT_NOTHING;
    choice_restore(&window->choice, window->compose);
    if (same &&
        (!window->choice.sign || privacy_sign(window->choice.system, message, account, from)))
        return TRUE;
    if (!same)
        window->captured = capture_signed(window, message, account, from, NULL);
    if (window->captured != NULL)
        window->captured->now = window->judged->now;
    free_parts(message);
    return FALSE;
}

static gboolean
on_sign(MimeInfo *message, PrefsAccount *account, const gchar *from)
{
    Window *window = the_sender != NULL ? find_window(the_sender, message, account) : NULL;

    if (window == NULL) {
        free_parts(message);
        privacy_set_error("%s", _("Hemostat has not checked this mail: press Send again."));
        return FALSE;
    }
    if (window->expect == EXPECT_RELEASE)
        return release(window, message, account, from);
    return capture(window, message, account, from);
}

/* Only asked when a judged mail is let go that she wants encrypted by Claws Mail. */
static gchar *
on_get_encrypt_data(GSList *recipients)
{
    GHashTableIter iter;
    gpointer value;

    if (the_sender == NULL)
        return NULL;
    g_hash_table_iter_init(&iter, the_sender->windows);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const Window *window = value;

        if (window->expect == EXPECT_RELEASE)
            return privacy_get_encrypt_data(window->choice.system, recipients);
    }
    return NULL;
}

static gboolean
on_encrypt(MimeInfo *message, const gchar *data)
{
    privacy_set_error("%s", _("Hemostat has not checked this mail: press Send again."));
    return FALSE;
}

static void
on_free_data(PrivacyData *data)
{
}

static gboolean
is_never(MimeInfo *message)
{
    return FALSE;
}

static PrivacySystem the_system = {
    .id = (gchar *)SYSTEM_ID,
    .name = (gchar *)"Hemostat",
    .free_privacydata = on_free_data,
    .is_signed = is_never,
    .is_encrypted = is_never,
    .can_sign = TRUE,
    .sign = on_sign,
    .can_encrypt = TRUE,
    .get_encrypt_data = on_get_encrypt_data,
    .encrypt = on_encrypt,
};

HemoClawsSender *
hemo_claws_sender_new(HemoClaws *claws)
{
    HemoClawsSender *sender = g_new0(HemoClawsSender, 1);

    sender->claws = claws;
    sender->windows = g_hash_table_new_full(NULL, NULL, NULL, window_free);
    sender->again = g_ptr_array_new();
    sender->hook =
        hooks_register_hook(COMPOSE_CHECK_BEFORE_SEND_HOOKLIST, on_check_before_send, sender);
    sender->last_hook =
        hooks_register_hook(COMPOSE_CHECK_BEFORE_SEND_HOOKLIST, on_last_check, sender);
    the_sender = sender;
    privacy_register_system(&the_system);
    return sender;
}

void
hemo_claws_sender_free(HemoClawsSender *sender)
{
    if (sender == NULL)
        return;
    hooks_unregister_hook(COMPOSE_CHECK_BEFORE_SEND_HOOKLIST, sender->hook);
    hooks_unregister_hook(COMPOSE_CHECK_BEFORE_SEND_HOOKLIST, sender->last_hook);
    privacy_unregister_system(&the_system);
    the_sender = NULL;
    g_hash_table_unref(sender->windows);
    for (guint i = 0; i < sender->again->len; i++) {
        Again *again = sender->again->pdata[i];

        hemo_claws_send_abandon(again->send); /* and its HemoClawsHad with it */
        g_free(again);
    }
    g_ptr_array_unref(sender->again);
    g_free(sender);
}

static void
on_again_ended(gpointer data, gboolean sent)
{
    Again *again = data;

    g_ptr_array_remove_fast(again->sender->again, again);
    hemo_claws_had_free(again->had);
    g_free(again);
}

void
hemo_claws_sender_resend(HemoClawsSender *sender,
                         const PrefsAccount *account,
                         GBytes *mail,
                         const char *const *recipients)
{
    HemoClawsCapture *captured = hemo_claws_capture_new_resend(account, mail, recipients, NULL);
    Again *again;
    HemoClawsSendWindow callbacks = {NULL, on_again_ended, NULL};

    if (captured == NULL)
        return; /* too big to have been sent in the first place */
    again = g_new0(Again, 1);
    again->sender = sender;
    again->had = hemo_claws_had_new();
    callbacks.user_data = again;
    g_ptr_array_add(sender->again, again);
    again->send = hemo_claws_send_begin(sender->claws,
                                        NULL,
                                        captured,
                                        END_TO_END,
                                        FALSE,
                                        again->had,
                                        &callbacks);
}
