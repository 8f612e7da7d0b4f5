/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-case.h.
 */
#include "hemo-case.h"

#include "hemo-domain-check.h"
#include "hemo-error.h"

#include <glib/gi18n-lib.h>

typedef struct {
    HemoDecideRecipient input;
    HemoDecision decision;
    HemoEvidence *evidence;
} Recipient;

struct _HemoCase {
    gatomicrefcount refs;
    char *id;
    HemoEnvelope *envelope;
    HemoFacts *facts;
    HemoPolicy *policy;
    HemoAccounts *accounts;
    const HemoAccount *account; /* inside accounts */
    HemoClaim claim;            /* the weakest that was made */
    HemoDecideMail input;
    gsize n_recipients;
    Recipient *recipients;
    HemoCaseKeys *keys;
    HemoVerdict verdict;
    const char *choices[5]; /* NULL-terminated */
    GPtrArray *answered;    /* Answered, in order */
    GPtrArray *made;        /* HemoCaseMade */
};

/* What was asked when an answer was given: it counts for nothing else. */
typedef struct {
    const char *choice;
    HemoDecision *decisions; /* one a recipient */
} Answered;

typedef enum {
    CHOICE_CLEAN,
    CHOICE_AS_PHI,
    CHOICE_CONFIRM,
    CHOICE_SEND_OTHERS,
    N_CHOICES,
} Choice;

static const struct {
    const char *id;
    HemoAnswer answer;
} all_choices[N_CHOICES] = {
    [CHOICE_CLEAN] = {"clean", HEMO_ANSWER_CLEAN},
    [CHOICE_AS_PHI] = {"as-phi", HEMO_ANSWER_AS_PHI},
    [CHOICE_CONFIRM] = {"confirm", HEMO_ANSWER_CONFIRMED},
    [CHOICE_SEND_OTHERS] = {"send-others", HEMO_ANSWER_SEND_OTHERS},
};

static void
free_answered(gpointer data)
{
    Answered *answered = data;

    g_free(answered->decisions);
    g_free(answered);
}

static void
free_made(gpointer data)
{
    HemoCaseMade *made = data;

    g_free(made->digest);
    g_free(made->indices);
    g_free(made);
}

static HemoRung
rung_of_triggers(const HemoPolicy *policy, const HemoFacts *facts)
{
    const char *const *triggers = hemo_facts_triggers(facts);
    HemoRung rung = HEMO_RUNG_NONE;

    for (gsize i = 0; triggers[i] != NULL; i++)
        rung = MAX(rung, hemo_policy_trigger_rung(policy, triggers[i]));
    return rung;
}

static HemoDecideMail
make_input(const HemoCase *mail)
{
    const HemoAccount *account = mail->account;
    HemoRung rung = rung_of_triggers(mail->policy, mail->facts);

    return (HemoDecideMail){
        .content = hemo_facts_content(mail->facts),
        .sensitive = hemo_facts_classes(mail->facts) != 0,
        .rung = MAX(rung, hemo_envelope_rung(mail->envelope)),
        .route = account != NULL ? hemo_account_route(account) : HEMO_ROUTE_R0,
        .leg_verified =
            account != NULL && hemo_account_security(account) >= HEMO_SECURITY_STARTTLS,
        .unopened = hemo_facts_is_raw(mail->facts),
        .encrypted_already = hemo_facts_encrypted(mail->facts),
    };
}

static void
init_recipient(HemoCase *mail, gsize index)
{
    const HemoEnvelopeRecipient *recipient = hemo_envelope_recipient(mail->envelope, index);
    const char *domain = hemo_address_domain(recipient->address);
    HemoDecideRecipient *input = &mail->recipients[index].input;
    HemoRule strict = {0};

    input->rule = hemo_policy_rule(mail->policy,
                                   hemo_address_key(recipient->address),
                                   domain,
                                   hemo_facts_classes(mail->facts));
    if (hemo_envelope_is_resend(mail->envelope)) {
        /* it did not get through as safely as it had to: no second guess what it contains */
        strict.values[HEMO_RULE_UNREADABLE] = HEMO_UNREADABLE_AS_PHI;
        strict.values[HEMO_RULE_DOUBTFUL] = HEMO_DOUBTFUL_AS_PHI;
        input->rule = hemo_rule_tighten(input->rule, &strict);
    }
    input->level = HEMO_LEVEL_UNKNOWN;
    input->internal = mail->account != NULL && hemo_account_is_internal(mail->account, domain);
}

