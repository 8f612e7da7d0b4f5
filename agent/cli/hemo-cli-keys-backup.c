/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-keys-backup.h.
 */
#include "hemo-cli-keys-backup.h"

#include "hemo-bus.h"
#include "hemo-cli-input.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-new-file.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-cli-passphrase.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

typedef struct {
    gboolean json;
    char *passphrase_file;
    char *out;
    char **rest;
} Options;

static void
print(const Options *options, const char *member, GVariant *value, const char *words)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    g_variant_builder_add(&builder, "{sv}", member, value);
    if (options->json)
        hemo_cli_output_object(g_variant_builder_end(&builder));
    else
        hemo_cli_output_line("%s", words);
}

static int
fetch(int passphrase, GError **error)
{
    g_autoptr(HemoKeys1) keys = hemo_cli_keys_link_open(error);
    g_autoptr(GUnixFDList) fds =
        keys != NULL ? hemo_cli_keys_link_fds(&passphrase, 1, error) : NULL;
    g_autoptr(GVariant) handle = NULL;
    GUnixFDList *answer = NULL;

    if (fds != NULL && hemo_keys1_call_backup_sync(keys,
                                                   g_variant_new_handle(0),
                                                   G_DBUS_CALL_FLAGS_NONE,
                                                   G_MAXINT,
                                                   fds,
                                                   &handle,
                                                   &answer,
                                                   NULL,
                                                   error))
        return hemo_cli_keys_link_take(answer, handle, error);
    hemo_bus_convert_error(error);
    return -1;
}

static int
back_up(const Options *options, int passphrase)
{
    g_autofree char *name = g_filename_display_name(options->out);
    g_autofree char *words = g_strdup_printf(_("%s: written; it is worth no more than its "
                                               "passphrase: keep both safe, and apart"),
                                             name);
    GError *error = NULL;
    int fd = fetch(passphrase, &error);
    gboolean good = fd >= 0 && hemo_cli_new_file_copy(options->out, fd, &error);

    if (fd >= 0)
        close(fd);
    if (good)
        print(options, "file", g_variant_new_string(name), words);
    else
        hemo_cli_output_error(error);
    return good ? HEMO_CLI_GOOD : HEMO_CLI_HELD;
}

/* Before a passphrase is thought out. */
static gboolean
may_write(const Options *options)
{
    GError *error = NULL;

    if (options->out == NULL)
        hemo_cli_output_complaint("%s", _("--out is needed"));
    else if (!hemo_cli_new_file_check(options->out, &error))
        hemo_cli_output_error(error);
    else
        return TRUE;
    return FALSE;
}

static int
ask_and_back_up(const Options *options)
{
    const HemoCliPassphrase passphrase = {
        .file = options->passphrase_file,
        .question = _("Think of a passphrase for the copy, and type it"),
        .twice = TRUE,
    };
    GError *error = NULL;
    int status;
    int fd;

    if (!may_write(options))
        return HEMO_CLI_USAGE;
    fd = hemo_cli_passphrase_open(&passphrase, &error);
    if (fd < 0) {
        hemo_cli_output_error(error);
        return HEMO_CLI_UNREADABLE;
    }
    status = back_up(options, fd);
    close(fd);
    return status;
}

/* What is no such copy counts as unreadable. */
static int
find_status(const GError *error)
{
    return hemo_error_is(error, HEMO_ERROR_INVALID) ? HEMO_CLI_UNREADABLE : HEMO_CLI_HELD;
}

static char *
tell_count(guint count)
{
    if (count == 0)
        return g_strdup(_("nothing was brought back: all of it is here already"));
    return g_strdup_printf(g_dngettext(GETTEXT_PACKAGE,
                                       "%u entry was brought back",
                                       "%u entries were brought back",
                                       count),
                           count);
}

static int
bring_back(const Options *options, int file, int passphrase, GError **error)
{
    const int both[] = {file, passphrase};
    g_autoptr(HemoKeys1) keys = hemo_cli_keys_link_open(error);
    g_autoptr(GUnixFDList) fds =
        keys != NULL ? hemo_cli_keys_link_fds(both, G_N_ELEMENTS(both), error) : NULL;
    g_autofree char *words = NULL;
    guint count = 0;

    if (fds == NULL || !hemo_keys1_call_restore_sync(keys,
                                                     g_variant_new_handle(0),
                                                     g_variant_new_handle(1),
                                                     G_DBUS_CALL_FLAGS_NONE,
                                                     G_MAXINT,
                                                     fds,
                                                     &count,
                                                     NULL,
                                                     NULL,
                                                     error)) {
        hemo_bus_convert_error(error);
        return find_status(*error);
    }
    words = tell_count(count);
    print(options, "count", g_variant_new_uint32(count), words);
    return HEMO_CLI_GOOD;
}

static int
restore(const Options *options)
{
    const HemoCliPassphrase passphrase = {
        .file = options->passphrase_file,
        .question = _("Type the passphrase of the copy"),
    };
    GError *error = NULL;
    int file = hemo_cli_input_open(options->rest[0], &error);
    int fd = file >= 0 ? hemo_cli_passphrase_open(&passphrase, &error) : -1;
    g_autofree char *name = g_filename_display_name(options->rest[0]);
    int status = HEMO_CLI_UNREADABLE;

    if (file < 0)
        g_prefix_error(&error, "%s: ", name);
    if (fd >= 0) {
        status = bring_back(options, file, fd, &error);
        close(fd);
    }
    if (file >= 0)
        close(file);
    if (error != NULL)
        hemo_cli_output_error(error);
    return status;
}

int
hemo_cli_keys_backup_run(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"out", 0, 0, G_OPTION_ARG_FILENAME, &options.out, N_("A new file"), N_("FILE")},
        {"passphrase-file",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options.passphrase_file,
         N_("Its first line is the passphrase of the copy"),
         N_("FILE")},
        {NULL},
    };
    const HemoCliOptionVerb verb = {
        _("Writes all that is known of keys, your own S/MIME keys and the words for PDFs "
          "into an encrypted file. Your OpenPGP key stays with gpg."),
        entries,
        HEMO_CLI_OPTION_NOTHING,
    };
    int status = HEMO_CLI_USAGE;

    if (hemo_cli_option_parse(argc, argv, &verb, &options.json, &options.rest))
        status = ask_and_back_up(&options);
    g_free(options.out);
    g_free(options.passphrase_file);
    return status;
}

int
hemo_cli_keys_backup_restore(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"passphrase-file",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options.passphrase_file,
         N_("Its first line is the passphrase of the copy"),
         N_("FILE")},
        {NULL},
    };
    const HemoCliOptionVerb verb = {
        _("Brings a copy of \"keys backup\" back in. Nothing that is newer is replaced."),
        entries,
        HEMO_CLI_OPTION_FILE,
    };
    int status = HEMO_CLI_USAGE;

    if (hemo_cli_option_parse(argc, argv, &verb, &options.json, &options.rest))
        status = restore(&options);
    g_free(options.passphrase_file);
    g_strfreev(options.rest);
    return status;
}
