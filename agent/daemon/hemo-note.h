/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A person reports a problem: a record in the audit, made of words out of tables.  Free
 * text has no place in it, as that might name a patient.
 */
#pragma once

#include "hemo-services.h"

/* @kind and @context are those of Agent1.Note.  The mail, if it is one of ours, gets the
 * record; its Message-ID and the account are sealed.  HEMO_ERROR_INVALID an unknown kind, key
 * or badge, or a text that is too long; and the errors of hemo_services_refresh() and of the
 * audit. */
void hemo_note_record_async(HemoServices *services,
                            const char *kind,
                            GVariant *context,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean hemo_note_record_finish(GAsyncResult *result, GError **error);
