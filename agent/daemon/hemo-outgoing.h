/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Judges one mail: settings, keyring, reader, evidence, keys, decision, audit, in this
 * order, none of them blocking.  Every failure ends it with an error: the mail is held.
 */
#pragma once

#include "hemo-case.h"
#include "hemo-handed.h"
#include "hemo-services.h"

/* @claims: what the mail program says of its accounts, as it stands when the mail is judged;
 * NULL if nothing.  @handed is taken over.  @envelope: the a{sv} of
 * Agent1.Assess.  The case is judged and recorded; it has no ticket yet. */
void hemo_outgoing_assess_async(HemoServices *services,
                                HemoClaims *claims,
                                HemoHanded *handed,
                                GVariant *envelope,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
HemoCase *hemo_outgoing_assess_finish(GAsyncResult *result, GError **error);

/* The person's answer: judges again and records both.  Her @reason is sealed. */
gboolean hemo_outgoing_answer(HemoServices *services,
                              const HemoClaims *claims,
                              HemoCase *mail,
                              const char *choice,
                              const char *reason,
                              GError **error);
