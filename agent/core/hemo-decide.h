/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The decision: a pure function of what is in the mail, what is known of each
 * recipient, what the route guarantees, the rules, and what the person answered.
 * Everything unknown holds.  Nothing here looks anything up.
 */
#pragma once

#include "hemo-content.h"
#include "hemo-reason.h"
#include "hemo-rule.h"

typedef enum {
    HEMO_VERDICT_HOLD = 0,
    HEMO_VERDICT_ASK,
    HEMO_VERDICT_PROTECT,
    HEMO_VERDICT_SEND,
} HemoVerdict;

/* What a person has already answered, as bits. */
typedef enum {
    HEMO_ANSWER_CLEAN = 1 << 0,       /* "it contains no patient data" */
    HEMO_ANSWER_AS_PHI = 1 << 1,      /* "treat it as patient data" */
    HEMO_ANSWER_SEND_OTHERS = 1 << 2, /* "leave out those who hold it up" */
    HEMO_ANSWER_CONFIRMED = 1 << 3,   /* "yes, send it like that" */
} HemoAnswer;

typedef struct {
    HemoContent content;
    gboolean sensitive; /* a class of HemoClass was found */
    HemoRung rung;      /* from triggers and the toggle */
    HemoRoute route;
    gboolean leg_verified; /* submission is over verified TLS >= 1.2 */
    gboolean unopened;     /* not even the subject was read: what it asks for is not known */
    gboolean encrypted_already; /* by the mail program, for keys we cannot see */
    gboolean rewrite;           /* the bytes must change anyway: trigger, header */
    guint answers;              /* bits of HemoAnswer */
} HemoDecideMail;

typedef struct {
    HemoRule rule;
    HemoRung rung; /* what this recipient had of the mail that is replied to */
    HemoLevel level;
    gboolean internal;  /* hosted by the submission server's own organisation */
    guint available;    /* bits 1 << HemoMethod of what could be done: S/MIME, OpenPGP,
                         * portal, PDF */
    gboolean reply_tls; /* the correspondent's answers are likely to come over TLS */
    gboolean
        had_key; /* a mail was encrypted to him, or a person confirmed a key of his: what
                  * stands behind that in the ladder is a step down, never taken silently */
} HemoDecideRecipient;

#define HEMO_DECISION_REASONS 10

typedef struct {
    HemoVerdict verdict;  /* for this recipient alone */
    gboolean left_out;    /* not sent to, by policy or by the person's choice */
    HemoMethod method;    /* HEMO_METHOD_INVALID if held or left out */
    gboolean tls_as_well; /* encrypted end to end, and the way there is by TLS too */
    HemoReason reasons[HEMO_DECISION_REASONS];
    guint n_reasons;
} HemoDecision;

extern const HemoName hemo_verdict_names[]; /* "hold", "ask", "protect", "send" */

/* Decides for one recipient.  A PDF counts as TLS does: it meets no demand above that, and
 * never carries a specially protected subject.  Never sets left_out by the person's choice. */
HemoDecision hemo_decide_recipient(const HemoDecideMail *mail,
                                   const HemoDecideRecipient *recipient);

/* Decides for all @n of them: one held recipient holds the mail, unless the person chose
 * to leave such recipients out.  @ret_decisions has room for @n.  No recipient: HOLD. */
HemoVerdict hemo_decide(const HemoDecideMail *mail,
                        const HemoDecideRecipient *recipients,
                        gsize n,
                        HemoDecision *ret_decisions);
