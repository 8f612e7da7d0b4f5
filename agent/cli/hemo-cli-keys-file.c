/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-keys-file.h.
 */
#include "hemo-cli-keys-file.h"

#include "hemo-bus.h"
#include "hemo-cli-fingerprint.h"
#include "hemo-cli-input.h"
#include "hemo-cli-key-show.h"
#include "hemo-cli-key-words.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-new-file.h"
#include "hemo-cli-object.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-cli-passphrase.h"
#include "hemo-cli-pkcs12.h"
#include "hemo-sealed-fd.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <unistd.h>

typedef struct {
    gboolean json;
    char *passphrase_file;
    char *out;
    char *kind;
    char **rest;
} Options;

static const char *const kinds[] = {"openpgp", "smime", NULL};

static int
complain(const char *file, GError *error)
{
    g_autofree char *name = g_filename_display_name(file);

    hemo_cli_output_complaint("%s: %s", name, error->message);
    g_error_free(error);
    return HEMO_CLI_UNREADABLE;
}

/* Only one's own comes with a private key, and then under a passphrase. */
static int
open_passphrase(const Options *options, int file, GError **error)
{
    const HemoCliPassphrase passphrase = {
        .file = options->passphrase_file,
        .question = _("Type the passphrase of the file"),
    };

    if (options->passphrase_file == NULL && !hemo_cli_pkcs12_is(file))
        return hemo_sealed_fd_new(NULL, 0, error);
    return hemo_cli_passphrase_open(&passphrase, error);
}

static GVariant *
bring_in(int file, int passphrase, GError **error)
{
    const int both[] = {file, passphrase};
    g_autoptr(HemoKeys1) keys = hemo_cli_keys_link_open(error);
    g_autoptr(GUnixFDList) fds =
        keys != NULL ? hemo_cli_keys_link_fds(both, G_N_ELEMENTS(both), error) : NULL;
    GVariant *imported = NULL;

    if (fds != NULL)
        hemo_keys1_call_import_sync(keys,
                                    g_variant_new_handle(0),
                                    g_variant_new_handle(1),
                                    G_DBUS_CALL_FLAGS_NONE,
                                    G_MAXINT,
                                    fds,
                                    &imported,
                                    NULL,
                                    NULL,
                                    error);
    hemo_bus_convert_error(error);
    return imported;
}

/* A file that is none of what can be imported is as good as unreadable. */
static int
fail(const char *file, GError *error)
{
    if (hemo_error_is(error, HEMO_ERROR_INVALID) || hemo_error_is(error, HEMO_ERROR_TOO_BIG))
        return complain(file, error);
    hemo_cli_output_error(error);
    return HEMO_CLI_HELD;
}

static int
import(const Options *options)
{
    GError *error = NULL;
    int file = hemo_cli_input_open(options->rest[0], &error);
    int passphrase = file >= 0 ? open_passphrase(options, file, &error) : -1;
    g_autoptr(GVariant) imported = NULL;

    if (file < 0)
        return complain(options->rest[0], error);
    if (passphrase < 0) {
        close(file);
        hemo_cli_output_error(error);
        return HEMO_CLI_UNREADABLE;
    }
    imported = bring_in(file, passphrase, &error);
    close(file);
    close(passphrase);
    if (imported == NULL)
        return fail(options->rest[0], error);
    hemo_cli_key_show_all(imported, options->json);
    if (!options->json)
        hemo_cli_key_show_steps(imported);
    return HEMO_CLI_GOOD;
}

static gboolean
write_out(const Options *options, int fd, GError **error)
{
    g_autoptr(HemoSealedFd) map = NULL;
    HemoSlice slice;

    if (options->out != NULL)
        return hemo_cli_new_file_copy(options->out, fd, error);
    map = hemo_sealed_fd_map(fd, error);
    if (map == NULL)
        return FALSE;
    slice = hemo_sealed_fd_slice(map);
    fwrite(slice.data, 1, slice.size, stdout);
    return TRUE;
}

static gboolean
has_kind(GVariant *keys, const char *kind)
{
    for (gsize i = 0; i < g_variant_n_children(keys); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(keys, i);

        if (g_str_equal(hemo_cli_object_text(key, "kind"), kind))
            return TRUE;
    }
    return FALSE;
}

