/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The mark of a received mail in Claws Mail's message list, if the person wants one: a tag or
 * a colour label.  A mail whose badge is unknown gets none, and a colour that is there already
 * stays.
 */
#pragma once

#include "hemo-claws-badge-look.h"
#include "hemo-claws-settings.h"

#include "procmsg.h"

void hemo_claws_list_mark_set(const HemoClawsSettingsValues *values,
                              MsgInfo *mail,
                              const HemoClawsBadgeLook *look);
