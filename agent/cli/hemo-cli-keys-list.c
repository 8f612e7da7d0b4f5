/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-keys-list.h.
 */
#include "hemo-cli-keys-list.h"

#include "hemo-bus.h"
#include "hemo-cli-key-show.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"

#include <glib/gi18n-lib.h>

static int
list(const char *address, gboolean json, GError **error)
{
    g_autoptr(HemoKeys1) keys = hemo_cli_keys_link_open(error);
    g_autoptr(GVariant) known =
        keys != NULL ? hemo_cli_keys_link_list(keys, address, error) : NULL;

    if (known == NULL)
        return HEMO_CLI_HELD;
    hemo_cli_key_show_all(known, json);
    if (!json && g_variant_n_children(known) == 0)
        hemo_cli_output_line("%s", _("no key is known"));
    return HEMO_CLI_GOOD;
}

static void
print_note(const char *note, gboolean json)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    if (!json) {
        hemo_cli_output_line(_("could not be told: %s"), note);
        return;
    }
    g_variant_builder_add(&builder, "{sv}", "note", g_variant_new_string(note));
    hemo_cli_output_object(g_variant_builder_end(&builder));
}

static int
find(const char *address, gboolean json, GError **error)
{
    g_autoptr(HemoKeys1) keys = hemo_cli_keys_link_open(error);
    g_autofree char *name = g_ascii_strdown(address, -1);
    g_autoptr(GVariant) found = NULL;
    g_auto(GStrv) notes = NULL;

    if (keys == NULL || !hemo_keys1_call_find_sync(keys,
                                                   name,
                                                   G_DBUS_CALL_FLAGS_NONE,
                                                   G_MAXINT,
                                                   &found,
                                                   &notes,
                                                   NULL,
                                                   error))
        return HEMO_CLI_HELD;
    hemo_cli_key_show_all(found, json);
    if (!json && g_variant_n_children(found) == 0)
        hemo_cli_output_line("%s", _("no key was found"));
    for (gsize i = 0; notes[i] != NULL; i++)
        print_note(notes[i], json);
    return HEMO_CLI_GOOD;
}

static int
run(const HemoCliOptionVerb *verb,
    int (*ask)(const char *address, gboolean json, GError **error),
    int argc,
    char **argv)
{
    GError *error = NULL;
    g_auto(GStrv) rest = NULL;
    gboolean json;
    int status;

    if (!hemo_cli_option_parse(argc, argv, verb, &json, &rest))
        return HEMO_CLI_USAGE;
    status = ask(rest != NULL ? rest[0] : "", json, &error);
    hemo_bus_convert_error(&error);
    if (error != NULL)
        hemo_cli_output_error(error);
    return status;
}

int
hemo_cli_keys_list_run(int argc, char **argv)
{
    const HemoCliOptionVerb verb = {
        _("Shows the keys and certificates that are known of an address, or of all."),
        NULL,
        HEMO_CLI_OPTION_MAYBE_ADDRESS,
    };

    return run(&verb, list, argc, argv);
}

int
hemo_cli_keys_list_find(int argc, char **argv)
{
    const HemoCliOptionVerb verb = {
        _("Looks for the keys of an address everywhere, now, and says what could not be told."),
        NULL,
        HEMO_CLI_OPTION_ADDRESS,
    };

    return run(&verb, find, argc, argv);
}
