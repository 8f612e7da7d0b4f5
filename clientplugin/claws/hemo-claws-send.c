/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-send.h.  One call to the agent at a time; each answer begins the next
 * step.  A send that was abandoned ends at the next answer.
 */
#include "hemo-claws-send.h"

#include "hemo-bus.h"
#include "hemo-claws-account.h"
#include "hemo-claws-question.h"
#include "hemo-claws-wait.h"
#include "hemo-error.h"

#include "account.h"
#include "inc.h"
#include "mainwindow.h"
#include "procmsg.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>

#define ANSWER_WAIT 120000 /* ms; Cancel is there all the time */
#define TURN_WAIT   50     /* ms between two looks whether another mail is still being sent */
#define MOST_ROUNDS 4      /* times that a mail is judged again because something changed */

struct _HemoClawsSend {
    HemoClaws *claws;
    Compose *compose; /* NULL: none, or gone */
    gboolean had_window;
    HemoClawsCapture *capture;
    char *rung;
    gboolean own_encryption;
    gboolean encrypting; /* her own wish to encrypt is put to the agent */
    HemoClawsHad *had;
    HemoClawsSendWindow window;
    GStrv remaining; /* recipients of this press of Send, blind ones last */
    guint rounds;
    GCancellable *cancellable;
    HemoClawsWait *wait;
    GtkWidget *dialog;
    HemoAgent1 *agent;
    char *account;
    char *ticket;
    GVariant *details;
    GPtrArray *messages; /* HemoClawsMessage*, ready to go; NULL: Claws Mail writes it */
    guint turn;          /* source: waits until Claws Mail can send */
    gboolean abandoned;
};

static void find_account(HemoClawsSend *send);
static void show_failure(HemoClawsSend *send, const GError *error);

/* Whoever sits down at a computer that was left must not find a question to answer. */
static void
on_locked(HemoAgent1 *agent, gpointer data)
{
    HemoClawsSend *send = data;

    if (send->dialog != NULL)
        gtk_dialog_response(GTK_DIALOG(send->dialog), GTK_RESPONSE_CANCEL);
}

/* Takes @agent, or NULL. */
static void
set_agent(HemoClawsSend *send, HemoAgent1 *agent)
{
    if (send->agent != NULL)
        g_signal_handlers_disconnect_by_data(send->agent, send);
    g_clear_object(&send->agent);
    send->agent = agent;
    if (agent != NULL)
        g_signal_connect(agent, "locked", G_CALLBACK(on_locked), send);
}

static void
send_free(HemoClawsSend *send)
{
    hemo_claws_wait_free(send->wait);
    if (send->abandoned)
        hemo_claws_had_free(send->had);
    hemo_claws_capture_free(send->capture);
    g_free(send->rung);
    g_strfreev(send->remaining);
    g_clear_object(&send->cancellable);
    set_agent(send, NULL);
    g_free(send->account);
    g_free(send->ticket);
    g_clear_pointer(&send->details, g_variant_unref);
    g_clear_pointer(&send->messages, g_ptr_array_unref);
    g_free(send);
}

/* The window of a mail that a rule sends is hidden until a person is needed. */
static GtkWindow *
parent_of(const HemoClawsSend *send)
{
    if (send->compose != NULL && gtk_widget_get_visible(send->compose->window))
        return GTK_WINDOW(send->compose->window);
    return GTK_WINDOW(mainwindow_get_mainwindow()->window);
}

static void
stop_waiting(HemoClawsSend *send)
{
    g_clear_pointer(&send->wait, hemo_claws_wait_free);
}

/* The person sees a window that does not take keys only while something is shown over it, or
 * for less than half a second.  Not compose->sending: Claws Mail keeps no draft of such a mail,
 * and never ends if it is told to quit. */
static void
hold_window(HemoClawsSend *send, gboolean hold)
{
    if (send->compose != NULL)
        gtk_widget_set_sensitive(send->compose->window, !hold);
}

static void
show_window(HemoClawsSend *send)
{
    if (send->compose != NULL)
        gtk_widget_show(send->compose->window);
}

static void
forget_ticket(HemoClawsSend *send)
{
    if (send->agent != NULL && send->ticket != NULL)
        hemo_agent1_call_abandon(send->agent,
                                 send->ticket,
                                 G_DBUS_CALL_FLAGS_NONE,
                                 ANSWER_WAIT,
                                 NULL,
                                 NULL,
                                 NULL);
    g_clear_pointer(&send->ticket, g_free);
}

