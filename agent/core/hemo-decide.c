/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-decide.h.  Three questions in turn: does the mail need protection for
 * this recipient; is TLS enough; which rung of the ladder can be used.
 */
#include "hemo-decide.h"

const HemoName hemo_verdict_names[] = {
    {HEMO_VERDICT_HOLD, "hold"},
    {HEMO_VERDICT_ASK, "ask"},
    {HEMO_VERDICT_PROTECT, "protect"},
    {HEMO_VERDICT_SEND, "send"},
    {0, NULL},
};

/* What the content asks for, before anything is known of the way. */
typedef enum {
    NEED_HOLD = 0,
    NEED_ASK,
    NEED_PROTECTION,
    NEED_TRY_TLS, /* TLS if it is good enough, else as ordinary mail */
    NEED_NOTHING,
} Need;

static void
add_reason(HemoDecision *decision, HemoReason reason)
{
    for (guint i = 0; i < decision->n_reasons; i++) {
        if (decision->reasons[i] == reason)
            return;
    }
    if (reason != HEMO_REASON_INVALID && decision->n_reasons < HEMO_DECISION_REASONS)
        decision->reasons[decision->n_reasons++] = reason;
}

static Need
because(HemoDecision *decision, Need need, HemoReason reason)
{
    add_reason(decision, reason);
    return need;
}

static Need
need_as_phi(const HemoRule *rule, HemoDecision *decision)
{
    if (rule->values[HEMO_RULE_PHI] != HEMO_PHI_PROTECT)
        return because(decision, NEED_HOLD, HEMO_REASON_POLICY_HOLDS);
    return NEED_PROTECTION;
}

static Need
need_of_phi(const HemoRule *rule, HemoDecision *decision)
{
    add_reason(decision, HEMO_REASON_PATIENT_DATA);
    return need_as_phi(rule, decision);
}

static Need
need_of_unread(const HemoRule *rule, HemoDecision *decision)
{
    switch ((HemoUnreadablePolicy)rule->values[HEMO_RULE_UNREADABLE]) {
    case HEMO_UNREADABLE_SEND:
        return because(decision, NEED_NOTHING, HEMO_REASON_UNREADABLE_SENT);
    case HEMO_UNREADABLE_ASK:
        return because(decision, NEED_ASK, HEMO_REASON_ASK_UNREADABLE);
    case HEMO_UNREADABLE_AS_PHI:
        add_reason(decision, HEMO_REASON_UNREADABLE);
        return need_as_phi(rule, decision);
    case HEMO_UNREADABLE_INVALID:
        break;
    }
    return because(decision, NEED_HOLD, HEMO_REASON_NOT_JUDGED);
}

static Need
need_of_health(const HemoRule *rule, HemoDecision *decision)
{
    add_reason(decision, HEMO_REASON_HEALTH_ONLY);
    switch ((HemoDoubtfulPolicy)rule->values[HEMO_RULE_DOUBTFUL]) {
    case HEMO_DOUBTFUL_SEND:
        return NEED_NOTHING;
    case HEMO_DOUBTFUL_TRY:
        return NEED_TRY_TLS;
    case HEMO_DOUBTFUL_AS_PHI:
        return need_as_phi(rule, decision);
    case HEMO_DOUBTFUL_INVALID:
        break;
    }
    return because(decision, NEED_HOLD, HEMO_REASON_NOT_JUDGED);
}

/* A person's word counts for what nobody could read or decide, never against found PHI nor
 * against the same person's "treat it as patient data". */
static gboolean
is_confirmed_clean(const HemoDecideMail *mail, const HemoRule *rule)
{
    if ((mail->answers & (HEMO_ANSWER_CLEAN | HEMO_ANSWER_AS_PHI)) != HEMO_ANSWER_CLEAN)
        return FALSE;
    if (mail->content == HEMO_CONTENT_UNREAD)
        return rule->values[HEMO_RULE_UNREADABLE] < HEMO_UNREADABLE_AS_PHI;
    return mail->content == HEMO_CONTENT_HEALTH &&
           rule->values[HEMO_RULE_DOUBTFUL] < HEMO_DOUBTFUL_AS_PHI;
}

