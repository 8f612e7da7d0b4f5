/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What hemostat-notify is to show.  It comes by standard input, as arguments can be read
 * by everybody on the machine.  Sizes, domains and what to do; never a word of a mail.
 */
#pragma once

#include <glib.h>

typedef struct {
    char *title; /* one line */
    char *body;
} HemoNotifyInput;

/* Reads @fd to its end: the title up to the first line feed, then the body, in UTF-8.
 * HEMO_ERROR_TOO_BIG above HEMO_LIMIT_NOTICE_TEXT; HEMO_ERROR_INVALID without a title or if it
 * is no text. */
HemoNotifyInput *hemo_notify_input_read(int fd, GError **error);
void hemo_notify_input_free(HemoNotifyInput *input); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoNotifyInput, hemo_notify_input_free)
