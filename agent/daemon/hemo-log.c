/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-log.h.
 */
#include "hemo-log.h"

#include "hemo-error.h"
#include "hemo-names.h"

static const HemoName events[] = {
    {HEMO_LOG_STARTED, "started"},
    {HEMO_LOG_STOPPED, "stopped"},
    {HEMO_LOG_CONFIG_REFUSED, "settings refused"},
    {HEMO_LOG_CLIENT_REFUSED, "client refused"},
    {HEMO_LOG_ASSESSED, "assessed"},
    {HEMO_LOG_PROTECTED, "protected"},
    {HEMO_LOG_SENT, "sent"},
    {HEMO_LOG_UNGUARDED, "unguarded"},
    {HEMO_LOG_FAILED, "failed"},
    {0, NULL},
};

static const HemoName errors[] = {
    {HEMO_ERROR_FAILED, "failed"},
    {HEMO_ERROR_INVALID, "invalid"},
    {HEMO_ERROR_TOO_BIG, "too-big"},
    {HEMO_ERROR_NOT_FOUND, "not-found"},
    {HEMO_ERROR_LOCKED, "locked"},
    {HEMO_ERROR_LOST, "lost"},
    {HEMO_ERROR_DENIED, "denied"},
    {HEMO_ERROR_TIMED_OUT, "timed-out"},
    {HEMO_ERROR_UNREACHABLE, "unreachable"},
    {HEMO_ERROR_UNTRUSTED, "untrusted"},
    {HEMO_ERROR_UNUSABLE, "unusable"},
    {HEMO_ERROR_CHANGED, "changed"},
    {HEMO_ERROR_HELD, "held"},
    {HEMO_ERROR_EXPIRED, "expired"},
    {HEMO_ERROR_CONFIG, "config"},
    {HEMO_ERROR_VERSION, "version"},
    {HEMO_ERROR_STORAGE, "storage"},
    {HEMO_ERROR_MISSING, "missing"},
    {HEMO_ERROR_CANCELLED, "cancelled"},
    {HEMO_ERROR_UNSUPPORTED, "unsupported"},
    {0, NULL},
};

void
hemo_log_event(HemoLogEvent event, const char *code, guint count)
{
    g_log(G_LOG_DOMAIN,
          G_LOG_LEVEL_MESSAGE,
          "%s %s %u",
          hemo_names_find(events, event),
          code != NULL ? code : "-",
          count);
}

const char *
hemo_log_error_code(const GError *error)
{
    const char *name = error != NULL && error->domain == HEMO_ERROR
                           ? hemo_names_find(errors, error->code)
                           : NULL;

    return name != NULL ? name : "other";
}
