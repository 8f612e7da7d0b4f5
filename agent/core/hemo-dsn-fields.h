/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The fields of a delivery-status part (RFC 3464 section 2, RFC 6533 section 3):
 * groups of lines, the first about the mail, each other one about a recipient.
 * Read leniently: blank lines too many or too few, indents, missing types.
 */
#pragma once

#include "hemo-dsn-recipient.h"

/* Adds the recipients of @text to @recipients and keeps the envelope id, a view of
 * @text, if there is one.  TRUE if @text has such fields at all. */
gboolean hemo_dsn_fields_read(HemoSlice text, GPtrArray *recipients, HemoSlice *ret_envid);
