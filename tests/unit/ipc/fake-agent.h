/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * An agent within a test: listens where the real one would, takes Hello, and can
 * vanish.
 */
#pragma once

#include "hemo-agent1.h"

typedef struct {
    GSocketService *service;
    GPtrArray *connections; /* GDBusConnection, all that there ever were */
    GPtrArray *agents;      /* HemoAgent1 */
    guint hellos;
    guint version; /* as the last Hello had it */
    char *client;
    gboolean refuse; /* every Hello */
    gboolean silent; /* no Hello is answered */
} FakeAgent;

void fake_agent_start(FakeAgent *agent);

/* Hangs up on everybody and listens no more; may be started again. */
void fake_agent_stop(FakeAgent *agent);
