/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-lint-forwards.h.  All files are read first; then each domain is looked up
 * once.
 */
#include "hemo-cli-lint-forwards.h"

#include "hemo-cli-file.h"
#include "hemo-cli-forward-words.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-cli-thunderbird.h"

#include <glib/gi18n-lib.h>

#define NOT_READY HEMO_CLI_USAGE

typedef struct {
    gboolean json;
    char *format;
    HemoCliNet net;
    char **files;
} Options;

typedef struct {
    char *name;         /* of the file, for people */
    GPtrArray *targets; /* NULL: it could not be read */
} Rules;

typedef struct {
    const Options *options;
    GHashTable *findings;
    gboolean all_ready;
} Run;

static void
rules_free(gpointer data)
{
    Rules *rules = data;

    g_free(rules->name);
    g_clear_pointer(&rules->targets, g_ptr_array_unref);
    g_free(rules);
}

static HemoForwardFormat
get_format(const Options *options, const char *file, HemoSlice text)
{
    if (options->format == NULL)
        return hemo_forward_list_guess(file, text);
    return hemo_names_value(hemo_forward_format_names,
                            options->format,
                            HEMO_FORWARD_FORMAT_INVALID);
}

static Rules *
read_rules(const Options *options, const char *file)
{
    Rules *rules = g_new0(Rules, 1);
    GError *error = NULL;
    g_autoptr(GBytes) bytes = hemo_cli_file_read(file, &error);

    rules->name = g_filename_display_name(file);
    if (bytes != NULL) {
        HemoSlice text = hemo_slice_bytes(bytes);

        rules->targets = hemo_forward_list_parse(get_format(options, file, text), text, &error);
    }
    if (rules->targets == NULL) {
        hemo_cli_output_complaint("%s: %s", rules->name, error->message);
        g_error_free(error);
    }
    return rules;
}

static void
add_domains(const Rules *rules, GHashTable *domains)
{
    for (guint i = 0; rules->targets != NULL && i < rules->targets->len; i++) {
        const HemoForwardTarget *target = rules->targets->pdata[i];

        if (target->kind == HEMO_FORWARD_ADDRESS)
            g_hash_table_add(domains, target->domain);
    }
}

static void
print_object(const Rules *rules,
             const HemoForwardTarget *target,
             const HemoCliNetFinding *finding,
             gboolean ready)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    const char *level =
        finding != NULL ? hemo_names_find(hemo_level_names, finding->level) : NULL;
    const char *domain = *target->domain != '\0' ? target->domain : NULL;

    g_variant_builder_add(&builder, "{sv}", "file", g_variant_new_string(rules->name));
    g_variant_builder_add(&builder, "{sv}", "line", g_variant_new_uint32(target->line));
    g_variant_builder_add(&builder, "{sv}", "address", g_variant_new_string(target->address));
    g_variant_builder_add(&builder, "{sv}", "domain", g_variant_new("ms", domain));
    g_variant_builder_add(&builder, "{sv}", "level", g_variant_new("ms", level));
    g_variant_builder_add(&builder, "{sv}", "ready", g_variant_new_boolean(ready));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "words",
                          g_variant_new_string(hemo_cli_forward_words_find(target, finding)));
    hemo_cli_output_object(g_variant_builder_end(&builder));
}

/* Of what is broken there is nothing to show but the line. */
static void
print_words(const Rules *rules,
            const HemoForwardTarget *target,
            const HemoCliNetFinding *finding,
            gboolean ready)
{
    hemo_cli_output_line("%s:%u: %s: %s%s%s",
                         rules->name,
                         target->line,
                         ready ? _("ready") : _("NOT ready"),
                         target->address,
                         *target->address != '\0' ? ": " : "",
                         hemo_cli_forward_words_find(target, finding));
}

static void
print_rules(Run *run, const Rules *rules)
{
    if (rules->targets->len == 0 && !run->options->json)
        hemo_cli_output_complaint(_("%s: no forwarding found"), rules->name);
    for (guint i = 0; i < rules->targets->len; i++) {
        const HemoForwardTarget *target = rules->targets->pdata[i];
        const HemoCliNetFinding *finding = g_hash_table_lookup(run->findings, target->domain);
        gboolean ready = hemo_cli_forward_words_is_ready(target, finding);

        run->all_ready &= ready;
        if (run->options->json)
            print_object(rules, target, finding, ready);
        else
            print_words(rules, target, finding, ready);
    }
}

/* The files that @name stands for: a profile of Thunderbird has one for each account. */
static GStrv
expand(const char *name)
{
    const char *const itself[] = {name, NULL};
    g_autofree char *settings = g_build_filename(name, "prefs.js", NULL);

    return g_file_test(settings, G_FILE_TEST_IS_REGULAR) ? hemo_cli_thunderbird_find_rules(name)
                                                         : g_strdupv((char **)itself);
}

static void
add_rules(const Options *options, const char *name, GPtrArray *files, GHashTable *domains)
{
    g_auto(GStrv) names = expand(name);

    for (guint i = 0; names[i] != NULL; i++) {
        Rules *rules = read_rules(options, names[i]);

        g_ptr_array_add(files, rules);
        add_domains(rules, domains);
    }
    if (names[0] == NULL)
        hemo_cli_output_complaint(_("%s: no forwarding found"), name);
}

static int
lint(const Options *options)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(rules_free);
    g_autoptr(GHashTable) domains = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) findings = NULL;
    Run run = {.options = options, .all_ready = TRUE};
    gboolean all_read = TRUE;

    for (guint i = 0; options->files[i] != NULL; i++)
        add_rules(options, options->files[i], files, domains);
    findings = hemo_cli_net_look_up(&options->net, domains);
    run.findings = findings;
    for (guint i = 0; i < files->len; i++) {
        const Rules *rules = files->pdata[i];

        all_read &= rules->targets != NULL;
        if (rules->targets != NULL)
            print_rules(&run, rules);
    }
    if (!all_read)
        return HEMO_CLI_UNREADABLE;
    return run.all_ready ? HEMO_CLI_GOOD : NOT_READY;
}

static gboolean
parse(int argc, char **argv, Options *options)
{
    GOptionEntry entries[HEMO_CLI_NET_ENTRIES + 2] = {
        [HEMO_CLI_NET_ENTRIES] =
            {"format",
             0,
             0,
             G_OPTION_ARG_STRING,
             &options->format,
             N_("What the files are: sieve, forward, aliases, claws or thunderbird"),
             N_("FORMAT")},
    };
    const HemoCliOptionVerb verb = {
        _("Tells whether forwarding rules send mail to domains that are ready for TLS."),
        entries,
        HEMO_CLI_OPTION_FILES,
    };

    hemo_cli_net_fill(&options->net, entries);
    if (!hemo_cli_option_parse(argc, argv, &verb, &options->json, &options->files))
        return FALSE;
    if (options->format == NULL ||
        hemo_names_value(hemo_forward_format_names,
                         options->format,
                         HEMO_FORWARD_FORMAT_INVALID) != HEMO_FORWARD_FORMAT_INVALID)
        return TRUE;
    hemo_cli_output_complaint(
        "%s",
        _("--format can be sieve, forward, aliases, claws or thunderbird"));
    return FALSE;
}

int
hemo_cli_lint_forwards(int argc, char **argv)
{
    Options options = {0};
    int status = HEMO_CLI_USAGE;

    if (parse(argc, argv, &options)) {
        hemo_cli_net_add_system(&options.net);
        status = lint(&options);
    }
    g_free(options.format);
    hemo_cli_net_clear(&options.net);
    g_strfreev(options.files);
    return status;
}
