/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The choice of a message's lowest protection.  It can only raise what the agent decides.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct _HemoClawsProtection HemoClawsProtection;

/* @changed is called with @data when the person chose. */
HemoClawsProtection *hemo_claws_protection_new(void (*changed)(gpointer data), gpointer data);
void hemo_claws_protection_free(HemoClawsProtection *protection); /* not the widget */

GtkWidget *hemo_claws_protection_widget(HemoClawsProtection *protection);

/* "", "end-to-end" or "portal"; never freed. */
const char *hemo_claws_protection_rung(HemoClawsProtection *protection);

/* From now on end-to-end or more; @why is shown. */
void hemo_claws_protection_lock(HemoClawsProtection *protection, const char *why);
