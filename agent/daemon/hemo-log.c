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
    {HEMO_LOG_AWAY, "locked"},
    {HEMO_LOG_FAILED, "failed"},
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
                           ? hemo_names_find(hemo_error_names, error->code)
                           : NULL;

    return name != NULL ? name : "other";
}