/* Ends a send whose window is still there: with the mail in it, unless it was sent. */
static void
end(HemoClawsSend *send, gboolean sent)
{
    stop_waiting(send);
    if (!sent) {
        forget_ticket(send);
        show_window(send);
    }
    hold_window(send, FALSE);
    inc_unlock();
    if (send->compose != NULL) {
        if (sent)
            hemo_claws_deliver_close(send->compose);
        else
            send->compose->modified = TRUE;
    }
    if (!send->abandoned) /* closing the window has done that */
        send->window.ended(send->window.user_data, sent);
    send_free(send);
}

/* TRUE, and @send is gone, if it was abandoned while the agent was asked. */
static gboolean
end_if_abandoned(HemoClawsSend *send)
{
    if (!send->abandoned)
        return FALSE;
    stop_waiting(send);
    forget_ticket(send);
    inc_unlock();
    send_free(send);
    return TRUE;
}

void
hemo_claws_send_abandon(HemoClawsSend *send)
{
    send->abandoned = TRUE;
    send->compose = NULL;
    g_cancellable_cancel(send->cancellable);
    stop_waiting(send);
    if (send->dialog == NULL && send->turn == 0)
        return; /* the answer that is under way ends it */
    g_clear_handle_id(&send->turn, g_source_remove);
    g_clear_pointer(&send->dialog, gtk_widget_destroy);
    end_if_abandoned(send);
}

/* What a failed call means: TRUE if the person cancelled. */
static gboolean
was_cancelled(const GError *error)
{
    return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* Deals with the failure of a call to the agent. */
static void
fail(HemoClawsSend *send, GError *error)
{
    g_autoptr(GError) owned = error;

    if (end_if_abandoned(send))
        return;
    if (was_cancelled(owned)) {
        end(send, FALSE);
        return;
    }
    hemo_bus_convert_error(&owned);
    if (hemo_error_is(owned, HEMO_ERROR_CHANGED) && send->rounds < MOST_ROUNDS) {
        forget_ticket(send);
        find_account(send);
        return;
    }
    show_failure(send, owned);
}

static void
on_failure_answered(const char *choice, gpointer data)
{
    HemoClawsSend *send = data;

    send->dialog = NULL;
    forget_ticket(send);
    if (choice == NULL)
        end(send, FALSE);
    else
        find_account(send);
}

static void
show_failure(HemoClawsSend *send, const GError *error)
{
    g_autofree char *had = hemo_claws_had_words(send->had);
    g_autofree char *text =
        had != NULL ? g_strconcat(error->message, "\n\n", had, NULL) : g_strdup(error->message);
    HemoClawsQuestion question = {
        .title = send->had_window ? _("The mail was not sent. It is still here.")
                                  : _("The mail was not sent."),
        .text = text,
        .retry = TRUE,
        .only_notice = !send->had_window,
    };

    stop_waiting(send);
    show_window(send);
    send->dialog =
        hemo_claws_question_show(parent_of(send), &question, on_failure_answered, send);
}

static const char *
mode_of(const HemoClawsSend *send)
{
    if (send->capture->redirect)
        return "redirect";
    return send->had_window ? "send" : "resend";
}

static GVariant *
envelope_of(const HemoClawsSend *send)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    g_auto(GStrv) to = hemo_claws_had_others(send->had, (const char *const *)send->capture->to);
    g_auto(GStrv) bcc =
        hemo_claws_had_others(send->had, (const char *const *)send->capture->bcc);
    const char *rung = send->encrypting && *send->rung == '\0' ? "end-to-end" : send->rung;

    g_variant_dict_insert(&dict, "account", "s", send->account);
    g_variant_dict_insert(&dict, "from", "s", send->capture->from);
    g_variant_dict_insert(&dict, "to", "^as", to);
    g_variant_dict_insert(&dict, "bcc", "^as", bcc);
    g_variant_dict_insert(&dict, "mode", "s", mode_of(send));
    g_variant_dict_insert(&dict, "rung", "s", rung);
    return g_variant_dict_end(&dict);
}

static GVariant *
sent_object(const GPtrArray *messages, guint n)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a(sas)"));

    for (guint i = 0; i < n; i++) {
        const HemoClawsMessage *message = messages->pdata[i];

        g_variant_builder_add(&builder,
                              "(s^as)",
                              message->message_id != NULL ? message->message_id : "",
                              message->recipients);
    }
    return g_variant_builder_end(&builder);
}

static void
on_notice_read(const char *choice, gpointer data)
{
}

