/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Takes the fields of a header block one by one (RFC 5322 section 2.2), without
 * a copy.  Lines that are no field are passed over: an mbox "From ", damage.
 */
#pragma once

#include "hemo-slice.h"

/* The next field off @rest; @ret_body is what stands behind the colon, still folded,
 * without the last line end.  FALSE at the first empty line or the end. */
gboolean hemo_field_scan_next(HemoSlice *rest, HemoSlice *ret_name, HemoSlice *ret_body);

/* The body of the first field @name (any case), stripped; FALSE if there is none. */
gboolean hemo_field_scan_find(HemoSlice block, const char *name, HemoSlice *ret_body);
