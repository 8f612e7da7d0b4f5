/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Keywords such as "[secure]" that a sender writes into the Subject to ask for
 * protection.  They can only raise protection and are taken out of what is sent.
 * Which rung a keyword asks for is policy, not decided here.
 */
#pragma once

#include "hemo-secret.h"

typedef struct _HemoTrigger HemoTrigger;

/* @subject is the decoded Subject, UTF-8.  @keywords is NULL-terminated; NULL and empty
 * keywords are passed over.  ASCII letters compare without case.  A keyword that begins
 * or ends with a letter or digit must stand as a word of its own; "[secure]" may stand
 * anywhere.  Where keywords overlap, all of them are meant, so that a longer one, which a
 * user may add, cannot hide one that asks for more. */
HemoTrigger *hemo_trigger_find(HemoSlice subject, const char *const *keywords);
void hemo_trigger_free(HemoTrigger *trigger); /* NULL is fine */

/* Whether keyword number @index of the list stood in the Subject. */
gboolean hemo_trigger_has(const HemoTrigger *trigger, guint index);

/* How many different keywords stood in the Subject. */
guint hemo_trigger_count(const HemoTrigger *trigger);

/* The Subject without them: no blank at either end, one blank where a keyword stood, the
 * rest as it was.  Without any keyword it is the Subject byte for byte. */
HemoSecret *hemo_trigger_subject(const HemoTrigger *trigger); /* borrowed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoTrigger, hemo_trigger_free)
