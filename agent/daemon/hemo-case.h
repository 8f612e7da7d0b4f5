/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One mail on its way through the agent: who it goes to, what was found in it, what is
 * known of every recipient, what was decided.  Filled step by step, then judged; holds
 * no text of the mail, except a Subject without its trigger.
 */
#pragma once

#include "hemo-account.h"
#include "hemo-case-keys.h"
#include "hemo-claims.h"
#include "hemo-decide.h"
#include "hemo-envelope.h"
#include "hemo-evidence.h"
#include "hemo-facts.h"
#include "hemo-policy.h"

typedef struct _HemoCase HemoCase;

/* Takes @envelope and @facts, and references on the settings.  An account that is not set
 * up is R0 and has no verified submission. */
HemoCase *hemo_case_new(HemoEnvelope *envelope,
                        HemoFacts *facts,
                        HemoPolicy *policy,
                        HemoAccounts *accounts);
HemoCase *hemo_case_ref(HemoCase *mail);
void hemo_case_unref(HemoCase *mail);

const char *hemo_case_id(const HemoCase *mail); /* the audit's id of this mail */
const HemoEnvelope *hemo_case_envelope(const HemoCase *mail);
const HemoFacts *hemo_case_facts(const HemoCase *mail);
const HemoAccount *hemo_case_account(const HemoCase *mail); /* or NULL */
const HemoAccounts *hemo_case_accounts(const HemoCase *mail);
const HemoPolicy *hemo_case_policy(const HemoCase *mail);

/* Recipient @index had the mail that is replied to at @rung; only ever raises. */
void hemo_case_raise_rung(HemoCase *mail, gsize index, HemoRung rung);

/* Recipient @index had mail encrypted to a key, or a person confirmed one of his. */
void hemo_case_had_key(HemoCase *mail, gsize index);

/* What the mail program says of the sender's account: can only make the way to her server
 * count as less. */
void hemo_case_claim(HemoCase *mail, HemoClaim claim);
HemoClaim hemo_case_claimed(const HemoCase *mail);

/* FALSE if nothing about the recipients' servers can change the decision. */
gboolean hemo_case_needs_evidence(const HemoCase *mail);

/* What is known of recipient @index; evidence NULL means unknown. */
void hemo_case_set_evidence(HemoCase *mail, gsize index, HemoEvidence *evidence);

/* TRUE if a key of @kind would be used for recipient @index if there was one, and none of the
 * other kind. */
gboolean hemo_case_wants_key(const HemoCase *mail, gsize index, HemoKeyKind kind);

/* TRUE if @index could be encrypted for, had he a key; and of no kind he has one that does. */
gboolean hemo_case_lacks_key(const HemoCase *mail, gsize index);

/* To be filled while the mail is being judged. */
HemoCaseKeys *hemo_case_keys(const HemoCase *mail);
HemoKeyKind hemo_case_key_kind(HemoMethod method); /* INVALID: no key is used */

/* Judges; to be called again after each answer. */
HemoVerdict hemo_case_decide(HemoCase *mail);
HemoVerdict hemo_case_verdict(const HemoCase *mail);

/* What the person may choose now: "clean", "as-phi", "confirm", "send-others"; NULL-terminated.
 */
const char *const *hemo_case_choices(const HemoCase *mail);

/* TRUE for the one choice, if any, that protects: it may be preselected.  Never "clean", never
 * "send-others"; "confirm" only if every recipient would get the mail protected. */
gboolean hemo_case_recommends(const HemoCase *mail, const char *choice);

/* Takes the choice; HEMO_ERROR_INVALID if it is not offered. */
gboolean hemo_case_answer(HemoCase *mail, const char *choice, GError **error);

/* The choice that was answered as number @index, or NULL if there were no more. */
const char *hemo_case_answered(const HemoCase *mail, gsize index);

/* TRUE if @mail asks now, of every recipient, what @earlier asked when its answer number
 * @index was given, and offers that choice. */
gboolean hemo_case_asks_same(const HemoCase *mail, const HemoCase *earlier, gsize index);

/* The same mail from and for the same people under the same settings. */
gboolean hemo_case_is_same(const HemoCase *mail, const HemoCase *earlier);

/* A message of this mail that was handed out: the digest of its body (hemo-body.h), and the @n
 * recipients whom it was made for. */
typedef struct {
    char *digest;
    gsize *indices;
    gsize n;
} HemoCaseMade;

void hemo_case_add_made(HemoCase *mail, const char *digest, const gsize *indices, gsize n);
const HemoCaseMade *hemo_case_made(const HemoCase *mail, gsize index); /* NULL: no more */

const HemoDecision *hemo_case_decision(const HemoCase *mail, gsize index);
HemoRoute hemo_case_route(const HemoCase *mail);
HemoLevel hemo_case_level(const HemoCase *mail, gsize index);
HemoEvidence *hemo_case_evidence(const HemoCase *mail, gsize index); /* or NULL */
const char *hemo_case_key_reason(const HemoCase *mail, gsize index); /* or NULL */

HemoRung hemo_case_rung(const HemoCase *mail, gsize index); /* the least that is asked for */

/* TRUE if nothing is known of the mail servers of @index: no answer yet, or one that leaves
 * it open. */
gboolean hemo_case_is_unknown(const HemoCase *mail, gsize index);

/* What would be decided for @index if his mail servers were the best that there are. */
HemoDecision hemo_case_forecast(const HemoCase *mail, gsize index);

/* TRUE if @index is held only as long as nothing is known of his mail servers. */
gboolean hemo_case_is_open(const HemoCase *mail, gsize index);

/* TRUE if @index is said to be no address, by nobody who can prove it. */
gboolean hemo_case_is_denied(const HemoCase *mail, gsize index);

/* The key that was found for @index and comes nearest to one that can be used; or NULL. */
const HemoKey *hemo_case_nearest_key(const HemoCase *mail, gsize index);

/* The rules for @index. */
const HemoRule *hemo_case_rule(const HemoCase *mail, gsize index);

/* The rules for somebody who gets every encrypted copy as well. */
HemoRule hemo_case_rule_for(const HemoCase *mail, const char *address);

/* TRUE if approved algorithms only may be used for anybody. */
gboolean hemo_case_is_fips(const HemoCase *mail);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCase, hemo_case_unref)
