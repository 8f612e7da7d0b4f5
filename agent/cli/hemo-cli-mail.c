/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-mail.h.
 */
#include "hemo-cli-mail.h"

#include "hemo-bus.h"
#include "hemo-cli-input.h"
#include "hemo-cli-output.h"
#include "hemo-client.h"
#include "hemo-error.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define FOREVER G_MAXINT

typedef struct {
    GMainLoop *loop;
    GDBusConnection *connection;
    GError *error;
} Connect;

gboolean
hemo_cli_mail_parse(int argc, char **argv, const char *summary, HemoCliMailOptions *options)
{
    const GOptionEntry entries[] = {
        {"json",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options->json,
         N_("Print one JSON object a line"),
         NULL},
        {"account",
         0,
         0,
         G_OPTION_ARG_STRING,
         &options->account,
         N_("The account that sends, as in accounts.conf"),
         N_("ID")},
        {"from",
         0,
         0,
         G_OPTION_ARG_STRING,
         &options->from,
         N_("The sender's address"),
         N_("ADDRESS")},
        {"to",
         0,
         0,
         G_OPTION_ARG_STRING_ARRAY,
         &options->to,
         N_("A recipient; can be given several times"),
         N_("ADDRESS")},
        {"cc",
         0,
         0,
         G_OPTION_ARG_STRING_ARRAY,
         &options->cc,
         N_("A recipient of a copy"),
         N_("ADDRESS")},
        {"bcc",
         0,
         0,
         G_OPTION_ARG_STRING_ARRAY,
         &options->bcc,
         N_("A recipient whom the others do not see"),
         N_("ADDRESS")},
        {"rung",
         0,
         0,
         G_OPTION_ARG_STRING,
         &options->rung,
         N_("The least protection: tls, end-to-end or portal"),
         N_("RUNG")},
        {"choice",
         0,
         0,
         G_OPTION_ARG_STRING_ARRAY,
         &options->choices,
         N_("The answer if Hemostat asks"),
         N_("ID")},
        {"reason",
         0,
         0,
         G_OPTION_ARG_STRING,
         &options->reason,
         N_("Why; recorded"),
         N_("TEXT")},
        {"out",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->out,
         N_("Where the outgoing messages are written (protect)"),
         N_("FOLDER")},
        {G_OPTION_REMAINING,
         0,
         0,
         G_OPTION_ARG_FILENAME_ARRAY,
         &options->files,
         NULL,
         N_("FILE")},
        {NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GError *error = NULL;

    g_option_context_set_summary(context, summary);
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        hemo_cli_output_error(error);
        return FALSE;
    }
    if (options->account != NULL && options->from != NULL && options->files != NULL &&
        options->files[1] == NULL)
        return TRUE;
    g_printerr(
        "%s",
        _("hemostat: --account, --from and one FILE are needed (- is standard input)\n"));
    return FALSE;
}

void
hemo_cli_mail_clear_options(HemoCliMailOptions *options)
{
    g_free(options->account);
    g_free(options->from);
    g_strfreev(options->to);
    g_strfreev(options->cc);
    g_strfreev(options->bcc);
    g_free(options->rung);
    g_strfreev(options->choices);
    g_free(options->reason);
    g_free(options->out);
    g_strfreev(options->files);
}

static void
on_connected(GObject *source, GAsyncResult *result, gpointer data)
{
    Connect *job = data;

    job->connection = hemo_client_connect_finish(result, &job->error);
    g_main_loop_quit(job->loop);
}

HemoAgent1 *
hemo_cli_mail_connect(GError **error)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(GDBusConnection) connection = NULL;
    Connect job = {.loop = loop};
    HemoAgent1 *agent;

    hemo_client_connect_async("hemostat", NULL, NULL, on_connected, &job);
    g_main_loop_run(loop);
    if (job.connection == NULL) {
        g_propagate_error(error, job.error);
        return NULL;
    }
    connection = job.connection;
    agent = hemo_agent1_proxy_new_sync(connection,
                                       G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES,
                                       NULL,
                                       HEMO_BUS_PATH,
                                       NULL,
                                       error);
    hemo_bus_convert_error(error);
    return agent;
}

static void
add_list(GVariantBuilder *builder, const char *key, char **list)
{
    if (list != NULL)
        g_variant_builder_add(builder,
                              "{sv}",
                              key,
                              g_variant_new_strv((const char *const *)list, -1));
}

static GVariant *
make_envelope(const HemoCliMailOptions *options)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    g_variant_builder_add(&builder, "{sv}", "account", g_variant_new_string(options->account));
    g_variant_builder_add(&builder, "{sv}", "from", g_variant_new_string(options->from));
    g_variant_builder_add(&builder, "{sv}", "mode", g_variant_new_string("send"));
    g_variant_builder_add(&builder, "{sv}", "format", g_variant_new_string("rfc822"));
    add_list(&builder, "to", options->to);
    add_list(&builder, "cc", options->cc);
    add_list(&builder, "bcc", options->bcc);
    if (options->rung != NULL)
        g_variant_builder_add(&builder, "{sv}", "rung", g_variant_new_string(options->rung));
    return g_variant_builder_end(&builder);
}

static GUnixFDList *
fd_list(int fd)
{
    return g_unix_fd_list_new_from_array((int[]){dup(fd)}, 1);
}