static char *
make_id(void)
{
    g_autofree char *uuid = g_uuid_string_random();

    uuid[8] = '\0';
    return g_strconcat(uuid, uuid + 9, NULL);
}

HemoCase *
hemo_case_new(HemoEnvelope *envelope,
              HemoFacts *facts,
              HemoPolicy *policy,
              HemoAccounts *accounts)
{
    HemoCase *mail = g_new0(HemoCase, 1);

    g_atomic_ref_count_init(&mail->refs);
    mail->id = make_id();
    mail->envelope = envelope;
    mail->facts = facts;
    mail->policy = hemo_policy_ref(policy);
    mail->accounts = hemo_accounts_ref(accounts);
    mail->account = hemo_accounts_find(accounts, hemo_envelope_account(envelope));
    mail->claim = HEMO_CLAIM_NOT_MADE;
    mail->answered = g_ptr_array_new_with_free_func(free_answered);
    mail->made = g_ptr_array_new_with_free_func(free_made);
    mail->input = make_input(mail);
    mail->n_recipients = hemo_envelope_count(envelope);
    mail->recipients = g_new0(Recipient, mail->n_recipients);
    mail->keys = hemo_case_keys_new(mail->n_recipients);
    for (gsize i = 0; i < mail->n_recipients; i++)
        init_recipient(mail, i);
    return mail;
}

HemoCase *
hemo_case_ref(HemoCase *mail)
{
    g_atomic_ref_count_inc(&mail->refs);
    return mail;
}

void
hemo_case_unref(HemoCase *mail)
{
    if (mail == NULL || !g_atomic_ref_count_dec(&mail->refs))
        return;
    for (gsize i = 0; i < mail->n_recipients; i++)
        hemo_evidence_unref(mail->recipients[i].evidence);
    g_free(mail->recipients);
    hemo_case_keys_free(mail->keys);
    g_ptr_array_unref(mail->answered);
    g_ptr_array_unref(mail->made);
    hemo_envelope_free(mail->envelope);
    hemo_facts_free(mail->facts);
    hemo_policy_unref(mail->policy);
    hemo_accounts_unref(mail->accounts);
    g_free(mail->id);
    g_free(mail);
}

const char *
hemo_case_id(const HemoCase *mail)
{
    return mail->id;
}

const HemoEnvelope *
hemo_case_envelope(const HemoCase *mail)
{
    return mail->envelope;
}

const HemoFacts *
hemo_case_facts(const HemoCase *mail)
{
    return mail->facts;
}

const HemoAccount *
hemo_case_account(const HemoCase *mail)
{
    return mail->account;
}

const HemoAccounts *
hemo_case_accounts(const HemoCase *mail)
{
    return mail->accounts;
}

const HemoPolicy *
hemo_case_policy(const HemoCase *mail)
{
    return mail->policy;
}

void
hemo_case_raise_rung(HemoCase *mail, gsize index, HemoRung rung)
{
    HemoDecideRecipient *input = &mail->recipients[index].input;

    input->rung = MAX(input->rung, rung);
}

void
hemo_case_had_key(HemoCase *mail, gsize index)
{
    mail->recipients[index].input.had_key = TRUE;
}

void
hemo_case_claim(HemoCase *mail, HemoClaim claim)
{
    mail->claim = MIN(mail->claim, claim);
    mail->input.leg_verified = mail->input.leg_verified && hemo_claims_is_good(claim);
}

HemoClaim
hemo_case_claimed(const HemoCase *mail)
{
    return mail->claim;
}

