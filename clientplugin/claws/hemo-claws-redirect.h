/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The header of a redirected mail (RFC 5322 section 3.6.6), as Claws Mail 4.1.1
 * would write it: the original's without its trace and without what Claws Mail keeps
 * for itself, and the Resent fields.  Pure.
 */
#pragma once

#include "hemo-slice.h"

/* Field bodies, encoded (RFC 2047), without line ends but for folds; NULL leaves one out. */
typedef struct {
    const char *by_way_of; /* added to From in brackets; NULL keeps From as it is */
    const char *date;
    const char *from;
    const char *subject; /* in place of the original's */
    const char *message_id;
    const char *to;
    const char *cc;
} HemoClawsRedirect;

/* The header with the empty line behind it, LF line ends; the caller owns it.  @ret_body is
 * the view of @original that follows it. */
char *hemo_claws_redirect_header(HemoSlice original,
                                 const HemoClawsRedirect *redirect,
                                 HemoSlice *ret_body);
