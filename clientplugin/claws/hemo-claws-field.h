/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One header field of a mail that lies on this computer: only to see whether a mail is worth
 * the agent's look.  Judges nothing; the agent reads the mail itself.
 */
#pragma once

#include "hemo-secret.h"

/* The body of the first field @name ("Content-Type") of the header block @headers, unfolded
 * (RFC 5322 section 2.2.3) and without blanks around it; NULL if there is none. */
HemoSecret *hemo_claws_field_find(HemoSlice headers, const char *name);
