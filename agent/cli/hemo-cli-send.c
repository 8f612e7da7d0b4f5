/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-send.h.
 */
#include "hemo-cli-send.h"

#include "hemo-bus.h"
#include "hemo-cli-mail.h"
#include "hemo-cli-object.h"
#include "hemo-cli-output.h"
#include "hemo-error.h"
#include "hemo-names.h"
#include "hemo-sealed-fd.h"
#include "hemo-submit.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

/* The account's mail server, as the agent told it. */
typedef struct {
    GVariant *values;
    HemoSubmitServer server;
} Server;

typedef struct {
    GMainLoop *loop;
    char *reply;
    GError *error;
    gboolean sent;
} Submit;

/* What became of the messages. */
typedef struct {
    gboolean all;
    GVariant *objects; /* aa{sv}: each that was tried */
    GVariant *sent;    /* a(sas): each that went, as Agent1.Sent takes it */
} Outcome;

static const HemoName security_names[] = {
    {HEMO_SUBMIT_STARTTLS, "starttls"},
    {HEMO_SUBMIT_TLS, "tls"},
    {0, NULL},
};

/* NULL instead of nothing. */
static const char *
find_text(GVariant *object, const char *key)
{
    const char *text = hemo_cli_object_text(object, key);

    return *text != '\0' ? text : NULL;
}

static HemoSecret *
read_password(int fd, GError **error)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, error);

    return map != NULL ? hemo_secret_new_copy(hemo_sealed_fd_slice(map)) : NULL;
}

static gboolean
load_server(const HemoCliMail *mail, const char *account, Server *server, GError **error)
{
    g_autoptr(GVariant) handle = NULL;
    g_autoptr(GUnixFDList) fds = NULL;
    const char *security;
    int fd;

    if (!hemo_agent1_call_submission_sync(mail->agent,
                                          account,
                                          G_DBUS_CALL_FLAGS_NONE,
                                          G_MAXINT,
                                          NULL,
                                          &server->values,
                                          &handle,
                                          &fds,
                                          NULL,
                                          error)) {
        hemo_bus_convert_error(error);
        return FALSE;
    }
    fd = g_unix_fd_list_get(fds, g_variant_get_handle(handle), error);
    if (fd < 0)
        return FALSE;
    server->server.password = read_password(fd, error);
    close(fd);
    security = find_text(server->values, "security");
    server->server.host = find_text(server->values, "host");
    server->server.user = find_text(server->values, "user");
    server->server.ca_file = find_text(server->values, "ca");
    server->server.security = hemo_names_value(security_names, security, HEMO_SUBMIT_INVALID);
    g_variant_lookup(server->values, "port", "q", &server->server.port);
    if (server->server.user == NULL)
        g_clear_pointer(&server->server.password, hemo_secret_unref);
    return server->server.user == NULL || server->server.password != NULL;
}

static void
clear_server(Server *server)
{
    hemo_secret_unref(server->server.password);
    g_clear_pointer(&server->values, g_variant_unref);
}

static void
on_submitted(GObject *source, GAsyncResult *result, gpointer data)
{
    Submit *submit = data;

    submit->sent = hemo_submit_finish(result, &submit->reply, &submit->error);
    g_main_loop_quit(submit->loop);
}

typedef void (*SubmitFunction)(const HemoSubmitServer *,
                               const HemoSubmitMail *,
                               GCancellable *,
                               GAsyncReadyCallback,
                               gpointer);

/* Runs @function to its end; what goes wrong is said. */
static void
submit_bytes(const Server *server,
             GVariant *values,
             HemoSlice bytes,
             SubmitFunction function,
             Submit *submit)
{
    g_autofree const char **recipients = NULL;
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    HemoSubmitMail mail = {
        .sender = find_text(values, "sender"),
        .envelope_id = find_text(values, "envelope_id"),
        .message = bytes,
    };

    g_variant_lookup(values, "recipients", "^a&s", &recipients);
    mail.recipients = recipients;
    submit->loop = loop;
    function(&server->server, &mail, NULL, on_submitted, submit);
    g_main_loop_run(loop);
    if (!submit->sent)
        hemo_cli_output_complaint("%s", submit->error->message);
}

