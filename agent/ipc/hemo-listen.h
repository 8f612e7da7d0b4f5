/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The one listening socket.  Whoever starts the agent makes it, and the agent
 * always gets it by number (--listen-fd): systemd does so, a client that finds no
 * agent does so, a person on the command line does so.  A socket file that a dead
 * agent left behind is replaced under a lock.
 */
#pragma once

#include <glib.h>

/* Holds the lock that makes starting an agent exclusive; -1 and HEMO_ERROR_STORAGE.  Waits for
 * another starter.  Close it to let go. */
int hemo_listen_lock(GError **error);

/* A listening stream socket at hemo_paths_socket(), replacing a stale file.  Hold the lock.
 * -1 and HEMO_ERROR_STORAGE; HEMO_ERROR_FAILED if an agent listens there already. */
int hemo_listen_open(GError **error);

/* A connected stream socket to the agent, or -1 with HEMO_ERROR_UNREACHABLE. */
int hemo_listen_connect(GError **error);

/* TRUE if @fd is a listening stream socket of the Unix family: what an agent can be given. */
gboolean hemo_listen_check(int fd, GError **error);
