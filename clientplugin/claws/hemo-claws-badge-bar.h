/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The badge of the mail that a message view shows, in the main window and in windows of
 * their own.  A badge is shown only with the mail it was made for: it goes before anything
 * else does.  Mail that was not received has none.
 */
#pragma once

#include "hemo-claws.h"

HemoClawsBadgeBar *hemo_claws_badge_bar_new(HemoClaws *claws);
void hemo_claws_badge_bar_free(HemoClawsBadgeBar *bars); /* NULL is fine */
