/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The SMTP dialogue of one submission, step by step, each of which waits: for a worker
 * thread.  What the steps may do and when is decided by hemo-submit.c.
 */
#pragma once

#include "hemo-secret.h"

#include <gio/gio.h>
#include <openssl/ssl.h>

typedef struct _HemoSubmitSession HemoSubmitSession;

/* Takes @fd, connected.  @host is for the certificate and for messages. */
HemoSubmitSession *hemo_submit_session_new(int fd, const char *host, GCancellable *cancellable);

/* Says QUIT only if @polite and the dialogue is in step; wipes what went through. */
void hemo_submit_session_free(HemoSubmitSession *session, gboolean polite);

/* TLS before the first word (port 465), or after it (port 587).  Afterwards the extensions that
 * the server offers under TLS are known.  Errors as hemo_submit_async(). */
gboolean hemo_submit_session_open(HemoSubmitSession *session,
                                  SSL_CTX *context,
                                  gboolean tls_first,
                                  GError **error);

/* AUTH PLAIN, else LOGIN (RFC 4954); refuses unless TLS is on. */
gboolean hemo_submit_session_log_in(HemoSubmitSession *session,
                                    const char *user,
                                    HemoSecret *password,
                                    GError **error);

/* MAIL and one RCPT: addresses checked, @envelope_id in xtext or NULL. */
gboolean hemo_submit_session_add_sender(HemoSubmitSession *session,
                                        const char *sender,
                                        const char *envelope_id,
                                        GError **error);
gboolean hemo_submit_session_add_recipient(HemoSubmitSession *session,
                                           const char *recipient,
                                           GError **error);

/* Takes the sender and recipients back (RSET). */
void hemo_submit_session_reset(HemoSubmitSession *session);

/* DATA and the message; dots are stuffed, line ends become CRLF.  @ret_reply: the last line. */
gboolean hemo_submit_session_send(HemoSubmitSession *session,
                                  HemoSlice message,
                                  char **ret_reply,
                                  GError **error);
