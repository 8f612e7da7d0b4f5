/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-session.h.
 */
#include "hemo-session.h"

#include "hemo-agent1.h"
#include "hemo-audit-desk.h"
#include "hemo-bus.h"
#include "hemo-case-report.h"
#include "hemo-claims.h"
#include "hemo-error.h"
#include "hemo-filed-mail.h"
#include "hemo-forget.h"
#include "hemo-key-session.h"
#include "hemo-limits.h"
#include "hemo-log.h"
#include "hemo-native.h"
#include "hemo-note.h"
#include "hemo-outgoing.h"
#include "hemo-protect.h"
#include "hemo-received-mail.h"
#include "hemo-refusal.h"
#include "hemo-sent-mail.h"
#include "hemo-submission.h"
#include "hemo-watch.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define MAX_WATCHED 100

typedef struct {
    GDBusConnection *connection;
    HemoServices *services;
    HemoAgent1 *agent;
    HemoAuditDesk *audit;
    HemoKeySession *keys;
    HemoClaims *claims;
    HemoWatch *watch;
    gboolean greeted;
    char *client; /* as it said Hello; NULL before */
    gint pid;     /* of who connected; 0: not known */
    guint away;   /* number of its hook */
    void (*closed)(gpointer user_data);
    gpointer user_data;
} Session;

/* A call that is answered later. */
typedef struct {
    HemoServices *services;
    HemoCase *mail;                    /* that the call is about, or NULL */
    GVariant *messages;                /* of Sent, or NULL */
    GDBusMethodInvocation *invocation; /* taken over by what answers it */
    HemoAgent1 *agent;
} Call;

static Call *
call_new(Session *session, GDBusMethodInvocation *invocation)
{
    Call *call = g_new0(Call, 1);

    call->services = session->services;
    call->invocation = invocation;
    call->agent = g_object_ref(session->agent);
    return call;
}

static void
call_free(Call *call)
{
    g_object_unref(call->agent);
    hemo_case_unref(call->mail);
    g_clear_pointer(&call->messages, g_variant_unref);
    g_free(call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Call, call_free)

static gint
find_pid(GDBusConnection *connection)
{
    GCredentials *credentials = g_dbus_connection_get_peer_credentials(connection);

    return credentials != NULL ? MAX(g_credentials_get_unix_pid(credentials, NULL), 0) : 0;
}

/* The mail program of that process is in our care until its connection goes. */
static void
come(Session *session, const char *client)
{
    if (session->client != NULL)
        return;
    session->client = g_strdup(client);
    session->pid = find_pid(session->connection);
    if (session->services->clients != NULL)
        hemo_client_watch_connected(session->services->clients, session->pid, client);
}

static void
go(Session *session)
{
    if (session->client != NULL && session->services->clients != NULL)
        hemo_client_watch_closed(session->services->clients, session->pid, session->client);
    g_free(session->client);
}

static gboolean
on_hello(HemoAgent1 *agent,
         GDBusMethodInvocation *invocation,
         guint version,
         const char *client,
         gpointer data)
{
    Session *session = data;
    GError *error = NULL;

    session->greeted = version == HEMO_BUS_VERSION;
    if (session->greeted) {
        come(session, client);
        hemo_agent1_complete_hello(agent, invocation, PACKAGE_VERSION);
        return TRUE;
    }
    hemo_error_set(
        &error,
        HEMO_ERROR_VERSION,
        _("the mail program's add-on and Hemostat's agent are of different versions: "
          "close the mail program and start it again"));
    hemo_refusal_answer(invocation, error);
    return TRUE;
}

static gboolean
on_account(HemoAgent1 *agent,
           GDBusMethodInvocation *invocation,
           GVariant *settings,
           gpointer data)
{
    Session *session = data;
    const HemoAccount *account = NULL;
    GError *error = NULL;

    if (!hemo_refusal_check_greeted(session->greeted, invocation))
        return TRUE;
    if (!hemo_services_refresh(session->services, &error) ||
        !hemo_claims_take(session->claims,
                          settings,
                          hemo_config_accounts(session->services->config),
                          &account,
                          &error)) {
        hemo_refusal_answer(invocation, error);
        return TRUE;
    }
    hemo_watch_refresh(session->watch);
    hemo_agent1_complete_account(agent,
                                 invocation,
                                 account != NULL ? hemo_account_id(account) : "");
    return TRUE;
}

/* The descriptor that @handle names, duplicated; -1 if the client did not send one. */
static int
take_fd(GUnixFDList *fds, GVariant *handle, GError **error)
{
    int index = g_variant_get_handle(handle);
    int fd = -1;

    if (fds != NULL && index >= 0 && index < g_unix_fd_list_get_length(fds))
        fd = g_unix_fd_list_get(fds, index, NULL);
    if (fd < 0)
        hemo_error_set(error, HEMO_ERROR_INVALID, _("the mail was not handed over"));
    return fd;
}

/* The mail or password that a call brings; -1 if the call was refused, and answered. */
static int
receive(Session *session, GDBusMethodInvocation *invocation, GUnixFDList *fds, GVariant *handle)
{
    GError *error = NULL;
    int fd = -1;

    if (!hemo_refusal_check_greeted(session->greeted, invocation))
        return -1;
    fd = take_fd(fds, handle, &error);
    if (fd < 0)
        hemo_refusal_answer(invocation, error);
    return fd;
}

static void
answer_case(Call *call,
            HemoCase *mail,
            const char *ticket,
            void (*complete)(HemoAgent1 *,
                             GDBusMethodInvocation *,
                             const char *,
                             const char *,
                             GVariant *))
{
    const char *verdict = hemo_names_find(hemo_verdict_names, hemo_case_verdict(mail));

    hemo_log_event(HEMO_LOG_ASSESSED,
                   verdict,
                   (guint)hemo_envelope_count(hemo_case_envelope(mail)));
    complete(call->agent, call->invocation, verdict, ticket, hemo_case_report_details(mail));
}

static void
complete_assess(HemoAgent1 *agent,
                GDBusMethodInvocation *invocation,
                const char *verdict,
                const char *ticket,
                GVariant *details)
{
    hemo_agent1_complete_assess(agent, invocation, NULL, verdict, ticket, details);
}

static void
on_assessed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    g_autoptr(HemoCase) mail = hemo_outgoing_assess_finish(result, &error);

    if (hemo_error_is(error, HEMO_ERROR_LOCKED))
        hemo_forget_ask_for_keyring(call->services);
    if (mail == NULL)
        hemo_refusal_answer(call->invocation, error);
    else
        answer_case(call,
                    mail,
                    hemo_ticket_table_add(call->services->tickets, mail),
                    complete_assess);
}

