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

typedef struct {
    const char *path;
    GPtrArray *targets; /* NULL: there are none, or they cannot be read */
} File;

static void
file_free(gpointer data)
{
    File *file = data;

    g_clear_pointer(&file->targets, g_ptr_array_unref);
    g_free(file);
}

/* Tells if they cannot be read. */
static File *
read_file(HemoCliCheck *checks, const HemoCliDoctorRules *rules, const char *path)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, &error);
    File *file = g_new0(File, 1);

    file->path = path;
    if (bytes != NULL)
        file->targets = hemo_forward_list_parse(rules->format, hemo_slice_bytes(bytes), &error);
    if (file->targets == NULL && !hemo_error_is(error, HEMO_ERROR_NOT_FOUND))
        hemo_cli_check_add(checks, HEMO_CLI_CHECK_FAIL, NAME, path, error->message, "");
    return file;
}

/* What goes unseen is in doubt wherever it goes. */
static void
tell(HemoCliCheck *checks,
     const HemoCliDoctorRules *rules,
     const HemoForwardTarget *target,
     GHashTable *findings)
{
    const HemoCliNetFinding *finding = g_hash_table_lookup(findings, target->domain);
    g_autofree char *about =
        g_strdup_printf(_("filter rule in line %u, to %s"), target->line, target->address);
    gboolean good = !rules->unseen && hemo_cli_forward_words_is_ready(target, finding);

    hemo_cli_check_add(
        checks,
        good ? HEMO_CLI_CHECK_OK : HEMO_CLI_CHECK_WARN,
        NAME,
        about,
        hemo_cli_forward_words_find(target, finding),
        good            ? ""
        : rules->unseen ? _("Hemostat does not see what the rule sends: take the rule out")
                        : _("Mail with patient data that the rule sends on will be held: take "
                            "the rule out"));
}

static void
add_domains(const File *file, GHashTable *domains)
{
    for (guint i = 0; file->targets != NULL && i < file->targets->len; i++) {
        const HemoForwardTarget *target = file->targets->pdata[i];

        if (target->kind == HEMO_FORWARD_ADDRESS)
            g_hash_table_add(domains, target->domain);
    }
}

void
hemo_cli_doctor_rules_run(HemoCliCheck *checks,
                          const HemoCliDoctorRules *rules,
                          const HemoCliNet *net)
{
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(file_free);
    g_autoptr(GHashTable) domains = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) findings = NULL;

    for (guint i = 0; rules->paths[i] != NULL; i++) {
        g_ptr_array_add(files, read_file(checks, rules, rules->paths[i]));
        add_domains(files->pdata[i], domains);
    }
    findings = hemo_cli_net_look_up(net, domains);
    for (guint i = 0; i < files->len; i++) {
        const File *file = files->pdata[i];

        for (guint k = 0; file->targets != NULL && k < file->targets->len; k++)
            tell(checks, rules, file->targets->pdata[k], findings);
    }
}