static Need
need_of_content(const HemoDecideMail *mail, const HemoRule *rule, HemoDecision *decision)
{
    if (is_confirmed_clean(mail, rule))
        return because(decision, NEED_NOTHING, HEMO_REASON_CONFIRMED_CLEAN);
    if ((mail->answers & HEMO_ANSWER_AS_PHI) != 0)
        return need_of_phi(rule, decision);
    switch (mail->content) {
    case HEMO_CONTENT_NONE:
        return because(decision, NEED_NOTHING, HEMO_REASON_NO_PATIENT_DATA);
    case HEMO_CONTENT_HEALTH:
        return need_of_health(rule, decision);
    case HEMO_CONTENT_UNREAD:
        return need_of_unread(rule, decision);
    case HEMO_CONTENT_PHI:
        return need_of_phi(rule, decision);
    case HEMO_CONTENT_INVALID:
    case HEMO_N_CONTENTS:
        break;
    }
    return because(decision, NEED_HOLD, HEMO_REASON_NOT_JUDGED);
}

/* What was asked for, and rules that cover every mail, can only raise the need. */
static Need
raise_need(const HemoDecideMail *mail, const HemoRule *rule, Need need, HemoDecision *decision)
{
    gboolean every_mail = rule->values[HEMO_RULE_TLS] == HEMO_TLS_POLICY_FORCED ||
                          rule->values[HEMO_RULE_TLS] == HEMO_TLS_POLICY_EXCLUSIVE;

    if (need < NEED_PROTECTION)
        return need;
    if (mail->rung != HEMO_RUNG_NONE)
        return because(decision, NEED_PROTECTION, HEMO_REASON_REQUESTED);
    if (every_mail && need != NEED_PROTECTION)
        return because(decision, NEED_PROTECTION, HEMO_REASON_FORCED);
    return need;
}

/* The levels that a route may be trusted with: nothing below A, but E where the rule says so.
 */
static gboolean
route_accepts(const HemoDecideMail *mail,
              const HemoRule *rule,
              HemoLevel level,
              HemoReason *ret_reason)
{
    int predicted = rule->values[HEMO_RULE_PREDICTED];
    gboolean by_prediction =
        (predicted == HEMO_PREDICTED_V && level >= HEMO_LEVEL_VERIFIED) ||
        (predicted == HEMO_PREDICTED_V_A && level >= HEMO_LEVEL_AUTHENTICATED);

    *ret_reason = HEMO_REASON_TLS_PREDICTED;
    switch (mail->route) {
    case HEMO_ROUTE_R0:
        return by_prediction && !mail->sensitive;
    case HEMO_ROUTE_R1:
        if (level < HEMO_LEVEL_VERIFIED)
            return by_prediction;
        *ret_reason = HEMO_REASON_TLS_HONOURED;
        return TRUE;
    case HEMO_ROUTE_R2:
    case HEMO_ROUTE_R3:
        *ret_reason = HEMO_REASON_TLS_ENFORCED;
        return level >= HEMO_LEVEL_ENCRYPTED;
    case HEMO_ROUTE_INVALID:
    case HEMO_N_ROUTES:
        break;
    }
    return FALSE;
}

static gboolean
ladder_has_tls(const HemoRule *rule)
{
    for (guint i = 0; i < HEMO_RULE_METHODS; i++) {
        if (rule->methods[i] == HEMO_METHOD_TLS)
            return TRUE;
    }
    return FALSE;
}