/* NULL if the call was refused, and answered. */
static HemoHanded *
receive_parts(Session *session,
              GDBusMethodInvocation *invocation,
              GUnixFDList *fds,
              GVariant *mail,
              GVariant *parts)
{
    GError *error = NULL;
    HemoHanded *handed = NULL;

    if (!hemo_refusal_check_greeted(session->greeted, invocation))
        return NULL;
    handed = hemo_handed_take(fds, mail, parts, &error);
    if (handed == NULL)
        hemo_refusal_answer(invocation, error);
    return handed;
}

static gboolean
on_assess(HemoAgent1 *agent,
          GDBusMethodInvocation *invocation,
          GUnixFDList *fds,
          GVariant *mail,
          GVariant *parts,
          GVariant *envelope,
          gpointer data)
{
    Session *session = data;
    HemoHanded *handed = receive_parts(session, invocation, fds, mail, parts);

    if (handed != NULL)
        hemo_outgoing_assess_async(session->services,
                                   session->claims,
                                   handed,
                                   envelope,
                                   on_assessed,
                                   call_new(session, invocation));
    return TRUE;
}

static gboolean
on_answer(HemoAgent1 *agent,
          GDBusMethodInvocation *invocation,
          const char *ticket,
          const char *choice,
          const char *reason,
          gpointer data)
{
    Session *session = data;
    GError *error = NULL;
    HemoCase *mail;
    g_autoptr(Call) call = NULL;

    if (!hemo_refusal_check_greeted(session->greeted, invocation))
        return TRUE;
    mail = hemo_ticket_table_find(session->services->tickets, ticket, &error);
    if (mail == NULL || !hemo_outgoing_answer(session->services,
                                              session->claims,
                                              mail,
                                              choice,
                                              reason,
                                              &error)) {
        hemo_refusal_answer(invocation, error);
        return TRUE;
    }
    hemo_ticket_table_renew(session->services->tickets, ticket);
    call = call_new(session, invocation);
    answer_case(call, mail, ticket, hemo_agent1_complete_answer);
    return TRUE;
}

