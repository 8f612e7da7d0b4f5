/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A mail as it was read: its texts, what nobody could read, and the few values that
 * the agent needs.  Filled by hemo-decode.c, then only read.  Everything in it
 * belongs to it.
 */
#pragma once

#include "hemo-phi.h"
#include "hemo-secret.h"
#include "hemo-sender.h"

typedef struct _HemoDecoded HemoDecoded;

HemoDecoded *hemo_decoded_new(void);
void hemo_decoded_free(HemoDecoded *decoded);

/* Takes @text; keeps what is seen of it, see hemo_part_text_seen(). */
void hemo_decoded_add_text(HemoDecoded *decoded,
                           const char *part,
                           HemoTextRole role,
                           const char *media_type,
                           HemoSecret *text);

/* @reason is kept as it is: a translated constant. */
void hemo_decoded_add_unread(HemoDecoded *decoded, const char *part, const char *reason);

/* Each takes its second argument. */
void hemo_decoded_set_subject(HemoDecoded *decoded, HemoSecret *subject);
void hemo_decoded_set_fields(HemoDecoded *decoded, HemoSecret *fields);
void hemo_decoded_set_outline(HemoDecoded *decoded, GVariant *outline); /* floating */
void hemo_decoded_set_digest(HemoDecoded *decoded, char *digest);
void hemo_decoded_set_references(HemoDecoded *decoded, char **references);
void hemo_decoded_set_sender(HemoDecoded *decoded, HemoSender sender);
void hemo_decoded_set_protection(HemoDecoded *decoded, const char *protection);

const HemoPhiText *hemo_decoded_texts(const HemoDecoded *decoded, gsize *ret_count);
const HemoPhiUnread *hemo_decoded_unread(const HemoDecoded *decoded, gsize *ret_count);

/* Decoded, unfolded UTF-8; empty if the mail has none. */
HemoSlice hemo_decoded_subject(const HemoDecoded *decoded);

/* Who the mail says it is from; an address of NULL if that is not certain. */
const HemoSender *hemo_decoded_sender(const HemoDecoded *decoded);

/* What else of the header belongs to the digest; see hemo_fields_bound(). */
HemoSlice hemo_decoded_fields(const HemoDecoded *decoded);

/* See hemo-digest.h; NULL if no envelope was given. */
const char *hemo_decoded_digest(const HemoDecoded *decoded);

/* See hemo-outline-mail.h; NULL if none was wanted, or the mail was refused. */
GVariant *hemo_decoded_outline(const HemoDecoded *decoded);

/* Message-IDs with their brackets, of In-Reply-To, then References; never NULL. */
const char *const *hemo_decoded_references(const HemoDecoded *decoded);

/* "none", "openpgp" or "smime": what already encrypts the mail as a whole. */
const char *hemo_decoded_protection(const HemoDecoded *decoded);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoDecoded, hemo_decoded_free)
