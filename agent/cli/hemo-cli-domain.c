/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-domain.h.  Looks domains up side by side, prints them in input order.
 * Keeps no state and needs no agent.
 */
#include "hemo-cli-domain.h"

#include "hemo-address.h"
#include "hemo-domain-check.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <sys/resource.h>

#define SIDE_BY_SIDE    64
#define EXIT_UNREADABLE 2

typedef struct {
    gboolean json;
    gboolean no_port25;
    gboolean no_cache; /* nothing is kept between runs anyway */
    char *resolver;
    char *trust_anchor;
    char *ca_file;
    char **domains;
} Options;

typedef struct {
    struct _Run *run;
    const char *input;
    HemoEvidence *evidence;
    char *complaint;
    gboolean done;
} Row;

typedef struct _Run {
    const Options *options;
    HemoDomainCheck *check;
    GMainLoop *loop;
    Row *rows;
    guint n_rows;
    guint next;    /* the next to look up */
    guint running; /* being looked up */
    guint printed; /* all before it are out */
    gboolean failed;
} Run;

static void start_more(Run *run);

static void
print_json(const Row *row)
{
    g_autofree char *text = NULL;

    if (row->evidence == NULL) {
        g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
        JsonObject *object = json_object_new();

        json_object_set_string_member(object, "domain", row->input);
        json_object_set_string_member(object, "error", row->complaint);
        json_node_take_object(node, object);
        text = json_to_string(node, FALSE);
    } else {
        g_autoptr(JsonNode) node = json_gvariant_serialize(hemo_evidence_object(row->evidence));

        text = json_to_string(node, FALSE);
    }
    g_print("%s\n", text);
}

static void
print_words(const Row *row)
{
    g_autofree const char **reasons = NULL;

    if (row->evidence == NULL) {
        g_print("%-32s -  %s\n", row->input, row->complaint);
        return;
    }
    reasons = hemo_evidence_reasons(row->evidence);
    g_print("%-32s %s  %s\n",
            hemo_evidence_domain(row->evidence),
            hemo_names_find(hemo_level_names, hemo_evidence_level(row->evidence)),
            reasons[0] != NULL ? reasons[0] : "");
}

static void
print_ready(Run *run)
{
    while (run->printed < run->n_rows && run->rows[run->printed].done) {
        Row *row = &run->rows[run->printed++];

        if (run->options->json)
            print_json(row);
        else
            print_words(row);
        run->failed |= row->evidence == NULL;
        g_clear_pointer(&row->evidence, hemo_evidence_unref);
        g_clear_pointer(&row->complaint, g_free);
    }
    if (run->printed == run->n_rows)
        g_main_loop_quit(run->loop);
}

static void
end_row(Row *row, const GError *error)
{
    if (error != NULL)
        row->complaint = g_strdup(error->message);
    row->done = TRUE;
}

static void
on_checked(GObject *source, GAsyncResult *result, gpointer data)
{
    Row *row = data;
    g_autoptr(GError) error = NULL;

    row->evidence = hemo_domain_check_finish(row->run->check, result, &error);
    row->run->running--;
    end_row(row, error);
    start_more(row->run);
    print_ready(row->run);
}

static void
start_row(Run *run, Row *row)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *domain = hemo_address_normalise_domain(row->input, &error);

    if (domain == NULL) {
        end_row(row, error);
        return;
    }
    run->running++;
    hemo_domain_check_async(run->check, domain, NULL, on_checked, row);
}

static void
start_more(Run *run)
{
    while (run->next < run->n_rows && run->running < SIDE_BY_SIDE) {
        start_row(run, &run->rows[run->next]);
        run->next++;
    }
}

static gboolean
on_start(gpointer data)
{
    Run *run = data;

    start_more(run);
    print_ready(run);
    return G_SOURCE_REMOVE;
}

static gboolean
parse(Options *options, int *argc, char ***argv, GError **error)
{
    const GOptionEntry entries[] = {
        {"json",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options->json,
         N_("Print one JSON object a line"),
         NULL},
        {"resolver",
         0,
         0,
         G_OPTION_ARG_STRING,
         &options->resolver,
         N_("Ask this name server"),
         N_("IP@PORT")},
        {"trust-anchor",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->trust_anchor,
         N_("Check signed domains against the keys in this file"),
         N_("FILE")},
        {"ca",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &options->ca_file,
         N_("Trust the certificate authorities in this file only"),
         N_("FILE")},
        {"no-port25",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options->no_port25,
         N_("Do not connect to mail servers"),
         NULL},
        {"no-cache",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options->no_cache,
         N_("Look everything up anew"),
         NULL},
        {G_OPTION_REMAINING,
         0,
         0,
         G_OPTION_ARG_STRING_ARRAY,
         &options->domains,
         NULL,
         N_("DOMAIN...")},
        {NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);

    g_option_context_set_translation_domain(context, GETTEXT_PACKAGE);
    g_option_context_set_summary(
        context,
        _("Tells how well mail to these domains can be protected on its way."));
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    return g_option_context_parse(context, argc, argv, error);
}

static void
clear_options(Options *options)
{
    g_free(options->resolver);
    g_free(options->trust_anchor);
    g_free(options->ca_file);
    g_strfreev(options->domains);
}

/* Many sockets at a time: the soft limit is often 1024. */
static void
raise_file_limit(void)
{
    struct rlimit limit;

    if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return;
    limit.rlim_cur = limit.rlim_max;
    setrlimit(RLIMIT_NOFILE, &limit);
}

static gboolean
look_up(const Options *options)
{
    HemoNetSettings settings = {
        .resolver = options->resolver,
        .trust_anchor = options->trust_anchor,
        .ca_file = options->ca_file,
        .no_port25 = options->no_port25,
    };
    g_autoptr(HemoDomainCheck) check = hemo_domain_check_new(&settings);
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    guint n_rows = g_strv_length(options->domains);
    g_autofree Row *rows = g_new0(Row, n_rows);
    Run run = {.options = options,
               .check = check,
               .loop = loop,
               .rows = rows,
               .n_rows = n_rows};

    for (guint i = 0; i < n_rows; i++) {
        rows[i].run = &run;
        rows[i].input = options->domains[i];
    }
    g_idle_add(on_start, &run);
    g_main_loop_run(loop);
    return !run.failed;
}

int
hemo_cli_domain(int argc, char **argv)
{
    Options options = {0};
    g_autoptr(GError) error = NULL;
    gboolean good = FALSE;

    if (!parse(&options, &argc, &argv, &error)) {
        g_printerr("%s\n", error->message);
    } else if (options.domains == NULL) {
        g_printerr("%s\n", _("name at least one domain"));
    } else {
        raise_file_limit();
        good = look_up(&options);
    }
    clear_options(&options);
    return good ? EXIT_SUCCESS : EXIT_UNREADABLE;
}
