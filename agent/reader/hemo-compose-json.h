/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A mail program's description of one mail (JSON), read into a value.  Only its form is
 * checked here: what may stand in a header is checked where the header is made.
 */
#pragma once

#include "hemo-slice.h"

typedef struct {
    const char *name; /* file name, NULL: none */
    const char *type; /* as the mail program has it, "" if it has none */
    const char *cid;  /* NULL: none */
    gboolean is_inline;
} HemoComposeJsonPart;

typedef struct {
    const char *name;
    const char *body;
} HemoComposeJsonField;

/* All strings are valid UTF-8 and belong to the value; a list ends with NULL and is never
 * NULL itself. */
typedef struct {
    const char *from; /* NULL: none */
    const char **to;
    const char **cc;
    const char **bcc;
    const char **reply_to;
    const char *subject; /* NULL: none */
    const char *text;
    const char *html; /* NULL: none */
    HemoComposeJsonPart *parts;
    gsize n_parts;
    const char *in_reply_to; /* NULL: none */
    const char **references;
    HemoComposeJsonField *fields;
    gsize n_fields;
    const char *priority; /* NULL: none */
    gboolean wants_receipt;
    const char *organization; /* NULL: none */
    gpointer root;            /* private */
} HemoComposeJson;

/* NULL if @json is not one object of this form: a member that is unknown or of another type,
 * lists that are too long, a text missing, U+0000 in a string. */
HemoComposeJson *hemo_compose_json_read(HemoSlice json);
void hemo_compose_json_free(HemoComposeJson *mail); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoComposeJson, hemo_compose_json_free)
