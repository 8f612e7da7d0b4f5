/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-forward-claws.h.  A rule is one line of words, numbers and "strings" with
 * backslashes; words count only outside of strings.
 */
#include "hemo-forward-claws.h"

#include "hemo-forward-target.h"

#include <string.h>

#define MARKS " \t&|~-+()"

static const char *const actions[] = {"forward", "forward_as_attachment", "redirect"};

static gboolean
is_word_byte(int byte)
{
    return byte == '_' || byte == '~' ||
           (byte >= 0 && byte < 0x80 && g_ascii_isalnum((char)byte));
}

static HemoSlice
take_word(HemoSlice *rest)
{
    HemoSlice start = *rest;

    while (is_word_byte(hemo_slice_at(*rest, 0)))
        *rest = hemo_slice_from(*rest, 1);
    return hemo_slice_sub(start, 0, start.size - rest->size);
}

/* Takes a string off @rest, which begins with its quote; FALSE if it has no end. */
static gboolean
take_string(HemoSlice *rest, GString *string)
{
    g_string_truncate(string, 0);
    for (gsize i = 1; i < rest->size; i++) {
        if (rest->data[i] == '"') {
            *rest = hemo_slice_from(*rest, i + 1);
            return TRUE;
        }
        if (rest->data[i] == '\\')
            i++;
        if (i < rest->size)
            g_string_append_c(string, (char)rest->data[i]);
    }
    *rest = HEMO_SLICE_EMPTY;
    return FALSE;
}

static gboolean
is_action(HemoSlice word)
{
    for (gsize i = 0; i < G_N_ELEMENTS(actions); i++) {
        if (hemo_slice_equal(word, hemo_slice_text(actions[i])))
            return TRUE;
    }
    return FALSE;
}

static void
add_rule(GPtrArray *targets, guint number, HemoSlice line)
{
    g_autoptr(GString) string = g_string_new(NULL);
    HemoSlice action = HEMO_SLICE_EMPTY; /* waits for its address */

    while (line.size > 0) {
        HemoSlice word = take_word(&line);

        if (action.size == 0 && is_action(word))
            action = word;
        if (word.size > 0)
            continue;
        if (line.data[0] != '"') {
            line = hemo_slice_from(line, 1);
        } else if (take_string(&line, string) && action.size > 0) {
            hemo_forward_target_add_list(targets, number, hemo_slice(string->str, string->len));
            action = HEMO_SLICE_EMPTY;
        }
    }
    if (action.size > 0)
        hemo_forward_target_add(targets, HEMO_FORWARD_UNREADABLE, number, action);
}

/* A rule is two words at least, with numbers, strings and few marks behind the first: what is
 * not was never written by Claws Mail. */
static gboolean
is_rule(HemoSlice line)
{
    g_autoptr(GString) string = g_string_new(NULL);
    guint words = 0;

    while (line.size > 0) {
        int byte = hemo_slice_at(line, 0);

        if (take_word(&line).size > 0)
            words++;
        else if (words == 0)
            return FALSE;
        else if (byte == '"' && !take_string(&line, string))
            return FALSE;
        else if (byte != '"' && (byte == 0 || byte > 0x7f || strchr(MARKS, byte) == NULL))
            return FALSE;
        else if (byte != '"')
            line = hemo_slice_from(line, 1);
    }
    return words > 1;
}

void
hemo_forward_claws_parse(GPtrArray *targets, HemoSlice text)
{
    HemoSlice line;

    for (guint number = 1; hemo_slice_next_line(&text, &line); number++) {
        HemoSlice rule = hemo_slice_strip(line);
        HemoSlice rest = rule;
        HemoSlice word = take_word(&rest);
        guint before;

        if (rule.size == 0 || hemo_slice_at(rule, 0) == '[' ||
            hemo_slice_equal(word, hemo_slice_text("disabled")))
            continue;
        before = targets->len;
        add_rule(targets, number, rule);
        if (targets->len == before && !is_rule(rule))
            hemo_forward_target_add(targets, HEMO_FORWARD_UNREADABLE, number, rule);
    }
}
