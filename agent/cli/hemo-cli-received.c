/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-received.h.
 */
#include "hemo-cli-received.h"

#include "hemo-cli-output.h"
#include "hemo-error.h"
#include "hemo-received.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct {
    gboolean json;
    char **files;
} Options;

static void
print_line(HemoSlice line, gboolean json)
{
    g_autoptr(HemoReceived) received = hemo_received_parse(line);
    g_autoptr(GVariant) object = g_variant_ref_sink(hemo_received_object(received));
    const char *tls = "";
    const char *by = NULL;

    if (json) {
        hemo_cli_output_object(object);
        return;
    }
    g_variant_lookup(object, "tls", "&s", &tls);
    g_variant_lookup(object, "by", "m&s", &by);
    g_print("%s: TLS %s\n", by != NULL ? by : "-", tls);
}

static gboolean
read_file(const char *name, gboolean json)
{
    gboolean standard = g_str_equal(name, "-");
    FILE *file = standard ? stdin : fopen(name, "re");
    char *line = NULL;
    size_t room = 0;
    gssize size;

    if (file == NULL) {
        g_printerr("hemostat: %s: %s\n", name, g_strerror(errno));
        return FALSE;
    }
    while ((size = getline(&line, &room, file)) >= 0)
        print_line(hemo_slice_strip(hemo_slice(line, (gsize)size)), json);
    free(line);
    if (!standard)
        fclose(file);
    return TRUE;
}

int
hemo_cli_received(int argc, char **argv)
{
    Options options = {0};
    const GOptionEntry entries[] = {
        {"json",
         0,
         0,
         G_OPTION_ARG_NONE,
         &options.json,
         N_("Print one JSON object a line"),
         NULL},
        {G_OPTION_REMAINING,
         0,
         0,
         G_OPTION_ARG_FILENAME_ARRAY,
         &options.files,
         NULL,
         N_("FILE...")},
        {NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GError *error = NULL;
    int status = HEMO_CLI_GOOD;

    g_option_context_set_summary(context, _("Reads Received fields, one body a line."));
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    if (!g_option_context_parse(context, &argc, &argv, &error)) {
        hemo_cli_output_error(error);
        return HEMO_CLI_USAGE;
    }
    if (options.files == NULL)
        status = HEMO_CLI_USAGE;
    for (gsize i = 0; options.files != NULL && options.files[i] != NULL; i++) {
        if (!read_file(options.files[i], options.json))
            status = HEMO_CLI_UNREADABLE;
    }
    g_strfreev(options.files);
    return status;
}
