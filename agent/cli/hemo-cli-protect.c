/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-protect.h.
 */
#include "hemo-cli-protect.h"

#include "hemo-cli-mail.h"
#include "hemo-cli-output.h"
#include "hemo-error.h"
#include "hemo-sealed-fd.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

static gboolean
write_file(const char *path, HemoSlice bytes, GError **error)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    gboolean good = fd >= 0 && hemo_sealed_fd_write(fd, &bytes, 1, NULL);

    if (!good)
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("%s cannot be written: %s"),
                       path,
                       g_strerror(errno));
    if (fd >= 0)
        close(fd);
    return good;
}

/* Writes message @index; the object tells its file, recipients and method. */
static GVariant *
write_message(const char *folder, guint index, int fd, GVariant *values, GError **error)
{
    g_autofree char *name = g_strdup_printf("message-%u.eml", index + 1);
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, error);
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(values);

    if (map == NULL || !write_file(path, hemo_sealed_fd_slice(map), error))
        return NULL;
    g_variant_dict_insert(&dict, "file", "s", path);
    return g_variant_dict_end(&dict);
}

static GVariant *
write_all(const char *folder, GVariant *messages, GUnixFDList *fds, GError **error)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));

    for (guint i = 0; i < g_variant_n_children(messages); i++) {
        g_autoptr(GVariant) values = NULL;
        GVariant *object;
        int handle = -1;
        int fd;

        g_variant_get_child(messages, i, "(h@a{sv})", &handle, &values);
        fd = g_unix_fd_list_get(fds, handle, error);
        object = fd >= 0 ? write_message(folder, i, fd, values, error) : NULL;
        if (fd >= 0)
            close(fd);
        if (object == NULL)
            return NULL;
        g_variant_builder_add_value(&builder, object);
    }
    return g_variant_builder_end(&builder);
}

static int
protect(const HemoCliMailOptions *options, const HemoCliMail *mail)
{
    g_autoptr(GUnixFDList) fds = NULL;
    GError *error = NULL;
    g_autoptr(GVariant) messages = hemo_cli_mail_protect(mail, &fds, &error);
    GVariant *written =
        messages != NULL ? write_all(options->out, messages, fds, &error) : NULL;

    if (written == NULL) {
        hemo_cli_output_error(error);
        return HEMO_CLI_HELD;
    }
    hemo_cli_output_object(hemo_cli_mail_object(mail, written));
    return HEMO_CLI_GOOD;
}

int
hemo_cli_protect(int argc, char **argv)
{
    HemoCliMailOptions options = {0};
    HemoCliMail mail;
    int status;

    if (!hemo_cli_mail_parse(argc,
                             argv,
                             _("Writes the outgoing messages of a mail into a folder."),
                             &options) ||
        options.out == NULL) {
        g_printerr("%s", _("hemostat: --out FOLDER is needed\n"));
        hemo_cli_mail_clear_options(&options);
        return HEMO_CLI_USAGE;
    }
    status = hemo_cli_mail_assess(&options, &mail);
    if (status == HEMO_CLI_GOOD)
        status = protect(&options, &mail);
    else if (mail.details != NULL && options.json)
        hemo_cli_output_object(hemo_cli_mail_object(&mail, NULL));
    else if (mail.details != NULL)
        hemo_cli_mail_print(&mail);
    hemo_cli_mail_clear(&mail);
    hemo_cli_mail_clear_options(&options);
    return status;
}
