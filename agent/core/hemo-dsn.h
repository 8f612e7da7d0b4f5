/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Reads delivery reports (RFC 3464, RFC 6533) and the many shapes that are not:
 * which recipient, what happened, and why, in groups a person understands.
 * Class comes from Action, not from the first digit of the status.
 */
#pragma once

#include "hemo-names.h"
#include "hemo-slice.h"

/* One decoded leaf of the report, in order.  A message/delivery-status or
 * message/rfc822 part is given whole, undecoded further. */
typedef struct {
    const char *media_type; /* lower case, without parameters */
    HemoSlice body;
} HemoDsnPart;

typedef struct _HemoDsn HemoDsn;

/* @headers is the header block of the report itself.  Never NULL: a mail that is no
 * report says so. */
HemoDsn *hemo_dsn_read(HemoSlice headers, const HemoDsnPart *parts, gsize n_parts);
void hemo_dsn_free(HemoDsn *dsn);

gboolean hemo_dsn_is_report(const HemoDsn *dsn);

/* A new floating a{sv} as "hemostat bounce --json" prints it: report b, envid s,
 * original_message_id s, recipients aa{sv} (address, action, status, group);
 * absent values are mv nothing. */
GVariant *hemo_dsn_object(const HemoDsn *dsn);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoDsn, hemo_dsn_free)
