/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-concerned.h.
 */
#include "hemo-claws-concerned.h"

#include <glib/gi18n-lib.h>

#define MOST_NAMES 5 /* of one group: more are counted */

static void
concerned_free(gpointer data)
{
    HemoClawsConcerned *concerned = data;

    g_free(concerned->verdict);
    g_free(concerned->words);
    g_ptr_array_unref(concerned->names);
    g_free(concerned);
}

/* The agent's one line, or what it is made of. */
static char *
read_words(GVariant *recipient)
{
    const char *words = NULL;
    g_autofree const char **reasons = NULL;

    if (g_variant_lookup(recipient, "words", "&s", &words))
        return g_strdup(words);
    if (g_variant_lookup(recipient, "reasons", "^a&s", &reasons))
        return g_strjoinv("; ", (char **)reasons);
    return g_strdup("");
}

static HemoClawsConcerned *
find_group(GPtrArray *groups, const char *verdict, const char *words)
{
    HemoClawsConcerned *group;

    for (guint i = 0; i < groups->len; i++) {
        group = groups->pdata[i];
        if (g_str_equal(group->verdict, verdict) && g_str_equal(group->words, words))
            return group;
    }
    group = g_new0(HemoClawsConcerned, 1);
    group->verdict = g_strdup(verdict);
    group->words = g_strdup(words);
    group->names = g_ptr_array_new_with_free_func(g_free);
    g_ptr_array_add(groups, group);
    return group;
}

GPtrArray *
hemo_claws_concerned_group(GVariant *recipients)
{
    GPtrArray *groups = g_ptr_array_new_with_free_func(concerned_free);

    for (gsize i = 0; i < g_variant_n_children(recipients); i++) {
        g_autoptr(GVariant) recipient = g_variant_get_child_value(recipients, i);
        g_autofree char *words = read_words(recipient);
        const char *verdict = "";
        const char *address = "";

        g_variant_lookup(recipient, "verdict", "&s", &verdict);
        g_variant_lookup(recipient, "address", "&s", &address);
        g_ptr_array_add(find_group(groups, verdict, words)->names, g_strdup(address));
    }
    return groups;
}

char *
hemo_claws_concerned_names(const HemoClawsConcerned *concerned)
{
    g_autoptr(GString) names = g_string_new(NULL);
    guint shown = MIN(concerned->names->len, MOST_NAMES);
    guint more = concerned->names->len - shown;

    for (guint i = 0; i < shown; i++)
        g_string_append_printf(names,
                               "%s%s",
                               i > 0 ? ", " : "",
                               (const char *)concerned->names->pdata[i]);
    if (more == 0)
        return g_strdup(names->str);
    /* TRANSLATORS: names of recipients, and how many others */
    return g_strdup_printf(ngettext("%s and %u more", "%s and %u more", more),
                           names->str,
                           more);
}
