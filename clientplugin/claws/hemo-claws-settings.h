/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the person chose on the page Plugins/Hemostat of Claws Mail's preferences: only what
 * is shown, never what is protected.  Kept in the block [Hemostat] of clawsrc.
 */
#pragma once

#include "hemo-claws.h"

typedef enum {
    HEMO_CLAWS_LIST_PLAIN = 0, /* no mark in the message list */
    HEMO_CLAWS_LIST_TAG,
    HEMO_CLAWS_LIST_COLOUR,
} HemoClawsList;

typedef struct {
    gboolean show_badge;
    gboolean show_compose;
    HemoClawsList list;
    guint tls_colour;     /* Claws Mail's colour label, 1 to 15; 0: none */
    guint not_tls_colour; /* likewise */
} HemoClawsSettingsValues;

HemoClawsSettings *hemo_claws_settings_new(HemoClaws *claws);
void hemo_claws_settings_free(HemoClawsSettings *settings); /* NULL is fine */

/* As they stand now; valid until the main loop runs again. */
const HemoClawsSettingsValues *hemo_claws_settings_values(const HemoClawsSettings *settings);