/* Reasons against TLS that hold whatever the recipient's servers do. */
static HemoReason
tls_excluded(const HemoDecideMail *mail, const HemoDecideRecipient *recipient)
{
    const HemoRule *rule = &recipient->rule;
    gboolean conservative =
        mail->sensitive || rule->values[HEMO_RULE_REPLY] != HEMO_REPLY_AGGRESSIVE;

    if (mail->rung > HEMO_RUNG_TLS)
        return HEMO_REASON_RUNG_ABOVE_TLS;
    if (mail->unopened)
        return HEMO_REASON_NOT_OPENED;
    if (rule->values[HEMO_RULE_TLS] == HEMO_TLS_POLICY_NEVER || !ladder_has_tls(rule))
        return HEMO_REASON_TLS_NEVER;
    if (!mail->leg_verified)
        return HEMO_REASON_LEG_UNVERIFIED;
    if (recipient->internal)
        return HEMO_REASON_INVALID;
    if (recipient->level == HEMO_LEVEL_CONFLICT)
        return HEMO_REASON_CONFLICT;
    if (recipient->level < (HemoLevel)rule->values[HEMO_RULE_MIN_TLS] ||
        recipient->level < HEMO_LEVEL_ENCRYPTED)
        return HEMO_REASON_LEVEL_TOO_LOW;
    if (conservative && !recipient->reply_tls)
        return mail->sensitive ? HEMO_REASON_SENSITIVE : HEMO_REASON_REPLY_PATH;
    return HEMO_REASON_INVALID;
}

/* Whether TLS is enough, with the reason for either answer. */
static gboolean
tls_is_enough(const HemoDecideMail *mail,
              const HemoDecideRecipient *recipient,
              HemoReason *ret_reason)
{
    HemoReason excluded = tls_excluded(mail, recipient);

    *ret_reason = excluded;
    if (excluded != HEMO_REASON_INVALID)
        return FALSE;
    *ret_reason = HEMO_REASON_INTERNAL;
    if (recipient->internal ||
        route_accepts(mail, &recipient->rule, recipient->level, ret_reason))
        return TRUE;
    *ret_reason = mail->sensitive ? HEMO_REASON_SENSITIVE : HEMO_REASON_ROUTE_NO_GUARANTEE;
    return FALSE;
}

/* For a mail that is encrypted anyway: whether the way there is by TLS that the settings count
 * on, whatever was asked for beyond that. */
static gboolean
goes_by_tls_too(const HemoDecideMail *mail,
                const HemoDecideRecipient *recipient,
                HemoReason *ret_reason)
{
    HemoDecideMail plain = *mail;
    HemoDecideRecipient open = *recipient;

    plain.rung = HEMO_RUNG_NONE;
    plain.unopened = FALSE;
    plain.sensitive = FALSE;
    open.reply_tls = TRUE;
    return tls_is_enough(&plain, &open, ret_reason);
}

/* Reasons against a PDF, which whoever gets hold of the file can work at. */
static HemoReason
pdf_excluded(const HemoDecideMail *mail, const HemoDecideRecipient *recipient)
{
    const HemoRule *rule = &recipient->rule;

    if (mail->rung > HEMO_RUNG_TLS)
        return HEMO_REASON_RUNG_ABOVE_TLS;
    if (mail->unopened)
        return HEMO_REASON_NOT_OPENED;
    if (mail->sensitive)
        return HEMO_REASON_SENSITIVE;
    if (rule->values[HEMO_RULE_CRYPTO] != HEMO_CRYPTO_STANDARD)
        return HEMO_REASON_PDF_NOT_APPROVED;
    if (rule->values[HEMO_RULE_REPLY] != HEMO_REPLY_AGGRESSIVE && !recipient->reply_tls)
        return HEMO_REASON_REPLY_PATH;
    return HEMO_REASON_INVALID;
}

static const struct {
    HemoMethod method;
    HemoRung rung; /* the highest demand that it meets */
    HemoReason reason;
    HemoReason (*excluded)(const HemoDecideMail *mail, const HemoDecideRecipient *recipient);
} rungs[] = {
    {HEMO_METHOD_SMIME, HEMO_RUNG_END_TO_END, HEMO_REASON_SMIME, NULL},
    {HEMO_METHOD_OPENPGP, HEMO_RUNG_END_TO_END, HEMO_REASON_OPENPGP, NULL},
    {HEMO_METHOD_PORTAL, HEMO_RUNG_PORTAL, HEMO_REASON_PORTAL, NULL},
    {HEMO_METHOD_PDF, HEMO_RUNG_TLS, HEMO_REASON_PDF, pdf_excluded},
};