gboolean
hemo_case_needs_evidence(const HemoCase *mail)
{
    if (mail->input.content != HEMO_CONTENT_NONE || mail->input.rung != HEMO_RUNG_NONE)
        return TRUE;
    for (gsize i = 0; i < mail->n_recipients; i++) {
        int tls = mail->recipients[i].input.rule.values[HEMO_RULE_TLS];

        if (tls == HEMO_TLS_POLICY_FORCED || tls == HEMO_TLS_POLICY_EXCLUSIVE ||
            mail->recipients[i].input.rung != HEMO_RUNG_NONE)
            return TRUE;
    }
    return FALSE;
}

void
hemo_case_set_evidence(HemoCase *mail, gsize index, HemoEvidence *evidence)
{
    Recipient *recipient = &mail->recipients[index];

    g_clear_pointer(&recipient->evidence, hemo_evidence_unref);
    recipient->evidence = evidence != NULL ? hemo_evidence_ref(evidence) : NULL;
    recipient->input.level =
        evidence != NULL ? hemo_evidence_level(evidence) : HEMO_LEVEL_UNKNOWN;
}

static const struct {
    HemoMethod method;
    HemoKeyKind kind;
} methods[] = {
    {HEMO_METHOD_SMIME, HEMO_KEY_KIND_SMIME},
    {HEMO_METHOD_OPENPGP, HEMO_KEY_KIND_OPENPGP},
};

HemoKeyKind
hemo_case_key_kind(HemoMethod method)
{
    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++) {
        if (methods[i].method == method)
            return methods[i].kind;
    }
    return HEMO_KEY_KIND_INVALID;
}

/* What needs nothing of the recipient: words can be told on the telephone. */
#define ALWAYS_AVAILABLE (1u << HEMO_METHOD_PDF)

/* Also if it is only wanted once a person has answered: nothing is looked up then. */
gboolean
hemo_case_wants_key(const HemoCase *mail, gsize index, HemoKeyKind kind)
{
    static const guint answers[] = {
        0,
        HEMO_ANSWER_AS_PHI,
        HEMO_ANSWER_CONFIRMED,
        HEMO_ANSWER_AS_PHI | HEMO_ANSWER_CONFIRMED,
    };
    HemoDecideRecipient input = mail->recipients[index].input;
    HemoVerdict verdict = HEMO_VERDICT_ASK;

    input.available = ALWAYS_AVAILABLE;
    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++)
        input.available |= methods[i].kind == kind ? 1u << methods[i].method : 0;
    for (gsize i = 0; i < G_N_ELEMENTS(answers) && verdict == HEMO_VERDICT_ASK; i++) {
        HemoDecideMail asked = mail->input;
        HemoDecision decision;

        asked.answers |= answers[i];
        decision = hemo_decide_recipient(&asked, &input);
        if (hemo_case_key_kind(decision.method) == kind)
            return TRUE;
        if (i == 0)
            verdict = decision.verdict;
    }
    return FALSE;
}

gboolean
hemo_case_lacks_key(const HemoCase *mail, gsize index)
{
    gboolean wanted = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++) {
        if (!hemo_case_wants_key(mail, index, methods[i].kind))
            continue;
        if (hemo_case_keys_has(mail->keys, index, methods[i].kind))
            return FALSE;
        wanted = TRUE;
    }
    return wanted;
}

HemoCaseKeys *
hemo_case_keys(const HemoCase *mail)
{
    return mail->keys;
}

static void
set_available(HemoCase *mail, gsize index)
{
    HemoDecideRecipient *input = &mail->recipients[index].input;

    input->available = ALWAYS_AVAILABLE;
    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++) {
        if (hemo_case_keys_can(mail->keys, index, methods[i].kind))
            input->available |= 1u << methods[i].method;
    }
}

/* The bytes change if a trigger is taken out, or the server must be told to enforce TLS. */
static gboolean
needs_rewrite(const HemoCase *mail)
{
    gboolean enforce = mail->account != NULL && hemo_account_enforcement(mail->account) != NULL;

    return hemo_facts_triggers(mail->facts)[0] != NULL ||
           (enforce && hemo_case_needs_evidence(mail));
}

