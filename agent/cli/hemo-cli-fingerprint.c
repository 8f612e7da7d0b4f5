/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-fingerprint.h.
 */
#include "hemo-cli-fingerprint.h"

#include <string.h>

#define GROUP 4
#define V4    40
#define V6    64 /* of OpenPGP, and SHA-256 of a certificate */

static gboolean
add_digits(GString *digits, const char *word)
{
    for (; *word != '\0'; word++) {
        if (g_ascii_isxdigit(*word))
            g_string_append_c(digits, g_ascii_toupper(*word));
        else if (strchr(" :\t\n", *word) == NULL)
            return FALSE;
    }
    return TRUE;
}

/* What stands before the number in a line of "openssl x509 -fingerprint", however long it is.
 */
static const char *
skip_label(const char *line)
{
    static const char *const labels[] = {"sha256 fingerprint", "sha1 fingerprint", NULL};
    const char *sign = strchr(line, '=');
    g_autofree char *label = sign != NULL ? g_ascii_strdown(line, sign - line) : NULL;

    if (label != NULL && g_strv_contains(labels, g_strstrip(label)))
        return sign + 1;
    return line;
}

char *
hemo_cli_fingerprint_read(const char *const *words)
{
    g_autoptr(GString) digits = g_string_new(NULL);
    g_autofree char *line = g_strjoinv(" ", (char **)words);

    if (!add_digits(digits, skip_label(line)))
        return NULL;
    return digits->len == V4 || digits->len == V6
               ? g_string_free(g_steal_pointer(&digits), FALSE)
               : NULL;
}

char *
hemo_cli_fingerprint_group(const char *fingerprint)
{
    GString *groups = g_string_new(NULL);

    for (gsize i = 0; fingerprint[i] != '\0'; i++) {
        if (i > 0 && i % GROUP == 0)
            g_string_append_c(groups, ' ');
        g_string_append_c(groups, fingerprint[i]);
    }
    return g_string_free(groups, FALSE);
}
