/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-ini-text.h.
 */
#include "hemo-ini-text.h"

#include <string.h>

struct _HemoIniText {
    GString *text;
};

/* One line as a walk meets it. */
typedef struct {
    const HemoIniText *ini;
    HemoSlice rest;
    HemoSlice group; /* name of the group that the line is in */
    HemoSlice line;  /* stripped */
    gsize start;
    gsize end; /* past its line end */
    gboolean is_head;
} Walk;

HemoIniText *
hemo_ini_text_new(HemoSlice bytes)
{
    HemoIniText *ini = g_new0(HemoIniText, 1);

    ini->text = g_string_sized_new(bytes.size);
    if (bytes.size > 0)
        g_string_append_len(ini->text, (const char *)bytes.data, (gssize)bytes.size);
    return ini;
}

void
hemo_ini_text_free(HemoIniText *ini)
{
    if (ini == NULL)
        return;
    g_string_free(ini->text, TRUE);
    g_free(ini);
}

HemoSlice
hemo_ini_text_slice(const HemoIniText *ini)
{
    return hemo_slice(ini->text->str, ini->text->len);
}

static Walk
begin(const HemoIniText *ini)
{
    return (Walk){.ini = ini, .rest = hemo_ini_text_slice(ini)};
}

static gboolean
next(Walk *walk)
{
    gsize total = walk->ini->text->len;
    HemoSlice line;

    walk->start = total - walk->rest.size;
    if (!hemo_slice_next_line(&walk->rest, &line))
        return FALSE;
    walk->end = total - walk->rest.size;
    walk->line = hemo_slice_strip(line);
    walk->is_head = walk->line.size >= 2 && walk->line.data[0] == '[' &&
                    hemo_slice_find(walk->line, ']') == walk->line.size - 1;
    if (walk->is_head)
        walk->group = hemo_slice_sub(walk->line, 1, walk->line.size - 2);
    return TRUE;
}

static gboolean
is_in(const Walk *walk, const char *group)
{
    return hemo_slice_equal(walk->group, hemo_slice_text(group));
}

/* TRUE for a line that says something in @group. */
static gboolean
is_word_of(const Walk *walk, const char *group)
{
    return !walk->is_head && is_in(walk, group) && walk->line.size > 0 &&
           walk->line.data[0] != '#';
}

static char *
copy_valid(HemoSlice slice)
{
    return slice.size > 0 ? g_utf8_make_valid((const char *)slice.data, (gssize)slice.size)
                          : g_strdup("");
}

GStrv
hemo_ini_text_groups(const HemoIniText *ini)
{
    g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
    GPtrArray *groups = g_ptr_array_new();
    Walk walk = begin(ini);

    while (next(&walk)) {
        g_autofree char *group = walk.is_head ? copy_valid(walk.group) : NULL;

        if (group == NULL || g_hash_table_contains(seen, group))
            continue;
        g_hash_table_add(seen, group);
        g_ptr_array_add(groups, g_steal_pointer(&group));
    }
    g_ptr_array_add(groups, NULL);
    return (GStrv)g_ptr_array_free(groups, FALSE);
}

gboolean
hemo_ini_text_has_group(const HemoIniText *ini, const char *group)
{
    Walk walk = begin(ini);

    while (next(&walk)) {
        if (walk.is_head && is_in(&walk, group))
            return TRUE;
    }
    return FALSE;
}

GStrv
hemo_ini_text_lines(const HemoIniText *ini, const char *group)
{
    GPtrArray *lines = g_ptr_array_new();
    Walk walk = begin(ini);

    while (next(&walk)) {
        if (is_word_of(&walk, group))
            g_ptr_array_add(lines, copy_valid(walk.line));
    }
    g_ptr_array_add(lines, NULL);
    return (GStrv)g_ptr_array_free(lines, FALSE);
}

static gboolean
has_key(const Walk *walk, const char *key)
{
    gsize equal = hemo_slice_find(walk->line, '=');
    HemoSlice name = hemo_slice_strip(hemo_slice_sub(walk->line, 0, equal));

    return equal < walk->line.size && hemo_slice_equal(name, hemo_slice_text(key));
}