/* Whether @method can be used, with the reason for either answer (INVALID: none to be told).
 * Nothing is encrypted twice. */
static gboolean
rung_is_usable(const HemoDecideMail *mail,
               const HemoDecideRecipient *recipient,
               HemoMethod method,
               HemoReason *ret_reason)
{
    gsize i = 0;

    *ret_reason = HEMO_REASON_INVALID;
    while (i < G_N_ELEMENTS(rungs) && rungs[i].method != method)
        i++;
    if (mail->encrypted_already || i == G_N_ELEMENTS(rungs) ||
        (recipient->available & (1u << method)) == 0)
        return FALSE;
    if (rungs[i].excluded != NULL)
        *ret_reason = rungs[i].excluded(mail, recipient);
    if (*ret_reason != HEMO_REASON_INVALID || rungs[i].rung < mail->rung)
        return FALSE;
    *ret_reason = rungs[i].reason;
    return TRUE;
}

static void
settle(HemoDecision *decision, HemoVerdict verdict, HemoMethod method, HemoReason reason)
{
    decision->verdict = verdict;
    decision->method = method;
    decision->tls_as_well = FALSE;
    add_reason(decision, reason);
}

static void
refuse_or_hold(const HemoDecideMail *mail,
               const HemoDecideRecipient *recipient,
               HemoReason against_tls,
               HemoDecision *decision)
{
    add_reason(decision, against_tls);
    if (mail->encrypted_already)
        add_reason(decision, HEMO_REASON_ENCRYPTED_ALREADY);
    if (recipient->rule.values[HEMO_RULE_TLS] == HEMO_TLS_POLICY_EXCLUSIVE) {
        decision->left_out = TRUE;
        settle(decision, HEMO_VERDICT_HOLD, HEMO_METHOD_INVALID, HEMO_REASON_EXCLUSIVE_REFUSED);
        return;
    }
    settle(decision, HEMO_VERDICT_HOLD, HEMO_METHOD_INVALID, HEMO_REASON_NO_METHOD);
}

/* Double encryption is told as such. */
static void
settle_rung(const HemoDecideMail *mail,
            const HemoDecideRecipient *recipient,
            HemoMethod method,
            HemoReason reason,
            HemoDecision *decision)
{
    HemoReason way;

    settle(decision, HEMO_VERDICT_PROTECT, method, reason);
    if ((method != HEMO_METHOD_SMIME && method != HEMO_METHOD_OPENPGP) ||
        !goes_by_tls_too(mail, recipient, &way))
        return;
    decision->tls_as_well = TRUE;
    add_reason(decision, HEMO_REASON_TLS_AS_WELL);
    if (way == HEMO_REASON_TLS_PREDICTED)
        add_reason(decision, way);
}

/* Takes @method if it can be used; else says why, if there is anything to say. */
static gboolean
try_rung(const HemoDecideMail *mail,
         const HemoDecideRecipient *recipient,
         HemoMethod method,
         HemoDecision *decision)
{
    HemoReason reason;
    gboolean tls = method == HEMO_METHOD_TLS;
    gboolean usable = tls ? tls_is_enough(mail, recipient, &reason)
                          : rung_is_usable(mail, recipient, method, &reason);

    if (usable && tls)
        settle(decision, HEMO_VERDICT_PROTECT, method, reason);
    else if (usable)
        settle_rung(mail, recipient, method, reason, decision);
    else
        add_reason(decision, reason);
    return usable;
}

static gboolean
is_by_key(HemoMethod method)
{
    return method == HEMO_METHOD_SMIME || method == HEMO_METHOD_OPENPGP;
}

