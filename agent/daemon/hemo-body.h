/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The body of a message as its bytes: is what was filed what was handed over?  Nothing is
 * decoded.
 */
#pragma once

#include "hemo-slice.h"

/* SHA-256 of what comes after the header of @mail, 64 lower-case hex digits.  Not counted is
 * what filing a mail in a folder changes: CR at line ends, the '>' that an mbox puts before
 * "From ", empty lines at the end.  NULL if the header cannot be split (hemo-header.h).
 * Linear time. */
char *hemo_body_digest(HemoSlice mail);
