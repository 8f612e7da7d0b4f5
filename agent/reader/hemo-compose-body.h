/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The body of a composed mail: multipart/mixed (multipart/alternative (text/plain,
 * multipart/related (text/html, pictures)), attachments), without the levels that a mail has
 * no need of.  Views of texts and files, nothing is copied but the texts.
 */
#pragma once

#include <gmime/gmime.h>

#include "hemo-compose-json.h"

typedef struct _HemoComposeBody HemoComposeBody;

/* @files are the contents of the parts of @mail, in order; both must outlive the body.  NULL
 * if there are not as many files as parts, or one may not stand in a mail.  @seed is what
 * the boundaries are made of, together with all that goes out as it stands. */
HemoComposeBody *hemo_compose_body_new(const HemoComposeJson *mail,
                                       const char *note,
                                       const HemoSlice *files,
                                       gsize n_files,
                                       HemoSlice seed);
void hemo_compose_body_free(HemoComposeBody *body); /* NULL is fine */

GMimeObject *hemo_compose_body_entity(const HemoComposeBody *body);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoComposeBody, hemo_compose_body_free)
