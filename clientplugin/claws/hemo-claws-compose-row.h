/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What Hemostat adds to one window in which a message is written: the choice of protection and
 * the recipients with what is known of them.
 */
#pragma once

#include "hemo-claws.h"

#include "compose.h"

typedef struct _HemoClawsComposeRow HemoClawsComposeRow;

/* @locked: the message answers or passes on one that came encrypted. */
HemoClawsComposeRow *hemo_claws_compose_row_new(Compose *compose, gboolean locked);

/* Takes the widgets away.  To be called before the window goes. */
void hemo_claws_compose_row_free(HemoClawsComposeRow *row);

/* Shows the recipients, or asks the agent nothing about them. */
void hemo_claws_compose_row_set_indicator(HemoClawsComposeRow *row, gboolean shown);

/* "", "end-to-end" or "portal"; never freed. */
const char *hemo_claws_compose_row_rung(HemoClawsComposeRow *row);
