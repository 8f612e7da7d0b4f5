/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Tries one leg of a mail account: from here to its server for sending or fetching, up to
 * TLS and no further.  Nobody logs in, nothing is sent.
 */
#pragma once

#include <gio/gio.h>

typedef enum {
    HEMO_MAIL_LEG_INVALID = 0,
    HEMO_MAIL_LEG_SMTP,
    HEMO_MAIL_LEG_POP,
    HEMO_MAIL_LEG_IMAP,
} HemoMailLegProtocol;

typedef struct {
    HemoMailLegProtocol protocol;
    const char *host; /* the certificate must name it */
    guint16 port;
    gboolean tls_first;  /* else STARTTLS or STLS */
    const char *ca_file; /* NULL: the system's */
} HemoMailLeg;

/* Runs in a worker thread; @leg must stay until the callback.  Good: TLS >= 1.2, a strong
 * suite, a certificate that is valid for the host, and the server greets.
 * HEMO_ERROR_UNTRUSTED, HEMO_ERROR_UNREACHABLE, HEMO_ERROR_TIMED_OUT (10 s a step),
 * HEMO_ERROR_CANCELLED, HEMO_ERROR_CONFIG (the CA file). */
void hemo_mail_leg_check_async(const HemoMailLeg *leg,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);
gboolean hemo_mail_leg_check_finish(GAsyncResult *result, GError **error);
