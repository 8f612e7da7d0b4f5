/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A client's way to the agent: connects, starts the agent where none runs, says
 * Hello.  For the command line and every add-on.
 */
#pragma once

#include <gio/gio.h>

/* Connects to the agent.  If there is none, makes the socket and starts hemostat-agent with
 * @arguments (NULL-terminated, may be NULL) on it; there is nothing to wait for, as the
 * socket is there first.  Then Hello with @client as name.  The connection closes with the
 * last reference.  Nothing of it blocks the caller.  An agent that does not answer is given up
 * after 10 s.
 * HEMO_ERROR_UNREACHABLE, HEMO_ERROR_VERSION, HEMO_ERROR_MISSING ... */
void hemo_client_connect_async(const char *client,
                               const char *const *arguments,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
GDBusConnection *hemo_client_connect_finish(GAsyncResult *result, GError **error);
