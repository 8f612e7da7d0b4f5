/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The daemon's only voice: one line an event, made of codes, counts and domains.
 * There is no function that takes free text, so that no mail can get into a log.
 */
#pragma once

#include <glib.h>

typedef enum {
    HEMO_LOG_STARTED,
    HEMO_LOG_STOPPED,
    HEMO_LOG_CONFIG_REFUSED,
    HEMO_LOG_CLIENT_REFUSED,
    HEMO_LOG_ASSESSED,
    HEMO_LOG_PROTECTED,
    HEMO_LOG_SENT,
    HEMO_LOG_UNGUARDED,
    HEMO_LOG_AWAY,
    HEMO_LOG_FAILED,
    HEMO_N_LOG_EVENTS
} HemoLogEvent;

/* @code is an error or verdict code, @count a number that belongs to it. */
void hemo_log_event(HemoLogEvent event, const char *code, guint count);

/* The code of @error for a log line. */
const char *hemo_log_error_code(const GError *error);
