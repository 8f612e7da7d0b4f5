/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-domain.h.  Looks domains up side by side, prints them in input order.
 * Keeps no state and needs no agent.
 */
#include "hemo-cli-domain.h"

#include "hemo-address.h"
#include "hemo-cli-batch.h"
#include "hemo-cli-net.h"
#include "hemo-cli-object.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-domain-check.h"

#include <glib/gi18n-lib.h>
#include <sys/resource.h>

#define SIDE_BY_SIDE 64

typedef struct {
    gboolean json;
    gboolean no_cache; /* nothing is kept between runs anyway */
    HemoCliNet net;
    char **domains;
} Options;

typedef struct {
    gboolean json;
    HemoDomainCheck *check;
} Run;

/* One look-up on its way. */
typedef struct {
    HemoCliBatch *batch;
    guint index;
    HemoDomainCheck *check;
} Look;

static void
print_json(const char *input, GVariant *object, const GError *error)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    if (object != NULL) {
        hemo_cli_output_object(object);
        return;
    }
    g_variant_dict_insert(&dict, "error", "s", error->message);
    object = g_variant_ref_sink(g_variant_dict_end(&dict));
    hemo_cli_output_object(hemo_cli_object_with(object, "domain", g_variant_new_string(input)));
    g_variant_unref(object);
}

static void
print_domain(const char *input, GVariant *object, const GError *error, gpointer data)
{
    const Run *run = data;
    g_autofree const char **reasons = NULL;

    if (run->json) {
        print_json(input, object, error);
        return;
    }
    if (object == NULL) {
        hemo_cli_output_line("%-32s -  %s", input, error->message);
        return;
    }
    reasons = hemo_cli_object_texts(object, "reasons");
    hemo_cli_output_line("%-32s %s  %s",
                         hemo_cli_object_text(object, "domain"),
                         hemo_cli_object_text(object, "level"),
                         reasons != NULL && reasons[0] != NULL ? reasons[0] : "");
}

static void
on_checked(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Look *look = data;
    GError *error = NULL;
    g_autoptr(HemoEvidence) evidence = hemo_domain_check_finish(look->check, result, &error);
    GVariant *object = NULL;

    if (evidence != NULL)
        object = g_variant_ref(hemo_evidence_object(evidence));
    hemo_cli_batch_end(look->batch, look->index, object, error);
}

static void
start_domain(HemoCliBatch *batch, guint index, const char *input, gpointer data)
{
    Run *run = data;
    GError *error = NULL;
    g_autofree char *domain = hemo_address_normalise_domain(input, &error);
    Look *look;

    if (domain == NULL) {
        hemo_cli_batch_end(batch, index, NULL, error);
        return;
    }
    look = g_new0(Look, 1);
    *look = (Look){batch, index, run->check};
    hemo_domain_check_async(run->check, domain, NULL, on_checked, look);
}

static gboolean
parse(int argc, char **argv, Options *options)
{
    GOptionEntry entries[HEMO_CLI_NET_ENTRIES + 2] = {
        [HEMO_CLI_NET_ENTRIES] = {"no-cache",
                                  0,
                                  0,
                                  G_OPTION_ARG_NONE,
                                  &options->no_cache,
                                  N_("Look everything up anew"),
                                  NULL},
    };
    const HemoCliOptionVerb verb = {
        _("Tells how well mail to these domains can be protected on its way."),
        entries,
        HEMO_CLI_OPTION_DOMAINS,
    };

    hemo_cli_net_fill(&options->net, entries);
    return hemo_cli_option_parse(argc, argv, &verb, &options->json, &options->domains);
}

static void
clear_options(Options *options)
{
    hemo_cli_net_clear(&options->net);
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

static int
look_up(const Options *options)
{
    static const HemoCliBatchWork work = {SIDE_BY_SIDE, start_domain, print_domain};
    HemoNetSettings settings = {
        .resolver = options->net.resolver,
        .trust_anchor = options->net.trust_anchor,
        .ca_file = options->net.ca_file,
        .no_port25 = options->net.no_port25,
    };
    g_autoptr(HemoDomainCheck) check = hemo_domain_check_new(&settings);
    Run run = {options->json, check};

    return hemo_cli_batch_run(options->domains, &work, &run);
}

int
hemo_cli_domain(int argc, char **argv)
{
    Options options = {0};
    int status = HEMO_CLI_USAGE;

    if (parse(argc, argv, &options)) {
        raise_file_limit();
        hemo_cli_net_add_system(&options.net);
        status = look_up(&options);
    }
    clear_options(&options);
    return status;
}
