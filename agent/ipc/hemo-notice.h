/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A desktop notification (org.freedesktop.Notifications).  Asked for by hand, as
 * libnotify only has calls that block, and brings a picture library into the process
 * that holds keys.  Never patient data, never a decision: a pointer to what to do.
 */
#pragma once

#include <gio/gio.h>

/* Shows @title and @body until the person takes it away.  Nothing blocks; given up after 10 s.
 * HEMO_ERROR_UNREACHABLE without a session bus (none is started for it), or if nobody there
 * shows notifications. */
void hemo_notice_show_async(const char *title,
                            const char *body,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean hemo_notice_show_finish(GAsyncResult *result, GError **error);
