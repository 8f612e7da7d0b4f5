/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a person is shown beside a recipient: an icon and a few words for what the agent said,
 * seen together with the protection that she asked for.
 */
#pragma once

#include <glib.h>

typedef struct {
    const char *icon;  /* of the icon theme */
    const char *words; /* to be translated */
} HemoClawsOutlook;

/* @state: of Agent1.RecipientState; NULL and any other word mean that nothing is known.
 * @rung: "", "end-to-end" or "portal".  TLS alone is never shown for more than that. */
const HemoClawsOutlook *hemo_claws_outlook_find(const char *state, const char *rung);
