/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-read.h.
 */
#include "hemo-cli-read.h"

#include "hemo-cli-batch.h"
#include "hemo-cli-input.h"
#include "hemo-cli-object.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-cli-words.h"
#include "hemo-limits.h"
#include "hemo-paths.h"
#include "hemo-reader.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define SIDE_BY_SIDE 4

typedef struct {
    gboolean json;
    gboolean reveal;
    char **trust;
    char **files;
} Options;

typedef struct {
    const char *operation;
    GVariant *(*make_parameters)(const Options *options);
    void (*print)(const char *name, GVariant *object);
    gboolean is_verdict;                    /* what cannot be opened has one too: unread */
    void (*advise)(const Options *options); /* before the first file; NULL: nothing */
} Verb;

typedef struct {
    const Verb *verb;
    const Options *options;
    HemoReader *reader;
} Run;

/* One file on its way. */
typedef struct {
    HemoCliBatch *batch;
    guint index;
    const Run *run;
} Ask;

static void
print_file(const char *file, GVariant *object, const GError *error, gpointer data)
{
    const Run *run = data;
    g_autofree char *name = g_filename_display_name(file);

    if (error != NULL)
        hemo_cli_output_complaint("%s: %s", name, error->message);
    if (object == NULL)
        return;
    if (run->options->json)
        hemo_cli_output_object(
            hemo_cli_object_with(object, "file", g_variant_new_string(name)));
    else
        run->verb->print(name, object);
}

/* The reader died or took too long: nobody knows what is in the mail. */
static GVariant *
make_unread(const GError *error)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    const char *reasons[] = {error->message, NULL};

    g_variant_dict_insert(&dict, "verdict", "s", "unread");
    g_variant_dict_insert(&dict, "score", "i", 0);
    g_variant_dict_insert_value(&dict,
                                "findings",
                                g_variant_new_array(G_VARIANT_TYPE_VARDICT, NULL, 0));
    g_variant_dict_insert_value(&dict, "reasons", g_variant_new_strv(reasons, -1));
    return g_variant_dict_end(&dict);
}

static void
on_read(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Ask *ask = data;
    GError *error = NULL;
    GVariant *object = hemo_reader_ask_finish(ask->run->reader, result, &error);

    if (object == NULL && ask->run->verb->is_verdict)
        object = make_unread(error);
    hemo_cli_batch_end(ask->batch, ask->index, object, error);
}

static void
start_file(HemoCliBatch *batch, guint index, const char *file, gpointer data)
{
    const Run *run = data;
    GError *error = NULL;
    int fd = hemo_cli_input_open(file, &error);
    Ask *ask;

    if (fd < 0) {
        hemo_cli_batch_end(batch, index, NULL, error);
        return;
    }
    ask = g_new0(Ask, 1);
    *ask = (Ask){batch, index, run};
    hemo_reader_ask_async(run->reader,
                          run->verb->operation,
                          fd,
                          run->verb->make_parameters(run->options),
                          HEMO_LIMIT_READER_TIME,
                          NULL,
                          on_read,
                          ask);
    close(fd);
}

static int
run_files(const Verb *verb, const Options *options)
{
    static const HemoCliBatchWork work = {SIDE_BY_SIDE, start_file, print_file};
    g_autofree char *program = hemo_paths_program("hemostat-reader");
    HemoReader *reader = hemo_reader_new(program);
    Run run = {verb, options, reader};
    int status;

    if (verb->advise != NULL)
        verb->advise(options);
    status = hemo_cli_batch_run(options->files, &work, &run);
    hemo_reader_free(reader);
    return status;
}

/* Parses and runs; empties @options. */
static int
run_verb(int argc,
         char **argv,
         const HemoCliOptionVerb *words,
         const Verb *verb,
         Options *options)
{
    int status = HEMO_CLI_USAGE;

    if (hemo_cli_option_parse(argc, argv, words, &options->json, &options->files))
        status = run_files(verb, options);
    g_clear_pointer(&options->trust, g_strfreev);
    g_clear_pointer(&options->files, g_strfreev);
    return status;
}

static GVariant *
mail_parameters(const Options *options)
{
    static const char *const keys[] = {"account-addresses",
                                       "account-names",
                                       "account-words",
                                       "recipients",
                                       "triggers"};
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++)
        g_variant_dict_insert_value(&dict, keys[i], g_variant_new_strv(NULL, 0));
    g_variant_dict_insert(&dict, "from", "s", "");
    g_variant_dict_insert(&dict, "reveal", "b", options->reveal);
    return g_variant_dict_end(&dict);
}

