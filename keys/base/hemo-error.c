/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-error.h.
 */
#include "hemo-error.h"

const HemoName hemo_error_names[] = {
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

G_STATIC_ASSERT(G_N_ELEMENTS(hemo_error_names) == HEMO_N_ERRORS + 1);

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
