/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A desktop notification, shown by hemostat-notify: libnotify waits for the desktop and
 * brings a picture library, and stays out of the process that holds keys.  Never patient
 * data, never a decision: a pointer to what to do.
 */
#pragma once

#include <gio/gio.h>

typedef enum {
    HEMO_NOTICE_CRITICAL = 0, /* until the person takes it away */
    HEMO_NOTICE_NORMAL,
    HEMO_NOTICE_LOW,
} HemoNoticeUrgency;

/* Shows @title, one line, and @body.  Nothing blocks.  HEMO_ERROR_MISSING without the program;
 * HEMO_ERROR_UNREACHABLE without a session bus (none is started for it), or if nobody there
 * shows notifications; HEMO_ERROR_TIMED_OUT after HEMO_LIMIT_NOTICE, when the program is
 * killed. */
void hemo_notice_show_async(HemoNoticeUrgency urgency,
                            const char *title,
                            const char *body,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
gboolean hemo_notice_show_finish(GAsyncResult *result, GError **error);
