/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the agent does with mail that came in: the badge, and delivery reports about
 * mail of ours.  A report that matches nothing we sent is ignored.
 */
#pragma once

#include "hemo-services.h"

/* @fd (taken over): a sealed memfd with a header block or a mail.  The answer is the a{sv} of
 * Agent1.Badge. */
void hemo_received_mail_badge_async(HemoServices *services,
                                    int fd,
                                    const char *account,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

/* @fd (taken over): a sealed memfd with a mail.  The answer is the a{sv} of Agent1.Incoming;
 * for a mail that nobody can read in a few seconds, that it is no report.  Few are read at a
 * time; HEMO_ERROR_TIMED_OUT if too many wait. */
void hemo_received_mail_report_async(HemoServices *services,
                                     int fd,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);

/* Transfer full. */
GVariant *hemo_received_mail_finish(GAsyncResult *result, GError **error);
