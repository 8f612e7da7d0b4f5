/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-error.h.
 */
#include "hemo-error.h"

GQuark
hemo_error_quark(void)
{
    return g_quark_from_static_string("hemo-error");
}

void
hemo_error_set(GError **error, HemoError code, const char *format, ...)
{
    va_list args;

    if (error == NULL)
        return;
    va_start(args, format);
    g_propagate_error(error, g_error_new_valist(HEMO_ERROR, code, format, args));
    va_end(args);
}

gboolean
hemo_error_is(const GError *error, HemoError code)
{
    return g_error_matches(error, HEMO_ERROR, (int)code);
}
