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
 *   "keys"   what the mail offers as its sender's, none of it trusted.  Without From (one
 *            address) nothing; of a delivery report only from s.
 *            -> from s, autocrypt s (body of the one Autocrypt field for From, unfolded; absent
 *            if there is none or more), keys aay (attached OpenPGP keys, binary or armored, at
 *            most 4 of HEMO_LIMIT_KEY), signed b (the outermost S/MIME signature verifies with
 *            the signer's own certificate), certificates aay (DER, the signer's first, then
 *            each one's issuer by name; at most 8; empty unless signed), abilities u (bits of
 *            HemoKeyAbility), time x (of signing, Unix seconds; 0 unknown)
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

/* The same with more descriptors: @fds[0] is the mail, the rest is for the operation
 * (hemo-reader-wire.h).  All of them are borrowed, and all must be memfds or regular files. */
void hemo_reader_ask_many_async(HemoReader *reader,
                                const char *operation,
                                const int *fds,
                                gsize n_fds,
                                GVariant *parameters,
                                guint seconds,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Builds the message that the memfd @json describes out of @parts (borrowed descriptors, in
 * the order of the JSON's parts) into a new sealed memfd.  The same input gives the same
 * bytes: no Date and no Message-ID are in it, and never a Bcc.
 * @copy is a{sv}, floating taken, NULL for none:
 *   recipients as  bare addresses: only these stay in To and Cc (absent = as written)
 *   note s         first line of the body (absent or empty = none)
 *   blind b        no recipient field: To is "undisclosed-recipients:;"
 *   envelope a{sv} from s, to as, cc as, bcc as (bare addresses): must be the same people
 *                  as those of the JSON, in any order, each list by itself; absent = not
 * compared Errors as of hemo_reader_ask_async(), and HEMO_ERROR_INVALID if the JSON, a part or
 * an address breaks a rule, HEMO_ERROR_TOO_BIG over HEMO_LIMIT_MAIL, HEMO_ERROR_STORAGE; in
 * words that repeat nothing of the mail. */
void hemo_reader_compose_async(HemoReader *reader,
                               int json,
                               const int *parts,
                               gsize n_parts,
                               GVariant *copy,
                               guint seconds,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* The message as a sealed memfd, which the caller closes; -1 and @error. */
int hemo_reader_compose_finish(HemoReader *reader, GAsyncResult *result, GError **error);

/* Makes an encrypted PDF (AES-256, ISO 32000-2 revision 6) out of the @mail (borrowed
 * descriptor): pages with its text, and its attachments inside, byte for byte.
 * @options is a{sv}, floating taken:
 *   passphrase s   opens the file; required
 *   subject s, from s, to s, date s   lines for the top of page 1; encoded words of a mail's
 *                  own fields are decoded
 *   paper s        "a4" or "letter" (absent = as the language has it)
 * Errors as of hemo_reader_ask_async(), and HEMO_ERROR_INVALID if the mail cannot be read
 * without doubt or there is no passphrase, HEMO_ERROR_TOO_BIG, HEMO_ERROR_STORAGE,
 * HEMO_ERROR_FAILED. */
void hemo_reader_pdf_async(HemoReader *reader,
                           int mail,
                           GVariant *options,
                           guint seconds,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

/* The file as a sealed memfd, which the caller closes; -1 and @error. */
int hemo_reader_pdf_finish(HemoReader *reader, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoReader, hemo_reader_free)