/* A mail that came to nothing leaves a record too; if even that fails, so be it. */
static void
record_end(HemoServices *services, HemoCase *mail, const char *event, const GError *error)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    if (error != NULL)
        g_variant_dict_insert(&dict, "code", "s", hemo_log_error_code(error));
    hemo_audit_log_append(services->audit,
                          hemo_case_id(mail),
                          event,
                          g_variant_dict_end(&dict),
                          NULL,
                          NULL);
}

static void
on_protected(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    g_autoptr(GUnixFDList) fds = NULL;
    g_autoptr(GVariant) messages = hemo_protect_finish(result, &fds, &error);

    if (messages == NULL) {
        record_end(call->services, call->mail, "failed", error);
        hemo_refusal_answer(call->invocation, error);
        return;
    }
    hemo_log_event(HEMO_LOG_PROTECTED, NULL, (guint)g_variant_n_children(messages));
    hemo_agent1_complete_protect(call->agent, call->invocation, fds, messages);
}

static gboolean
on_protect(HemoAgent1 *agent,
           GDBusMethodInvocation *invocation,
           GUnixFDList *fds,
           const char *ticket,
           GVariant *mail,
           GVariant *parts,
           gpointer data)
{
    Session *session = data;
    GError *error = NULL;
    HemoHanded *handed = receive_parts(session, invocation, fds, mail, parts);
    HemoCase *judged;
    Call *call;

    if (handed == NULL)
        return TRUE;
    judged = hemo_ticket_table_use(session->services->tickets, ticket, &error);
    if (judged == NULL) {
        hemo_handed_free(handed);
        hemo_refusal_answer(invocation, error);
        return TRUE;
    }
    call = call_new(session, invocation);
    call->mail = judged;
    hemo_protect_async(session->services, session->claims, judged, handed, on_protected, call);
    return TRUE;
}

/* The case of a mail that may have been sent: after Protect, or by the mail program itself if
 * that was allowed; what else had to be protected cannot have gone without Protect. */
static HemoCase *
find_sent(HemoTicketTable *tickets, const char *ticket, GError **error)
{
    HemoCase *mail = hemo_ticket_table_find_used(tickets, ticket, NULL);

    if (mail != NULL)
        return mail;
    mail = hemo_ticket_table_find_locked(tickets, ticket);
    if (mail == NULL)
        mail = hemo_ticket_table_find(tickets, ticket, error);
    if (mail == NULL || hemo_case_verdict(mail) == HEMO_VERDICT_SEND ||
        hemo_native_is_possible(mail))
        return mail;
    hemo_error_set(error, HEMO_ERROR_HELD, _("the mail is held"));
    return NULL;
}

/* Opened once more if the screen was locked while the mail went. */
static void
on_open_for_sent(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;

    if (!hemo_audit_log_open_finish(call->services->audit, result, &error) ||
        !hemo_sent_mail_record(call->services, call->mail, call->messages, &error)) {
        hemo_refusal_answer(call->invocation, error);
        return;
    }
    hemo_log_event(HEMO_LOG_SENT, NULL, (guint)g_variant_n_children(call->messages));
    hemo_agent1_complete_sent(call->agent, call->invocation);
}

static gboolean
on_sent(HemoAgent1 *agent,
        GDBusMethodInvocation *invocation,
        const char *ticket,
        GVariant *messages,
        gpointer data)
{
    Session *session = data;
    HemoServices *services = session->services;
    GError *error = NULL;
    HemoCase *mail;
    Call *call;

    if (!hemo_refusal_check_greeted(session->greeted, invocation))
        return TRUE;
    mail = find_sent(services->tickets, ticket, &error);
    if (mail == NULL) {
        hemo_refusal_answer(invocation, error);
        return TRUE;
    }
    call = call_new(session, invocation);
    call->mail = hemo_case_ref(mail);
    call->messages = g_variant_ref(messages);
    hemo_audit_log_open_async(services->audit, NULL, on_open_for_sent, call);
    return TRUE;
}

static void
on_checked(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    g_autofree char *words = NULL;
    GError *error = NULL;

    if (!hemo_filed_mail_check_finish(result, &words, &error))
        hemo_refusal_answer(call->invocation, error);
    else
        hemo_agent1_complete_check(call->agent,
                                   call->invocation,
                                   NULL,
                                   words == NULL,
                                   words != NULL ? words : "");
}

