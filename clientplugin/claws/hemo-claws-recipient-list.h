/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The list of recipients beside a message being written: address, icon and words.  Knows
 * nothing of Claws Mail or the agent; shows what it is told, and "not known yet" for all else.
 */
#pragma once

#include <gtk/gtk.h>

typedef struct _HemoClawsRecipientList HemoClawsRecipientList;

HemoClawsRecipientList *hemo_claws_recipient_list_new(void);
void hemo_claws_recipient_list_free(HemoClawsRecipientList *list); /* not the widget */

/* Scrolls when it gets higher than a few lines. */
GtkWidget *hemo_claws_recipient_list_widget(HemoClawsRecipientList *list);

/* Takes away every line whose address is not in @addresses (of char *). */
void hemo_claws_recipient_list_keep(HemoClawsRecipientList *list, GPtrArray *addresses);

/* Shows exactly @addresses, in this order; lines that were there keep what they say. */
void hemo_claws_recipient_list_show(HemoClawsRecipientList *list, GPtrArray *addresses);

/* @state and @words as Agent1.RecipientState tells them.  An address that is not shown is left
 * out of account. */
void hemo_claws_recipient_list_tell(HemoClawsRecipientList *list,
                                    const char *address,
                                    const char *state,
                                    const char *words);

/* Nothing is known of anybody any more. */
void hemo_claws_recipient_list_forget(HemoClawsRecipientList *list);

/* The protection asked for: "", "end-to-end" or "portal". */
void hemo_claws_recipient_list_set_rung(HemoClawsRecipientList *list, const char *rung);