static gboolean
has_reason(const HemoCase *mail, HemoVerdict verdict, HemoReason reason)
{
    for (gsize i = 0; i < mail->n_recipients; i++) {
        const HemoDecision *decision = &mail->recipients[i].decision;

        for (guint j = 0; decision->verdict == verdict && j < decision->n_reasons; j++) {
            if (decision->reasons[j] == reason)
                return TRUE;
        }
    }
    return FALSE;
}

static gboolean
can_send_others(const HemoCase *mail)
{
    gboolean held = FALSE;
    gboolean others = FALSE;

    for (gsize i = 0; i < mail->n_recipients; i++) {
        const HemoDecision *decision = &mail->recipients[i].decision;

        held = held || (decision->verdict == HEMO_VERDICT_HOLD && !decision->left_out);
        others = others || decision->verdict != HEMO_VERDICT_HOLD;
    }
    return held && others;
}

static void
offer_choices(HemoCase *mail)
{
    gboolean content = has_reason(mail, HEMO_VERDICT_ASK, HEMO_REASON_ASK_HEALTH) ||
                       has_reason(mail, HEMO_VERDICT_ASK, HEMO_REASON_ASK_UNREADABLE);
    gboolean confirm = has_reason(mail, HEMO_VERDICT_ASK, HEMO_REASON_ASK_ALWAYS) ||
                       has_reason(mail, HEMO_VERDICT_ASK, HEMO_REASON_ASK_UNDELIVERABLE);
    const gboolean offered[N_CHOICES] = {
        [CHOICE_CLEAN] = content,
        [CHOICE_AS_PHI] = content,
        [CHOICE_CONFIRM] = confirm && !content,
        [CHOICE_SEND_OTHERS] = can_send_others(mail) && !content && !confirm,
    };
    gsize n = 0;

    for (int choice = 0; choice < N_CHOICES; choice++) {
        if (offered[choice])
            mail->choices[n++] = all_choices[choice].id;
    }
    mail->choices[n] = NULL;
}

HemoVerdict
hemo_case_decide(HemoCase *mail)
{
    g_autofree HemoDecideRecipient *inputs = g_new0(HemoDecideRecipient, mail->n_recipients);
    g_autofree HemoDecision *decisions = g_new0(HemoDecision, mail->n_recipients);

    mail->input.rewrite = needs_rewrite(mail);
    for (gsize i = 0; i < mail->n_recipients; i++) {
        set_available(mail, i);
        inputs[i] = mail->recipients[i].input;
    }
    mail->verdict = hemo_decide(&mail->input, inputs, mail->n_recipients, decisions);
    for (gsize i = 0; i < mail->n_recipients; i++)
        mail->recipients[i].decision = decisions[i];
    offer_choices(mail);
    return mail->verdict;
}

/* TRUE if the mail would go to everybody protected, once a person has confirmed it. */
static gboolean
is_protected_once_confirmed(const HemoCase *mail)
{
    HemoDecideMail input = mail->input;

    input.answers |= HEMO_ANSWER_CONFIRMED;
    for (gsize i = 0; i < mail->n_recipients; i++) {
        HemoDecision decision = hemo_decide_recipient(&input, &mail->recipients[i].input);

        if (decision.verdict < HEMO_VERDICT_PROTECT || decision.method < HEMO_METHOD_TLS)
            return FALSE;
    }
    return TRUE;
}

gboolean
hemo_case_recommends(const HemoCase *mail, const char *choice)
{
    if (!g_strv_contains(mail->choices, choice))
        return FALSE;
    if (g_str_equal(choice, all_choices[CHOICE_AS_PHI].id))
        return TRUE;
    return g_str_equal(choice, all_choices[CHOICE_CONFIRM].id) &&
           is_protected_once_confirmed(mail);
}

HemoVerdict
hemo_case_verdict(const HemoCase *mail)
{
    return mail->verdict;
}

const char *const *
hemo_case_choices(const HemoCase *mail)
{
    return mail->choices;
}

