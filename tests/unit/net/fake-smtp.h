/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * An SMTP server of one connection that follows a script in a thread: what it says,
 * what it waits for, when it begins TLS, when it goes away.
 */
#pragma once

#include <gio/gio.h>
#include <openssl/ssl.h>

typedef enum {
    FAKE_SMTP_END = 0, /* closes the connection */
    FAKE_SMTP_SAY,     /* sends text as it stands */
    FAKE_SMTP_HEAR,    /* reads one line, which must begin with text */
    FAKE_SMTP_MAIL,    /* reads lines up to a dot */
    FAKE_SMTP_HEADERS, /* reads lines up to an empty one, as HTTP has them */
    FAKE_SMTP_TLS,     /* server side handshake; ends if that fails */
    FAKE_SMTP_HANG,    /* says nothing until the client goes */
} FakeSmtpKind;

typedef struct {
    FakeSmtpKind kind;
    const char *text;
} FakeSmtpStep;

typedef struct _FakeSmtp FakeSmtp;

/* Listens on 127.0.0.1; @script ends with FAKE_SMTP_END; @context may be NULL without TLS. */
FakeSmtp *fake_smtp_new(const FakeSmtpStep *script, SSL_CTX *context);
guint16 fake_smtp_port(FakeSmtp *fake);

/* Waits for the thread; what it heard, lines joined by LF, "<tls>" where TLS began and
 * "<odd>" where a line was not the expected one. */
const char *fake_smtp_finish(FakeSmtp *fake);
void fake_smtp_free(FakeSmtp *fake);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FakeSmtp, fake_smtp_free)