static void
on_recorded(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GError) error = NULL;
    HemoClawsQuestion question = {
        .title = _("The mail was sent, but Hemostat could not record it."),
        .only_notice = TRUE,
    };

    if (hemo_agent1_call_sent_finish(HEMO_AGENT1(source), result, &error))
        return;
    hemo_bus_strip_error(error);
    question.text = error->domain == HEMO_ERROR
                        ? error->message
                        : _("Hemostat's agent ended in between. Its records show what was "
                            "decided, but not that the mail went.");
    hemo_claws_question_show(GTK_WINDOW(mainwindow_get_mainwindow()->window),
                             &question,
                             on_notice_read,
                             NULL);
}

/* The first @n of @messages have been handed to the server. */
static void
record(HemoClawsSend *send, const GPtrArray *messages, guint n)
{
    if (n == 0 || send->ticket == NULL)
        return;
    hemo_agent1_call_sent(send->agent,
                          send->ticket,
                          sent_object(messages, n),
                          G_DBUS_CALL_FLAGS_NONE,
                          ANSWER_WAIT,
                          NULL,
                          on_recorded,
                          NULL);
}

/* Transmits in order and stops at the first that fails; @ret_n were taken by the server. */
static gboolean
transmit(HemoClawsSend *send, const GPtrArray *messages, guint *ret_n, GError **error)
{
    guint i = 0;

    while (i < messages->len && !send->abandoned &&
           hemo_claws_deliver_send(send->capture,
                                   messages->pdata[i],
                                   i + 1 == messages->len,
                                   error)) {
        hemo_claws_had_add(send->had, send->capture, messages->pdata[i]);
        i++;
    }
    *ret_n = i;
    return i == messages->len;
}

/* Whether it worked: the end of this press of Send, or of this try. */
static void
conclude(HemoClawsSend *send, gboolean good, GError *error)
{
    if (end_if_abandoned(send)) {
        g_clear_error(&error);
        return;
    }
    if (!good) {
        fail(send, error);
        return;
    }
    hemo_claws_had_clear(send->had);
    end(send, TRUE);
}

static void
deliver(HemoClawsSend *send)
{
    g_autoptr(GPtrArray) messages = g_ptr_array_ref(send->messages);
    GError *error = NULL;
    guint n = 0;
    gboolean good;

    if (send->capture->now) {
        good = transmit(send, messages, &n, &error);
    } else {
        good = hemo_claws_deliver_queue(send->capture, messages, &error);
        n = good ? messages->len : 0;
    }
    record(send, messages, n);
    conclude(send, good, error);
}

/* Claws Mail writes and sends it itself. */
static void
let_go(HemoClawsSend *send)
{
    g_autoptr(GPtrArray) messages =
        g_ptr_array_new_with_free_func((GDestroyNotify)hemo_claws_deliver_message_free);
    HemoClawsCapture *changed = NULL;
    GError *error = NULL;
    gboolean good;

    g_ptr_array_add(
        messages,
        hemo_claws_deliver_as_is(send->capture, (const char *const *)send->remaining));
    good = send->window.let_go(send->window.user_data, send->capture, &changed, &error);
    if (good)
        record(send, messages, 1);
    if (changed != NULL) {
        hemo_claws_capture_free(send->capture);
        send->capture = changed;
    }
    conclude(send, good, error);
}

static void
take_turn(HemoClawsSend *send)
{
    stop_waiting(send);
    if (send->messages != NULL)
        deliver(send);
    else
        let_go(send);
}

static gboolean
on_turn_due(gpointer data)
{
    HemoClawsSend *send = data;
    gboolean cancelled = g_cancellable_is_cancelled(send->cancellable);

    if (procmsg_is_sending() && !cancelled)
        return G_SOURCE_CONTINUE;
    send->turn = 0;
    if (cancelled)
        end(send, FALSE);
    else
        take_turn(send);
    return G_SOURCE_REMOVE;
}

/* Claws Mail sends one mail at a time, and refuses a second one instead of keeping it.  Takes
 * @messages. */
static void
wait_for_turn(HemoClawsSend *send, GPtrArray *messages)
{
    g_clear_pointer(&send->messages, g_ptr_array_unref);
    send->messages = messages;
    if (send->capture->now && procmsg_is_sending())
        send->turn = g_timeout_add(TURN_WAIT, on_turn_due, send);
    else
        take_turn(send);
}

/* Nothing needs to be done to the mail. */
static void
go_as_it_is(HemoClawsSend *send)
{
    GPtrArray *messages = NULL;

    if (send->compose == NULL || send->capture->redirect || send->capture->signed_already ||
        hemo_claws_had_anybody(send->had)) {
        messages =
            g_ptr_array_new_with_free_func((GDestroyNotify)hemo_claws_deliver_message_free);
        g_ptr_array_add(
            messages,
            hemo_claws_deliver_as_is(send->capture, (const char *const *)send->remaining));
    }
    wait_for_turn(send, messages);
}

