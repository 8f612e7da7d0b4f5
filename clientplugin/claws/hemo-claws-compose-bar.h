/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Hemostat's row in every window in which a message is written.
 */
#pragma once

#include "hemo-claws.h"

#include "compose.h"

/* Adds a row to the windows that are open and to each new one; whether it lists the recipients
 * is the person's choice (@claws->settings, which is there already) when the window opens. Mail
 * that a filter sends has no window of a person's and gets no row. */
HemoClawsComposeBar *hemo_claws_compose_bar_new(HemoClaws *claws);
void hemo_claws_compose_bar_free(HemoClawsComposeBar *bars); /* takes all rows away */

/* The least protection that @compose is to get: "", "end-to-end" or "portal"; never freed. Also
 * for a @compose without a row, which answers or passes on a mail that came encrypted. */
const char *hemo_claws_compose_bar_rung(HemoClawsComposeBar *bars, const Compose *compose);