static void
take_answer(HemoCase *mail, Choice choice)
{
    Answered *answered = g_new0(Answered, 1);

    answered->choice = all_choices[choice].id;
    answered->decisions = g_new0(HemoDecision, mail->n_recipients);
    for (gsize i = 0; i < mail->n_recipients; i++)
        answered->decisions[i] = mail->recipients[i].decision;
    g_ptr_array_add(mail->answered, answered);
    mail->input.answers |= all_choices[choice].answer;
}

gboolean
hemo_case_answer(HemoCase *mail, const char *choice, GError **error)
{
    if (!g_strv_contains(mail->choices, choice)) {
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("that choice is not offered for this mail"));
        return FALSE;
    }
    for (Choice i = 0; i < N_CHOICES; i++) {
        if (g_str_equal(all_choices[i].id, choice))
            take_answer(mail, i);
    }
    return TRUE;
}

const char *
hemo_case_answered(const HemoCase *mail, gsize index)
{
    if (index >= mail->answered->len)
        return NULL;
    return ((const Answered *)mail->answered->pdata[index])->choice;
}

static gboolean
is_same_decision(const HemoDecision *decision, const HemoDecision *other)
{
    gboolean same =
        decision->verdict == other->verdict && decision->left_out == other->left_out &&
        decision->method == other->method && decision->n_reasons == other->n_reasons;

    for (guint i = 0; same && i < decision->n_reasons; i++)
        same = decision->reasons[i] == other->reasons[i];
    return same;
}

gboolean
hemo_case_asks_same(const HemoCase *mail, const HemoCase *earlier, gsize index)
{
    const Answered *answered = earlier->answered->pdata[index];
    gboolean same = mail->n_recipients == earlier->n_recipients &&
                    g_strv_contains(mail->choices, answered->choice);

    for (gsize i = 0; same && i < mail->n_recipients; i++)
        same = is_same_decision(&mail->recipients[i].decision, &answered->decisions[i]);
    return same;
}

gboolean
hemo_case_is_same(const HemoCase *mail, const HemoCase *earlier)
{
    return hemo_facts_equal(mail->facts, earlier->facts) &&
           hemo_envelope_equal(mail->envelope, earlier->envelope) &&
           g_str_equal(hemo_policy_id(mail->policy), hemo_policy_id(earlier->policy)) &&
           g_str_equal(hemo_accounts_id(mail->accounts), hemo_accounts_id(earlier->accounts));
}

void
hemo_case_add_made(HemoCase *mail, const char *digest, const gsize *indices, gsize n)
{
    HemoCaseMade *made = g_new0(HemoCaseMade, 1);

    made->digest = g_strdup(digest);
    made->indices = g_memdup2(indices, n * sizeof *indices);
    made->n = n;
    g_ptr_array_add(mail->made, made);
}

const HemoCaseMade *
hemo_case_made(const HemoCase *mail, gsize index)
{
    return index < mail->made->len ? mail->made->pdata[index] : NULL;
}

const HemoDecision *
hemo_case_decision(const HemoCase *mail, gsize index)
{
    return &mail->recipients[index].decision;
}

HemoRoute
hemo_case_route(const HemoCase *mail)
{
    return mail->input.route;
}

HemoLevel
hemo_case_level(const HemoCase *mail, gsize index)
{
    return mail->recipients[index].input.level;
}

HemoEvidence *
hemo_case_evidence(const HemoCase *mail, gsize index)
{
    return mail->recipients[index].evidence;
}

/* From the first to the last rung of the recipient's ladder; INVALID where no key is used. */
static HemoKeyKind
kind_of_rung(const HemoCase *mail, gsize index, guint rung)
{
    return hemo_case_key_kind(mail->recipients[index].input.rule.methods[rung]);
}

const HemoKey *
hemo_case_nearest_key(const HemoCase *mail, gsize index)
{
    const HemoKey *nearest = NULL;

    for (guint i = 0; i < HEMO_RULE_METHODS; i++) {
        HemoKeyKind kind = kind_of_rung(mail, index, i);
        const HemoKey *key =
            kind != HEMO_KEY_KIND_INVALID ? hemo_case_keys_get(mail->keys, index, kind) : NULL;

        if (key != NULL && (nearest == NULL || hemo_key_state(key) > hemo_key_state(nearest)))
            nearest = key;
    }
    return nearest;
}

