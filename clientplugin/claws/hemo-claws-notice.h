/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A quiet line at the top of Claws Mail's main window, for what the person should know of
 * mail sent earlier, and what she can have done about it.  It waits for nothing.
 */
#pragma once

#include "hemo-claws.h"

HemoClawsNotice *hemo_claws_notice_new(HemoClaws *claws);
void hemo_claws_notice_free(HemoClawsNotice *notice); /* NULL is fine */

/* Shows @words below those that are still shown; plain text.  Only the last few are kept. */
void hemo_claws_notice_show(HemoClawsNotice *notice, const char *words);

/* Shows @words with a button @button of their own; only its press calls @accepted, and at most
 * once.  @free takes @user_data back in any case. */
void hemo_claws_notice_offer(HemoClawsNotice *notice,
                             const char *words,
                             const char *button,
                             void (*accepted)(gpointer user_data),
                             gpointer user_data,
                             GDestroyNotify free);
