/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-badge-words.h.
 */
#include "hemo-badge-words.h"

#include <glib/gi18n-lib.h>

const char *
hemo_badge_words_title(HemoBadgeState state)
{
    static const char *const TITLES[] = {
        [HEMO_BADGE_UNKNOWN] = N_("No trustworthy record of encryption"),
        [HEMO_BADGE_PLAIN] = N_("Arrived without encryption"),
        [HEMO_BADGE_WEAK] = N_("Arrived over outdated TLS"),
        [HEMO_BADGE_PARTIAL] = N_("Transmitted over TLS into our system; the sender's side "
                                  "reports a hop without it, or with outdated TLS"),
        [HEMO_BADGE_ENTRY] =
            N_("Transmitted over TLS into our system; earlier hops are not recorded"),
        [HEMO_BADGE_FULL] =
            N_("Transmitted over TLS on every recorded hop between mail systems"),
        [HEMO_BADGE_INTERNAL] = N_("Never left our mail system"),
    };

    return _(TITLES[state]);
}

/* What happened, by verdict; of a server of ours, and of one that only claims it. */
static const char *const SENTENCES[][HEMO_N_BADGE_SIDES] = {
    [HEMO_HOP_UNTOLD] =
        {
            [HEMO_BADGE_SIDE_OURS] = N_("Your mail server %s does not record whether it "
                                        "received this over TLS."),
            [HEMO_BADGE_SIDE_THEIRS] = N_("The server %s on the sender's side does not record "
                                          "TLS."),
            [HEMO_BADGE_SIDE_UNKNOWN] = N_("The server %s does not record TLS."),
        },
    [HEMO_HOP_PLAIN] =
        {
            [HEMO_BADGE_SIDE_OURS] = N_("Your mail server %s received this without "
                                        "encryption."),
            [HEMO_BADGE_SIDE_THEIRS] = N_("The server %s on the sender's side reports that it "
                                          "received this without encryption."),
            [HEMO_BADGE_SIDE_UNKNOWN] =
                N_("The server %s reports that it received this without "
                   "encryption."),
        },
    [HEMO_HOP_WEAK] =
        {
            [HEMO_BADGE_SIDE_OURS] = N_("Your mail server %s received this over outdated TLS."),
            [HEMO_BADGE_SIDE_THEIRS] = N_("The server %s on the sender's side reports outdated "
                                          "TLS."),
            [HEMO_BADGE_SIDE_UNKNOWN] = N_("The server %s reports outdated TLS."),
        },
    [HEMO_HOP_UNRATED] =
        {
            [HEMO_BADGE_SIDE_OURS] = N_("Your mail server %s received this over TLS."),
            [HEMO_BADGE_SIDE_THEIRS] = N_("The server %s on the sender's side reports TLS."),
            [HEMO_BADGE_SIDE_UNKNOWN] = N_("The server %s reports TLS."),
        },
    [HEMO_HOP_STRONG] =
        {
            [HEMO_BADGE_SIDE_OURS] = N_("Your mail server %s received this over current TLS."),
            [HEMO_BADGE_SIDE_THEIRS] = N_("The server %s on the sender's side reports current "
                                          "TLS."),
            [HEMO_BADGE_SIDE_UNKNOWN] = N_("The server %s reports current TLS."),
        },
};

static char *
copy_name(HemoSlice name)
{
    if (name.size == 0)
        return g_strdup(_("(unnamed)"));
    return hemo_received_text(name);
}

char *
hemo_badge_words_hop(const HemoHop *hop,
                     HemoHopKind kind,
                     HemoHopVerdict verdict,
                     HemoBadgeSide side)
{
    g_autofree char *by = copy_name(hemo_received_item(hop->received, HEMO_RECEIVED_BY));
    g_autoptr(GString) text = g_string_new(NULL);

    if (kind == HEMO_HOP_LOCAL || kind == HEMO_HOP_INTERNAL) {
        g_string_append(text, _("Handed on within one mail system."));
        return g_string_free(g_steal_pointer(&text), FALSE);
    }
    g_string_append(text, _(SENTENCES[verdict][side]));
    g_string_replace(text, "%s", by, 1);
    return g_string_free(g_steal_pointer(&text), FALSE);
}
