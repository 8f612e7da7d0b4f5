/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One MX record out of the wire format (RFC 1035 section 3.3.9).
 */
#pragma once

#include <glib.h>

typedef struct {
    guint16 preference;
    char *host; /* lower case, no final dot; "" is the root: "takes no mail" (RFC 7505) */
    gboolean malformed; /* no host name, or an address in its place: @host is for display */
} HemoMxRecord;

/* Never fails: what cannot be read is malformed. */
HemoMxRecord *hemo_mx_record_parse(GBytes *bytes);
void hemo_mx_record_free(HemoMxRecord *record);

/* For sorting a GPtrArray: by preference, then by host, so that the order is always the same.
 */
int hemo_mx_record_compare(gconstpointer record, gconstpointer other);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoMxRecord, hemo_mx_record_free)
