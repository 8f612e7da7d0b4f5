/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-pdf-name.h.
 */
#include "hemo-pdf-name.h"

#include <string.h>

#include "hemo-secret.h"

#define MAX_NAME      120 /* characters */
#define MAX_EXTENSION 5

static gboolean
is_shown(gunichar letter)
{
    return g_unichar_isprint(letter) && strchr("/\\:*?\"<>|", (int)MIN(letter, 0x7f)) == NULL &&
           g_unichar_type(letter) != G_UNICODE_FORMAT;
}

/* "image/png" is "png"; "" where that would be no common one. */
static const char *
extension_of(const char *media_type)
{
    const char *subtype = strchr(media_type, '/');
    const char *end = subtype != NULL ? subtype + 1 : "";

    while (g_ascii_isalnum(*end))
        end++;
    return *end == '\0' && subtype != NULL && strlen(subtype + 1) <= MAX_EXTENSION ? subtype + 1
                                                                                   : "";
}

char *
hemo_pdf_name_new(const char *wanted, const char *media_type, guint number)
{
    g_autofree char *valid = g_utf8_make_valid(wanted != NULL ? wanted : "", -1);
    g_autoptr(GString) name = g_string_new(NULL);
    const char *extension = extension_of(media_type);
    guint count = 0;

    for (const char *at = valid; *at != '\0' && count < MAX_NAME; at = g_utf8_next_char(at)) {
        gunichar letter = g_utf8_get_char(at);

        if (!is_shown(letter) || (name->len == 0 && letter == '.'))
            continue;
        g_string_append_unichar(name, letter);
        count++;
    }
    hemo_erase(valid, strlen(valid));
    g_strstrip(name->str);
    name->len = strlen(name->str);
    if (name->len == 0)
        g_string_printf(name, "part-%u%s%s", number, *extension != '\0' ? "." : "", extension);
    return g_string_free(g_steal_pointer(&name), FALSE);
}

char *
hemo_pdf_name_numbered(const char *name, guint number)
{
    const char *dot = strrchr(name, '.');
    int stem = dot != NULL ? (int)(dot - name) : (int)strlen(name);

    return g_strdup_printf("%.*s (%u)%s", stem, name, number, dot != NULL ? dot : "");
}
