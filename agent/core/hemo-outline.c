/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-outline.h.
 */
#include "hemo-outline.h"

#include <string.h>

#define MAX_NUMBER 3 /* digits of the number of an item */

struct _HemoOutlineFile {
    GChecksum *sum;
    gsize line_ends; /* not counted yet: they may be the last ones */
};

struct _HemoOutline {
    char *from;
    GStrv to;
    GStrv cc;
    GStrv bcc;
    char *subject;
    GStrv texts;
    GStrv files;
    GStrv cards;
};

static const char *const schemes[] =
    {"<http:", "<https:", "<mailto:", "<ftp:", "<tel:", "<cid:", "<news:", "<file:"};

/* Bytes of a link's target in angle brackets at the start of @text; 0 if there is none. */
static gsize
link_size(HemoSlice text)
{
    gboolean is_link = FALSE;
    gsize end = 1;

    for (gsize i = 0; i < G_N_ELEMENTS(schemes); i++)
        is_link = is_link || hemo_slice_has_prefix_nocase(text, schemes[i]);
    while (is_link && end < text.size && strchr("<> \t\r\n", text.data[end]) == NULL)
        end++;
    return is_link && hemo_slice_at(text, end) == '>' ? end + 1 : 0;
}

/* Bytes of "12." between blanks at the start of @text; 0 if it is none. */
static gsize
number_size(HemoSlice text)
{
    gsize size = 0;
    int next;

    while (g_ascii_isdigit((char)hemo_slice_at(text, size)) && size <= MAX_NUMBER)
        size++;
    if (size == 0 || size > MAX_NUMBER || hemo_slice_at(text, size) != '.')
        return 0;
    next = hemo_slice_at(text, size + 1);
    return next < 0 || g_ascii_isspace((char)next) ? size + 1 : 0;
}

/* Bytes at the start of @text that do not count, whatever they are. */
static gsize
passed_over(HemoSlice text, int before)
{
    int first = hemo_slice_at(text, 0);

    if (first == '<')
        return link_size(text);
    if (g_ascii_isdigit((char)first) && (before < 0 || g_ascii_isspace((char)before)))
        return number_size(text);
    return 0;
}

/* Adds the character at the start of @text if it counts; its size in bytes. */
static gsize
add_character(GChecksum *sum, HemoSlice text)
{
    gunichar character = g_utf8_get_char_validated((const char *)text.data, (gssize)text.size);
    gsize size = 1;

    if (character != (gunichar)-1 && character != (gunichar)-2 && character != 0)
        size = (gsize)g_unichar_to_utf8(character, NULL);
    else
        character = ' ';
    if (g_unichar_isalnum(character))
        g_checksum_update(sum, text.data, (gssize)size);
    return size;
}

char *
hemo_outline_hash_text(HemoSlice text)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    int before = -1;

    while (text.size > 0) {
        gsize size = passed_over(text, before);

        if (size == 0)
            size = add_character(sum, text);
        before = hemo_slice_at(text, size - 1);
        text = hemo_slice_from(text, size);
    }
    return g_strdup(g_checksum_get_string(sum));
}

HemoOutlineFile *
hemo_outline_file_new(const char *name)
{
    HemoOutlineFile *file = g_new0(HemoOutlineFile, 1);
    g_autofree char *stripped = g_strstrip(g_strdup(name != NULL ? name : ""));

    file->sum = g_checksum_new(G_CHECKSUM_SHA256);
    /* with its NUL, so that no name runs into the content */
    g_checksum_update(file->sum, (const guchar *)stripped, (gssize)strlen(stripped) + 1);
    return file;
}

static void
add_run(HemoOutlineFile *file, HemoSlice run)
{
    gsize size = run.size;

    while (size > 0 && run.data[size - 1] == '\n')
        size--;
    for (; size > 0 && file->line_ends > 0; file->line_ends--)
        g_checksum_update(file->sum, (const guchar *)"\n", 1);
    if (size > 0)
        g_checksum_update(file->sum, run.data, (gssize)size);
    file->line_ends += run.size - size;
}

void
hemo_outline_file_add(HemoOutlineFile *file, HemoSlice piece)
{
    while (piece.size > 0) {
        gsize end = hemo_slice_find(piece, '\r');

        add_run(file, hemo_slice_sub(piece, 0, end));
        piece = hemo_slice_from(piece, end + 1);
    }
}

char *
hemo_outline_file_finish(HemoOutlineFile *file)
{
    char *hash = g_strdup(g_checksum_get_string(file->sum));

    g_checksum_free(file->sum);
    g_free(file);
    return hash;
}

void
hemo_outline_free(HemoOutline *outline)
{
    if (outline == NULL)
        return;
    g_free(outline->from);
    g_strfreev(outline->to);
    g_strfreev(outline->cc);
    g_strfreev(outline->bcc);
    g_free(outline->subject);
    g_strfreev(outline->texts);
    g_strfreev(outline->files);
    g_strfreev(outline->cards);
    g_free(outline);
}

HemoOutline *
hemo_outline_new(GVariant *object)
{
    g_autoptr(HemoOutline) outline = g_new0(HemoOutline, 1);

    if (!g_variant_lookup(object, "from", "s", &outline->from) ||
        !g_variant_lookup(object, "to", "^as", &outline->to) ||
        !g_variant_lookup(object, "cc", "^as", &outline->cc) ||
        !g_variant_lookup(object, "bcc", "^as", &outline->bcc) ||
        !g_variant_lookup(object, "subject", "s", &outline->subject) ||
        !g_variant_lookup(object, "texts", "^as", &outline->texts) ||
        !g_variant_lookup(object, "files", "^as", &outline->files) ||
        !g_variant_lookup(object, "cards", "^as", &outline->cards))
        return NULL;
    return g_steal_pointer(&outline);
}

const char *
hemo_outline_from(const HemoOutline *outline)
{
    return outline->from;
}

const char *const *
hemo_outline_to(const HemoOutline *outline)
{
    return (const char *const *)outline->to;
}

const char *const *
hemo_outline_cc(const HemoOutline *outline)
{
    return (const char *const *)outline->cc;
}

const char *const *
hemo_outline_bcc(const HemoOutline *outline)
{
    return (const char *const *)outline->bcc;
}

static guint
count_of(const GStrv list, const char *entry)
{
    guint count = 0;

    for (gsize i = 0; list[i] != NULL; i++)
        count += strcmp(list[i], entry) == 0;
    return count;
}

/* Every entry of @list stands in @other at least as often. */
static gboolean
is_within(const GStrv list, const GStrv other)
{
    for (gsize i = 0; list[i] != NULL; i++) {
        if (count_of(other, list[i]) < count_of(list, list[i]))
            return FALSE;
    }
    return TRUE;
}

static gboolean
has_all_texts(const GStrv judged, const GStrv sent)
{
    for (gsize i = 0; sent[i] != NULL; i++) {
        if (count_of(judged, sent[i]) == 0)
            return FALSE;
    }
    return sent[0] != NULL;
}

guint
hemo_outline_compare(const HemoOutline *judged, const HemoOutline *sent)
{
    guint differences = 0;

    if (strcmp(judged->subject, sent->subject) != 0)
        differences |= HEMO_OUTLINE_SUBJECT;
    if (!has_all_texts(judged->texts, sent->texts))
        differences |= HEMO_OUTLINE_TEXT;
    if (!is_within(judged->files, sent->files) || !is_within(sent->files, judged->files) ||
        !is_within(judged->cards, sent->cards))
        differences |= HEMO_OUTLINE_FILES;
    return differences;
}