/* A program that mail is handed to reads in the header whom it is for: each of several messages
 * would go to all of them, and to nobody who is blind. */
static gboolean
can_part(const HemoClawsSend *send, const GPtrArray *messages, GError **error)
{
    const PrefsAccount *account = account_find_from_id(send->capture->account_id);

    if (messages->len == 1 || (account != NULL && !account->use_mail_command))
        return TRUE;
    hemo_error_set(
        error,
        HEMO_ERROR_HELD,
        _("Not all recipients can get the same mail, and this account hands its mail "
          "to a program, which knows only one: write to them one at a time."));
    return FALSE;
}

static void
on_protected(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoClawsSend *send = data;
    GError *error = NULL;
    g_autoptr(GVariant) messages = NULL;
    g_autoptr(GUnixFDList) fds = NULL;
    g_autoptr(GPtrArray) made = NULL;

    if (hemo_agent1_call_protect_finish(send->agent, &messages, &fds, result, &error))
        made = hemo_claws_deliver_messages(messages, fds, &error);
    if (made != NULL && !can_part(send, made, &error))
        g_clear_pointer(&made, g_ptr_array_unref);
    if (made == NULL)
        fail(send, error);
    else if (!end_if_abandoned(send))
        wait_for_turn(send, g_steal_pointer(&made));
}

static GUnixFDList *
fd_list(const HemoClawsSend *send)
{
    GUnixFDList *fds = g_unix_fd_list_new();

    g_unix_fd_list_append(fds, send->capture->fd, NULL);
    return fds;
}

static void
protect(HemoClawsSend *send)
{
    g_autoptr(GUnixFDList) fds = fd_list(send);

    hemo_agent1_call_protect(send->agent,
                             send->ticket,
                             g_variant_new_handle(0),
                             g_variant_new("ah", NULL),
                             G_DBUS_CALL_FLAGS_NONE,
                             ANSWER_WAIT,
                             fds,
                             send->cancellable,
                             on_protected,
                             send);
}

static void judged(HemoClawsSend *send, const char *verdict);

static void
on_answer_taken(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoClawsSend *send = data;
    GError *error = NULL;
    g_autofree char *verdict = NULL;
    g_autofree char *ticket = NULL;
    g_autoptr(GVariant) details = NULL;

    if (!hemo_agent1_call_answer_finish(send->agent,
                                        &verdict,
                                        &ticket,
                                        &details,
                                        result,
                                        &error)) {
        fail(send, error);
        return;
    }
    if (end_if_abandoned(send))
        return;
    g_free(send->ticket);
    send->ticket = g_steal_pointer(&ticket);
    g_clear_pointer(&send->details, g_variant_unref);
    send->details = g_steal_pointer(&details);
    judged(send, verdict);
}

static void
on_answered(const char *choice, gpointer data)
{
    HemoClawsSend *send = data;

    send->dialog = NULL;
    if (choice == NULL) {
        end(send, FALSE);
        return;
    }
    if (g_str_equal(choice, HEMO_CLAWS_QUESTION_RETRY)) {
        forget_ticket(send);
        find_account(send);
        return;
    }
    send->wait = hemo_claws_wait_new(parent_of(send), send->cancellable);
    hemo_agent1_call_answer(send->agent,
                            send->ticket,
                            choice,
                            "",
                            G_DBUS_CALL_FLAGS_NONE,
                            ANSWER_WAIT,
                            send->cancellable,
                            on_answer_taken,
                            send);
}

static void
ask(HemoClawsSend *send, gboolean held)
{
    g_autofree char *had = hemo_claws_had_words(send->had);
    const char *title = NULL;
    HemoClawsQuestion question = {
        .text = had,
        .details = send->details,
        .retry = held,
        .only_notice = !send->had_window,
    };

    stop_waiting(send);
    g_variant_lookup(send->details, "title", "&s", &title);
    question.title = title != NULL && *title != '\0'
                         ? title
                         : (held ? _("The mail cannot be sent like this.")
                                 : _("Please say what shall be done with this mail."));
    show_window(send);
    send->dialog = hemo_claws_question_show(parent_of(send), &question, on_answered, send);
}

/* Claws Mail's own encryption is good enough for what needs none. */
static gboolean
is_about_nobody(const HemoClawsSend *send)
{
    const char *content = "";

    g_variant_lookup(send->details, "content", "&s", &content);
    return g_str_equal(content, "none") || g_str_equal(content, "health");
}

