/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-doctor-rules.h.
 */
#include "hemo-cli-doctor-rules.h"

#include "hemo-cli-file.h"
#include "hemo-cli-forward-words.h"
#include "hemo-error.h"

#include <glib/gi18n-lib.h>

#define NAME "rules"

/* NULL if there are none, or after telling that they cannot be read. */
static GPtrArray *
read_targets(HemoCliCheck *checks, const HemoCliClaws *claws)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = hemo_cli_file_read(claws->matcherrc, &error);
    GPtrArray *targets = NULL;

    if (bytes != NULL)
        targets =
            hemo_forward_list_parse(HEMO_FORWARD_FORMAT_CLAWS, hemo_slice_bytes(bytes), &error);
    if (targets == NULL && !hemo_error_is(error, HEMO_ERROR_NOT_FOUND))
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_FAIL,
                           NAME,
                           claws->matcherrc,
                           error->message,
                           "");
    return targets;
}

static void
tell(HemoCliCheck *checks, const HemoForwardTarget *target, GHashTable *findings)
{
    const HemoCliNetFinding *finding = g_hash_table_lookup(findings, target->domain);
    g_autofree char *about =
        g_strdup_printf(_("filter rule in line %u, to %s"), target->line, target->address);

    if (hemo_cli_forward_words_is_ready(target, finding))
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_OK,
                           NAME,
                           about,
                           hemo_cli_forward_words_find(target, finding),
                           "");
    else
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_WARN,
                           NAME,
                           about,
                           hemo_cli_forward_words_find(target, finding),
                           _("Mail with patient data that the rule sends on will be held: take "
                             "the rule out"));
}

void
hemo_cli_doctor_rules_run(HemoCliCheck *checks,
                          const HemoCliClaws *claws,
                          const HemoCliNet *net)
{
    g_autoptr(GPtrArray) targets = read_targets(checks, claws);
    g_autoptr(GHashTable) domains = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) findings = NULL;

    for (guint i = 0; targets != NULL && i < targets->len; i++) {
        const HemoForwardTarget *target = targets->pdata[i];

        if (target->kind == HEMO_FORWARD_ADDRESS)
            g_hash_table_add(domains, target->domain);
    }
    findings = hemo_cli_net_look_up(net, domains);
    for (guint i = 0; targets != NULL && i < targets->len; i++)
        tell(checks, targets->pdata[i], findings);
}
