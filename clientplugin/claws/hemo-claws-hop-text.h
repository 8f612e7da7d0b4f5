/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The way of a mail in words: what the agent told of each hop, first for the reader of the
 * mail, then for a technician.  Names of servers come from the mail: plain text, never markup.
 */
#pragma once

#include <glib.h>

/* One sentence a clinician understands; the agent's where it gave one.  @hop: a{sv} of
 * Agent1.Badge. */
char *hemo_claws_hop_text_words(GVariant *hop);

/* "From A to B": who handed over, who received. */
char *hemo_claws_hop_text_servers(GVariant *hop);

/* One line for a technician: TLS, version, kind of hop, whose word it is. */
char *hemo_claws_hop_text_technical(GVariant *hop);

/* All of it, several lines: to be put into a letter to a technician.  @badge: a{sv} of
 * Agent1.Badge.  Holds names of servers, nothing of the people or the text. */
char *hemo_claws_hop_text_details(GVariant *badge);