char *
hemo_ini_text_get(const HemoIniText *ini, const char *group, const char *key)
{
    HemoSlice value = HEMO_SLICE_EMPTY;
    gboolean found = FALSE;
    Walk walk = begin(ini);

    while (next(&walk)) {
        if (!is_word_of(&walk, group) || !has_key(&walk, key))
            continue;
        value =
            hemo_slice_strip(hemo_slice_from(walk.line, hemo_slice_find(walk.line, '=') + 1));
        found = TRUE;
    }
    return found ? copy_valid(value) : NULL;
}

/* The line end that the file uses. */
static const char *
line_end(const HemoIniText *ini)
{
    HemoSlice text = hemo_ini_text_slice(ini);
    gsize end = hemo_slice_find(text, '\n');

    return end < text.size && end > 0 && text.data[end - 1] == '\r' ? "\r\n" : "\n";
}

static void
replace(HemoIniText *ini, gsize start, gsize end, const char *line)
{
    g_autofree char *whole = g_strconcat(line, line_end(ini), NULL);

    g_string_erase(ini->text, (gssize)start, (gssize)(end - start));
    g_string_insert(ini->text, (gssize)start, whole);
}

static void
end_last_line(HemoIniText *ini)
{
    if (ini->text->len > 0 && ini->text->str[ini->text->len - 1] != '\n')
        g_string_append(ini->text, line_end(ini));
}

static void
add_group(HemoIniText *ini, const char *group, const char *line)
{
    g_autofree char *head = g_strdup_printf("[%s]", group);

    if (ini->text->len > 0)
        replace(ini, ini->text->len, ini->text->len, "");
    replace(ini, ini->text->len, ini->text->len, head);
    replace(ini, ini->text->len, ini->text->len, line);
}

static gboolean
is_head_of(const Walk *walk, const char *group)
{
    return walk->is_head && is_in(walk, group);
}

static gboolean
is_part_of(const Walk *walk, const char *group)
{
    return is_in(walk, group) && walk->line.size > 0;
}

/* Puts @line behind the last line for which @is_place. */
static void
put_line(HemoIniText *ini,
         const char *group,
         const char *line,
         gboolean (*is_place)(const Walk *walk, const char *group))
{
    gsize place = 0;
    Walk walk;

    end_last_line(ini);
    walk = begin(ini);
    while (next(&walk)) {
        if (is_place(&walk, group))
            place = walk.end;
    }
    if (place > 0)
        replace(ini, place, place, line);
    else
        add_group(ini, group, line);
}

void
hemo_ini_text_add_line(HemoIniText *ini, const char *group, const char *line)
{
    put_line(ini, group, line, is_part_of);
}

void
hemo_ini_text_insert_line(HemoIniText *ini, const char *group, const char *line)
{
    put_line(ini, group, line, is_head_of);
}

void
hemo_ini_text_set(HemoIniText *ini, const char *group, const char *key, const char *value)
{
    gsize start = 0;
    gsize end = 0;
    g_autofree char *line = NULL;
    Walk walk;

    end_last_line(ini);
    walk = begin(ini);
    while (next(&walk)) {
        if (!is_word_of(&walk, group) || !has_key(&walk, key))
            continue;
        start = walk.start;
        end = walk.end;
    }
    line = g_strconcat(key, "=", value, NULL);
    if (end > 0)
        replace(ini, start, end, line);
    else
        hemo_ini_text_add_line(ini, group, line);
}

void
hemo_ini_text_remove_line(HemoIniText *ini, const char *group, const char *line)
{
    HemoIniText *kept = hemo_ini_text_new(HEMO_SLICE_EMPTY);
    Walk walk = begin(ini);

    while (next(&walk)) {
        if (!is_word_of(&walk, group) || !hemo_slice_equal(walk.line, hemo_slice_text(line)))
            g_string_append_len(kept->text,
                                ini->text->str + walk.start,
                                (gssize)(walk.end - walk.start));
    }
    g_string_assign(ini->text, ""); /* not g_string_assign() of the other: it may hold NUL */
    g_string_append_len(ini->text, kept->text->str, (gssize)kept->text->len);
    hemo_ini_text_free(kept);
}
