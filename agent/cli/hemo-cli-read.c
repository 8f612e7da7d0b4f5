/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-read.h.
 */
#include "hemo-cli-read.h"

#include "hemo-cli-input.h"
#include "hemo-cli-output.h"
#include "hemo-error.h"
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

typedef struct _Run Run;

/* One file on its way. */
typedef struct {
    Run *run;
    const char *file;
    GVariant *reply;
    GError *error;
    gboolean done;
} Row;

struct _Run {
    const Options *options;
    const char *operation;
    GVariant *(*parameters)(const Options *options);
    void (*print)(const Row *row);
    HemoReader *reader;
    GMainLoop *loop;
    Row *rows;
    guint n_rows;
    guint next;
    guint printed;
    gboolean failed;
};

static void start_more(Run *run);

static void
print_row(Row *row)
{
    if (row->error != NULL) {
        g_printerr("hemostat: %s: %s\n", row->file, row->error->message);
        row->run->failed = TRUE;
    } else if (row->run->options->json) {
        hemo_cli_output_object(hemo_cli_output_with_file(row->reply, row->file));
    } else {
        row->run->print(row);
    }
    g_clear_pointer(&row->reply, g_variant_unref);
    g_clear_error(&row->error);
}

/* In input order, whichever file was first. */
static void
row_done(Row *row)
{
    Run *run = row->run;

    row->done = TRUE;
    while (run->printed < run->n_rows && run->rows[run->printed].done)
        print_row(&run->rows[run->printed++]);
    if (run->printed == run->n_rows)
        g_main_loop_quit(run->loop);
    else
        start_more(run);
}

static void
on_read(GObject *source, GAsyncResult *result, gpointer data)
{
    Row *row = data;

    row->reply = hemo_reader_ask_finish(row->run->reader, result, &row->error);
    row_done(row);
}

static gboolean
on_failed_early(gpointer data)
{
    row_done(data);
    return G_SOURCE_REMOVE;
}

static void
start_row(Row *row)
{
    Run *run = row->run;
    int fd = hemo_cli_input_open(row->file, &row->error);

    if (fd < 0) {
        g_idle_add(on_failed_early, row);
        return;
    }
    hemo_reader_ask_async(run->reader,
                          run->operation,
                          fd,
                          run->parameters(run->options),
                          HEMO_LIMIT_READER_TIME,
                          NULL,
                          on_read,
                          row);
    close(fd);
}

static void
start_more(Run *run)
{
    while (run->next < run->n_rows && run->next < run->printed + SIDE_BY_SIDE)
        start_row(&run->rows[run->next++]);
}

static int
run_files(Run *run)
{
    g_autofree char *program = hemo_paths_program("hemostat-reader");
    g_autoptr(HemoReader) reader = hemo_reader_new(program);
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);

    run->n_rows = g_strv_length(run->options->files);
    run->rows = g_new0(Row, run->n_rows);
    run->reader = reader;
    run->loop = loop;
    for (guint i = 0; i < run->n_rows; i++) {
        run->rows[i].run = run;
        run->rows[i].file = run->options->files[i];
    }
    start_more(run);
    g_main_loop_run(loop);
    g_free(run->rows);
    return run->failed ? HEMO_CLI_UNREADABLE : HEMO_CLI_GOOD;
}

static gboolean
parse(int argc, char **argv, const char *summary, GOptionEntry *extra, Options *options)
{
    const GOptionEntry entries[] = {
        {"json",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options->json,
         N_("Print one JSON object a line"),
         NULL},
        {G_OPTION_REMAINING,
         0,
         0,
         G_OPTION_ARG_FILENAME_ARRAY,
         &options->files,
         NULL,
         N_("FILE...")},
        {NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GError *error = NULL;

    g_option_context_set_summary(context, summary);
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    if (extra != NULL)
        g_option_context_add_main_entries(context, extra, GETTEXT_PACKAGE);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        hemo_cli_output_error(error);
        return FALSE;
    }
    if (options->files != NULL)
        return TRUE;
    g_printerr("%s", _("hemostat: name a file, or - for standard input\n"));
    return FALSE;
}

static void
clear(Options *options)
{
    g_strfreev(options->trust);
    g_strfreev(options->files);
}

static void
print_list(GVariant *object, const char *key)
{
    g_autofree const char **lines = NULL;

    g_variant_lookup(object, key, "^a&s", &lines);
    for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
        g_print("  %s\n", lines[i]);
}

static const char *
find_text(GVariant *object, const char *key)
{
    const char *text = "";

    g_variant_lookup(object, key, "&s", &text);
    return text;
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

static void
print_classify(const Row *row)
{
    g_print("%s: %s\n", row->file, find_text(row->reply, "verdict"));
    print_list(row->reply, "reasons");
}

int
hemo_cli_read_classify(int argc, char **argv)
{
    Options options = {0};
    GOptionEntry extra[] = {
        {"reveal",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options.reveal,
         N_("Show the text of each finding"),
         NULL},
        {NULL},
    };
    Run run = {.options = &options,
               .operation = "mail",
               .parameters = mail_parameters,
               .print = print_classify};
    gboolean good = parse(argc, argv, _("Finds patient data in mails."), extra, &options);
    int status = good ? run_files(&run) : HEMO_CLI_USAGE;

    clear(&options);
    return status;
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
print_badge(const Row *row)
{
    g_print("%s: %s\n", row->file, find_text(row->reply, "title"));
    print_list(row->reply, "reasons");
}

int
hemo_cli_read_badge(int argc, char **argv)
{
    Options options = {0};
    GOptionEntry extra[] = {
        {"trust",
         0,
         0,
         G_OPTION_ARG_STRING_ARRAY,
         &options.trust,
         N_("A domain of your own receiving side; can be given several times"),
         N_("DOMAIN")},
        {NULL},
    };
    Run run = {.options = &options,
               .operation = "badge",
               .parameters = badge_parameters,
               .print = print_badge};
    gboolean good =
        parse(argc, argv, _("Tells whether mails were transmitted over TLS."), extra, &options);
    int status = good ? run_files(&run) : HEMO_CLI_USAGE;

    clear(&options);
    return status;
}

static GVariant *
no_parameters(const Options *options)
{
    return g_variant_new("a{sv}", NULL);
}

static void
print_bounce(const Row *row)
{
    gboolean report = FALSE;
    g_autoptr(GVariant) recipients =
        g_variant_lookup_value(row->reply, "recipients", G_VARIANT_TYPE("aa{sv}"));

    g_variant_lookup(row->reply, "report", "b", &report);
    g_print("%s: %s\n", row->file, report ? _("a delivery report") : _("no delivery report"));
    for (gsize i = 0; recipients != NULL && i < g_variant_n_children(recipients); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(recipients, i);

        g_print("  %s: %s, %s\n",
                find_text(one, "address"),
                find_text(one, "action"),
                find_text(one, "group"));
    }
}

int
hemo_cli_read_bounce(int argc, char **argv)
{
    Options options = {0};
    Run run = {.options = &options,
               .operation = "bounce",
               .parameters = no_parameters,
               .print = print_bounce};
    gboolean good = parse(argc, argv, _("Reads delivery reports."), NULL, &options);
    int status = good ? run_files(&run) : HEMO_CLI_USAGE;

    clear(&options);
    return status;
}
