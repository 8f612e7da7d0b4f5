/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-keys-trust.h.
 */
#include "hemo-cli-keys-trust.h"

#include "hemo-bus.h"
#include "hemo-cli-fingerprint.h"
#include "hemo-cli-key-show.h"
#include "hemo-cli-key-words.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-object.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-cli-question.h"

#include <glib/gi18n-lib.h>

typedef struct {
    gboolean json;
    gboolean yes;
    char *how;
    char **rest;
    char *address; /* lower case */
    char *fingerprint;
} Options;

static void
clear(Options *options)
{
    g_free(options->how);
    g_strfreev(options->rest);
    g_free(options->address);
    g_free(options->fingerprint);
}

static gboolean
parse(int argc, char **argv, const HemoCliOptionVerb *verb, Options *options)
{
    if (!hemo_cli_option_parse(argc, argv, verb, &options->json, &options->rest))
        return FALSE;
    options->address = g_ascii_strdown(options->rest[0], -1);
    options->fingerprint = hemo_cli_fingerprint_read((const char *const *)options->rest + 1);
    if (options->fingerprint != NULL)
        return TRUE;
    hemo_cli_output_complaint(
        "%s",
        _("that is no whole fingerprint: it has 40 or 64 digits (0-9, A-F), and all of them "
          "must be compared"));
    return FALSE;
}

static gboolean
is_so(GVariant *key, const char *member)
{
    gboolean so = FALSE;

    g_variant_lookup(key, member, "b", &so);
    return so;
}

/* What is about to be said, and of which key. */
static void
show(const Options *options, GVariant *key, const char *words)
{
    if (options->json)
        return;
    hemo_cli_output_line("%s", words);
    hemo_cli_output_line("%s", options->address);
    hemo_cli_key_show_one(key, FALSE);
}

/* A person's word makes no key better than it is. */
static void
print_confirmed(const Options *options, GVariant *key)
{
    const char *words = hemo_cli_object_text(key, "words");

    if (options->json)
        hemo_cli_key_show_one(key, TRUE);
    else if (g_str_equal(hemo_cli_object_text(key, "state"), "usable"))
        hemo_cli_output_line(_("Confirmed: %s"), words);
    else
        hemo_cli_output_line(_("Your word is noted, but the key is still not used: %s"), words);
}

/* How it was compared the last time is not lost because nothing is said of it now. */
static const char *
find_how(const Options *options, GVariant *key)
{
    const char *before = hemo_cli_object_text(key, "confirmed_how");

    if (options->how != NULL)
        return options->how;
    return hemo_cli_key_words_knows_how(before) ? before : "other";
}

/* It would only be written again when it was compared. */
static gboolean
is_said_already(const Options *options, GVariant *key)
{
    gint64 time = 0;

    g_variant_lookup(key, "confirmed_at", "x", &time);
    return options->how == NULL && time > 0 && is_so(key, "chosen");
}

static int
confirm(HemoKeys1 *keys, const Options *options, GError **error)
{
    g_autoptr(GVariant) key =
        hemo_cli_keys_link_pick(keys, options->address, options->fingerprint, error);
    g_autoptr(GVariant) after = NULL;

    if (key == NULL)
        return HEMO_CLI_HELD;
    if (is_said_already(options, key)) {
        show(options, key, _("This is confirmed already; --how says it anew:"));
        if (options->json)
            hemo_cli_key_show_one(key, TRUE);
        return HEMO_CLI_GOOD;
    }
    show(options, key, _("You confirm that this key belongs to this address:"));
    if (!hemo_keys1_call_confirm_sync(keys,
                                      options->address,
                                      options->fingerprint,
                                      find_how(options, key),
                                      G_DBUS_CALL_FLAGS_NONE,
                                      G_MAXINT,
                                      &after,
                                      NULL,
                                      error))
        return HEMO_CLI_HELD;
    print_confirmed(options, after);
    return HEMO_CLI_GOOD;
}

static void
print_revoked(const Options *options, const char *words)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    if (!options->json) {
        hemo_cli_output_line("%s", words);
        return;
    }
    g_variant_builder_add(&builder, "{sv}", "address", g_variant_new_string(options->address));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "fingerprint",
                          g_variant_new_string(options->fingerprint));
    g_variant_builder_add(&builder, "{sv}", "words", g_variant_new_string(words));
    hemo_cli_output_object(g_variant_builder_end(&builder));
}

/* One's own cannot be had back. */
static gboolean
agrees(const Options *options, GVariant *key)
{
    if (!is_so(key, "own") || options->yes ||
        (!options->json &&
         hemo_cli_question_ask(_("This is your own key. Withdraw it for ever?"))))
        return TRUE;
    hemo_cli_output_flush();
    hemo_cli_output_complaint("%s",
                              _("it is your own key, and was not withdrawn: --yes does that"));
    return FALSE;
}

static int
withdraw(HemoKeys1 *keys, const Options *options, GError **error)
{
    g_autoptr(GVariant) key =
        hemo_cli_keys_link_pick(keys, options->address, options->fingerprint, error);
    g_autofree char *words = NULL;

    if (key == NULL)
        return HEMO_CLI_HELD;
    show(options, key, _("This key would be withdrawn, and never used again:"));
    if (!agrees(options, key))
        return HEMO_CLI_USAGE;
    if (!hemo_keys1_call_revoke_sync(keys,
                                     options->address,
                                     options->fingerprint,
                                     G_DBUS_CALL_FLAGS_NONE,
                                     G_MAXINT,
                                     &words,
                                     NULL,
                                     error))
        return HEMO_CLI_HELD;
    print_revoked(options, words);
    return HEMO_CLI_GOOD;
}

static int
run(const Options *options, int (*say)(HemoKeys1 *keys, const Options *options, GError **error))
{
    GError *error = NULL;
    g_autoptr(HemoKeys1) keys = hemo_cli_keys_link_open(&error);
    int status = keys != NULL ? say(keys, options, &error) : HEMO_CLI_HELD;

    hemo_bus_convert_error(&error);
    hemo_cli_output_flush();
    if (error != NULL)
        hemo_cli_output_error(error);
    return status;
}

static gboolean
knows_how(const Options *options)
{
    if (options->how == NULL || hemo_cli_key_words_knows_how(options->how))
        return TRUE;
    hemo_cli_output_complaint("%s", _("say --how telephone, in-person, paper or other"));
    return FALSE;
}

int
hemo_cli_keys_trust_confirm(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"how",
         0,
         0,
         G_OPTION_ARG_STRING,
         &options.how,
         N_("How you compared it: telephone, in-person, paper or other"),
         N_("HOW")},
        {NULL},
    };
    const HemoCliOptionVerb verb = {
        _("Says that a key belongs to an address, once you have compared the whole "
          "fingerprint with its owner."),
        entries,
        HEMO_CLI_OPTION_KEY,
    };
    int status = HEMO_CLI_USAGE;

    if (parse(argc, argv, &verb, &options) && knows_how(&options))
        status = run(&options, confirm);
    clear(&options);
    return status;
}

int
hemo_cli_keys_trust_revoke(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"yes", 0, 0, G_OPTION_ARG_NONE, &options.yes, N_("Do not ask, do it"), NULL},
        {NULL},
    };
    const HemoCliOptionVerb verb = {
        _("Never uses a key again, and says whom to tell."),
        entries,
        HEMO_CLI_OPTION_KEY,
    };
    int status = HEMO_CLI_USAGE;

    if (parse(argc, argv, &verb, &options))
        status = run(&options, withdraw);
    clear(&options);
    return status;
}
