/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The agent: takes connections of the same user on one socket and gives each a
 * session.  Everything else is somewhere else.
 */
#pragma once

#include "hemo-services.h"

typedef struct _HemoAgent HemoAgent;

/* Listens on @fd (taken over), a listening Unix socket (hemo-listen.h). */
HemoAgent *hemo_agent_new(HemoServices *services, int fd, GError **error);

/* Takes no more connections; NULL is fine.  Sessions end with their connections. */
void hemo_agent_free(HemoAgent *agent);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoAgent, hemo_agent_free)