static gboolean
on_check(HemoAgent1 *agent,
         GDBusMethodInvocation *invocation,
         GUnixFDList *fds,
         const char *ticket,
         GVariant *mail,
         gpointer data)
{
    Session *session = data;
    GError *error = NULL;
    HemoCase *judged;
    int fd = receive(session, invocation, fds, mail);

    if (fd < 0)
        return TRUE;
    judged = find_sent(session->services->tickets, ticket, &error);
    if (judged == NULL) {
        close(fd);
        hemo_refusal_answer(invocation, error);
        return TRUE;
    }
    hemo_filed_mail_check_async(session->services,
                                judged,
                                fd,
                                on_checked,
                                call_new(session, invocation));
    return TRUE;
}

static gboolean
on_abandon(HemoAgent1 *agent,
           GDBusMethodInvocation *invocation,
           const char *ticket,
           gpointer data)
{
    Session *session = data;
    HemoTicketTable *tickets = session->services->tickets;
    HemoCase *mail;

    if (!hemo_refusal_check_greeted(session->greeted, invocation))
        return TRUE;
    mail = hemo_ticket_table_find(tickets, ticket, NULL);
    if (mail == NULL)
        mail = hemo_ticket_table_find_used(tickets, ticket, NULL);
    if (mail != NULL)
        record_end(session->services, mail, "abandoned", NULL);
    hemo_ticket_table_remove(tickets, ticket);
    hemo_agent1_complete_abandon(agent, invocation);
    return TRUE;
}

static gboolean
on_watch(HemoAgent1 *agent,
         GDBusMethodInvocation *invocation,
         const char *account,
         const char *const *addresses,
         gpointer data)
{
    Session *session = data;
    GError *error = NULL;

    if (!hemo_refusal_check_greeted(session->greeted, invocation))
        return TRUE;
    if (!hemo_services_refresh(session->services, &error)) {
        hemo_refusal_answer(invocation, error);
        return TRUE;
    }
    for (gsize i = 0; addresses[i] != NULL && i < MAX_WATCHED; i++)
        hemo_watch_add(session->watch, account, addresses[i]);
    hemo_agent1_complete_watch(agent, invocation);
    return TRUE;
}

static void
on_badge_read(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    g_autoptr(GVariant) badge = hemo_received_mail_finish(result, &error);

    if (badge == NULL)
        hemo_refusal_answer(call->invocation, error);
    else
        hemo_agent1_complete_badge(call->agent, call->invocation, NULL, badge);
}

static void
on_incoming_read(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    g_autoptr(GVariant) report = hemo_received_mail_finish(result, &error);

    if (report == NULL)
        hemo_refusal_answer(call->invocation, error);
    else
        hemo_agent1_complete_incoming(call->agent, call->invocation, NULL, report);
}

static gboolean
on_badge(HemoAgent1 *agent,
         GDBusMethodInvocation *invocation,
         GUnixFDList *fds,
         GVariant *headers,
         const char *account,
         gpointer data)
{
    Session *session = data;
    int fd = receive(session, invocation, fds, headers);

    if (fd >= 0)
        hemo_received_mail_badge_async(session->services,
                                       fd,
                                       account,
                                       on_badge_read,
                                       call_new(session, invocation));
    return TRUE;
}

static gboolean
on_incoming(HemoAgent1 *agent,
            GDBusMethodInvocation *invocation,
            GUnixFDList *fds,
            GVariant *mail,
            const char *account,
            gpointer data)
{
    Session *session = data;
    int fd = receive(session, invocation, fds, mail);

    if (fd >= 0)
        hemo_received_mail_report_async(session->services,
                                        fd,
                                        on_incoming_read,
                                        call_new(session, invocation));
    return TRUE;
}

static void
on_submission_loaded(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    g_autoptr(GUnixFDList) fds = NULL;
    GError *error = NULL;
    int fd = -1;
    g_autoptr(GVariant) server = hemo_submission_load_finish(result, &fd, &error);

    if (server == NULL) {
        hemo_refusal_answer(call->invocation, error);
        return;
    }
    fds = g_unix_fd_list_new_from_array(&fd, 1);
    hemo_agent1_complete_submission(call->agent,
                                    call->invocation,
                                    fds,
                                    server,
                                    g_variant_new_handle(0));
}

static gboolean
on_submission(HemoAgent1 *agent,
              GDBusMethodInvocation *invocation,
              GUnixFDList *fds,
              const char *account,
              gpointer data)
{
    Session *session = data;

    if (hemo_refusal_check_greeted(session->greeted, invocation))
        hemo_submission_load_async(session->services,
                                   account,
                                   on_submission_loaded,
                                   call_new(session, invocation));
    return TRUE;
}

