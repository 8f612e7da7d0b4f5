/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How a call of a client ends that is not done: with words for the person, and in the log
 * by its code alone.
 */
#pragma once

#include <gio/gio.h>

/* Answers the call with @error, which is taken. */
void hemo_refusal_answer(GDBusMethodInvocation *invocation, GError *error);

/* FALSE, and the call is answered, before Hello. */
gboolean hemo_refusal_check_greeted(gboolean greeted, GDBusMethodInvocation *invocation);
