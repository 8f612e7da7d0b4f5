/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A long-lived client's link to the agent: one connection, made when it is wanted
 * and made again after it was lost.  For add-ons; the command line needs only
 * hemo-client.h.  Nothing here blocks: the agent is found, or started, in a thread.
 *
 * Signals: "connected" (HemoAgent1 *agent) whenever there is a new connection, and
 * "lost" when it went.
 */
#pragma once

#include "hemo-agent1.h"

#define HEMO_TYPE_AGENT_LINK (hemo_agent_link_get_type())
G_DECLARE_FINAL_TYPE(HemoAgentLink, hemo_agent_link, HEMO, AGENT_LINK, GObject)

/* @client names the program, for the agent and the audit ("claws-mail"). */
HemoAgentLink *hemo_agent_link_new(const char *client);

/* Connects, and from now on again whenever the connection is lost (after 1 s, then less and
 * less often, 30 s at most), so that the agent knows that this program is in its care. */
void hemo_agent_link_keep(HemoAgentLink *link);

/* Ends keeping and closes the connection, for good and without "lost"; who still waits, or asks
 * later, gets G_IO_ERROR_CANCELLED. */
void hemo_agent_link_close(HemoAgentLink *link);

/* The agent over a living connection, which is made first if there is none; all who ask share
 * it.  Who cancels hears so at once and disturbs nobody else.  Errors as
 * hemo_client_connect_async().  The caller owns the reference. */
void hemo_agent_link_get_async(HemoAgentLink *link,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
HemoAgent1 *hemo_agent_link_get_finish(GAsyncResult *result, GError **error);
