/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Claws Mail writes a mail anew whenever it is asked for, with another Date and other
 * MIME boundaries.  The likeness of two such writings is equal if they are the same
 * mail otherwise, line by line: what was judged is what goes out.  Pure.
 */
#pragma once

#include "hemo-slice.h"

/* SHA-256, in hex, of @mail as Claws Mail writes it: without the Date of
 * its header, and with each MIME boundary counted instead of named.  Without
 * @with_recipients To, Cc and Bcc are left out too.  The caller owns it. */
char *hemo_claws_likeness_new(HemoSlice mail, gboolean with_recipients);