/* The agent judges the way to the recipients; a newsgroup is none of them. */
static void
hold_public(HemoClawsSend *send)
{
    GError *error = NULL;

    hemo_error_set(&error,
                   HEMO_ERROR_HELD,
                   _("The mail has to be protected, and a newsgroup is public: take the "
                     "newsgroup out."));
    fail(send, error);
}

/* The agent has judged.  Anything that is not known is held. */
static void
judged(HemoClawsSend *send, const char *verdict)
{
    gboolean goes = g_str_equal(verdict, "send");
    gboolean protected = g_str_equal(verdict, "protect");

    if (send->own_encryption && !send->encrypting && !(goes && is_about_nobody(send))) {
        /* she wants it encrypted: that is the least, and by keys that are known to be right */
        send->encrypting = TRUE;
        forget_ticket(send);
        find_account(send);
        return;
    }
    if (send->capture->news && (protected || (goes && !is_about_nobody(send))))
        hold_public(send);
    else if (goes)
        go_as_it_is(send);
    else if (protected)
        protect(send);
    else
        ask(send, !g_str_equal(verdict, "ask"));
}

static void
on_assessed(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoClawsSend *send = data;
    GError *error = NULL;
    g_autofree char *verdict = NULL;

    g_clear_pointer(&send->details, g_variant_unref);
    if (!hemo_agent1_call_assess_finish(send->agent,
                                        &verdict,
                                        &send->ticket,
                                        &send->details,
                                        NULL,
                                        result,
                                        &error))
        fail(send, error);
    else if (!end_if_abandoned(send))
        judged(send, verdict);
}

static void
on_agent(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoClawsSend *send = data;
    GError *error = NULL;
    g_autoptr(GUnixFDList) fds = NULL;

    set_agent(send, hemo_agent_link_get_finish(result, &error));
    if (send->agent == NULL) {
        fail(send, error);
        return;
    }
    if (end_if_abandoned(send))
        return;
    fds = fd_list(send);
    hemo_agent1_call_assess(send->agent,
                            g_variant_new_handle(0),
                            g_variant_new("ah", NULL),
                            envelope_of(send),
                            G_DBUS_CALL_FLAGS_NONE,
                            ANSWER_WAIT,
                            fds,
                            send->cancellable,
                            on_assessed,
                            send);
}

static void
on_account(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoClawsSend *send = data;
    GError *error = NULL;

    g_free(send->account);
    send->account = hemo_claws_account_find_finish(result, &error);
    if (send->account == NULL)
        fail(send, error);
    else if (!end_if_abandoned(send))
        hemo_agent_link_get_async(send->claws->link, send->cancellable, on_agent, send);
}

static void
set_remaining(HemoClawsSend *send)
{
    g_auto(GStrv) to = hemo_claws_had_others(send->had, (const char *const *)send->capture->to);
    g_auto(GStrv) bcc =
        hemo_claws_had_others(send->had, (const char *const *)send->capture->bcc);
    g_autoptr(GStrvBuilder) all = g_strv_builder_new();

    g_strv_builder_addv(all, (const char **)to);
    g_strv_builder_addv(all, (const char **)bcc);
    g_strfreev(send->remaining);
    send->remaining = g_strv_builder_end(all);
}

/* The first step, also of each new try. */
static void
find_account(HemoClawsSend *send)
{
    const PrefsAccount *account = account_find_from_id(send->capture->account_id);
    GError *error = NULL;

    send->rounds++;
    hemo_claws_had_begin(send->had, send->capture->content_likeness);
    set_remaining(send);
    hold_window(send, TRUE);
    g_cancellable_reset(send->cancellable);
    if (account == NULL) {
        hemo_error_set(&error, HEMO_ERROR_NOT_FOUND, _("The account is not there any more."));
        show_failure(send, error);
        g_clear_error(&error);
        return;
    }
    if (send->wait == NULL)
        send->wait = hemo_claws_wait_new(parent_of(send), send->cancellable);
    hemo_claws_account_find_async(send->claws, account, send->cancellable, on_account, send);
}

HemoClawsSend *
hemo_claws_send_begin(HemoClaws *claws,
                      Compose *compose,
                      HemoClawsCapture *capture,
                      const char *rung,
                      gboolean own_encryption,
                      HemoClawsHad *had,
                      const HemoClawsSendWindow *window)
{
    HemoClawsSend *send = g_new0(HemoClawsSend, 1);

    send->claws = claws;
    send->compose = compose;
    send->had_window = compose != NULL;
    send->capture = capture;
    send->rung = g_strdup(rung);
    send->own_encryption = own_encryption;
    send->had = had;
    send->window = *window;
    send->cancellable = g_cancellable_new();
    inc_lock();
    find_account(send);
    return send;
}
