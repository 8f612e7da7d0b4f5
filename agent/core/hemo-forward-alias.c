/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-forward-alias.h.
 */
#include "hemo-forward-alias.h"

#include "hemo-forward-target.h"

#define INCLUDE ":include:"

/* The next @stop that stands outside of quotes. */
static gsize
find_outside(HemoSlice text, char stop)
{
    gboolean quoted = FALSE;

    for (gsize i = 0; i < text.size; i++) {
        if (text.data[i] == '"')
            quoted = !quoted;
        else if (text.data[i] == '\\')
            i++;
        else if (text.data[i] == (guint8)stop && !quoted)
            return i;
    }
    return text.size;
}

/* Quotes around the whole are taken off, such as "|program with words". */
static HemoSlice
without_quotes(HemoSlice item)
{
    if (item.size >= 2 && item.data[0] == '"' && item.data[item.size - 1] == '"')
        return hemo_slice_strip(hemo_slice_sub(item, 1, item.size - 2));
    return hemo_slice_at(item, 0) == '"' ? hemo_slice_from(item, 1) : item;
}

static void
add_special(GPtrArray *targets, guint line, HemoSlice item)
{
    gboolean more = hemo_slice_has_prefix_nocase(item, INCLUDE);

    hemo_forward_target_add(targets,
                            more ? HEMO_FORWARD_INCLUDE : HEMO_FORWARD_LOCAL,
                            line,
                            more ? hemo_slice_from(item, sizeof INCLUDE - 1) : item);
}

static void
add_item(GPtrArray *targets, guint line, HemoSlice text)
{
    HemoSlice item = without_quotes(text);
    int first = hemo_slice_at(item, 0);

    if (first == '|')
        hemo_forward_target_add(targets, HEMO_FORWARD_PROGRAM, line, hemo_slice_from(item, 1));
    else if (first == '/' || first == '~')
        hemo_forward_target_add(targets, HEMO_FORWARD_LOCAL, line, item);
    else if (first == ':')
        add_special(targets, line, item);
    else if (first == '\\')
        hemo_forward_target_add_mailbox(targets, line, hemo_slice_from(item, 1), TRUE);
    else
        hemo_forward_target_add_mailbox(targets, line, item, TRUE);
}

static void
add_items(GPtrArray *targets, guint line, HemoSlice list)
{
    while (list.size > 0) {
        gsize comma = find_outside(list, ',');
        HemoSlice item = hemo_slice_strip(hemo_slice_sub(list, 0, comma));

        if (item.size > 0)
            add_item(targets, line, item);
        list = hemo_slice_from(list, comma + 1);
    }
}

static gboolean
says_something(HemoSlice line)
{
    HemoSlice words = hemo_slice_strip(line);

    return words.size > 0 && words.data[0] != '#';
}

void
hemo_forward_alias_parse_bare(GPtrArray *targets, HemoSlice text)
{
    HemoSlice line;

    for (guint number = 1; hemo_slice_next_line(&text, &line); number++) {
        if (says_something(line))
            add_items(targets, number, line);
    }
}

/* A line that begins with a blank goes on with the list before it. */
static void
add_line(GPtrArray *targets, guint number, HemoSlice line)
{
    gboolean goes_on = line.data[0] == ' ' || line.data[0] == '\t';
    gsize colon = goes_on ? 0 : find_outside(line, ':');

    if (colon == line.size)
        hemo_forward_target_add(targets, HEMO_FORWARD_UNREADABLE, number, line);
    else
        add_items(targets, number, goes_on ? line : hemo_slice_from(line, colon + 1));
}

void
hemo_forward_alias_parse(GPtrArray *targets, HemoSlice text)
{
    HemoSlice line;

    for (guint number = 1; hemo_slice_next_line(&text, &line); number++) {
        if (says_something(line))
            add_line(targets, number, line);
    }
}
