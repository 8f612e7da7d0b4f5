/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Hands one finished message to the user's own submission server (RFC 6409), by
 * libetpan over our own OpenSSL stream.  The server's certificate must be valid
 * for its name and TLS at least 1.2, or nothing at all is sent, not even a password.
 */
#pragma once

#include "hemo-net-settings.h"
#include "hemo-secret.h"

#include <gio/gio.h>

typedef enum {
    HEMO_SUBMIT_INVALID = 0,
    HEMO_SUBMIT_STARTTLS, /* port 587 */
    HEMO_SUBMIT_TLS,      /* port 465 */
} HemoSubmitSecurity;

typedef struct {
    const char *host; /* the certificate must name it */
    guint16 port;
    HemoSubmitSecurity security;
    const char *user;     /* NULL: no authentication */
    HemoSecret *password; /* NULL: no authentication */
    const char *ca_file;  /* NULL: the system's */
} HemoSubmitServer;

typedef struct {
    const char *sender;            /* MAIL FROM, checked by hemo-address */
    const char *const *recipients; /* RCPT TO, NULL-terminated, checked likewise */
    const char *envelope_id;       /* ENVID of RFC 3461, printable ASCII, or NULL */
    HemoSlice message;             /* CRLF or LF; must stay until the end */
} HemoSubmitMail;

/* Runs in a worker thread; everything given must stay until the callback.  One transaction:
 * all recipients or none.  On success every recipient was accepted and DATA got a 2xx;
 * RET=HDRS and NOTIFY=FAILURE,DELAY are asked for where the server offers DSN.  @ret_reply of
 * finish is the server's last line.
 *
 * HEMO_ERROR_UNTRUSTED: no STARTTLS, or refused; words slipped in before TLS; TLS below 1.2; a
 * certificate that is not valid for the host.  Not even a password was sent.
 *
 * HEMO_ERROR_DENIED: log-in refused or missing, or none offered that can be used (PLAIN,
 * LOGIN).
 *
 * HEMO_ERROR_INVALID: the sender, a recipient or the mail was refused (a recipient also if only
 * for the time being), or an address, the mark or a byte (bare CR, NUL) is not allowed. Nothing
 * was sent to anybody.
 *
 * HEMO_ERROR_TOO_BIG: HEMO_LIMIT_MAIL, HEMO_LIMIT_RECIPIENTS.  HEMO_ERROR_CONFIG: settings not
 * complete, or the CA file cannot be read.
 *
 * HEMO_ERROR_UNREACHABLE: no connection, it broke before the mail, or a 4xx: try again later.
 * HEMO_ERROR_TIMED_OUT, HEMO_ERROR_CANCELLED: also before the mail was handed over.
 *
 * HEMO_ERROR_FAILED: the connection ended, for whatever reason, after the mail was handed over,
 * so that nobody can tell whether it was taken. */
void hemo_submit_async(const HemoSubmitServer *server,
                       const HemoSubmitMail *mail,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);

/* Goes as far as the recipients and then takes everything back (RSET): whether the server would
 * take the mail for them all.  For a mail of several copies, so that one refused recipient
 * keeps all of them here.  No promise: the transaction itself may still fail.  Errors as above;
 * hemo_submit_finish() has "" for a reply. */
void hemo_submit_ask_async(const HemoSubmitServer *server,
                           const HemoSubmitMail *mail,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
gboolean hemo_submit_finish(GAsyncResult *result, char **ret_reply, GError **error);
