/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-output.h.
 */
#include "hemo-cli-output.h"

#include "hemo-cli-object.h"
#include "hemo-json-text.h"
#include "hemo-secret.h"

#include <stdio.h>

/* Wiped, as it may hold words of a mail. */
static void
print(FILE *file, GString *line)
{
    g_string_append_c(line, '\n');
    fwrite(line->str, 1, line->len, file);
    hemo_erase(line->str, line->len);
    g_string_free(line, TRUE);
}

/* No line end, no escape sequence, not the one-character ones either (U+0080 to U+009F). */
static void
replace_controls(char *at)
{
    for (; *at != '\0'; at++) {
        guchar next = (guchar)at[1];

        if (g_ascii_iscntrl(*at) || (*at == '\xc2' && next >= 0x80 && next < 0xa0))
            *at = '?';
        if (*at == '?' && next >= 0x80 && next < 0xc0)
            *++at = '?';
    }
}

static void
print_plain(FILE *file, const char *start, const char *format, va_list arguments)
{
    GString *line = g_string_new(start);

    g_string_append_vprintf(line, format, arguments);
    replace_controls(line->str);
    print(file, line);
}

void
hemo_cli_output_object(GVariant *object)
{
    g_autoptr(GVariant) owned = g_variant_ref_sink(object);
    GString *line = g_string_sized_new(512);

    hemo_json_text_append(line, owned);
    print(stdout, line);
}

void
hemo_cli_output_line(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print_plain(stdout, "", format, arguments);
    va_end(arguments);
}

void
hemo_cli_output_texts(GVariant *object, const char *key, const char *indent)
{
    g_autofree const char **texts = hemo_cli_object_texts(object, key);

    for (gsize i = 0; texts != NULL && texts[i] != NULL; i++)
        hemo_cli_output_line("%s%s", indent, texts[i]);
}

void
hemo_cli_output_complaint(const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    print_plain(stderr, "hemostat: ", format, arguments);
    va_end(arguments);
}

void
hemo_cli_output_error(GError *error)
{
    hemo_cli_output_complaint("%s", error->message);
    g_error_free(error);
}

gboolean
hemo_cli_output_flush(void)
{
    return fflush(stdout) == 0 && ferror(stdout) == 0;
}
