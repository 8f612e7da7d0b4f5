/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-forward-list.h.
 */
#include "hemo-forward-list.h"

#include "hemo-error.h"
#include "hemo-forward-alias.h"
#include "hemo-forward-claws.h"
#include "hemo-forward-sieve.h"
#include "hemo-forward-target.h"
#include "hemo-forward-thunderbird.h"
#include "hemo-limits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_GUESS 200 /* lines */

const HemoName hemo_forward_format_names[] = {
    {HEMO_FORWARD_FORMAT_SIEVE, "sieve"},
    {HEMO_FORWARD_FORMAT_FORWARD, "forward"},
    {HEMO_FORWARD_FORMAT_ALIASES, "aliases"},
    {HEMO_FORWARD_FORMAT_CLAWS, "claws"},
    {HEMO_FORWARD_FORMAT_THUNDERBIRD, "thunderbird"},
    {0, NULL},
};

static const struct {
    const char *pattern; /* of the name without its folder */
    HemoForwardFormat format;
} names[] = {
    {"*.sieve", HEMO_FORWARD_FORMAT_SIEVE},
    {"*.siv", HEMO_FORWARD_FORMAT_SIEVE},
    {"*matcherrc*", HEMO_FORWARD_FORMAT_CLAWS},
    {"*msgFilterRules*", HEMO_FORWARD_FORMAT_THUNDERBIRD},
    {"*aliases*", HEMO_FORWARD_FORMAT_ALIASES},
};

/* How a line begins that no other format has. */
static const struct {
    const char *start;
    HemoForwardFormat format;
} starts[] = {
    {"[", HEMO_FORWARD_FORMAT_CLAWS},
    {"enabled rulename ", HEMO_FORWARD_FORMAT_CLAWS},
    {"disabled rulename ", HEMO_FORWARD_FORMAT_CLAWS},
    {"version=\"", HEMO_FORWARD_FORMAT_THUNDERBIRD},
    {"# Sieve filter", HEMO_FORWARD_FORMAT_SIEVE},
    {"/*", HEMO_FORWARD_FORMAT_SIEVE},
    {"require ", HEMO_FORWARD_FORMAT_SIEVE},
    {"require[", HEMO_FORWARD_FORMAT_SIEVE},
    {"redirect ", HEMO_FORWARD_FORMAT_SIEVE},
    {"if ", HEMO_FORWARD_FORMAT_SIEVE},
    {"keep;", HEMO_FORWARD_FORMAT_SIEVE},
};

static HemoForwardFormat
guess_by_line(HemoSlice line)
{
    for (gsize i = 0; i < G_N_ELEMENTS(starts); i++) {
        if (hemo_slice_has_prefix_nocase(line, starts[i].start))
            return starts[i].format;
    }
    return HEMO_FORWARD_FORMAT_INVALID;
}

/* "name: targets"; but ":include:" begins a target. */
static gboolean
is_alias(HemoSlice line)
{
    gsize colon = hemo_slice_find(line, ':');
    gsize comma = hemo_slice_find(line, ',');
    gsize bar = hemo_slice_find(line, '|');

    return colon > 0 && colon < line.size && colon < comma && colon < bar &&
           line.data[0] != '#' && hemo_slice_find(line, '@') > colon;
}

static HemoForwardFormat
guess_by_content(HemoSlice text)
{
    gboolean has_alias = FALSE;
    HemoSlice line;

    for (guint i = 0; i < MAX_GUESS && hemo_slice_next_line(&text, &line); i++) {
        HemoForwardFormat format;

        line = hemo_slice_strip(line);
        format = guess_by_line(line);
        if (format != HEMO_FORWARD_FORMAT_INVALID)
            return format;
        has_alias |= is_alias(line);
    }
    return has_alias ? HEMO_FORWARD_FORMAT_ALIASES : HEMO_FORWARD_FORMAT_FORWARD;
}

HemoForwardFormat
hemo_forward_list_guess(const char *name, HemoSlice text)
{
    g_autofree char *base = g_path_get_basename(name);

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_pattern_match_simple(names[i].pattern, base))
            return names[i].format;
    }
    /* a .forward may hold a Sieve script, but no aliases */
    if (g_str_has_prefix(base, ".forward") &&
        guess_by_content(text) != HEMO_FORWARD_FORMAT_SIEVE)
        return HEMO_FORWARD_FORMAT_FORWARD;
    return guess_by_content(text);
}

/* An Exim filter has a language of its own. */
static void
parse_forward(GPtrArray *targets, HemoSlice text)
{
    static const char *const marks[] = {"# Exim filter", "#Exim filter"};

    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (hemo_slice_has_prefix_nocase(text, marks[i])) {
            hemo_forward_target_add(targets,
                                    HEMO_FORWARD_UNREADABLE,
                                    1,
                                    hemo_slice_text("Exim filter"));
            return;
        }
    }
    hemo_forward_alias_parse_bare(targets, text);
}

static void (*const parsers[])(GPtrArray *targets, HemoSlice text) = {
    [HEMO_FORWARD_FORMAT_INVALID] = NULL,
    [HEMO_FORWARD_FORMAT_SIEVE] = hemo_forward_sieve_parse,
    [HEMO_FORWARD_FORMAT_FORWARD] = parse_forward,
    [HEMO_FORWARD_FORMAT_ALIASES] = hemo_forward_alias_parse,
    [HEMO_FORWARD_FORMAT_CLAWS] = hemo_forward_claws_parse,
    [HEMO_FORWARD_FORMAT_THUNDERBIRD] = hemo_forward_thunderbird_parse,
};

GPtrArray *
hemo_forward_list_parse(HemoForwardFormat format, HemoSlice text, GError **error)
{
    g_autoptr(GPtrArray) targets = NULL;

    if (format >= G_N_ELEMENTS(parsers) || parsers[format] == NULL) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("these are no forwarding rules"));
        return NULL;
    }
    targets = g_ptr_array_new_with_free_func(hemo_forward_target_free);
    if (text.size <= HEMO_LIMIT_CONFIG)
        parsers[format](targets, text);
    if (text.size <= HEMO_LIMIT_CONFIG && targets->len <= HEMO_LIMIT_FORWARDS)
        return g_steal_pointer(&targets);
    hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("there are too many forwarding rules"));
    return NULL;
}
