/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A whole mail in, what was read of it out.  Pure apart from memory; safe for any
 * bytes, but meant to run in a process that has nothing to lose.  GMime must have
 * been initialised.
 */
#pragma once

#include "hemo-decoded.h"

typedef struct {
    const char *from;              /* for the digest; NULL: no digest is made */
    const char *const *recipients; /* likewise; NULL-terminated or NULL */
    gboolean outline;              /* one is wanted, see hemo-outline-mail.h */
    gboolean is_report;            /* attached mails become one text each, whole */
} HemoDecodeOptions;

/* Never NULL.  A mail that is refused by hemo-prescan.h, cannot be parsed or can be read
 * in two ways has the unread part "mail"; its digest then covers the raw bytes (without
 * Date, Message-ID and trace fields). */
HemoDecoded *hemo_decode_mail(HemoSlice mail, const HemoDecodeOptions *options);