static gboolean
assess(const HemoCliMailOptions *options, HemoCliMail *mail, GError **error)
{
    g_autoptr(GUnixFDList) fds = fd_list(mail->fd);
    gboolean good =
        hemo_agent1_call_assess_sync(mail->agent,
                                     g_variant_new_handle(0),
                                     g_variant_new_array(G_VARIANT_TYPE_HANDLE, NULL, 0),
                                     make_envelope(options),
                                     G_DBUS_CALL_FLAGS_NONE,
                                     FOREVER,
                                     fds,
                                     &mail->verdict,
                                     &mail->ticket,
                                     &mail->details,
                                     NULL,
                                     NULL,
                                     error);

    hemo_bus_convert_error(error);
    return good;
}

static gboolean
answer(const HemoCliMailOptions *options, HemoCliMail *mail, const char *choice, GError **error)
{
    g_autofree char *ticket = g_steal_pointer(&mail->ticket);
    gboolean good;

    g_clear_pointer(&mail->verdict, g_free);
    g_clear_pointer(&mail->details, g_variant_unref);
    good = hemo_agent1_call_answer_sync(mail->agent,
                                        ticket,
                                        choice,
                                        options->reason != NULL ? options->reason : "",
                                        G_DBUS_CALL_FLAGS_NONE,
                                        FOREVER,
                                        &mail->verdict,
                                        &mail->ticket,
                                        &mail->details,
                                        NULL,
                                        error);
    hemo_bus_convert_error(error);
    return good;
}

gboolean
hemo_cli_mail_may_go(const HemoCliMail *mail)
{
    return g_strcmp0(mail->verdict, "send") == 0 || g_strcmp0(mail->verdict, "protect") == 0;
}

int
hemo_cli_mail_assess(const HemoCliMailOptions *options, HemoCliMail *mail)
{
    GError *error = NULL;
    gboolean good;

    *mail = (HemoCliMail){.fd = -1};
    mail->fd = hemo_cli_input_open(options->files[0], &error);
    if (mail->fd < 0) {
        hemo_cli_output_error(error);
        return HEMO_CLI_UNREADABLE;
    }
    mail->agent = hemo_cli_mail_connect(&error);
    good = mail->agent != NULL && assess(options, mail, &error);
    for (gsize i = 0; good && options->choices != NULL && options->choices[i] != NULL; i++) {
        if (!hemo_cli_mail_may_go(mail))
            good = answer(options, mail, options->choices[i], &error);
    }
    if (!good) {
        hemo_cli_output_error(error);
        return HEMO_CLI_HELD;
    }
    return hemo_cli_mail_may_go(mail) ? HEMO_CLI_GOOD : HEMO_CLI_HELD;
}

void
hemo_cli_mail_clear(HemoCliMail *mail)
{
    if (mail->fd >= 0)
        close(mail->fd);
    g_clear_object(&mail->agent);
    g_free(mail->verdict);
    g_free(mail->ticket);
    g_clear_pointer(&mail->details, g_variant_unref);
}

GVariant *
hemo_cli_mail_protect(const HemoCliMail *mail, GUnixFDList **ret_fds, GError **error)
{
    g_autoptr(GUnixFDList) fds = fd_list(mail->fd);
    GVariant *messages = NULL;

    hemo_agent1_call_protect_sync(mail->agent,
                                  mail->ticket,
                                  g_variant_new_handle(0),
                                  g_variant_new_array(G_VARIANT_TYPE_HANDLE, NULL, 0),
                                  G_DBUS_CALL_FLAGS_NONE,
                                  FOREVER,
                                  fds,
                                  &messages,
                                  ret_fds,
                                  NULL,
                                  error);
    hemo_bus_convert_error(error);
    return messages;
}

GVariant *
hemo_cli_mail_object(const HemoCliMail *mail, GVariant *messages)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    GVariantIter iter;
    const char *key;
    GVariant *value;

    g_variant_builder_add(&builder, "{sv}", "verdict", g_variant_new_string(mail->verdict));
    g_variant_builder_add(&builder, "{sv}", "ticket", g_variant_new_string(mail->ticket));
    g_variant_iter_init(&iter, mail->details);
    while (g_variant_iter_loop(&iter, "{&sv}", &key, &value))
        g_variant_builder_add(&builder, "{sv}", key, value);
    if (messages != NULL)
        g_variant_builder_add(&builder, "{sv}", "messages", messages);
    return g_variant_builder_end(&builder);
}

static void
print_strings(GVariant *object, const char *key, const char *indent)
{
    g_autofree const char **lines = NULL;

    g_variant_lookup(object, key, "^a&s", &lines);
    for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
        g_print("%s%s\n", indent, lines[i]);
}

static void
print_objects(GVariant *details, const char *key, const char *first, const char *second)
{
    g_autoptr(GVariant) list = g_variant_lookup_value(details, key, G_VARIANT_TYPE("aa{sv}"));

    for (gsize i = 0; list != NULL && i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(list, i);
        const char *left = "";
        const char *right = "";

        g_variant_lookup(one, first, "&s", &left);
        g_variant_lookup(one, second, "&s", &right);
        g_print("  %s: %s\n", left, right);
        print_strings(one, "reasons", "    ");
    }
}

void
hemo_cli_mail_print(const HemoCliMail *mail)
{
    g_print("%s\n", mail->verdict);
    print_strings(mail->details, "reasons", "  ");
    print_objects(mail->details, "recipients", "address", "method");
    print_objects(mail->details, "choices", "id", "words");
    print_strings(mail->details, "remedies", "  -> ");
}
