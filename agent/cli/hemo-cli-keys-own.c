/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-keys-own.h.
 */
#include "hemo-cli-keys-own.h"

#include "hemo-bus.h"
#include "hemo-cli-key-show.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-cli-settings.h"
#include "hemo-error.h"
#include "hemo-openpgp.h"
#include "hemo-secret.h"

#include <glib/gi18n-lib.h>

typedef struct {
    gboolean json;
    gboolean fresh;
    char *name;
    char **rest;
} Options;

typedef struct {
    HemoOpenpgp *openpgp;
    GMainLoop *loop;
    HemoKey *key;
    GError *error;
} Creation;

static void
on_created(GObject *source, GAsyncResult *result, gpointer data)
{
    Creation *creation = data;

    creation->key = hemo_openpgp_create_finish(creation->openpgp, result, &creation->error);
    g_main_loop_quit(creation->loop);
}

/* As the agent tells keys; what it knows of it more comes with "keys list". */
static void
print_key(const Options *options, const HemoKey *key)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    g_autoptr(GVariant) values = NULL;

    g_variant_builder_add(&builder, "{sv}", "address", g_variant_new_string(options->rest[0]));
    g_variant_builder_add(&builder, "{sv}", "kind", g_variant_new_string("openpgp"));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "fingerprint",
                          g_variant_new_string(hemo_key_fingerprint(key)));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "expires",
                          g_variant_new_int64(hemo_key_expires(key)));
    g_variant_builder_add(&builder, "{sv}", "own", g_variant_new_boolean(TRUE));
    g_variant_builder_add(&builder, "{sv}", "words", g_variant_new_string(_("made")));
    values = g_variant_ref_sink(g_variant_builder_end(&builder));
    hemo_cli_key_show_one(values, options->json);
}

/* A key for somebody else's address would only get in the way of the right one. */
static gboolean
check_address(const char *address, GError **error)
{
    GError *fault = NULL;
    g_autoptr(HemoCliSettings) settings = hemo_cli_settings_load(NULL, &fault, error);

    if (settings == NULL || settings->accounts == NULL) {
        if (fault != NULL)
            g_propagate_error(error, fault);
        return FALSE;
    }
    g_clear_error(&fault);
    if (hemo_accounts_has_address(settings->accounts, address))
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_DENIED,
                   _("a key can only be made for an address of your accounts: this is none of "
                     "them (accounts.conf)"));
    return FALSE;
}

static gboolean
is_usable_own(GVariant *key)
{
    const char *kind = "";
    const char *state = "";
    gboolean own = FALSE;

    g_variant_lookup(key, "kind", "&s", &kind);
    g_variant_lookup(key, "state", "&s", &state);
    g_variant_lookup(key, "own", "b", &own);
    return own && g_str_equal(kind, "openpgp") && g_str_equal(state, "usable");
}

/* Two keys for one address, and the others do not know which to take. */
static gboolean
check_no_other(GVariant *known, GError **error)
{
    for (gsize i = 0; i < g_variant_n_children(known); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(known, i);
        const char *fingerprint = "";

        if (!is_usable_own(key))
            continue;
        g_variant_lookup(key, "fingerprint", "&s", &fingerprint);
        hemo_error_set(error,
                       HEMO_ERROR_DENIED,
                       _("there is a key for this address already, and it can be used: %s. "
                         "Withdraw it first (hemostat keys revoke) if you want a new one"),
                       fingerprint);
        return FALSE;
    }
    return TRUE;
}

static gboolean
check_known(const char *address, GError **error)
{
    g_autoptr(HemoKeys1) keys = hemo_cli_keys_link_open(error);
    g_autoptr(GVariant) known =
        keys != NULL ? hemo_cli_keys_link_list(keys, address, error) : NULL;

    return known != NULL && check_no_other(known, error);
}

/* gpg does it, and asks for its passphrase itself. */
static HemoKey *
make_key(const Options *options, GError **error)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new(NULL);
    Creation creation = {.openpgp = openpgp, .loop = loop};

    hemo_openpgp_create_async(openpgp,
                              options->name != NULL ? options->name : "",
                              options->rest[0],
                              NULL,
                              on_created,
                              &creation);
    g_main_loop_run(loop);
    if (creation.key == NULL)
        g_propagate_error(error, creation.error);
    return creation.key;
}

static int
create(const Options *options)
{
    g_autoptr(HemoKey) key = NULL;
    GError *error = NULL;

    if (check_address(options->rest[0], &error) && check_known(options->rest[0], &error))
        key = make_key(options, &error);
    if (key == NULL) {
        hemo_cli_output_error(error);
        return HEMO_CLI_HELD;
    }
    print_key(options, key);
    if (!options->json)
        hemo_cli_output_line(_("Keep a copy of it, and of its passphrase, in a safe place: %s "
                               "says how"),
                             HEMOSTAT_DOCDIR "/keys.md");
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

/* On standard error, so that the words alone can be read by a program. */
static void
print_warning(const Options *options)
{
    if (!options->fresh || options->json)
        return;
    hemo_cli_output_flush();
    hemo_cli_output_complaint(
        "%s",
        _("files that went out before still open with the old words: note "
          "them if they are needed, and tell the new ones by telephone"));
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
        print_warning(options);
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