/* Who asks for a key and gets a certificate would not notice. */
static gboolean
is_open(const Options *options, GVariant *keys, const char *fingerprint)
{
    return options->kind == NULL && fingerprint == NULL && has_kind(keys, kinds[0]) &&
           has_kind(keys, kinds[1]);
}

static void
print_written(const Options *options, GVariant *key)
{
    g_autofree char *name = g_filename_display_name(options->out);

    if (!options->json)
        hemo_cli_output_line(_("%s, %s: written to %s"),
                             options->rest[0],
                             hemo_cli_key_words_kind(hemo_cli_object_text(key, "kind")),
                             name);
    hemo_cli_key_show_one(key, options->json);
}

static int export(const Options *options, const char *fingerprint, GError **error)
{
    g_autoptr(HemoKeys1) keys = hemo_cli_keys_link_open(error);
    g_autoptr(GVariant) list =
        keys != NULL ? hemo_cli_keys_link_list(keys, options->rest[0], error) : NULL;
    g_autoptr(GVariant) key = NULL;
    gboolean good;
    int fd;

    if (list != NULL && is_open(options, list, fingerprint)) {
        hemo_cli_output_complaint("%s",
                                  _("this address has both an OpenPGP key and an S/MIME "
                                    "certificate: say --kind openpgp or --kind smime"));
        return HEMO_CLI_USAGE;
    }
    if (list != NULL)
        key = hemo_cli_keys_link_choose(list, options->kind, fingerprint, error);
    fd = key != NULL ? hemo_cli_keys_link_export(keys,
                                                 options->rest[0],
                                                 hemo_cli_object_text(key, "fingerprint"),
                                                 error)
                     : -1;
    good = fd >= 0 && write_out(options, fd, error);

    if (fd >= 0)
        close(fd);
    if (good && options->out != NULL)
        print_written(options, key);
    return good ? HEMO_CLI_GOOD : HEMO_CLI_HELD;
}

int
hemo_cli_keys_file_import(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"passphrase-file",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options.passphrase_file,
         N_("Its first line is the passphrase of your own key's file"),
         N_("FILE")},
        {NULL},
    };
    const HemoCliOptionVerb verb = {
        _("Brings in somebody's key or certificate, or your own S/MIME key (PKCS#12)."),
        entries,
        HEMO_CLI_OPTION_FILE,
    };
    int status = HEMO_CLI_USAGE;

    if (hemo_cli_option_parse(argc, argv, &verb, &options.json, &options.rest))
        status = import(&options);
    g_free(options.passphrase_file);
    g_strfreev(options.rest);
    return status;
}

static int
check_and_export(const Options *options)
{
    GError *error = NULL;
    g_autofree char *fingerprint =
        hemo_cli_fingerprint_read((const char *const *)options->rest + 1);
    int status = HEMO_CLI_USAGE;

    if (fingerprint == NULL && options->rest[1] != NULL)
        hemo_cli_output_complaint("%s", _("that is no whole fingerprint"));
    else if (options->kind != NULL && !g_strv_contains(kinds, options->kind))
        hemo_cli_output_complaint("%s", _("say --kind openpgp or smime"));
    else if (options->out == NULL || hemo_cli_new_file_check(options->out, &error))
        status = export(options, fingerprint, &error);
    if (error != NULL)
        hemo_cli_output_error(error);
    return status;
}

int
hemo_cli_keys_file_export(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"out",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options.out,
         N_("Write it into this new file, not to standard output"),
         N_("FILE")},
        {"kind",
         0,
         0,
         G_OPTION_ARG_STRING,
         &options.kind,
         N_("Which of the two, if the address has both: openpgp or smime"),
         N_("KIND")},
        {NULL},
    };
    const HemoCliOptionVerb verb = {
        _("Writes the public part of a key (OpenPGP, armored) or a certificate (PEM)."),
        entries,
        HEMO_CLI_OPTION_MAYBE_KEY,
    };
    int status = HEMO_CLI_USAGE;

    if (hemo_cli_option_parse(argc, argv, &verb, &options.json, &options.rest))
        status = check_and_export(&options);
    g_free(options.out);
    g_free(options.kind);
    g_strfreev(options.rest);
    return status;
}
