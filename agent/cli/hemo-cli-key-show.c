/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-key-show.h.
 */
#include "hemo-cli-key-show.h"

#include "hemo-cli-fingerprint.h"
#include "hemo-cli-key-words.h"
#include "hemo-cli-object.h"
#include "hemo-cli-output.h"

#include <glib/gi18n-lib.h>

#define INDENT "    "

static gboolean
is_so(GVariant *key, const char *member)
{
    gboolean so = FALSE;

    g_variant_lookup(key, member, "b", &so);
    return so;
}

static gint64
find_time(GVariant *key, const char *member)
{
    gint64 time = 0;

    g_variant_lookup(key, member, "x", &time);
    return time;
}

static void
add_day(GPtrArray *parts, GVariant *key, const char *member, const char *format)
{
    gint64 time = find_time(key, member);
    g_autofree char *day = time > 0 ? hemo_cli_key_words_day(time) : NULL;
    g_auto(GStrv) around = g_strsplit(format, "%s", 2);

    if (day != NULL)
        g_ptr_array_add(parts, g_strjoinv(day, around));
}

static void
print_parts(GPtrArray *parts)
{
    g_autofree char *line = NULL;

    if (parts->len == 0)
        return;
    g_ptr_array_add(parts, NULL);
    line = g_strjoinv("; ", (char **)parts->pdata);
    hemo_cli_output_line(INDENT "%s", line);
}

static void
print_times(GVariant *key)
{
    g_autoptr(GPtrArray) parts = g_ptr_array_new_with_free_func(g_free);

    add_day(parts, key, "created", _("made %s"));
    add_day(parts, key, "expires", _("valid until %s"));
    add_day(parts, key, "since", _("known since %s"));
    add_day(parts, key, "seen", _("seen last %s"));
    add_day(parts, key, "used", _("used last %s"));
    print_parts(parts);
}

static void
print_finders(GVariant *key)
{
    g_autofree const char **finders = hemo_cli_object_texts(key, "finders");
    g_autoptr(GPtrArray) words = g_ptr_array_new();
    g_autofree char *joined = NULL;

    for (gsize i = 0; finders != NULL && finders[i] != NULL; i++)
        g_ptr_array_add(words, (gpointer)hemo_cli_key_words_finder(finders[i]));
    if (words->len == 0)
        return;
    g_ptr_array_add(words, NULL);
    joined = g_strjoinv(", ", (char **)words->pdata);
    hemo_cli_output_line(_("    found: %s"), joined);
}

/* An authority's word is enough, so that nobody has to confirm it. */
static gboolean
is_vouched(GVariant *key)
{
    return g_str_equal(hemo_cli_object_text(key, "trust"), "authority") &&
           g_str_equal(hemo_cli_object_text(key, "state"), "usable");
}

/* One's own needs nobody's word. */
static void
print_word(GVariant *key)
{
    const char *by = hemo_cli_object_text(key, "confirmed_by");
    const char *how = hemo_cli_object_text(key, "confirmed_how");
    gint64 time = find_time(key, "confirmed_at");
    g_autofree char *day = hemo_cli_key_words_day(time);

    if (time > 0)
        hemo_cli_output_line(_("    confirmed by %s on %s, %s"),
                             *by != '\0' ? by : "-",
                             day,
                             hemo_cli_key_words_how(how));
    else if (is_so(key, "own"))
        return;
    else if (g_str_equal(hemo_cli_object_text(key, "trust"), "confirmed"))
        hemo_cli_output_line("%s", _("    confirmed in gpg"));
    else if (is_vouched(key))
        hemo_cli_output_line(
            "%s",
            _("    an authority that your organisation trusts says whose it is"));
    else
        hemo_cli_output_line("%s", _("    confirmed here by nobody"));
}

void
hemo_cli_key_show_one(GVariant *key, gboolean json)
{
    g_autofree char *groups =
        hemo_cli_fingerprint_group(hemo_cli_object_text(key, "fingerprint"));
    const char *words = hemo_cli_object_text(key, "words");

    if (json) {
        hemo_cli_output_object(key);
        return;
    }
    hemo_cli_output_line("  %s %s%s: %s",
                         is_so(key, "chosen") ? "*" : " ",
                         hemo_cli_key_words_kind(hemo_cli_object_text(key, "kind")),
                         is_so(key, "own") ? _(", your own") : "",
                         *words != '\0' ? words : hemo_cli_object_text(key, "state"));
    hemo_cli_output_line(INDENT "%s", groups);
    print_finders(key);
    print_times(key);
    print_word(key);
}

static const struct {
    const char *state;
    const char *words;
} steps[] = {
    {"usable", N_("It can be used now; there is nothing to confirm")},
    {"unconfirmed",
     N_("Nobody has confirmed yet whose it is: compare the whole fingerprint with the owner, "
        "then \"hemostat keys confirm\"")},
    {"changed",
     N_("It is another than before, and is not used: call the owner on a number that you "
        "already had, compare the whole fingerprint, then \"hemostat keys confirm\"")},
    {"not-yet-valid",
     N_("It is not valid yet, and is not used before: nothing else is needed")},
    {"status-unknown",
     N_("It is not used until it can be found out whether it was withdrawn: try again later")},
    {"distrusted",
     N_("It was marked as somebody else's, and is not used: compare it again with the owner "
        "before you change that")},
};

/* What comes next; of what has a fault a person's word makes nothing that can be used. */
static const char *
find_step(GVariant *key)
{
    const char *state = hemo_cli_object_text(key, "state");

    if (is_so(key, "own"))
        return g_str_equal(state, "usable")
                   ? _("It is your own: there is nothing to confirm")
                   : _("It is your own, and cannot be used as it is: you need a new one");
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        if (g_str_equal(steps[i].state, state))
            return _(steps[i].words);
    }
    return _("It is not used, and confirming it would not change that: ask the owner for "
             "another one");
}

void
hemo_cli_key_show_steps(GVariant *keys)
{
    g_autoptr(GHashTable) done = g_hash_table_new(g_str_hash, g_str_equal);

    for (gsize i = 0; i < g_variant_n_children(keys); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(keys, i);
        const char *step = find_step(key);

        if (g_hash_table_add(done, (gpointer)step))
            hemo_cli_output_line("%s", step);
    }
}

/* Those of @address; TRUE if one of them is the one to use. */
static gboolean
show_address(GVariant *keys, const char *address)
{
    gboolean chosen = FALSE;

    hemo_cli_output_line("%s", address);
    for (gsize i = 0; i < g_variant_n_children(keys); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(keys, i);

        if (!g_str_equal(hemo_cli_object_text(key, "address"), address))
            continue;
        hemo_cli_key_show_one(key, FALSE);
        chosen = chosen || is_so(key, "chosen");
    }
    return chosen;
}

static void
show_words(GVariant *keys)
{
    g_autoptr(GHashTable) done = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    gboolean chosen = FALSE;

    for (gsize i = 0; i < g_variant_n_children(keys); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(keys, i);
        const char *address = hemo_cli_object_text(key, "address");

        if (g_hash_table_add(done, g_strdup(address)))
            chosen = show_address(keys, address) || chosen;
    }
    if (chosen)
        hemo_cli_output_line("%s", _("* would be used now"));
}

void
hemo_cli_key_show_all(GVariant *keys, gboolean json)
{
    for (gsize i = 0; json && i < g_variant_n_children(keys); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(keys, i);

        hemo_cli_key_show_one(key, TRUE);
    }
    if (!json)
        show_words(keys);
}
