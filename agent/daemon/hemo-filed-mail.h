/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The copy of a sent mail that the mail program has filed: is it what was judged, or what was
 * handed out?  What differs is recorded by its kind, never by its words.
 */
#pragma once

#include "hemo-services.h"

/* The kinds of difference between the judged @mail and a copy, whose facts have an outline, and
 * whose @body_digest is that of hemo-body.h or NULL: "sender", "recipients", "subject", "text",
 * "attachments", "content", "bytes".  NULL-terminated; free the array only. */
const char **hemo_filed_mail_differences(const HemoCase *mail,
                                         const HemoFacts *sent,
                                         const char *body_digest);

/* @mail: the judged mail, after Protect or with leave to go in the mail program's own form.
 * @fd: the copy, a sealed memfd, taken over. */
void hemo_filed_mail_check_async(HemoServices *services,
                                 HemoCase *mail,
                                 int fd,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* TRUE if it could be compared; *@ret_words is NULL if both are the same, else what to tell the
 * person.  HEMO_ERROR_FAILED if the copy cannot be read. */
gboolean hemo_filed_mail_check_finish(GAsyncResult *result, char **ret_words, GError **error);
