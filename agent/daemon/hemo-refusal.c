/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-refusal.h.
 */
#include "hemo-refusal.h"

#include "hemo-error.h"
#include "hemo-log.h"

#include <glib/gi18n-lib.h>

void
hemo_refusal_answer(GDBusMethodInvocation *invocation, GError *error)
{
    hemo_log_event(HEMO_LOG_FAILED, hemo_log_error_code(error), 0);
    if (error->domain != HEMO_ERROR) {
        g_clear_error(&error);
        hemo_error_set(&error, HEMO_ERROR_FAILED, _("something went wrong: the mail is held"));
    }
    g_dbus_method_invocation_take_error(invocation, error);
}

gboolean
hemo_refusal_check_greeted(gboolean greeted, GDBusMethodInvocation *invocation)
{
    GError *error = NULL;

    if (greeted)
        return TRUE;
    hemo_error_set(&error,
                   HEMO_ERROR_VERSION,
                   _("the mail program's add-on did not say Hello"));
    hemo_refusal_answer(invocation, error);
    return FALSE;
}
