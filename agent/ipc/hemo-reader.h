/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Talks to hemostat-reader, the process in which hostile bytes are read.  One
 * reader process is kept ready; it forks a sandboxed child for every mail.  Mail
 * goes in by file descriptor, values come back.  A child that dies, lies or takes
 * too long gives an error, never half an answer.
 */
#pragma once

#include <gio/gio.h>

typedef struct _HemoReader HemoReader;

/* @program is the path of hemostat-reader.  Nothing is started yet. */
HemoReader *hemo_reader_new(const char *program);
void hemo_reader_free(HemoReader *reader); /* ends the process; NULL is fine */

/* Starts the process now, so that the first mail need not wait. */
gboolean hemo_reader_start(HemoReader *reader, GError **error);

/* Asks for @operation on the mail in @fd (borrowed; read from offset 0 by mapping or
 * pread; a sealed memfd or a regular file).  Operations and parameters:
 *   "mail"   account-addresses as, account-names as, account-words as, from s,
 *            recipients as, triggers as, reveal b, findings u (the heaviest that are wanted),
 *            findings u (the heaviest that are wanted; all without it)
 *            -> the object of hemo-phi.h and digest s (hex SHA-256), triggers as (those
 *            found in the subject), subject s (the Subject field body without them,
 *            RFC 2047 encoded; only if any was found), protection s ("none", "openpgp",
 *            "smime"), references as (Message-IDs of In-Reply-To and References)
 *   "badge"  ours as, learned as -> the object of hemo-badge.h
 *   "bounce" -> the object of hemo-dsn.h
 * @parameters is a{sv}, floating taken.  HEMO_ERROR_TIMED_OUT after @seconds,
 * HEMO_ERROR_MISSING if no reader can be started, HEMO_ERROR_FAILED if it died or its answer
 * was none. */
void hemo_reader_ask_async(HemoReader *reader,
                           const char *operation,
                           int fd,
                           GVariant *parameters,
                           guint seconds,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* The reply, a{sv} in normal form; transfer full. */
GVariant *hemo_reader_ask_finish(HemoReader *reader, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoReader, hemo_reader_free)
