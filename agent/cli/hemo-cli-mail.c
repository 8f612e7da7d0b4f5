/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-mail.h.
 */
#include "hemo-cli-mail.h"

#include "hemo-bus.h"
#include "hemo-cli-input.h"
#include "hemo-cli-object.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-cli-words.h"
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
        {NULL},
    };
    const HemoCliOptionVerb verb = {summary, entries, HEMO_CLI_OPTION_FILE};

    if (!hemo_cli_option_parse(argc, argv, &verb, &options->json, &options->files))
        return FALSE;
    if (options->account != NULL && options->from != NULL)
        return TRUE;
    hemo_cli_output_complaint("%s", _("--account and --from are needed"));
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

/* NULL and an error if there are too many open files. */
static GUnixFDList *
fd_list(int fd, GError **error)
{
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();

    return g_unix_fd_list_append(fds, fd, error) >= 0 ? g_steal_pointer(&fds) : NULL;
}

static gboolean
assess(const HemoCliMailOptions *options, HemoCliMail *mail, GError **error)
{
    g_autoptr(GUnixFDList) fds = fd_list(mail->fd, error);
    gboolean good = fds != NULL && hemo_agent1_call_assess_sync(
                                       mail->agent,
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
    g_autofree char *name = NULL;
    gboolean good;

    *mail = (HemoCliMail){.fd = -1};
    mail->fd = hemo_cli_input_open(options->files[0], &error);
    if (mail->fd < 0) {
        name = g_filename_display_name(options->files[0]);
        hemo_cli_output_complaint("%s: %s", name, error->message);
        g_clear_error(&error);
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
    g_autoptr(GUnixFDList) fds = fd_list(mail->fd, error);
    GVariant *messages = NULL;

    if (fds == NULL)
        return NULL;
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

HemoSealedFd *
hemo_cli_mail_map_message(GVariant *messages,
                          GUnixFDList *fds,
                          gsize index,
                          GVariant **ret_values,
                          GError **error)
{
    g_autoptr(GVariant) values = NULL;
    HemoSealedFd *map;
    int handle = -1;
    int fd;

    g_variant_get_child(messages, index, "(h@a{sv})", &handle, &values);
    if (fds == NULL || handle < 0 || handle >= g_unix_fd_list_get_length(fds)) {
        hemo_error_set(error, HEMO_ERROR_FAILED, _("Hemostat's agent gave no mail back"));
        return NULL;
    }
    fd = g_unix_fd_list_get(fds, handle, error);
    if (fd < 0)
        return NULL;
    map = hemo_sealed_fd_map(fd, error);
    close(fd);
    if (map != NULL)
        *ret_values = g_steal_pointer(&values);
    return map;
}

static GVariant *
make_object(const HemoCliMail *mail, GVariant *messages)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(mail->details);

    g_variant_dict_insert(&dict, "verdict", "s", mail->verdict);
    g_variant_dict_insert(&dict, "ticket", "s", mail->ticket);
    if (messages != NULL)
        g_variant_dict_insert_value(&dict, "messages", messages);
    return g_variant_dict_end(&dict);
}

typedef struct {
    const char *name;
    const char *words;
} Words;

static const Words verdict_words[] = {
    {"send", N_("This mail may go as it is.")},
    {"protect", N_("This mail may go, protected as follows.")},
    {"ask", N_("Hemostat asks before this mail may go.")},
    {"hold", N_("This mail is held.")},
    {NULL, N_("This mail is held.")},
};

static const char *
find_words(const Words *words, const char *name)
{
    while (words->name != NULL && !g_str_equal(words->name, name))
        words++;
    return _(words->words);
}

static void
print_recipients(const HemoCliMail *mail)
{
    g_autoptr(GVariant) list = hemo_cli_object_list(mail->details, "recipients");

    for (gsize i = 0; list != NULL && i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(list, i);

        hemo_cli_output_line("  %s: %s",
                             hemo_cli_object_text(one, "address"),
                             hemo_cli_words_way(hemo_cli_object_text(one, "method"),
                                                hemo_cli_object_text(one, "verdict")));
        hemo_cli_output_texts(one, "reasons", "    ");
    }
}

static void
print_choices(const HemoCliMail *mail)
{
    g_autoptr(GVariant) list = hemo_cli_object_list(mail->details, "choices");

    for (gsize i = 0; list != NULL && i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(list, i);

        hemo_cli_output_line("  --choice %s: %s",
                             hemo_cli_object_text(one, "id"),
                             hemo_cli_object_text(one, "words"));
    }
}

void
hemo_cli_mail_print(const HemoCliMailOptions *options,
                    const HemoCliMail *mail,
                    GVariant *messages)
{
    g_autoptr(GVariant) owned = messages != NULL ? g_variant_ref_sink(messages) : NULL;

    if (options->json) {
        hemo_cli_output_object(make_object(mail, owned));
        return;
    }
    hemo_cli_output_line("%s", find_words(verdict_words, mail->verdict));
    hemo_cli_output_texts(mail->details, "reasons", "  ");
    print_recipients(mail);
    print_choices(mail);
    hemo_cli_output_texts(mail->details, "remedies", "  -> ");
    hemo_cli_output_texts(mail->details, "notices", "  ");
}
