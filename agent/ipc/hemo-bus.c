/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-bus.h.
 */
#include "hemo-bus.h"

#include <glib/gi18n-lib.h>

#define NAME(x) "org.hemostat.Error." x

static const GDBusErrorEntry entries[] = {
    {HEMO_ERROR_FAILED, NAME("Failed")},
    {HEMO_ERROR_INVALID, NAME("Invalid")},
    {HEMO_ERROR_TOO_BIG, NAME("TooBig")},
    {HEMO_ERROR_NOT_FOUND, NAME("NotFound")},
    {HEMO_ERROR_LOCKED, NAME("Locked")},
    {HEMO_ERROR_LOST, NAME("Lost")},
    {HEMO_ERROR_DENIED, NAME("Denied")},
    {HEMO_ERROR_TIMED_OUT, NAME("TimedOut")},
    {HEMO_ERROR_UNREACHABLE, NAME("Unreachable")},
    {HEMO_ERROR_UNTRUSTED, NAME("Untrusted")},
    {HEMO_ERROR_UNUSABLE, NAME("Unusable")},
    {HEMO_ERROR_CHANGED, NAME("Changed")},
    {HEMO_ERROR_HELD, NAME("Held")},
    {HEMO_ERROR_EXPIRED, NAME("Expired")},
    {HEMO_ERROR_CONFIG, NAME("Config")},
    {HEMO_ERROR_VERSION, NAME("Version")},
    {HEMO_ERROR_STORAGE, NAME("Storage")},
    {HEMO_ERROR_MISSING, NAME("Missing")},
    {HEMO_ERROR_CANCELLED, NAME("Cancelled")},
    {HEMO_ERROR_UNSUPPORTED, NAME("Unsupported")},
};

G_STATIC_ASSERT(G_N_ELEMENTS(entries) == HEMO_N_ERRORS);

void
hemo_bus_register_errors(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(entries); i++)
        g_dbus_error_register_error(HEMO_ERROR,
                                    entries[i].error_code,
                                    entries[i].dbus_error_name);
}

void
hemo_bus_strip_error(GError *error)
{
    if (error != NULL)
        g_dbus_error_strip_remote_error(error);
}

void
hemo_bus_convert_error(GError **error)
{
    if (error == NULL || *error == NULL)
        return;
    hemo_bus_strip_error(*error);
    if ((*error)->domain == HEMO_ERROR)
        return;
    g_clear_error(error);
    hemo_error_set(
        error,
        HEMO_ERROR_UNREACHABLE,
        _("Hemostat's agent does not answer, so the mail was not sent: try again; if it "
          "happens again, tell the person who looks after your computer"));
}
