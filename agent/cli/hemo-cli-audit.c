/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-audit.h.
 */
#include "hemo-cli-audit.h"

#include "hemo-bus.h"
#include "hemo-cli-audit-page.h"
#include "hemo-cli-object.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-cli-record.h"

#include <glib/gi18n-lib.h>

#define BROKEN HEMO_CLI_HELD

typedef struct {
    gboolean json;
    gboolean reveal;
    gint64 from;
} Options;

static void
print_json(GVariant *record)
{
    g_autofree char *text = hemo_cli_audit_page_json(record);

    hemo_cli_output_line("%s", text);
}

static void
print_words(GVariant *record)
{
    g_autofree char *words = hemo_cli_record_words(record);
    g_auto(GStrv) lines = g_strsplit(words, "\n", -1);

    for (gsize i = 0; lines[i] != NULL; i++)
        hemo_cli_output_line("%s", lines[i]);
}

/* Prints a page; the number after its last record in @ret_next, 0 at the end. */
static gboolean
show_page(HemoAudit1 *audit,
          const Options *options,
          guint64 first,
          guint64 *ret_next,
          GError **error)
{
    g_autoptr(GVariant) records =
        hemo_cli_audit_page_read(audit, first, options->reveal, ret_next, error);

    for (gsize i = 0; records != NULL && i < g_variant_n_children(records); i++) {
        g_autoptr(GVariant) record = g_variant_get_child_value(records, i);

        (options->json ? print_json : print_words)(record);
    }
    return records != NULL;
}

static int
show(HemoAudit1 *audit, const Options *options, GError **error)
{
    guint64 next = (guint64)MAX(options->from, 1);

    while (next != 0 && hemo_cli_output_flush()) {
        if (!show_page(audit, options, next, &next, error))
            return BROKEN;
    }
    return HEMO_CLI_GOOD;
}

static int
verify(HemoAudit1 *audit, const Options *options, GError **error)
{
    g_autoptr(GVariant) result = NULL;
    gboolean ok = FALSE;

    if (!hemo_audit1_call_verify_sync(audit,
                                      G_DBUS_CALL_FLAGS_NONE,
                                      G_MAXINT,
                                      &result,
                                      NULL,
                                      error))
        return BROKEN;
    g_variant_lookup(result, "ok", "b", &ok);
    if (options->json)
        hemo_cli_output_object(result);
    else
        hemo_cli_output_line("%s: %s",
                             ok ? _("good") : _("BROKEN"),
                             hemo_cli_object_text(result, "words"));
    return ok ? HEMO_CLI_GOOD : BROKEN;
}

static const struct {
    const char *name;
    int (*run)(HemoAudit1 *audit, const Options *options, GError **error);
} verbs[] = {{"show", show}, {"verify", verify}};

static int
run(gsize index, const Options *options)
{
    GError *error = NULL;
    g_autoptr(HemoAudit1) audit = hemo_cli_audit_page_open(&error);
    int status = audit != NULL ? verbs[index].run(audit, options, &error) : BROKEN;

    hemo_bus_convert_error(&error);
    if (error != NULL)
        hemo_cli_output_error(error);
    return status;
}

int
hemo_cli_audit(int argc, char **argv)
{
    Options options = {.from = 1};
    const GOptionEntry entries[] = {
        {"from",
         0,
         0,
         G_OPTION_ARG_INT64,
         &options.from,
         N_("The first record to show"),
         N_("NUMBER")},
        {"reveal",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options.reveal,
         N_("Show addresses too; that is recorded"),
         NULL},
        {NULL},
    };
    const HemoCliOptionVerb words = {_("Shows the audit and checks it."),
                                     entries,
                                     HEMO_CLI_OPTION_WORD};
    g_auto(GStrv) rest = NULL;

    if (!hemo_cli_option_parse(argc, argv, &words, &options.json, &rest))
        return HEMO_CLI_USAGE;
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (g_str_equal(verbs[i].name, rest[0]))
            return run(i, &options);
    }
    hemo_cli_output_complaint("%s", _("say \"audit show\" or \"audit verify\""));
    return HEMO_CLI_USAGE;
}
