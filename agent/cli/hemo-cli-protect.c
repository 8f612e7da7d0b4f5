/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-protect.h.
 */
#include "hemo-cli-protect.h"

#include "hemo-cli-mail.h"
#include "hemo-cli-object.h"
#include "hemo-cli-output.h"
#include "hemo-error.h"
#include "hemo-sealed-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

/* What is not whole is not left behind. */
static gboolean
write_file(const char *path, HemoSlice bytes, GError **error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    int code = errno;

    if (fd >= 0) {
        gboolean good = hemo_sealed_fd_write(fd, &bytes, 1, NULL);

        code = errno;
        if (close(fd) == 0 && good)
            return TRUE;
        unlink(path);
    }
    hemo_error_set(error,
                   HEMO_ERROR_STORAGE,
                   _("%s cannot be written: %s"),
                   path,
                   g_strerror(code));
    return FALSE;
}

/* Writes message @index; the object tells its file, recipients and method. */
static GVariant *
write_message(const char *folder,
              gsize index,
              GVariant *messages,
              GUnixFDList *fds,
              GError **error)
{
    g_autofree char *name = g_strdup_printf("message-%" G_GSIZE_FORMAT ".eml", index + 1);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autofree char *shown = g_filename_display_name(path);
    g_autoptr(GVariant) values = NULL;
    g_autoptr(HemoSealedFd) map =
        hemo_cli_mail_map_message(messages, fds, index, &values, error);

    if (map == NULL || !write_file(path, hemo_sealed_fd_slice(map), error))
        return NULL;
    return hemo_cli_object_with(values, "file", g_variant_new_string(shown));
}

/* All of them, or an error; then those that were written stay. */
static GVariant *
write_all(const char *folder, GVariant *messages, GUnixFDList *fds, GError **error)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));

    for (gsize i = 0; i < g_variant_n_children(messages); i++) {
        GVariant *object = write_message(folder, i, messages, fds, error);

        if (object == NULL)
            return NULL;
        g_variant_builder_add_value(&builder, object);
    }
    return g_variant_ref_sink(g_variant_builder_end(&builder));
}

static void
print_written(GVariant *written)
{
    for (gsize i = 0; i < g_variant_n_children(written); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(written, i);
        g_autofree const char **recipients = hemo_cli_object_texts(one, "recipients");
        g_autofree char *list =
            recipients != NULL ? g_strjoinv(", ", (char **)recipients) : NULL;

        hemo_cli_output_line(_("Written: %s, for %s."),
                             hemo_cli_object_text(one, "file"),
                             list != NULL ? list : "-");
    }
}

static int
protect(const HemoCliMailOptions *options, const HemoCliMail *mail)
{
    g_autoptr(GUnixFDList) fds = NULL;
    GError *error = NULL;
    g_autoptr(GVariant) messages = hemo_cli_mail_protect(mail, &fds, &error);
    g_autoptr(GVariant) written =
        messages != NULL ? write_all(options->out, messages, fds, &error) : NULL;

    if (written == NULL) {
        hemo_cli_output_error(error);
        return HEMO_CLI_HELD;
    }
    hemo_cli_mail_print(options, mail, written);
    if (!options->json)
        print_written(written);
    return HEMO_CLI_GOOD;
}

static gboolean
parse(int argc, char **argv, HemoCliMailOptions *options)
{
    if (!hemo_cli_mail_parse(argc,
                             argv,
                             _("Writes the outgoing messages of a mail into a folder."),
                             options))
        return FALSE;
    if (options->out != NULL)
        return TRUE;
    hemo_cli_output_complaint("%s", _("--out FOLDER is needed"));
    return FALSE;
}

int
hemo_cli_protect(int argc, char **argv)
{
    HemoCliMailOptions options = {0};
    HemoCliMail mail;
    int status;

    if (!parse(argc, argv, &options)) {
        hemo_cli_mail_clear_options(&options);
        return HEMO_CLI_USAGE;
    }
    status = hemo_cli_mail_assess(&options, &mail);
    if (status == HEMO_CLI_GOOD)
        status = protect(&options, &mail);
    else if (mail.details != NULL)
        hemo_cli_mail_print(&options, &mail, NULL);
    hemo_cli_mail_clear(&mail);
    hemo_cli_mail_clear_options(&options);
    return status;
}
