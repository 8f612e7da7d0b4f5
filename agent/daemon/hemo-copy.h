/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Who gets which copy of a mail: recipients of one method share one, every Bcc recipient has
 * a copy of his own, and so has everyone who gets a PDF, as the words that open it are his.  A
 * plain value computed from the decisions.
 */
#pragma once

#include "hemo-case.h"

typedef struct {
    HemoMethod method;
    gboolean blind;    /* for one Bcc recipient */
    gboolean enforced; /* the sender's server is told to insist on TLS */
    gsize n;           /* recipients */
    gsize *indices;    /* into the envelope */
} HemoCopy;

/* The copies of @mail, those with the least protection first: HemoCopy, owned by the array. */
GPtrArray *hemo_copy_list(const HemoCase *mail);

/* The addresses of @copy, NULL-terminated, valid as long as @mail; free the array only. */
const char **hemo_copy_addresses(const HemoCopy *copy, const HemoCase *mail);

/* TRUE if @copy goes to all that the fields of the mail name: it needs no fields of its own. */
gboolean hemo_copy_is_whole(const HemoCopy *copy, const HemoCase *mail);

/* A sentence that names those in To and Cc who get the mail, but not by @copy: never a Bcc.
 * NULL if there are none. */
char *hemo_copy_note(const HemoCopy *copy, const HemoCase *mail);

/* The rung that @copy goes out at. */
HemoRung hemo_copy_rung(const HemoCopy *copy);
