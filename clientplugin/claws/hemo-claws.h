/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the parts of the Claws Mail add-on share.  Each part is made by
 * hemo_claws_PART_new() when the add-on is loaded and undone by hemo_claws_PART_free()
 * when it is unloaded; all run in the main thread.  Nothing here decides about a mail:
 * that is the agent's.
 */
#pragma once

#include "claws-features.h" /* the layout of Claws Mail's structures depends on it */

#include "hemo-agent-link.h"
#include "prefs_account.h"

typedef struct _HemoClaws HemoClaws;
typedef struct _HemoClawsSettings HemoClawsSettings;
typedef struct _HemoClawsNotice HemoClawsNotice;
typedef struct _HemoClawsComposeBar HemoClawsComposeBar;
typedef struct _HemoClawsSender HemoClawsSender;
typedef struct _HemoClawsArrival HemoClawsArrival;
typedef struct _HemoClawsBadgeBar HemoClawsBadgeBar;

struct _HemoClaws {
    HemoAgentLink *link;
    HemoClawsSettings *settings;
    HemoClawsNotice *notice;
    HemoClawsComposeBar *compose_bar;
    HemoClawsSender *sender;
    HemoClawsArrival *arrival;
    HemoClawsBadgeBar *badge_bar;
};
