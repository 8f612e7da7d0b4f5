/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-hop-text.h.
 */
#include "hemo-claws-hop-text.h"

#include <glib/gi18n-lib.h>

typedef struct {
    const char *value; /* as the agent says it; NULL: any other */
    const char *words;
} Wording;

static const Wording tls_words[] = {
    {"yes", N_("TLS: yes")},
    {"no", N_("TLS: no")},
    {NULL, N_("TLS: not recorded")},
};

static const Wording class_words[] = {
    {"external", N_("from one mail system to another")},
    {"submission", N_("from the sender's program to a mail server")},
    {"internal", N_("within one mail system")},
    {"local", N_("within one computer")},
    {NULL, N_("kind of hop not known")},
};

static const char *
wording_of(const Wording *wordings, const char *value)
{
    gsize i = 0;

    while (wordings[i].value != NULL && g_strcmp0(wordings[i].value, value) != 0)
        i++;
    return _(wordings[i].words);
}

/* "" if the agent did not tell. */
static const char *
text_of(GVariant *values, const char *key)
{
    const char *text = "";

    g_variant_lookup(values, key, "&s", &text);
    return text;
}

static const char *
named(const char *server)
{
    return *server != '\0' ? server : _("(unnamed)");
}

static void
add_part(GString *line, const char *text)
{
    if (*text == '\0')
        return;
    if (line->len > 0)
        g_string_append(line, " · ");
    g_string_append(line, text);
}

char *
hemo_claws_hop_text_words(GVariant *hop)
{
    const char *words = text_of(hop, "words");

    return g_strdup(*words != '\0' ? words : wording_of(tls_words, text_of(hop, "tls")));
}

char *
hemo_claws_hop_text_servers(GVariant *hop)
{
    return g_strdup_printf(_("From %s to %s"),
                           named(text_of(hop, "from")),
                           named(text_of(hop, "by")));
}

char *
hemo_claws_hop_text_technical(GVariant *hop)
{
    g_autoptr(GString) line = g_string_new(NULL);
    gboolean trusted = FALSE;

    g_variant_lookup(hop, "trusted", "b", &trusted);
    add_part(line, wording_of(tls_words, text_of(hop, "tls")));
    add_part(line, text_of(hop, "version"));
    add_part(line, text_of(hop, "cipher"));
    add_part(line, wording_of(class_words, text_of(hop, "class")));
    add_part(line,
             trusted ? _("recorded by your own mail system")
                     : _("claimed by a server that is not yours"));
    return g_string_free(g_steal_pointer(&line), FALSE);
}

static const char *const detail_keys[] = {"helo", "rdns", "ip", "protocol"};

static void
add_hop(GString *text, gsize number, GVariant *hop)
{
    g_autofree char *servers = hemo_claws_hop_text_servers(hop);
    g_autofree char *words = hemo_claws_hop_text_words(hop);
    g_autofree char *technical = hemo_claws_hop_text_technical(hop);

    g_string_append_printf(text,
                           "\n%" G_GSIZE_FORMAT ". %s\n   %s\n   %s\n",
                           number,
                           servers,
                           words,
                           technical);
    for (gsize i = 0; i < G_N_ELEMENTS(detail_keys); i++)
        if (*text_of(hop, detail_keys[i]) != '\0')
            g_string_append_printf(text,
                                   "   %s: %s\n",
                                   detail_keys[i],
                                   text_of(hop, detail_keys[i]));
}

char *
hemo_claws_hop_text_details(GVariant *badge)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(GVariant) hops = g_variant_lookup_value(badge, "hops", G_VARIANT_TYPE("aa{sv}"));
    g_autoptr(GVariant) reasons =
        g_variant_lookup_value(badge, "reasons", G_VARIANT_TYPE("as"));
    g_autofree const char **lines = reasons != NULL ? g_variant_get_strv(reasons, NULL) : NULL;

    g_string_append_printf(text, "%s (%s)\n", text_of(badge, "title"), text_of(badge, "badge"));
    for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
        g_string_append_printf(text, "- %s\n", lines[i]);
    for (gsize i = 0; hops != NULL && i < g_variant_n_children(hops); i++) {
        g_autoptr(GVariant) hop = g_variant_get_child_value(hops, i);

        add_hop(text, i + 1, hop);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}
