/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-net.h.
 */
#include "hemo-cli-net.h"

#include "hemo-cli-batch.h"
#include "hemo-cli-file.h"
#include "hemo-domain-check.h"

#include <glib/gi18n-lib.h>

#define SIDE_BY_SIDE 32

typedef struct {
    HemoDomainCheck *check;
    GHashTable *findings;
} Run;

/* One look-up on its way. */
typedef struct {
    HemoCliBatch *batch;
    guint index;
    HemoDomainCheck *check;
} Look;

void
hemo_cli_net_fill(HemoCliNet *net, GOptionEntry *entries)
{
    const GOptionEntry filled[HEMO_CLI_NET_ENTRIES] = {
        {"resolver",
         0,
         0,
         G_OPTION_ARG_STRING,
         &net->resolver,
         N_("Ask this name server"),
         N_("IP@PORT")},
        {"trust-anchor",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &net->trust_anchor,
         N_("Check signed domains against the keys in this file"),
         N_("FILE")},
        {"ca",
         0,
         0,
         G_OPTION_ARG_FILENAME,
         &net->ca_file,
         N_("Trust the certificate authorities in this file only"),
         N_("FILE")},
        {"no-port25",
         0,
         0,
         G_OPTION_ARG_NONE,
         &net->no_port25,
         N_("Do not connect to mail servers"),
         NULL},
        {"system-config",
         0,
         G_OPTION_FLAG_HIDDEN,
         G_OPTION_ARG_FILENAME,
         &net->system_config,
         N_("The administrator's settings, for tests"),
         N_("FOLDER")},
    };

    for (gsize i = 0; i < HEMO_CLI_NET_ENTRIES; i++)
        entries[i] = filled[i];
}

void
hemo_cli_net_clear(HemoCliNet *net)
{
    g_free(net->resolver);
    g_free(net->trust_anchor);
    g_free(net->ca_file);
    g_free(net->system_config);
}

void
hemo_cli_net_add_policy(HemoCliNet *net, const HemoPolicy *policy)
{
    const struct {
        const char *key;
        char **value;
    } rows[] = {
        {"resolver", &net->resolver},
        {"trust-anchor", &net->trust_anchor},
        {"ca", &net->ca_file},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (*rows[i].value == NULL)
            *rows[i].value = g_strdup(hemo_policy_setting(policy, "network", rows[i].key));
    }
    if (g_strcmp0(hemo_policy_setting(policy, "network", "no-port25"), "true") == 0)
        net->no_port25 = TRUE;
}

void
hemo_cli_net_add_system(HemoCliNet *net)
{
    const char *folder =
        net->system_config != NULL ? net->system_config : HEMOSTAT_SYSTEM_CONFIG;
    g_autofree char *path = g_build_filename(folder, "policy.conf", NULL);
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, NULL);
    g_autoptr(HemoPolicy) policy =
        bytes != NULL ? hemo_policy_parse(hemo_slice_bytes(bytes), HEMO_SLICE_EMPTY, NULL)
                      : NULL;

    if (policy != NULL)
        hemo_cli_net_add_policy(net, policy);
}

static void
finding_free(gpointer data)
{
    HemoCliNetFinding *finding = data;

    g_free(finding->words);
    g_free(finding);
}

static void
on_checked(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Look *look = data;
    GError *error = NULL;
    g_autoptr(HemoEvidence) evidence = hemo_domain_check_finish(look->check, result, &error);
    GVariant *object = evidence != NULL ? g_variant_ref(hemo_evidence_object(evidence)) : NULL;

    hemo_cli_batch_end(look->batch, look->index, object, error);
}

static void
start_domain(HemoCliBatch *batch, guint index, const char *domain, gpointer data)
{
    Run *run = data;
    Look *look = g_new0(Look, 1);

    *look = (Look){batch, index, run->check};
    hemo_domain_check_async(run->check, domain, NULL, on_checked, look);
}

static char *
pick_words(const HemoEvidence *evidence, const GError *error)
{
    g_autofree const char **reasons = evidence != NULL ? hemo_evidence_reasons(evidence) : NULL;

    if (reasons != NULL && reasons[0] != NULL)
        return g_strdup(reasons[0]);
    return g_strdup(error != NULL ? error->message : "");
}

static void
keep_finding(const char *domain, GVariant *object, const GError *error, gpointer data)
{
    Run *run = data;
    g_autoptr(HemoEvidence) evidence = object != NULL ? hemo_evidence_new(object, NULL) : NULL;
    HemoCliNetFinding *finding = g_new0(HemoCliNetFinding, 1);

    if (evidence != NULL)
        finding->level = hemo_evidence_level(evidence);
    finding->words = pick_words(evidence, error);
    g_hash_table_insert(run->findings, g_strdup(domain), finding);
}

GHashTable *
hemo_cli_net_look_up(const HemoCliNet *net, GHashTable *domains)
{
    static const HemoCliBatchWork work = {SIDE_BY_SIDE, start_domain, keep_finding};
    const HemoNetSettings settings = {
        .resolver = net->resolver,
        .trust_anchor = net->trust_anchor,
        .ca_file = net->ca_file,
        .no_port25 = net->no_port25,
    };
    g_autoptr(HemoDomainCheck) check = hemo_domain_check_new(&settings);
    g_autofree char **names = (char **)g_hash_table_get_keys_as_array(domains, NULL);
    Run run = {check, g_hash_table_new_full(g_str_hash, g_str_equal, g_free, finding_free)};

    if (names[0] != NULL)
        hemo_cli_batch_run(names, &work, &run);
    return run.findings;
}

gboolean
hemo_cli_net_is_ready(const HemoCliNetFinding *finding)
{
    return finding != NULL && finding->level >= HEMO_LEVEL_AUTHENTICATED;
}
