/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-keys-own.h.
 */
#include "hemo-cli-keys-own.h"

#include "hemo-bus.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-secret.h"

#include <glib/gi18n-lib.h>

typedef struct {
    gboolean json;
    gboolean fresh;
    char *name;
    char **rest;
} Options;

/* gpg does it, and asks for its passphrase itself. */
static int
create(const Options *options)
{
    g_autofree char *person = options->name != NULL
                                  ? g_strdup_printf("%s <%s>", options->name, options->rest[0])
                                  : g_strdup(options->rest[0]);
    g_autofree char *quoted = g_shell_quote(person);

    hemo_cli_output_line("%s", _("gpg makes the key, and asks you for a passphrase; say"));
    hemo_cli_output_line("  gpg --quick-gen-key %s default default 2y", quoted);
    return HEMO_CLI_GOOD;
}

static void
print_words(const Options *options, const char *words)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    if (!options->json) {
        hemo_cli_output_line("%s", words);
        return;
    }
    g_variant_builder_add(&builder, "{sv}", "address", g_variant_new_string(options->rest[0]));
    g_variant_builder_add(&builder, "{sv}", "words", g_variant_new_string(words));
    hemo_cli_output_object(g_variant_builder_end(&builder));
}

static int
show_words(const Options *options)
{
    GError *error = NULL;
    g_autoptr(HemoKeys1) keys = hemo_cli_keys_link_open(&error);
    g_autofree char *address = g_ascii_strdown(options->rest[0], -1);
    char *words = NULL;

    if (keys != NULL && hemo_keys1_call_words_sync(keys,
                                                   address,
                                                   options->fresh,
                                                   G_DBUS_CALL_FLAGS_NONE,
                                                   G_MAXINT,
                                                   &words,
                                                   NULL,
                                                   &error)) {
        print_words(options, words);
        hemo_erase_text(words);
        return HEMO_CLI_GOOD;
    }
    hemo_bus_convert_error(&error);
    hemo_cli_output_error(error);
    return HEMO_CLI_HELD;
}

static int
run(const HemoCliOptionVerb *verb,
    Options *options,
    int (*act)(const Options *options),
    int argc,
    char **argv)
{
    int status = HEMO_CLI_USAGE;

    if (hemo_cli_option_parse(argc, argv, verb, &options->json, &options->rest))
        status = act(options);
    g_free(options->name);
    g_strfreev(options->rest);
    return status;
}

int
hemo_cli_keys_own_create(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"name", 0, 0, G_OPTION_ARG_STRING, &options.name, N_("Your name"), N_("NAME")},
        {NULL},
    };
    const HemoCliOptionVerb verb = {
        _("Makes an OpenPGP key for an address of yours; gpg asks for its passphrase."),
        entries,
        HEMO_CLI_OPTION_ADDRESS,
    };

    return run(&verb, &options, create, argc, argv);
}

int
hemo_cli_keys_own_words(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"fresh", 0, 0, G_OPTION_ARG_NONE, &options.fresh, N_("Make new ones"), NULL},
        {NULL},
    };
    const HemoCliOptionVerb verb = {
        _("Shows the five words that open the PDFs which an address gets: tell them by "
          "telephone, never in a mail."),
        entries,
        HEMO_CLI_OPTION_ADDRESS,
    };

    return run(&verb, &options, show_words, argc, argv);
}