/* Hands one message over; its object tells what the server said. */
static GVariant *
submit_message(const Server *server, HemoSlice bytes, GVariant *values, gboolean *ret_sent)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(values);
    Submit submit = {0};

    submit_bytes(server, values, bytes, hemo_submit_async, &submit);
    g_variant_dict_insert(&dict,
                          "smtp",
                          "s",
                          submit.sent ? submit.reply : submit.error->message);
    g_variant_dict_insert(&dict, "sent", "b", submit.sent);
    *ret_sent = submit.sent;
    g_clear_error(&submit.error);
    g_free(submit.reply);
    return g_variant_dict_end(&dict);
}

static gboolean
ask_for(const Server *server, GVariant *messages, GUnixFDList *fds, gsize index)
{
    g_autoptr(GVariant) values = NULL;
    GError *error = NULL;
    g_autoptr(HemoSealedFd) map =
        hemo_cli_mail_map_message(messages, fds, index, &values, &error);
    Submit submit = {0};

    if (map == NULL) {
        hemo_cli_output_error(error);
        return FALSE;
    }
    submit_bytes(server, values, hemo_sealed_fd_slice(map), hemo_submit_ask_async, &submit);
    g_clear_error(&submit.error);
    g_free(submit.reply);
    return submit.sent;
}

/* Several messages are several transactions: one recipient that the server refuses is to keep
 * all of them here, so each is asked for before the first is handed over. */
static gboolean
ask_for_all(const Server *server, GVariant *messages, GUnixFDList *fds)
{
    gsize n = g_variant_n_children(messages);

    for (gsize i = 0; n > 1 && i < n; i++) {
        if (!ask_for(server, messages, fds, i))
            return FALSE;
    }
    return TRUE;
}

/* What the agent is told of a message that went. */
static void
add_sent(GVariantBuilder *sent, GVariant *values)
{
    g_autofree const char **recipients = hemo_cli_object_texts(values, "recipients");

    if (recipients != NULL)
        g_variant_builder_add(sent,
                              "(s^as)",
                              hemo_cli_object_text(values, "message_id"),
                              recipients);
}

/* Submits in order, up to the first message that the server does not take. */
static Outcome
submit_all(const Server *server, GVariant *messages, GUnixFDList *fds)
{
    GVariantBuilder objects;
    GVariantBuilder sent;
    Outcome outcome = {.all = ask_for_all(server, messages, fds)};

    g_variant_builder_init(&objects, G_VARIANT_TYPE("aa{sv}"));
    g_variant_builder_init(&sent, G_VARIANT_TYPE("a(sas)"));
    for (gsize i = 0; outcome.all && i < g_variant_n_children(messages); i++) {
        g_autoptr(GVariant) values = NULL;
        GError *error = NULL;
        g_autoptr(HemoSealedFd) map =
            hemo_cli_mail_map_message(messages, fds, i, &values, &error);

        if (map == NULL) {
            hemo_cli_output_error(error);
            outcome.all = FALSE;
            break;
        }
        g_variant_builder_add_value(
            &objects,
            submit_message(server, hemo_sealed_fd_slice(map), values, &outcome.all));
        if (outcome.all)
            add_sent(&sent, values);
    }
    outcome.objects = g_variant_ref_sink(g_variant_builder_end(&objects));
    outcome.sent = g_variant_ref_sink(g_variant_builder_end(&sent));
    return outcome;
}

/* The mail is gone already: a failure here must not read as if it were not. */
static void
tell_sent(const HemoCliMail *mail, GVariant *sent)
{
    GError *error = NULL;

    if (g_variant_n_children(sent) > 0 && !hemo_agent1_call_sent_sync(mail->agent,
                                                                      mail->ticket,
                                                                      sent,
                                                                      G_DBUS_CALL_FLAGS_NONE,
                                                                      G_MAXINT,
                                                                      NULL,
                                                                      &error)) {
        hemo_cli_output_complaint(
            "%s",
            _("the mail was sent, do not send it again; but Hemostat could not write "
              "down that it was"));
        g_clear_error(&error);
    }
}

static guint
count_people(GVariant *sent)
{
    guint n = 0;

    for (gsize i = 0; i < g_variant_n_children(sent); i++) {
        g_autoptr(GVariant) recipients = NULL;

        g_variant_get_child(sent, i, "(&s@as)", NULL, &recipients);
        n += (guint)g_variant_n_children(recipients);
    }
    return n;
}

/* Some have the mail and some have not: nobody may think that all or none have it. */
static void
tell_part(gsize sent, gsize all)
{
    if (sent > 0 && sent < all)
        hemo_cli_output_complaint(
            _("%u of %u copies were handed over before that: do not send the mail again to "
              "those who have it"),
            (guint)sent,
            (guint)all);
}

