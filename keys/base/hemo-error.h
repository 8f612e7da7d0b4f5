/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The one error domain.  A code says what the caller does next, not which
 * library complained; foreign errors are converted where they are met.
 * Messages are shown to people: plain words, kinds, counts and domains, never
 * an address, a Message-ID or text out of a mail.  They are lower-case phrases without a
 * full stop, as some become a reason of a recipient and stand beside others.
 */
#pragma once

#include "hemo-names.h"

#define HEMO_ERROR (hemo_error_quark())

typedef enum {
    HEMO_ERROR_FAILED,      /* our fault, or not foreseen: hold and report */
    HEMO_ERROR_INVALID,     /* bytes or arguments break a rule: do not try again */
    HEMO_ERROR_TOO_BIG,     /* a limit of hemo-limits.h is passed */
    HEMO_ERROR_NOT_FOUND,   /* it really is not there */
    HEMO_ERROR_LOCKED,      /* a person must unlock the keyring, then try again */
    HEMO_ERROR_LOST,        /* a key that was there before is gone: never make a new one */
    HEMO_ERROR_DENIED,      /* the caller may not do this */
    HEMO_ERROR_TIMED_OUT,   /* a deadline passed: try again later */
    HEMO_ERROR_UNREACHABLE, /* no connection or no name service: try again later */
    HEMO_ERROR_UNTRUSTED,   /* a certificate, signature or key does not hold */
    HEMO_ERROR_UNUSABLE,    /* a key exists but is expired, revoked or of the wrong kind */
    HEMO_ERROR_CHANGED,     /* the mail is not the one that was judged: judge again */
    HEMO_ERROR_HELD,        /* policy or a person holds the mail */
    HEMO_ERROR_EXPIRED,     /* the ticket is unknown, used or too old: Assess again */
    HEMO_ERROR_CONFIG,      /* a settings file cannot be used as it is */
    HEMO_ERROR_VERSION,     /* the two sides speak different versions */
    HEMO_ERROR_STORAGE,     /* state cannot be written, disk full perhaps */
    HEMO_ERROR_MISSING,     /* a program or service that is needed is not installed */
    HEMO_ERROR_CANCELLED,   /* the person or the client gave up */
    HEMO_ERROR_UNSUPPORTED, /* this version cannot do that yet */
    HEMO_N_ERRORS
} HemoError;

/* "not-found", for logs and for other programs; not for people. */
extern const HemoName hemo_error_names[];

GQuark hemo_error_quark(void);

/* Sets @error; there is no domain argument, so that it cannot be mixed up.
 * @format is already translated. */
void hemo_error_set(GError **error, HemoError code, const char *format, ...)
    G_GNUC_PRINTF(3, 4);

/* TRUE if @error is ours and has @code.  @error may be NULL. */
gboolean hemo_error_is(const GError *error, HemoError code);
