/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Who a mail is from and for, as the client says it: every address checked, nobody
 * twice.  Immutable.
 */
#pragma once

#include "hemo-address.h"
#include "hemo-rule.h"

typedef struct {
    HemoAddress *address;
    gboolean blind; /* Bcc: gets a copy of his own and is never named */
} HemoEnvelopeRecipient;

typedef struct _HemoEnvelope HemoEnvelope;

/* @values is the a{sv} of Agent1.Assess.  HEMO_ERROR_INVALID an address or a key is no good
 * (the words say which list, not which address), HEMO_ERROR_TOO_BIG too many recipients,
 * HEMO_ERROR_UNSUPPORTED a format that this version cannot read. */
HemoEnvelope *hemo_envelope_new(GVariant *values, GError **error);
void hemo_envelope_free(HemoEnvelope *envelope); /* NULL is fine */

const char *hemo_envelope_account(const HemoEnvelope *envelope);
const HemoAddress *hemo_envelope_sender(const HemoEnvelope *envelope);

/* The least that the client asks for: the compose toggle; a mail that came back asks for
 * end-to-end by itself. */
HemoRung hemo_envelope_rung(const HemoEnvelope *envelope);

/* TRUE for a mail that came back and goes again to those whom it did not reach. */
gboolean hemo_envelope_is_resend(const HemoEnvelope *envelope);

/* TRUE if the mail is handed over as a description that is to be built (hemo-handed.h). */
gboolean hemo_envelope_is_compose(const HemoEnvelope *envelope);

/* Sender and lists as the client gave them, a{sv}: from s, to as, cc as, bcc as (those that it
 * gave); owned by @envelope. */
GVariant *hemo_envelope_people(const HemoEnvelope *envelope);

/* The ticket whose answers may count here too; "" for none. */
const char *hemo_envelope_answered(const HemoEnvelope *envelope);

/* The same sender, account, mode, format and rung, and the same recipients in the same order.
 */
gboolean hemo_envelope_equal(const HemoEnvelope *envelope, const HemoEnvelope *other);

/* To and Cc first, then Bcc; at least one. */
gsize hemo_envelope_count(const HemoEnvelope *envelope);
const HemoEnvelopeRecipient *hemo_envelope_recipient(const HemoEnvelope *envelope, gsize index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoEnvelope, hemo_envelope_free)
