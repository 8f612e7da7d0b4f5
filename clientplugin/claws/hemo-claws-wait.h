/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "Checking the mail": shown only if it takes longer than half a second, modal to its
 * window, and can always be cancelled.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct _HemoClawsWait HemoClawsWait;

/* Cancel, Escape and closing it cancel @cancellable.  @parent may be NULL. */
HemoClawsWait *hemo_claws_wait_new(GtkWindow *parent, GCancellable *cancellable);

/* Takes it away; NULL is fine. */
void hemo_claws_wait_free(HemoClawsWait *wait);
