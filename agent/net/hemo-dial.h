/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A connection to a mail server that the user has an account with, by name.  For worker
 * threads: it waits.  No proxy, as that would see the mail's way.
 */
#pragma once

#include <gio/gio.h>

/* A connected, non-blocking socket, the caller's to close; -1 and HEMO_ERROR_UNREACHABLE,
 * HEMO_ERROR_TIMED_OUT after @seconds for one address, HEMO_ERROR_CANCELLED. */
int hemo_dial_connect(const char *host,
                      guint16 port,
                      guint seconds,
                      GCancellable *cancellable,
                      GError **error);