static void
on_password_stored(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;

    if (!hemo_submission_store_finish(result, &error))
        hemo_refusal_answer(call->invocation, error);
    else
        hemo_agent1_complete_store_password(call->agent, call->invocation, NULL);
}

static gboolean
on_store_password(HemoAgent1 *agent,
                  GDBusMethodInvocation *invocation,
                  GUnixFDList *fds,
                  const char *account,
                  GVariant *password,
                  gpointer data)
{
    Session *session = data;
    int fd = receive(session, invocation, fds, password);

    if (fd >= 0)
        hemo_submission_store_async(session->services,
                                    account,
                                    fd,
                                    on_password_stored,
                                    call_new(session, invocation));
    return TRUE;
}

static void
on_noted(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;

    if (!hemo_note_record_finish(result, &error))
        hemo_refusal_answer(call->invocation, error);
    else
        hemo_agent1_complete_note(call->agent, call->invocation);
}

static gboolean
on_note(HemoAgent1 *agent,
        GDBusMethodInvocation *invocation,
        const char *kind,
        GVariant *context,
        gpointer data)
{
    Session *session = data;

    if (hemo_refusal_check_greeted(session->greeted, invocation))
        hemo_note_record_async(session->services,
                               kind,
                               context,
                               on_noted,
                               call_new(session, invocation));
    return TRUE;
}

static const struct {
    const char *signal;
    GCallback handler;
} agent_handlers[] = {
    {"handle-hello", G_CALLBACK(on_hello)},
    {"handle-account", G_CALLBACK(on_account)},
    {"handle-watch", G_CALLBACK(on_watch)},
    {"handle-assess", G_CALLBACK(on_assess)},
    {"handle-answer", G_CALLBACK(on_answer)},
    {"handle-protect", G_CALLBACK(on_protect)},
    {"handle-sent", G_CALLBACK(on_sent)},
    {"handle-check", G_CALLBACK(on_check)},
    {"handle-abandon", G_CALLBACK(on_abandon)},
    {"handle-submission", G_CALLBACK(on_submission)},
    {"handle-store-password", G_CALLBACK(on_store_password)},
    {"handle-badge", G_CALLBACK(on_badge)},
    {"handle-incoming", G_CALLBACK(on_incoming)},
    {"handle-note", G_CALLBACK(on_note)},
};

static void
on_away(gpointer data)
{
    Session *session = data;

    if (session->greeted)
        hemo_agent1_emit_locked(session->agent);
}

static void
session_free(Session *session)
{
    hemo_away_remove(session->services->away, session->away);
    g_signal_handlers_disconnect_by_data(session->agent, session);
    g_dbus_interface_skeleton_unexport(G_DBUS_INTERFACE_SKELETON(session->agent));
    g_clear_object(&session->agent);
    g_clear_pointer(&session->audit, hemo_audit_desk_free);
    g_clear_pointer(&session->keys, hemo_key_session_free);
    g_clear_object(&session->connection);
    hemo_watch_free(session->watch);
    hemo_claims_unref(session->claims);
    go(session);
    session->closed(session->user_data);
    g_free(session);
}

static void
on_closed(GDBusConnection *connection, gboolean vanished, GError *error, gpointer data)
{
    g_signal_handlers_disconnect_by_data(connection, data);
    session_free(data);
}

void
hemo_session_start(GDBusConnection *connection,
                   HemoServices *services,
                   void (*closed)(gpointer user_data),
                   gpointer user_data)
{
    Session *session = g_new0(Session, 1);

    session->connection = g_object_ref(connection);
    session->services = services;
    session->claims = hemo_claims_new();
    session->watch = hemo_watch_new(services, connection, session->claims);
    session->closed = closed;
    session->user_data = user_data;
    session->agent = hemo_agent1_skeleton_new();
    session->away = hemo_away_add(services->away, on_away, session);
    session->audit = hemo_audit_desk_new(services, connection, &session->greeted);
    session->keys = hemo_key_session_new(services, connection, &session->greeted);
    for (gsize i = 0; i < G_N_ELEMENTS(agent_handlers); i++)
        g_signal_connect(session->agent,
                         agent_handlers[i].signal,
                         agent_handlers[i].handler,
                         session);
    g_signal_connect(connection, "closed", G_CALLBACK(on_closed), session);
    g_dbus_interface_skeleton_export(G_DBUS_INTERFACE_SKELETON(session->agent),
                                     connection,
                                     HEMO_BUS_PATH,
                                     NULL);
    g_dbus_connection_start_message_processing(connection);
}
