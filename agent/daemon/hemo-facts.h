/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the reader found in a mail, as values: checked once, so that nobody behind
 * this file looks into a reply of the process that read hostile bytes.  Immutable.
 */
#pragma once

#include "hemo-content.h"
#include "hemo-outline.h"
#include "hemo-slice.h"

typedef struct _HemoFacts HemoFacts;

/* @reply is the a{sv} of the reader's "mail".  HEMO_ERROR_FAILED if anything is missing or has
 * another type. */
HemoFacts *hemo_facts_new(GVariant *reply, GError **error);

/* The facts of a mail that the reader could not read: content UNREAD, and a digest of the
 * raw bytes, so that the verdict is still bound to them. */
HemoFacts *hemo_facts_new_unread(HemoSlice mail);

/* The same mail, read with the same words in mind, to the same end. */
gboolean hemo_facts_equal(const HemoFacts *facts, const HemoFacts *other);

/* TRUE if the digest is one of raw bytes. */
gboolean hemo_facts_is_raw(const HemoFacts *facts);

void hemo_facts_free(HemoFacts *facts); /* NULL is fine */

HemoContent hemo_facts_content(const HemoFacts *facts);
guint hemo_facts_classes(const HemoFacts *facts);       /* bits of HemoClass */
const char *hemo_facts_digest(const HemoFacts *facts);  /* hex SHA-256 */
const char *hemo_facts_subject(const HemoFacts *facts); /* without triggers; NULL unchanged */
void hemo_facts_forget_subject(HemoFacts *facts); /* a ticket lives long; words should not */
gboolean hemo_facts_encrypted(const HemoFacts *facts); /* by the mail program */

/* NULL if the reader gave none; owned by @facts. */
const HemoOutline *hemo_facts_outline(const HemoFacts *facts);

/* NULL-terminated, owned by @facts. */
const char *const *hemo_facts_reasons(const HemoFacts *facts);
const char *const *hemo_facts_triggers(const HemoFacts *facts);
const char *const *hemo_facts_references(const HemoFacts *facts);

/* The heaviest findings, HEMO_LIMIT_KEPT_FINDINGS at most, in the order of the mail; aa{sv}:
 * kind s, part s, offset u, length u, weight i; owned by @facts. */
GVariant *hemo_facts_findings(const HemoFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoFacts, hemo_facts_free)
