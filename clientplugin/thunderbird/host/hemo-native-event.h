/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What this program says without being asked.
 */
#pragma once

#include "hemo-native-frame.h"

/* {"event": "fault", "words"}, the last frame: the two sides do not understand each other. */
void hemo_native_event_fault(HemoNativeFrame *frames, const char *words);

/* {"event": "link", "up", "words"}: the agent came or went.  After it came, the add-on asks
 * anew for what the agent forgot: watch. */
void hemo_native_event_link(HemoNativeFrame *frames, gboolean up, const char *words);

/* {"event": "locked"}: Agent1.Locked.  The add-on closes its questions. */
void hemo_native_event_locked(HemoNativeFrame *frames);

/* {"event": "state", "address", "state", "words"}: Agent1.RecipientState. */
void hemo_native_event_state(HemoNativeFrame *frames,
                             const char *address,
                             const char *state,
                             const char *words);
