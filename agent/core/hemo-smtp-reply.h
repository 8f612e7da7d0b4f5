/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One reply of an SMTP server (RFC 5321 section 4.2), read strictly: a server that
 * cannot speak is not a server that protects.  Pure; the bytes stay the caller's.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_SMTP_REPLY_INVALID = 0, /* not SMTP, or past a limit: hang up */
    HEMO_SMTP_REPLY_MORE,        /* a correct beginning: read on */
    HEMO_SMTP_REPLY_DONE,
} HemoSmtpReplyState;

typedef struct {
    guint code;      /* 200 to 599 */
    guint lines;     /* 1 to HEMO_LIMIT_SMTP_LINES */
    HemoSlice bytes; /* all its lines; what follows in the buffer is not of this reply */
} HemoSmtpReply;

/* Looks at the reply that begins @bytes.  Lines end with CRLF, carry one code throughout,
 * "-" before the last and a blank or nothing in the last; no control characters.
 * Wrong bytes are refused before the line is complete.  At most HEMO_LIMIT_SMTP_LINES
 * lines and HEMO_LIMIT_SMTP_REPLY bytes.  @ret_reply is set with DONE only. */
HemoSmtpReplyState hemo_smtp_reply_parse(HemoSlice bytes, HemoSmtpReply *ret_reply);

/* TRUE if a line after the first (those are the extensions of an EHLO reply) begins with
 * the whole word @keyword, in any case. */
gboolean hemo_smtp_reply_has_keyword(const HemoSmtpReply *reply, const char *keyword);

/* TRUE if such a line also has the whole word @parameter: "AUTH" and "PLAIN". */
gboolean hemo_smtp_reply_has_parameter(const HemoSmtpReply *reply,
                                       const char *keyword,
                                       const char *parameter);

/* TRUE if an extension was overwritten with X on the way, as some firewalls do. */
gboolean hemo_smtp_reply_is_masked(const HemoSmtpReply *reply);

/* The text of the last line, without code: may hold anything, so not for logs. */
HemoSlice hemo_smtp_reply_last_text(const HemoSmtpReply *reply);
