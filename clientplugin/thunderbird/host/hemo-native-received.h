/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The calls about a mail that came in: Agent1's Badge and Incoming, and Note.  Each takes its
 * request.
 */
#pragma once

#include "hemo-native-request.h"

/* badge: blob (sealed), or headers (a string: a letter up to U+00FF is one byte, as Thunderbird
 * reads them; others are UTF-8), and account -> the badge. */
void hemo_native_received_badge(HemoNativeRequest *request);

/* incoming: the same members -> the result. */
void hemo_native_received_incoming(HemoNativeRequest *request);

/* note: kind, context -> nothing. */
void hemo_native_received_note(HemoNativeRequest *request);
