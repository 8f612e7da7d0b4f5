/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Finds PHI in decoded text (45 CFR 160.103, 164.514(b)(2)).  Pure: the same
 * bytes give the same report on every machine and in every locale.
 *
 * The reader decodes a mail into texts and names the parts that it could not
 * read; this file's classifier cuts each text into segments (own words, quoted
 * text, signature, disclaimer ...), finds identifiers and health terms, joins
 * them by proximity, and adds fixed integer weights that can only raise.
 */
#pragma once

#include "hemo-content.h"
#include "hemo-slice.h"

typedef enum {
    HEMO_TEXT_SUBJECT,
    HEMO_TEXT_BODY,
    HEMO_TEXT_ATTACHMENT,
} HemoTextRole;

/* One decoded text: UTF-8, LF line ends.  Borrowed for the length of the call. */
typedef struct {
    const char *part; /* MIME part path, "1.2"; "subject" */
    HemoTextRole role;
    const char *media_type; /* "text/plain", "text/csv" ... of what it was */
    HemoSlice text;
} HemoPhiText;

/* A part that nobody could read: encrypted, image, damaged, unknown. */
typedef struct {
    const char *part;
    const char *reason; /* plain words, translated */
} HemoPhiUnread;

/* The sender's own identifiers, which are never evidence.  NULL-terminated arrays, NULL
 * allowed. */
typedef struct {
    const char *const *addresses; /* mail addresses of the account */
    const char *const *names;     /* "Ana Ruiz", "Dr. Ana Ruiz MD" */
    const char *const *words;     /* clinic name, street, telephone ... */
} HemoPhiOwn;

typedef struct _HemoPhiReport HemoPhiReport;

HemoPhiReport *hemo_phi_classify(const HemoPhiText *texts,
                                 gsize n_texts,
                                 const HemoPhiUnread *unread,
                                 gsize n_unread,
                                 const HemoPhiOwn *own);
void hemo_phi_report_free(HemoPhiReport *report);

/* Forgets all but the @n heaviest findings; verdict, score and reasons stay. */
void hemo_phi_report_keep(HemoPhiReport *report, guint n);

HemoContent hemo_phi_report_verdict(const HemoPhiReport *report);
guint hemo_phi_report_classes(const HemoPhiReport *report); /* bits of HemoClass */

/* A new floating a{sv}: verdict s, score i, findings aa{sv} (kind s, part s, offset u,
 * length u, weight i and, if @texts is given, text s), reasons as (plain words, at
 * most three, best first), classes as, unread aa{sv} (part s, reason s).
 * Offsets are bytes into the part's decoded text.  @texts must be those that were
 * classified, or NULL: without it no text of the mail is in the object. */
GVariant *hemo_phi_report_object(const HemoPhiReport *report, const HemoPhiText *texts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoPhiReport, hemo_phi_report_free)