static void
print_copy(GVariant *object)
{
    g_autofree const char **recipients = hemo_cli_object_texts(object, "recipients");
    g_autofree char *list =
        recipients != NULL ? g_strjoinv(", ", (char **)recipients) : g_strdup("-");
    gboolean sent = FALSE;

    g_variant_lookup(object, "sent", "b", &sent);
    hemo_cli_output_line(sent ? _("  handed over, for %s") : _("  NOT handed over, for %s"),
                         list);
}

static void
print_outcome(const HemoCliMailOptions *options,
              const HemoCliMail *mail,
              const Outcome *outcome)
{
    hemo_cli_mail_print(options, mail, outcome->objects);
    for (gsize i = 0; !options->json && i < g_variant_n_children(outcome->objects); i++) {
        g_autoptr(GVariant) object = g_variant_get_child_value(outcome->objects, i);

        print_copy(object);
    }
}

/* The last line for people: what happened, in one sentence. */
static void
print_end(guint n_people, gboolean all)
{
    if (n_people == 0)
        hemo_cli_output_line("%s", _("Held: nothing was sent."));
    else if (all)
        hemo_cli_output_line(
            g_dngettext(GETTEXT_PACKAGE, "Sent to %u person.", "Sent to %u people.", n_people),
            n_people);
    else
        hemo_cli_output_line(g_dngettext(GETTEXT_PACKAGE,
                                         "Sent to %u person only; the others did not get it.",
                                         "Sent to %u people only; the others did not get it.",
                                         n_people),
                             n_people);
}

static int
send_messages(const HemoCliMailOptions *options,
              const HemoCliMail *mail,
              const Server *server,
              guint *ret_n_people)
{
    g_autoptr(GUnixFDList) fds = NULL;
    GError *error = NULL;
    g_autoptr(GVariant) messages = hemo_cli_mail_protect(mail, &fds, &error);
    Outcome outcome;

    if (messages == NULL) {
        hemo_cli_output_error(error);
        return HEMO_CLI_HELD;
    }
    outcome = submit_all(server, messages, fds);
    tell_part(g_variant_n_children(outcome.sent), g_variant_n_children(messages));
    tell_sent(mail, outcome.sent);
    print_outcome(options, mail, &outcome);
    *ret_n_people = count_people(outcome.sent);
    g_variant_unref(outcome.objects);
    g_variant_unref(outcome.sent);
    return outcome.all ? HEMO_CLI_GOOD : HEMO_CLI_HELD;
}

/* The audit tells that nothing came of it. */
static void
abandon(const HemoCliMail *mail)
{
    hemo_agent1_call_abandon_sync(mail->agent,
                                  mail->ticket,
                                  G_DBUS_CALL_FLAGS_NONE,
                                  G_MAXINT,
                                  NULL,
                                  NULL);
}

static int
send_mail(const HemoCliMailOptions *options, const HemoCliMail *mail, guint *ret_n_people)
{
    Server server = {0};
    GError *error = NULL;
    int status = HEMO_CLI_HELD;

    if (load_server(mail, options->account, &server, &error))
        status = send_messages(options, mail, &server, ret_n_people);
    else
        hemo_cli_output_error(error);
    clear_server(&server);
    if (status != HEMO_CLI_GOOD && *ret_n_people == 0)
        abandon(mail);
    return status;
}

int
hemo_cli_send(int argc, char **argv)
{
    HemoCliMailOptions options = {0};
    HemoCliMail mail;
    guint n_people = 0;
    int status;

    if (!hemo_cli_mail_parse(argc,
                             argv,
                             _("Judges, protects and hands over a mail."),
                             &options)) {
        hemo_cli_mail_clear_options(&options);
        return HEMO_CLI_USAGE;
    }
    status = hemo_cli_mail_assess(&options, &mail);
    if (status == HEMO_CLI_GOOD)
        status = send_mail(&options, &mail, &n_people);
    else if (mail.details != NULL)
        hemo_cli_mail_print(&options, &mail, NULL);
    if (!options.json && status != HEMO_CLI_UNREADABLE)
        print_end(n_people, status == HEMO_CLI_GOOD);
    hemo_cli_mail_clear(&mail);
    hemo_cli_mail_clear_options(&options);
    return status;
}
