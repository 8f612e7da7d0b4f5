/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-compose-field.h.
 */
#include "hemo-compose-field.h"

#include <string.h>

#define MAX_TEXT 8192 /* bytes of a field that are taken */
#define MAX_WORD 900  /* a line has 998 (RFC 5322 section 2.1.1) */
#define MAX_NAME 76
#define LINE     76

static const char *const own_prefixes[] = {"X-", "List-"};

/* What a mail program writes into a mail that waits, and reads back. */
static const char *const kept_prefixes[] = {
    "X-Mozilla-",
    "X-Identity-Key",
    "X-Account-Key",
};

/* NULL if it cannot stand in a field; other control characters become blanks. */
static char *
clean_text(const char *text)
{
    char *clean;

    if (strlen(text) > MAX_TEXT || strpbrk(text, "\r\n") != NULL)
        return NULL;
    clean = g_strdup(text);
    for (char *at = clean; *at != '\0'; at++)
        if (g_ascii_iscntrl(*at))
            *at = ' ';
    return clean;
}

gboolean
hemo_compose_field_add_text(GMimeMessage *message, const char *name, const char *text)
{
    g_autofree char *clean = clean_text(text);

    if (clean == NULL)
        return FALSE;
    g_mime_object_append_header(GMIME_OBJECT(message), name, clean, "utf-8");
    return TRUE;
}

/* " word word" with a line end before each word that has no room. */
static char *
fold_words(const char *name, char **words)
{
    g_autoptr(GString) folded = g_string_new(NULL);
    gsize column = strlen(name) + 1;

    for (guint i = 0; words[i] != NULL; i++) {
        gsize size = strlen(words[i]);

        if (size == 0)
            continue;
        if (size > MAX_WORD)
            return NULL;
        if (column + 1 + size > LINE && folded->len > 0) {
            g_string_append_c(folded, '\n');
            column = 0;
        }
        g_string_append_c(folded, ' ');
        g_string_append(folded, words[i]);
        column += 1 + size;
    }
    g_string_append_c(folded, '\n');
    return g_string_free(g_steal_pointer(&folded), FALSE);
}

gboolean
hemo_compose_field_add_words(GMimeMessage *message, const char *name, const char *words)
{
    g_autofree char *clean = clean_text(words);
    g_auto(GStrv) list = NULL;
    g_autofree char *folded = NULL;
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));

    if (clean == NULL || !g_str_is_ascii(clean))
        return FALSE;
    list = g_strsplit(clean, " ", -1);
    folded = fold_words(name, list);
    if (folded == NULL)
        return FALSE;
    g_mime_object_append_header(GMIME_OBJECT(message), name, clean, NULL);
    g_mime_header_set_raw_value(
        g_mime_header_list_get_header_at(headers, g_mime_header_list_get_count(headers) - 1),
        folded);
    return TRUE;
}

static gboolean
has_one_prefix(const char *name, const char *const *prefixes, gsize n_prefixes)
{
    for (gsize i = 0; i < n_prefixes; i++)
        if (g_ascii_strncasecmp(name, prefixes[i], strlen(prefixes[i])) == 0)
            return TRUE;
    return FALSE;
}

static gboolean
is_own_name(const char *name)
{
    for (const char *at = name; *at != '\0'; at++)
        if (!g_ascii_isalnum(*at) && *at != '-' && *at != '_')
            return FALSE;
    return strlen(name) <= MAX_NAME &&
           has_one_prefix(name, own_prefixes, G_N_ELEMENTS(own_prefixes)) &&
           !has_one_prefix(name, kept_prefixes, G_N_ELEMENTS(kept_prefixes));
}

gboolean
hemo_compose_field_add_own(GMimeMessage *message, const char *name, const char *body)
{
    if (!is_own_name(name))
        return FALSE;
    return g_str_is_ascii(body) ? hemo_compose_field_add_words(message, name, body)
                                : hemo_compose_field_add_text(message, name, body);
}

gboolean
hemo_compose_field_is_id(const char *id)
{
    gsize size = strlen(id);

    if (size < 3 || size > MAX_WORD || id[0] != '<' || id[size - 1] != '>')
        return FALSE;
    for (gsize i = 1; i < size - 1; i++)
        if (!g_ascii_isgraph(id[i]) || id[i] == '<' || id[i] == '>')
            return FALSE;
    return TRUE;
}
