/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-asn1-time.h.
 */
#include "hemo-asn1-time.h"

#include <time.h>

gboolean
hemo_asn1_time_read(const ASN1_TIME *time, gint64 *ret_seconds)
{
    struct tm parts = {0};

    *ret_seconds = 0;
    if (time == NULL || ASN1_TIME_to_tm(time, &parts) != 1)
        return FALSE;
    *ret_seconds = timegm(&parts);
    return TRUE;
}