static gboolean
is_without_key(HemoMethod method)
{
    return method == HEMO_METHOD_TLS || method == HEMO_METHOD_PDF;
}

static void
climb_ladder(const HemoDecideMail *mail,
             const HemoDecideRecipient *recipient,
             HemoDecision *decision)
{
    const HemoRule *rule = &recipient->rule;
    gboolean exclusive = rule->values[HEMO_RULE_TLS] == HEMO_TLS_POLICY_EXCLUSIVE;
    gboolean below = FALSE; /* of a key that there was */
    HemoReason about_tls;

    for (guint i = 0; i < HEMO_RULE_METHODS; i++) {
        HemoMethod method = rule->methods[i];

        if (method == HEMO_METHOD_INVALID || (exclusive && method != HEMO_METHOD_TLS) ||
            (below && is_without_key(method)))
            continue;
        if (try_rung(mail, recipient, method, decision))
            return;
        below = below || (recipient->had_key && !mail->encrypted_already && is_by_key(method));
    }
    if (below)
        add_reason(decision, HEMO_REASON_HAD_KEY);
    tls_is_enough(mail, recipient, &about_tls);
    refuse_or_hold(mail, recipient, about_tls, decision);
}

static void
try_tls(const HemoDecideMail *mail,
        const HemoDecideRecipient *recipient,
        HemoDecision *decision)
{
    gboolean confirmed = (mail->answers & HEMO_ANSWER_CONFIRMED) != 0;
    HemoReason reason;

    if (tls_is_enough(mail, recipient, &reason)) {
        settle(decision, HEMO_VERDICT_PROTECT, HEMO_METHOD_TLS, reason);
    } else if (recipient->rule.values[HEMO_RULE_ASK] == HEMO_ASK_NEVER || confirmed) {
        settle(decision, HEMO_VERDICT_SEND, HEMO_METHOD_NONE, HEMO_REASON_INVALID);
    } else {
        settle(decision, HEMO_VERDICT_ASK, HEMO_METHOD_INVALID, HEMO_REASON_ASK_HEALTH);
    }
}

/* "always": what was found must be confirmed by a person, even if policy knows the way. */
static void
ask_always(const HemoDecideMail *mail,
           const HemoDecideRecipient *recipient,
           HemoDecision *decision)
{
    if (recipient->rule.values[HEMO_RULE_ASK] != HEMO_ASK_ALWAYS ||
        mail->content == HEMO_CONTENT_NONE || decision->verdict < HEMO_VERDICT_PROTECT ||
        (mail->answers & HEMO_ANSWER_CONFIRMED) != 0 ||
        is_confirmed_clean(mail, &recipient->rule))
        return;
    settle(decision, HEMO_VERDICT_ASK, HEMO_METHOD_INVALID, HEMO_REASON_ASK_ALWAYS);
}

/* Who cannot receive mail is told to the person before anything is sent. */
static gboolean
is_undeliverable(const HemoDecideMail *mail,
                 const HemoDecideRecipient *recipient,
                 HemoDecision *decision)
{
    if (recipient->level != HEMO_LEVEL_UNDELIVERABLE || recipient->internal)
        return FALSE;
    if (mail->content == HEMO_CONTENT_NONE && mail->rung == HEMO_RUNG_NONE &&
        (mail->answers & HEMO_ANSWER_CONFIRMED) != 0)
        return FALSE;
    if (mail->content == HEMO_CONTENT_NONE && mail->rung == HEMO_RUNG_NONE)
        settle(decision, HEMO_VERDICT_ASK, HEMO_METHOD_INVALID, HEMO_REASON_ASK_UNDELIVERABLE);
    else
        settle(decision, HEMO_VERDICT_HOLD, HEMO_METHOD_INVALID, HEMO_REASON_UNDELIVERABLE);
    return TRUE;
}