/* The first reason of a kind of which no key is known (@missed), or of which one could not even
 * look. */
static const char *
first_reason(const HemoCase *mail, gsize index, gboolean missed)
{
    for (guint i = 0; i < HEMO_RULE_METHODS; i++) {
        HemoKeyKind kind = kind_of_rung(mail, index, i);
        const char *reason = kind != HEMO_KEY_KIND_INVALID
                                 ? hemo_case_keys_reason(mail->keys, index, kind)
                                 : NULL;

        if (reason != NULL && hemo_case_keys_is_missed(mail->keys, index, kind) == missed)
            return reason;
    }
    return NULL;
}

static gboolean
can_encrypt(const HemoCase *mail, gsize index)
{
    for (guint i = 0; i < HEMO_RULE_METHODS; i++) {
        if (hemo_case_keys_can(mail->keys, index, kind_of_rung(mail, index, i)))
            return TRUE;
    }
    return FALSE;
}

const char *
hemo_case_key_reason(const HemoCase *mail, gsize index)
{
    const HemoKey *nearest = hemo_case_nearest_key(mail, index);
    const char *reason;

    if (can_encrypt(mail, index))
        return NULL;
    if (nearest != NULL)
        return hemo_case_keys_reason(mail->keys, index, hemo_key_kind(nearest));
    reason = first_reason(mail, index, FALSE);
    return reason != NULL ? reason : first_reason(mail, index, TRUE);
}

const HemoRule *
hemo_case_rule(const HemoCase *mail, gsize index)
{
    return &mail->recipients[index].input.rule;
}

HemoRule
hemo_case_rule_for(const HemoCase *mail, const char *address)
{
    g_autoptr(HemoAddress) parsed = hemo_address_parse(address, NULL);

    return hemo_policy_rule(mail->policy,
                            parsed != NULL ? hemo_address_key(parsed) : "",
                            parsed != NULL ? hemo_address_domain(parsed) : "",
                            hemo_facts_classes(mail->facts));
}

gboolean
hemo_case_is_fips(const HemoCase *mail)
{
    for (gsize i = 0; i < mail->n_recipients; i++) {
        if (hemo_case_rule(mail, i)->values[HEMO_RULE_CRYPTO] != HEMO_CRYPTO_STANDARD)
            return TRUE;
    }
    return FALSE;
}

HemoRung
hemo_case_rung(const HemoCase *mail, gsize index)
{
    return MAX(mail->input.rung, mail->recipients[index].input.rung);
}

gboolean
hemo_case_is_unknown(const HemoCase *mail, gsize index)
{
    const HemoDecideRecipient *input = &mail->recipients[index].input;

    return input->level == HEMO_LEVEL_UNKNOWN && !input->internal;
}

HemoDecision
hemo_case_forecast(const HemoCase *mail, gsize index)
{
    HemoDecideRecipient input = mail->recipients[index].input;

    input.level = HEMO_LEVEL_VERIFIED;
    return hemo_decide_recipient(&mail->input, &input);
}

gboolean
hemo_case_is_open(const HemoCase *mail, gsize index)
{
    return hemo_case_is_unknown(mail, index) &&
           mail->recipients[index].decision.verdict == HEMO_VERDICT_HOLD &&
           hemo_case_forecast(mail, index).verdict > HEMO_VERDICT_HOLD;
}

/* What is not proved is told by how long it is kept. */
gboolean
hemo_case_is_denied(const HemoCase *mail, gsize index)
{
    const HemoEvidence *evidence = mail->recipients[index].evidence;

    return evidence != NULL && hemo_evidence_level(evidence) == HEMO_LEVEL_UNDELIVERABLE &&
           hemo_evidence_expires(evidence) - hemo_evidence_checked(evidence) <=
               HEMO_DOMAIN_CHECK_UNPROVED;
}
