/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-received.h.
 */
#include "hemo-cli-received.h"

#include "hemo-cli-input.h"
#include "hemo-cli-object.h"
#include "hemo-cli-option.h"
#include "hemo-cli-output.h"
#include "hemo-received.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <stdlib.h>

static void
print_words(GVariant *object)
{
    static const struct {
        const char *tls;
        const char *words;
    } answers[] = {
        {"yes", N_("received over TLS")},
        {"no", N_("received without TLS")},
        {"unknown", N_("does not say whether over TLS")},
    };
    const char *tls = hemo_cli_object_text(object, "tls");
    const char *by = hemo_cli_object_text(object, "by");

    for (gsize i = 0; i < G_N_ELEMENTS(answers); i++) {
        if (g_str_equal(answers[i].tls, tls))
            hemo_cli_output_line("%s: %s", *by != '\0' ? by : "-", _(answers[i].words));
    }
}

static void
print_field(HemoSlice field, gboolean json)
{
    g_autoptr(HemoReceived) received = hemo_received_parse(field);
    g_autoptr(GVariant) object = g_variant_ref_sink(hemo_received_object(received));

    (json ? hemo_cli_output_object : print_words)(object);
}

static gboolean
complain(const char *name, int code)
{
    g_autofree char *shown = g_filename_display_name(name);
    g_autofree char *words = hemo_cli_input_words(code);

    hemo_cli_output_complaint("%s: %s", shown, words);
    return FALSE;
}

/* To its end, or until nobody reads the output any more. */
static gboolean
read_lines(FILE *file, const char *name, gboolean json)
{
    char *line = NULL;
    size_t room = 0;
    gssize size;

    errno = 0;
    while (!ferror(stdout) && (size = getline(&line, &room, file)) >= 0)
        print_field(hemo_slice_strip(hemo_slice(line, (gsize)size)), json);
    free(line);
    return ferror(file) == 0 || complain(name, errno);
}

static gboolean
read_file(const char *name, gboolean json)
{
    gboolean is_standard = g_str_equal(name, "-");
    FILE *file = is_standard ? stdin : fopen(name, "re");
    gboolean good;

    if (file == NULL)
        return complain(name, errno);
    good = read_lines(file, name, json);
    if (!is_standard)
        fclose(file);
    return good;
}

int
hemo_cli_received(int argc, char **argv)
{
    const HemoCliOptionVerb words = {_("Reads Received fields, one body a line."),
                                     NULL,
                                     HEMO_CLI_OPTION_FILES};
    g_auto(GStrv) files = NULL;
    gboolean json;
    int status = HEMO_CLI_GOOD;

    if (!hemo_cli_option_parse(argc, argv, &words, &json, &files))
        return HEMO_CLI_USAGE;
    for (gsize i = 0; files[i] != NULL; i++) {
        if (!read_file(files[i], json))
            status = HEMO_CLI_UNREADABLE;
    }
    return status;
}
