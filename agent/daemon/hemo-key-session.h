/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * org.hemostat.Keys1 on one connection: shows keys, and does with them what a person says.
 */
#pragma once

#include "hemo-services.h"

typedef struct _HemoKeySession HemoKeySession;

/* Answers from now on; @greeted says whether Hello was said, and outlives the session. */
HemoKeySession *hemo_key_session_new(HemoServices *services,
                                     GDBusConnection *connection,
                                     const gboolean *greeted);
void hemo_key_session_free(HemoKeySession *session); /* calls under way are still answered */
