/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-send.h.
 */
#include "hemo-cli-send.h"

#include "hemo-bus.h"
#include "hemo-cli-mail.h"
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

static const HemoName security_names[] = {
    {HEMO_SUBMIT_STARTTLS, "starttls"},
    {HEMO_SUBMIT_TLS, "tls"},
    {0, NULL},
};

static const char *
find_text(GVariant *object, const char *key)
{
    const char *text = "";

    g_variant_lookup(object, key, "&s", &text);
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
}

static void
submit_fd(const Server *server,
          GVariant *values,
          int fd,
          SubmitFunction function,
          Submit *submit)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, &submit->error);

    if (map != NULL)
        submit_bytes(server, values, hemo_sealed_fd_slice(map), function, submit);
    if (!submit->sent)
        g_printerr("hemostat: %s\n", submit->error->message);
}

/* Hands one message over; its object tells what the server said. */
static GVariant *
submit_message(const Server *server, int fd, GVariant *values, gboolean *ret_sent)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(values);
    Submit submit = {0};

    submit_fd(server, values, fd, hemo_submit_async, &submit);
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

static void
add_sent(GVariantBuilder *sent, GVariant *values)
{
    g_autofree const char **recipients = NULL;
    const char *message_id = find_text(values, "message_id");

    g_variant_lookup(values, "recipients", "^a&s", &recipients);
    g_variant_builder_add(sent, "(s^as)", message_id != NULL ? message_id : "", recipients);
}

/* Several messages are several transactions: one recipient that the server refuses is to keep
 * all of them here, so each is asked for before the first is handed over. */
static gboolean
ask_for_all(const Server *server, GVariant *messages, GUnixFDList *fds)
{
    gboolean good = TRUE;

    if (g_variant_n_children(messages) < 2)
        return TRUE;
    for (gsize i = 0; good && i < g_variant_n_children(messages); i++) {
        g_autoptr(GVariant) values = NULL;
        Submit submit = {0};
        int handle = -1;
        int fd;

        g_variant_get_child(messages, i, "(h@a{sv})", &handle, &values);
        fd = g_unix_fd_list_get(fds, handle, NULL);
        submit_fd(server, values, fd, hemo_submit_ask_async, &submit);
        good = submit.sent;
        g_clear_error(&submit.error);
        g_free(submit.reply);
        if (fd >= 0)
            close(fd);
    }
    return good;
}

/* Some have the mail and some have not: nobody may think that all or none have it. */
static void
tell_part(gsize sent, gsize all)
{
    if (sent > 0 && sent < all)
        g_printerr(_("hemostat: %u of %u copies were handed over before that: do not send the "
                     "mail again to those who have it\n"),
                   (guint)sent,
                   (guint)all);
}

/* Stops at the first message that the server does not take. */
static GVariant *
submit_all(const Server *server,
           GVariant *messages,
           GUnixFDList *fds,
           GVariantBuilder *sent,
           gboolean *ret_all)
{
    g_auto(GVariantBuilder) objects = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));
    gboolean good = TRUE;

    for (gsize i = 0; good && i < g_variant_n_children(messages); i++) {
        g_autoptr(GVariant) values = NULL;
        int handle = -1;
        int fd;

        g_variant_get_child(messages, i, "(h@a{sv})", &handle, &values);
        fd = g_unix_fd_list_get(fds, handle, NULL);
        g_variant_builder_add_value(&objects, submit_message(server, fd, values, &good));
        if (good)
            add_sent(sent, values);
        if (fd >= 0)
            close(fd);
    }
    *ret_all = good;
    return g_variant_builder_end(&objects);
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
        g_printerr("hemostat: %s\n",
                   _("the mail was sent, do not send it again; but Hemostat could not write "
                     "down that it was"));
        g_clear_error(&error);
    }
}

static void
print_one(GVariant *object)
{
    g_autofree const char **recipients = NULL;
    g_autofree char *list = NULL;
    gboolean sent = FALSE;

    g_variant_lookup(object, "recipients", "^a&s", &recipients);
    g_variant_lookup(object, "sent", "b", &sent);
    list = g_strjoinv(", ", (char **)recipients);
    g_print(sent ? _("  handed over, for %s\n") : _("  NOT handed over, for %s\n"), list);
}

static void
print_sent(const HemoCliMailOptions *options, const HemoCliMail *mail, GVariant *objects)
{
    if (options->json) {
        hemo_cli_output_object(hemo_cli_mail_object(mail, objects));
        return;
    }
    hemo_cli_mail_print(mail);
    for (gsize i = 0; i < g_variant_n_children(objects); i++) {
        g_autoptr(GVariant) object = g_variant_get_child_value(objects, i);

        print_one(object);
    }
}

static int
send_messages(const HemoCliMailOptions *options, const HemoCliMail *mail, const Server *server)
{
    g_autoptr(GUnixFDList) fds = NULL;
    GError *error = NULL;
    g_autoptr(GVariant) messages = hemo_cli_mail_protect(mail, &fds, &error);
    g_autoptr(GVariant) nothing = g_variant_ref_sink(g_variant_new("aa{sv}", NULL));
    g_autoptr(GVariant) objects = NULL;
    g_autoptr(GVariant) sent = NULL;
    GVariantBuilder builder;
    gboolean all = FALSE;

    if (messages == NULL) {
        hemo_cli_output_error(error);
        return HEMO_CLI_HELD;
    }
    if (!ask_for_all(server, messages, fds)) {
        print_sent(options, mail, nothing);
        return HEMO_CLI_HELD;
    }
    g_variant_builder_init(&builder, G_VARIANT_TYPE("a(sas)"));
    objects = g_variant_ref_sink(submit_all(server, messages, fds, &builder, &all));
    sent = g_variant_ref_sink(g_variant_builder_end(&builder));
    tell_part(g_variant_n_children(sent), g_variant_n_children(messages));
    tell_sent(mail, sent);
    print_sent(options, mail, objects);
    return all ? HEMO_CLI_GOOD : HEMO_CLI_HELD;
}

static int
send_mail(const HemoCliMailOptions *options, const HemoCliMail *mail)
{
    Server server = {0};
    GError *error = NULL;
    int status = HEMO_CLI_HELD;

    if (load_server(mail, options->account, &server, &error))
        status = send_messages(options, mail, &server);
    else
        hemo_cli_output_error(error);
    clear_server(&server);
    return status;
}

int
hemo_cli_send(int argc, char **argv)
{
    HemoCliMailOptions options = {0};
    HemoCliMail mail;
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
        status = send_mail(&options, &mail);
    else if (mail.details != NULL && options.json)
        hemo_cli_output_object(hemo_cli_mail_object(&mail, NULL));
    else if (mail.details != NULL)
        hemo_cli_mail_print(&mail);
    hemo_cli_mail_clear(&mail);
    hemo_cli_mail_clear_options(&options);
    return status;
}