/* Their text, if --reveal asked for it. */
static void
print_findings(GVariant *object)
{
    g_autoptr(GVariant) findings = hemo_cli_object_list(object, "findings");

    for (gsize i = 0; findings != NULL && i < g_variant_n_children(findings); i++) {
        g_autoptr(GVariant) finding = g_variant_get_child_value(findings, i);
        const char *text = hemo_cli_object_text(finding, "text");

        if (*text != '\0')
            hemo_cli_output_line("    %s: %s", hemo_cli_object_text(finding, "kind"), text);
    }
}

static void
print_classify(const char *name, GVariant *object)
{
    static const struct {
        const char *verdict;
        const char *words;
    } verdicts[] = {
        {"phi", N_("patient data")},
        {"unread", N_("something in it cannot be read")},
        {"health", N_("health talk about no particular person")},
        {"none", N_("no patient data found")},
    };
    const char *verdict = hemo_cli_object_text(object, "verdict");

    for (gsize i = 0; i < G_N_ELEMENTS(verdicts); i++) {
        if (g_str_equal(verdicts[i].verdict, verdict))
            hemo_cli_output_line("%s: %s", name, _(verdicts[i].words));
    }
    hemo_cli_output_texts(object, "reasons", "  ");
    print_findings(object);
}

int
hemo_cli_read_classify(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"reveal",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options.reveal,
         N_("Show the text of each finding"),
         NULL},
        {NULL},
    };
    const HemoCliOptionVerb words = {_("Finds patient data in mails."),
                                     entries,
                                     HEMO_CLI_OPTION_FILES};
    const Verb verb = {"mail", mail_parameters, print_classify, TRUE, NULL};

    return run_verb(argc, argv, &words, &verb, &options);
}

static GVariant *
badge_parameters(const Options *options)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert_value(&dict,
                                "ours",
                                g_variant_new_strv((const char *const *)options->trust,
                                                   options->trust != NULL ? -1 : 0));
    g_variant_dict_insert_value(&dict, "learned", g_variant_new_strv(NULL, 0));
    return g_variant_dict_end(&dict);
}

static void
print_badge(const char *name, GVariant *object)
{
    hemo_cli_output_line("%s: %s", name, hemo_cli_object_text(object, "title"));
    hemo_cli_output_texts(object, "reasons", "  ");
}

/* Told once, before the badges: all of them will be "no trustworthy record". */
static void
advise_trust(const Options *options)
{
    if (!options->json && options->trust == NULL)
        hemo_cli_output_complaint(
            "%s",
            _("without --trust YOUR-DOMAIN nobody's record can be trusted"));
}

int
hemo_cli_read_badge(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"trust",
         0,
         0,
         G_OPTION_ARG_STRING_ARRAY,
         &options.trust,
         N_("A domain of your own receiving side; can be given several times"),
         N_("DOMAIN")},
        {NULL},
    };
    const HemoCliOptionVerb words = {_("Tells whether mails were transmitted over TLS."),
                                     entries,
                                     HEMO_CLI_OPTION_FILES};
    const Verb verb = {"badge", badge_parameters, print_badge, FALSE, advise_trust};

    return run_verb(argc, argv, &words, &verb, &options);
}

static GVariant *
no_parameters(const Options *options)
{
    return g_variant_new("a{sv}", NULL);
}

/* What arrived, or went on, needs no reason. */
static void
print_returned(GVariant *recipient)
{
    static const char *const arrived[] = {"delivered", "relayed", "expanded", NULL};
    const char *address = hemo_cli_object_text(recipient, "address");
    const char *action = hemo_cli_object_text(recipient, "action");
    const char *reason = hemo_cli_words_group(hemo_cli_object_text(recipient, "group"));

    if (g_strv_contains(arrived, action))
        hemo_cli_output_line("  %s: %s", address, hemo_cli_words_action(action));
    else if (*action == '\0')
        hemo_cli_output_line("  %s: %s", address, reason);
    else
        hemo_cli_output_line("  %s: %s: %s", address, hemo_cli_words_action(action), reason);
}

static void
print_bounce(const char *name, GVariant *object)
{
    g_autoptr(GVariant) recipients = hemo_cli_object_list(object, "recipients");
    gboolean is_report = FALSE;

    g_variant_lookup(object, "report", "b", &is_report);
    hemo_cli_output_line("%s: %s",
                         name,
                         is_report ? _("a delivery report") : _("no delivery report"));
    for (gsize i = 0; recipients != NULL && i < g_variant_n_children(recipients); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(recipients, i);

        print_returned(one);
    }
}

int
hemo_cli_read_bounce(int argc, char **argv)
{
    Options options = {0};
    const HemoCliOptionVerb words = {_("Reads delivery reports."), NULL, HEMO_CLI_OPTION_FILES};
    const Verb verb = {"bounce", no_parameters, print_bounce, FALSE, NULL};

    return run_verb(argc, argv, &words, &verb, &options);
}