/* FALSE if anything that is decided by is not one of its known values. */
static gboolean
is_complete(const HemoDecideMail *mail, const HemoDecideRecipient *recipient)
{
    return mail->content > HEMO_CONTENT_INVALID && mail->content < HEMO_N_CONTENTS &&
           mail->route > HEMO_ROUTE_INVALID && mail->route < HEMO_N_ROUTES &&
           mail->rung < HEMO_N_RUNGS && recipient->rung < HEMO_N_RUNGS &&
           recipient->level > HEMO_LEVEL_INVALID && recipient->level < HEMO_N_LEVELS &&
           hemo_rule_is_complete(&recipient->rule);
}

/* The alarm is shown whichever way the mail takes. */
static void
add_alarm(const HemoDecideRecipient *recipient, Need need, HemoDecision *decision)
{
    if (recipient->level == HEMO_LEVEL_CONFLICT && !recipient->internal &&
        (need == NEED_PROTECTION || need == NEED_TRY_TLS))
        add_reason(decision, HEMO_REASON_CONFLICT);
}

/* @mail's rung is already raised to that of this recipient. */
static void
decide_way(const HemoDecideMail *mail,
           const HemoDecideRecipient *recipient,
           HemoDecision *decision)
{
    Need need = need_of_content(mail, &recipient->rule, decision);

    need = raise_need(mail, &recipient->rule, need, decision);
    add_alarm(recipient, need, decision);
    switch (need) {
    case NEED_NOTHING:
        decision->verdict = HEMO_VERDICT_SEND;
        decision->method = HEMO_METHOD_NONE;
        break;
    case NEED_TRY_TLS:
        try_tls(mail, recipient, decision);
        break;
    case NEED_PROTECTION:
        climb_ladder(mail, recipient, decision);
        break;
    case NEED_ASK:
        decision->verdict = HEMO_VERDICT_ASK;
        break;
    case NEED_HOLD:
        break;
    }
    ask_always(mail, recipient, decision);
}

HemoDecision
hemo_decide_recipient(const HemoDecideMail *mail, const HemoDecideRecipient *recipient)
{
    HemoDecideMail raised = *mail;
    HemoDecision decision = {HEMO_VERDICT_HOLD};

    if (!is_complete(mail, recipient)) {
        add_reason(&decision, HEMO_REASON_NOT_JUDGED);
        return decision;
    }
    raised.rung = MAX(mail->rung, recipient->rung);
    if (!is_undeliverable(&raised, recipient, &decision))
        decide_way(&raised, recipient, &decision);
    return decision;
}

/* A recipient who gets the mail over a route that needs no change of bytes. */
static gboolean
goes_as_it_is(const HemoDecideMail *mail, const HemoDecision *decision)
{
    return !mail->rewrite &&
           (decision->method == HEMO_METHOD_NONE || decision->method == HEMO_METHOD_TLS);
}

HemoVerdict
hemo_decide(const HemoDecideMail *mail,
            const HemoDecideRecipient *recipients,
            gsize n,
            HemoDecision *ret_decisions)
{
    HemoVerdict verdict = HEMO_VERDICT_SEND;
    gsize sent = 0;
    gsize left_out = 0;

    for (gsize i = 0; i < n; i++) {
        HemoDecision *decision = &ret_decisions[i];

        *decision = hemo_decide_recipient(mail, &recipients[i]);
        if (decision->verdict == HEMO_VERDICT_HOLD &&
            (mail->answers & HEMO_ANSWER_SEND_OTHERS) != 0)
            decision->left_out = TRUE;
        if (decision->left_out) {
            left_out++;
            continue;
        }
        sent++;
        if (decision->verdict == HEMO_VERDICT_PROTECT && goes_as_it_is(mail, decision))
            decision->verdict = HEMO_VERDICT_SEND;
        verdict = MIN(verdict, decision->verdict);
    }
    if (sent == 0)
        return HEMO_VERDICT_HOLD;
    /* someone is left out, or bytes change: the agent must say who gets what */
    if (verdict == HEMO_VERDICT_SEND && (left_out > 0 || mail->rewrite))
        return HEMO_VERDICT_PROTECT;
    return verdict;
}
