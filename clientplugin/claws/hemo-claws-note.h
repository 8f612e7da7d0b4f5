/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "Report a problem": a person picks what is wrong, and the agent writes it into the audit.
 * There is no free text, as that might name a patient.
 */
#pragma once

#include "hemo-claws.h"

#include <gtk/gtk.h>

typedef struct _HemoClawsNote HemoClawsNote;

/* @error: NULL if it was recorded.  Not called if the person gave up. */
typedef void (*HemoClawsNoteDone)(const GError *error, gpointer user_data);

HemoClawsNote *hemo_claws_note_new(HemoClaws *claws);
void hemo_claws_note_free(HemoClawsNote *note); /* NULL is fine; nobody is called any more */

/* Shows the question in a new window of @parent, and returns at once.  @context: a{sv} of
 * Agent1.Note.  @user_data is given to @free_data in the end, whether @done was called or not.
 */
void hemo_claws_note_open(HemoClawsNote *note,
                          GtkWindow *parent,
                          GVariant *context,
                          HemoClawsNoteDone done,
                          gpointer user_data,
                          GDestroyNotify free_data);
