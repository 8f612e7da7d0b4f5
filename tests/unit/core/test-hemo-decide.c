/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The decision over its whole input space, in two enumerations that run every
 * combination: what the mail needs, and which way is safe enough.  Each result is
 * compared with what the tables of the policy say, written here as sets of levels and
 * not as the code writes them.  Sanitised builds take every 1009th combination.
 */
#include "hemo-decide.h"

#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define STRIDE 1009u /* prime, and no dimension has that many values */
#else
#define STRIDE 1u
#endif
#define SAMPLE     13u /* of these, neighbours are looked at too */
#define OUTSIDE    99
#define MAX_VALUES 20

typedef struct {
    HemoDecideMail mail;
    HemoDecideRecipient recipient;
    int ladder;
    int situation;
} Case;

/* One digit of the odometer that runs through all combinations. */
typedef struct {
    const char *name;
    gsize offset; /* of a gint in Case */
    guint n;
    int values[MAX_VALUES];
} Dimension;

#define MAIL(x)  offsetof(Case, mail.x)
#define WHO(x)   offsetof(Case, recipient.x)
#define VALUE(x) (offsetof(Case, recipient.rule.values) + (x) * sizeof(int))

G_STATIC_ASSERT(sizeof(HemoContent) == sizeof(int) && sizeof(HemoRung) == sizeof(int) &&
                sizeof(HemoRoute) == sizeof(int) && sizeof(HemoLevel) == sizeof(int));

#define TLS     HEMO_METHOD_TLS
#define SMIME   HEMO_METHOD_SMIME
#define OPENPGP HEMO_METHOD_OPENPGP
#define PORTAL  HEMO_METHOD_PORTAL
#define PDF     HEMO_METHOD_PDF
#define BIT(x)  (1u << (x))

static const HemoMethod ladders[][HEMO_RULE_METHODS] = {
    {TLS, SMIME, OPENPGP, PORTAL}, /* as shipped */
    {PORTAL, TLS, SMIME, OPENPGP},
    {SMIME, OPENPGP, PORTAL, TLS},
    {OPENPGP, PORTAL},
    {TLS},
    {OPENPGP},
    {HEMO_METHOD_INVALID},
    {TLS, SMIME, OPENPGP, PORTAL, PDF},
    {PDF, TLS},
    {SMIME, PDF},
    {PDF},
};

/* What a person would say of a few recipients; the way space has all of them. */
static const struct {
    HemoRoute route;
    HemoLevel level;
    gboolean leg;
    gboolean internal;
    guint available;
} situations[] = {
    {HEMO_ROUTE_R2, HEMO_LEVEL_AUTHENTICATED, TRUE, FALSE, BIT(SMIME) | BIT(PORTAL)},
    {HEMO_ROUTE_R2, HEMO_LEVEL_AUTHENTICATED, TRUE, FALSE, 0},
    {HEMO_ROUTE_R0, HEMO_LEVEL_UNKNOWN, TRUE, FALSE, 0},
    {HEMO_ROUTE_R0, HEMO_LEVEL_UNKNOWN, TRUE, FALSE, BIT(PORTAL)},
    {HEMO_ROUTE_R3, HEMO_LEVEL_UNDELIVERABLE, TRUE, FALSE, BIT(OPENPGP)},
    {HEMO_ROUTE_R3, HEMO_LEVEL_CONFLICT, TRUE, FALSE, BIT(OPENPGP)},
    {HEMO_ROUTE_R0, HEMO_LEVEL_UNKNOWN, TRUE, TRUE, 0},
    {HEMO_ROUTE_R2, HEMO_LEVEL_VERIFIED, FALSE, FALSE, 0},
};

static const Dimension need_space[] = {
    {"content", MAIL(content), 6, {0, 1, 2, 3, 4, OUTSIDE}},
    {"phi", VALUE(HEMO_RULE_PHI), 3, {0, 1, 2}},
    {"doubtful", VALUE(HEMO_RULE_DOUBTFUL), 4, {0, 1, 2, 3}},
    {"unreadable", VALUE(HEMO_RULE_UNREADABLE), 4, {0, 1, 2, 3}},
    {"ask", VALUE(HEMO_RULE_ASK), 4, {0, 1, 2, 3}},
    {"answers", MAIL(answers), 16, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}},
    {"rung", MAIL(rung), 5, {0, 1, 2, 3, OUTSIDE}},
    {"tls", VALUE(HEMO_RULE_TLS), 7, {0, 1, 2, 3, 4, 5, OUTSIDE}},
    {"situation",
     offsetof(Case, situation),
     G_N_ELEMENTS(situations),
     {0, 1, 2, 3, 4, 5, 6, 7}},
};

#define AVAILABLE(bits) ((bits) << HEMO_METHOD_SMIME)

static const Dimension way_space[] = {
    {"tls", VALUE(HEMO_RULE_TLS), 6, {0, 1, 2, 3, 4, 5}},
    {"min-tls", VALUE(HEMO_RULE_MIN_TLS), 4, {0, 6, 7, 8}},
    {"predicted", VALUE(HEMO_RULE_PREDICTED), 4, {0, 1, 2, 3}},
    {"reply", VALUE(HEMO_RULE_REPLY), 3, {0, 1, 2}},
    {"route", MAIL(route), 6, {0, 1, 2, 3, 4, OUTSIDE}},
    {"level", WHO(level), 10, {0, 1, 2, 3, 4, 5, 6, 7, 8, OUTSIDE}},
    {"leg", MAIL(leg_verified), 2, {0, 1}},
    {"internal", WHO(internal), 2, {0, 1}},
    {"sensitive", MAIL(sensitive), 2, {0, 1}},
    {"reply_tls", WHO(reply_tls), 2, {0, 1}},
    {"rung", MAIL(rung), 4, {0, 1, 2, 3}},
    {"available",
     WHO(available),
     8,
     {AVAILABLE(0),
      AVAILABLE(1),
      AVAILABLE(2),
      AVAILABLE(3),
      AVAILABLE(4),
      AVAILABLE(5),
      AVAILABLE(6),
      AVAILABLE(7)}},
    {"ladder", offsetof(Case, ladder), 7, {0, 1, 2, 3, 4, 5, 6}},
    {"encrypted", MAIL(encrypted_already), 2, {0, 1}},
};

/* What a PDF may do, in ladders that have it. */
static const Dimension pdf_space[] = {
    {"tls", VALUE(HEMO_RULE_TLS), 5, {1, 2, 3, 4, 5}},
    {"reply", VALUE(HEMO_RULE_REPLY), 3, {0, 1, 2}},
    {"crypto", VALUE(HEMO_RULE_CRYPTO), 3, {0, 1, 2}},
    {"route", MAIL(route), 2, {HEMO_ROUTE_R0, HEMO_ROUTE_R2}},
    {"level", WHO(level), 4, {2, 4, HEMO_LEVEL_CONFLICT, HEMO_LEVEL_VERIFIED}},
    {"leg", MAIL(leg_verified), 2, {0, 1}},
    {"internal", WHO(internal), 2, {0, 1}},
    {"sensitive", MAIL(sensitive), 2, {0, 1}},
    {"unopened", MAIL(unopened), 2, {0, 1}},
    {"reply_tls", WHO(reply_tls), 2, {0, 1}},
    {"rung", MAIL(rung), 4, {0, 1, 2, 3}},
    {"available", WHO(available), 4, {AVAILABLE(0), AVAILABLE(8), AVAILABLE(9), AVAILABLE(15)}},
    {"ladder", offsetof(Case, ladder), 4, {7, 8, 9, 10}},
    {"encrypted", MAIL(encrypted_already), 2, {0, 1}},
};

static void
set_digit(Case *at, const Dimension *dimension, guint digit)
{
    memcpy((char *)at + dimension->offset, &dimension->values[digit], sizeof(int));
}

/* Goes on by @stride combinations; FALSE after the last one. */
static gboolean
step(Case *at, const Dimension *space, guint *digits, guint n, guint stride)
{
    for (guint i = n; i > 0 && stride > 0; i--) {
        guint sum = digits[i - 1] + stride;

        digits[i - 1] = sum % space[i - 1].n;
        stride = sum / space[i - 1].n;
        set_digit(at, &space[i - 1], digits[i - 1]);
    }
    return stride == 0;
}

/* --- what the design says, in sets ----------------------------------------------------- */

#define LEVELS_V   BIT(HEMO_LEVEL_VERIFIED)
#define LEVELS_VA  (LEVELS_V | BIT(HEMO_LEVEL_AUTHENTICATED))
#define LEVELS_VAE (LEVELS_VA | BIT(HEMO_LEVEL_ENCRYPTED))

static const guint accepted_by_route[HEMO_N_ROUTES] = {
    [HEMO_ROUTE_R1] = LEVELS_V,
    [HEMO_ROUTE_R2] = LEVELS_VAE, /* E only where min-tls lets it */
    [HEMO_ROUTE_R3] = LEVELS_VAE,
};

static const guint accepted_by_prediction[] = {
    [HEMO_PREDICTED_V_A] = LEVELS_VA,
    [HEMO_PREDICTED_V] = LEVELS_V,
    [HEMO_PREDICTED_NONE] = 0,
};

static const guint accepted_by_min_tls[HEMO_N_LEVELS] = {
    [HEMO_LEVEL_ENCRYPTED] = LEVELS_VAE,
    [HEMO_LEVEL_AUTHENTICATED] = LEVELS_VA,
    [HEMO_LEVEL_VERIFIED] = LEVELS_V,
};

static const guint met_by[HEMO_N_RUNGS] = {
    [HEMO_RUNG_NONE] = BIT(TLS) | BIT(SMIME) | BIT(OPENPGP) | BIT(PORTAL) | BIT(PDF),
    [HEMO_RUNG_TLS] = BIT(TLS) | BIT(SMIME) | BIT(OPENPGP) | BIT(PORTAL) | BIT(PDF),
    [HEMO_RUNG_END_TO_END] = BIT(SMIME) | BIT(OPENPGP) | BIT(PORTAL),
    [HEMO_RUNG_PORTAL] = BIT(PORTAL),
};

static int
rule_value(const Case *at, HemoRuleKey key)
{
    return at->recipient.rule.values[key];
}

/* A zero or an unknown number anywhere. */
static gboolean
is_invalid(const Case *at)
{
    static const int last[HEMO_N_RULE_KEYS] = {
        [HEMO_RULE_TLS] = HEMO_TLS_POLICY_NEVER,
        [HEMO_RULE_MIN_TLS] = HEMO_LEVEL_VERIFIED,
        [HEMO_RULE_PREDICTED] = HEMO_PREDICTED_NONE,
        [HEMO_RULE_PHI] = HEMO_PHI_HOLD,
        [HEMO_RULE_DOUBTFUL] = HEMO_DOUBTFUL_AS_PHI,
        [HEMO_RULE_UNREADABLE] = HEMO_UNREADABLE_AS_PHI,
        [HEMO_RULE_ASK] = HEMO_ASK_ALWAYS,
        [HEMO_RULE_REPLY] = HEMO_REPLY_CONSERVATIVE,
        [HEMO_RULE_CRYPTO] = HEMO_CRYPTO_FIPS_APPROVED,
        [HEMO_RULE_CONSENT] = HEMO_CONSENT_NONE,
        [HEMO_RULE_KEY_TRUST] = HEMO_PROOF_CONFIRMED,
        [HEMO_RULE_SIGN] = HEMO_SIGN_ALWAYS,
    };

    for (int key = 0; key < HEMO_N_RULE_KEYS; key++) {
        if (rule_value(at, key) <= 0 || rule_value(at, key) > last[key])
            return TRUE;
    }
    return at->mail.content == 0 || at->mail.content > HEMO_CONTENT_PHI ||
           at->mail.route == 0 || at->mail.route > HEMO_ROUTE_R3 || at->recipient.level == 0 ||
           at->recipient.level > HEMO_LEVEL_VERIFIED || at->mail.rung > HEMO_RUNG_PORTAL;
}

static gboolean
tls_is_trusted(const Case *at)
{
    const HemoDecideMail *mail = &at->mail;
    gboolean r0 = mail->route == HEMO_ROUTE_R0;
    gboolean conservative =
        mail->sensitive || rule_value(at, HEMO_RULE_REPLY) == HEMO_REPLY_CONSERVATIVE;
    guint levels = accepted_by_route[mail->route];

    if (mail->unopened) /* it may ask for more than TLS */
        return FALSE;
    if (!mail->leg_verified || rule_value(at, HEMO_RULE_TLS) == HEMO_TLS_POLICY_NEVER)
        return FALSE;
    if (at->recipient.internal)
        return TRUE;
    if (conservative && !at->recipient.reply_tls)
        return FALSE;
    if ((r0 && !mail->sensitive) || mail->route == HEMO_ROUTE_R1)
        levels |= accepted_by_prediction[rule_value(at, HEMO_RULE_PREDICTED)];
    levels &= accepted_by_min_tls[rule_value(at, HEMO_RULE_MIN_TLS)];
    return (levels & BIT(at->recipient.level)) != 0;
}

/* Others may get hold of the file: for nothing that TLS would be too little for anyway. */
static gboolean
pdf_is_trusted(const Case *at)
{
    return !at->mail.unopened && !at->mail.sensitive &&
           rule_value(at, HEMO_RULE_CRYPTO) == HEMO_CRYPTO_STANDARD &&
           (at->recipient.reply_tls ||
            rule_value(at, HEMO_RULE_REPLY) == HEMO_REPLY_AGGRESSIVE);
}

/* Every method that would do, as bits. */
static guint
usable_methods(const Case *at)
{
    guint usable = at->mail.encrypted_already ? 0 : at->recipient.available;

    if (!pdf_is_trusted(at))
        usable &= ~BIT(PDF);
    if (rule_value(at, HEMO_RULE_TLS) == HEMO_TLS_POLICY_EXCLUSIVE)
        usable = 0;
    if (tls_is_trusted(at))
        usable |= BIT(TLS);
    return usable & met_by[at->mail.rung];
}

static HemoMethod
first_usable(const Case *at)
{
    guint usable = usable_methods(at);

    for (guint i = 0; i < HEMO_RULE_METHODS; i++) {
        HemoMethod method = at->recipient.rule.methods[i];

        if (method != HEMO_METHOD_INVALID && (usable & BIT(method)) != 0)
            return method;
    }
    return HEMO_METHOD_INVALID;
}

/* Encrypted for the recipient, on a way that would do for mail of no special kind. */
static gboolean
expect_tls_as_well(const Case *at, HemoMethod method)
{
    Case ordinary = *at;
    gboolean has_tls = FALSE;

    ordinary.mail.unopened = FALSE;
    ordinary.mail.sensitive = FALSE;
    ordinary.recipient.reply_tls = TRUE;
    for (guint i = 0; i < HEMO_RULE_METHODS; i++)
        has_tls = has_tls || at->recipient.rule.methods[i] == TLS;
    return (method == SMIME || method == OPENPGP) && has_tls && tls_is_trusted(&ordinary);
}

typedef enum { AS_NONE, AS_TRY, AS_ASK, AS_PHI, AS_HELD } Treatment;

static Treatment
treatment(const Case *at, gboolean *ret_clean)
{
    int doubtful = rule_value(at, HEMO_RULE_DOUBTFUL);
    int unreadable = rule_value(at, HEMO_RULE_UNREADABLE);
    HemoContent content = at->mail.content;
    gboolean health = content == HEMO_CONTENT_HEALTH;
    gboolean unread = content == HEMO_CONTENT_UNREAD;
    gboolean phi = content == HEMO_CONTENT_PHI ||
                   (health && doubtful == HEMO_DOUBTFUL_AS_PHI) ||
                   (unread && unreadable == HEMO_UNREADABLE_AS_PHI);

    *ret_clean = FALSE;
    if (phi || (at->mail.answers & HEMO_ANSWER_AS_PHI) != 0)
        return rule_value(at, HEMO_RULE_PHI) == HEMO_PHI_HOLD ? AS_HELD : AS_PHI;
    *ret_clean = (health || unread) && (at->mail.answers & HEMO_ANSWER_CLEAN) != 0;
    if (*ret_clean)
        return AS_NONE;
    if (unread && unreadable == HEMO_UNREADABLE_ASK)
        return AS_ASK;
    return health && doubtful == HEMO_DOUBTFUL_TRY ? AS_TRY : AS_NONE;
}

typedef struct {
    HemoVerdict verdict;
    HemoMethod method;
    gboolean left_out;
} Expected;

static Expected
expect_protection(const Case *at)
{
    HemoMethod method = first_usable(at);
    gboolean exclusive = rule_value(at, HEMO_RULE_TLS) == HEMO_TLS_POLICY_EXCLUSIVE;

    if (method == HEMO_METHOD_INVALID)
        return (Expected){HEMO_VERDICT_HOLD, HEMO_METHOD_INVALID, exclusive};
    return (Expected){HEMO_VERDICT_PROTECT, method, FALSE};
}

static Expected
expect_try(const Case *at)
{
    gboolean go = rule_value(at, HEMO_RULE_ASK) == HEMO_ASK_NEVER ||
                  (at->mail.answers & HEMO_ANSWER_CONFIRMED) != 0;
    Case tls_only = *at;

    tls_only.recipient.available = 0;
    if (first_usable(&tls_only) == TLS)
        return (Expected){HEMO_VERDICT_PROTECT, TLS, FALSE};
    if (go)
        return (Expected){HEMO_VERDICT_SEND, HEMO_METHOD_NONE, FALSE};
    return (Expected){HEMO_VERDICT_ASK, HEMO_METHOD_INVALID, FALSE};
}

static Expected
expect_treated(const Case *at, Treatment as)
{
    int tls = rule_value(at, HEMO_RULE_TLS);
    gboolean every_mail = tls == HEMO_TLS_POLICY_FORCED || tls == HEMO_TLS_POLICY_EXCLUSIVE;

    if (as == AS_HELD)
        return (Expected){HEMO_VERDICT_HOLD, HEMO_METHOD_INVALID, FALSE};
    if (as == AS_ASK)
        return (Expected){HEMO_VERDICT_ASK, HEMO_METHOD_INVALID, FALSE};
    if (as == AS_PHI || every_mail || at->mail.rung != HEMO_RUNG_NONE)
        return expect_protection(at);
    if (as == AS_TRY)
        return expect_try(at);
    return (Expected){HEMO_VERDICT_SEND, HEMO_METHOD_NONE, FALSE};
}

static Expected
expect(const Case *at)
{
    gboolean plain = at->mail.content == HEMO_CONTENT_NONE && at->mail.rung == HEMO_RUNG_NONE;
    gboolean confirmed = (at->mail.answers & HEMO_ANSWER_CONFIRMED) != 0;
    gboolean clean;
    Expected expected;

    if (is_invalid(at))
        return (Expected){HEMO_VERDICT_HOLD, HEMO_METHOD_INVALID, FALSE};
    if (at->recipient.level == HEMO_LEVEL_UNDELIVERABLE && !at->recipient.internal &&
        !(plain && confirmed))
        return (Expected){plain ? HEMO_VERDICT_ASK : HEMO_VERDICT_HOLD, HEMO_METHOD_INVALID, 0};
    expected = expect_treated(at, treatment(at, &clean));
    if (rule_value(at, HEMO_RULE_ASK) == HEMO_ASK_ALWAYS && !confirmed && !clean &&
        at->mail.content != HEMO_CONTENT_NONE && expected.verdict >= HEMO_VERDICT_PROTECT)
        return (Expected){HEMO_VERDICT_ASK, HEMO_METHOD_INVALID, FALSE};
    return expected;
}

/* --- what must be so whatever the policy ------------------------------------------------ */

static gboolean has_words[HEMO_N_REASONS];

static void
check_all_words(void)
{
    for (int reason = 1; reason < HEMO_N_REASONS; reason++)
        has_words[reason] =
            hemo_reason_code(reason) != NULL && *hemo_reason_words(reason) != '\0';
}

static gboolean
has_reason(const HemoDecision *decision, HemoReason reason)
{
    for (guint i = 0; i < decision->n_reasons; i++) {
        if (decision->reasons[i] == reason)
            return TRUE;
    }
    return FALSE;
}

/* The last reason that is not about the way of an encrypted mail. */
static HemoReason
last_reason(const HemoDecision *decision)
{
    guint i = decision->n_reasons - 1;

    while (decision->tls_as_well && i > 0 &&
           (decision->reasons[i] == HEMO_REASON_TLS_AS_WELL ||
            decision->reasons[i] == HEMO_REASON_TLS_PREDICTED))
        i--;
    return decision->reasons[i];
}

/* The last reason says why it is this verdict and no other. */
static gboolean
reason_fits(const Case *at, const HemoDecision *decision)
{
    HemoReason last = last_reason(decision);

    switch (decision->verdict) {
    case HEMO_VERDICT_HOLD:
        return decision->left_out
                   ? last == HEMO_REASON_EXCLUSIVE_REFUSED
                   : last == HEMO_REASON_NO_METHOD || last == HEMO_REASON_POLICY_HOLDS ||
                         last == HEMO_REASON_NOT_JUDGED || last == HEMO_REASON_UNDELIVERABLE;
    case HEMO_VERDICT_ASK:
        return last >= HEMO_REASON_ASK_HEALTH && last <= HEMO_REASON_ASK_UNDELIVERABLE;
    case HEMO_VERDICT_SEND:
        return last != HEMO_REASON_PATIENT_DATA && last != HEMO_REASON_UNREADABLE;
    case HEMO_VERDICT_PROTECT:
        break;
    }
    switch ((int)last) {
    case HEMO_REASON_SMIME:
        return decision->method == SMIME;
    case HEMO_REASON_OPENPGP:
        return decision->method == OPENPGP;
    case HEMO_REASON_PORTAL:
        return decision->method == PORTAL;
    case HEMO_REASON_PDF:
        return decision->method == PDF;
    case HEMO_REASON_INTERNAL:
        return decision->method == TLS && at->recipient.internal;
    case HEMO_REASON_TLS_ENFORCED:
        return decision->method == TLS && at->mail.route >= HEMO_ROUTE_R2;
    case HEMO_REASON_TLS_HONOURED:
        return decision->method == TLS && at->mail.route == HEMO_ROUTE_R1;
    case HEMO_REASON_TLS_PREDICTED:
        return decision->method == TLS && at->mail.route <= HEMO_ROUTE_R1 &&
               rule_value(at, HEMO_RULE_PREDICTED) != HEMO_PREDICTED_NONE;
    default:
        return FALSE;
    }
}

/* Whoever gets something else where TLS comes first is told why. */
static gboolean
explains_no_tls(const Case *at, const HemoDecision *decision)
{
    gboolean passed = decision->verdict == HEMO_VERDICT_PROTECT && decision->method != TLS &&
                      at->recipient.rule.methods[0] == TLS;

    for (guint i = 0; passed && i < decision->n_reasons; i++) {
        HemoReason reason = decision->reasons[i];

        if (reason >= HEMO_REASON_LEG_UNVERIFIED && reason <= HEMO_REASON_SENSITIVE)
            return TRUE;
    }
    return !passed;
}

static gboolean
reasons_are_sound(const Case *at, const HemoDecision *decision)
{
    gboolean alarm = at->recipient.level == HEMO_LEVEL_CONFLICT && !at->recipient.internal;

    if (decision->n_reasons == 0 || decision->n_reasons > HEMO_DECISION_REASONS)
        return FALSE;
    for (guint i = 0; i < decision->n_reasons; i++) {
        HemoReason reason = decision->reasons[i];

        if ((guint)reason >= HEMO_N_REASONS || !has_words[reason])
            return FALSE;
        for (guint j = 0; j < i; j++) {
            if (decision->reasons[j] == reason)
                return FALSE;
        }
    }
    if (alarm && decision->verdict == HEMO_VERDICT_PROTECT &&
        !has_reason(decision, HEMO_REASON_CONFLICT))
        return FALSE;
    if (decision->tls_as_well != expect_tls_as_well(at, decision->method) ||
        (decision->tls_as_well && !has_reason(decision, HEMO_REASON_TLS_AS_WELL)))
        return FALSE;
    return explains_no_tls(at, decision) && reason_fits(at, decision);
}

/* Sent at all means that there is a method, and nothing else has one. */
static gboolean
is_sound(const Case *at, const HemoDecision *decision)
{
    gboolean sent = decision->verdict >= HEMO_VERDICT_PROTECT;
    gboolean phi = at->mail.content == HEMO_CONTENT_PHI;

    return sent == (decision->method != HEMO_METHOD_INVALID) &&
           (decision->verdict == HEMO_VERDICT_SEND) == (decision->method == HEMO_METHOD_NONE) &&
           !(phi && decision->method == HEMO_METHOD_NONE) && !(sent && decision->left_out) &&
           reasons_are_sound(at, decision);
}

static char *
describe(const Case *at, const Dimension *space, guint n)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < n; i++) {
        int value;

        memcpy(&value, (const char *)at + space[i].offset, sizeof value);
        g_string_append_printf(text, "%s=%d ", space[i].name, value);
    }
    return g_string_free(text, FALSE);
}

static void
check(const Case *at, const Dimension *space, guint n)
{
    HemoDecision decision = hemo_decide_recipient(&at->mail, &at->recipient);
    Expected expected = expect(at);

    if (G_LIKELY(decision.verdict == expected.verdict && decision.method == expected.method &&
                 decision.left_out == expected.left_out && is_sound(at, &decision)))
        return;
    g_autofree char *where = describe(at, space, n);

    g_error("%s: verdict %d method %d left out %d with %u reasons, first %s, last %s; "
            "expected %d, %d, %d",
            where,
            decision.verdict,
            decision.method,
            decision.left_out,
            decision.n_reasons,
            hemo_reason_code(decision.reasons[0]),
            hemo_reason_code(decision.reasons[MAX(decision.n_reasons, 1) - 1]),
            expected.verdict,
            expected.method,
            expected.left_out);
}

/* Knowing more good never stops a mail that went without it. */
static void
check_more_trust(const Case *at, const Dimension *space, guint n)
{
    Case more[9];
    guint count = 0;

    if (is_invalid(at) ||
        hemo_decide_recipient(&at->mail, &at->recipient).verdict < HEMO_VERDICT_PROTECT)
        return;
    for (guint i = 0; i < G_N_ELEMENTS(more); i++)
        more[i] = *at;
    more[count++].mail.leg_verified = TRUE;
    more[count++].recipient.internal = TRUE;
    more[count++].recipient.reply_tls = TRUE;
    more[count++].mail.route = MIN(at->mail.route + 1, HEMO_ROUTE_R3);
    more[count++].recipient.level = MIN(at->recipient.level + 1, HEMO_LEVEL_VERIFIED);
    more[count].recipient.available |= at->recipient.available << 1 | BIT(SMIME);
    count++;
    more[count++].mail.sensitive = FALSE;
    more[count++].mail.unopened = FALSE;
    more[count++].mail.encrypted_already = FALSE;
    for (guint i = 0; i < count; i++) {
        if (hemo_decide_recipient(&more[i].mail, &more[i].recipient).verdict <
            HEMO_VERDICT_PROTECT) {
            g_autofree char *where = describe(at, space, n);

            g_error("%s: step %u of more trust stops the mail", where, i);
        }
    }
}

static Case
first_case(void)
{
    Case at = {.recipient.rule = hemo_rule_shipped()};

    at.mail.content = HEMO_CONTENT_PHI;
    at.mail.route = HEMO_ROUTE_R0;
    at.recipient.level = HEMO_LEVEL_UNKNOWN;
    return at;
}

static void
apply_situation(Case *at)
{
    at->mail.route = situations[at->situation].route;
    at->mail.leg_verified = situations[at->situation].leg;
    at->recipient.level = situations[at->situation].level;
    at->recipient.internal = situations[at->situation].internal;
    at->recipient.available = situations[at->situation].available;
}

static void
apply_ladder(Case *at)
{
    memcpy(at->recipient.rule.methods, ladders[at->ladder], sizeof ladders[0]);
}

static guint64
run_space(Case at, const Dimension *space, guint n, guint stride, void (*apply)(Case *at))
{
    g_autofree guint *digits = g_new0(guint, n);
    guint64 count = 0;

    for (guint i = 0; i < n; i++)
        set_digit(&at, &space[i], 0);
    do {
        apply(&at);
        check(&at, space, n);
        if (count++ % SAMPLE == 0)
            check_more_trust(&at, space, n);
    } while (step(&at, space, digits, n, stride));
    return count;
}

static guint64
size_of(const Dimension *space, guint n)
{
    guint64 size = 1;

    for (guint i = 0; i < n; i++)
        size *= space[i].n;
    return size;
}

static void
test_need_space(void)
{
    guint n = G_N_ELEMENTS(need_space);
    guint64 count = run_space(first_case(), need_space, n, STRIDE, apply_situation);

    g_assert_cmpuint(count, ==, (size_of(need_space, n) + STRIDE - 1) / STRIDE);
}

static void
test_way_space(void)
{
    guint n = G_N_ELEMENTS(way_space);
    guint64 count = run_space(first_case(), way_space, n, STRIDE, apply_ladder);

    g_assert_cmpuint(count, ==, (size_of(way_space, n) + STRIDE - 1) / STRIDE);
}

static void
test_pdf_space(void)
{
    guint n = G_N_ELEMENTS(pdf_space);
    Case at = first_case();
    guint64 count = run_space(at, pdf_space, n, STRIDE, apply_ladder);

    g_assert_cmpuint(count, ==, (size_of(pdf_space, n) + STRIDE - 1) / STRIDE);
}

/* What nobody could read takes the same ways as patient data. */
static void
test_way_space_unread(void)
{
    Case at = first_case();

    at.mail.content = HEMO_CONTENT_UNREAD;
    g_assert_cmpuint(
        run_space(at, way_space, G_N_ELEMENTS(way_space), 11 * STRIDE, apply_ladder),
        >,
        1000);
}

/* Each number that is decided by, made unknown in a mail that would go. */
static void
test_unknown_numbers(void)
{
    static const gsize offsets[] = {
        MAIL(content),
        MAIL(route),
        WHO(level),
    };
    Case good = first_case();

    good.mail.content = HEMO_CONTENT_NONE;
    for (gsize i = 0; i < G_N_ELEMENTS(offsets) + HEMO_N_RULE_KEYS; i++) {
        gsize rule = i - G_N_ELEMENTS(offsets);
        gsize offset = i < G_N_ELEMENTS(offsets) ? offsets[i] : VALUE(rule);
        const int values[] = {0, -1, OUTSIDE, G_MAXINT, G_MININT};

        g_assert_cmpint(hemo_decide_recipient(&good.mail, &good.recipient).verdict,
                        ==,
                        HEMO_VERDICT_SEND);
        for (gsize j = 0; j < G_N_ELEMENTS(values); j++) {
            Case bad = good;

            memcpy((char *)&bad + offset, &values[j], sizeof(int));
            g_assert_cmpint(hemo_decide_recipient(&bad.mail, &bad.recipient).verdict,
                            ==,
                            HEMO_VERDICT_HOLD);
        }
    }
}

static void
test_zeroed(void)
{
    const HemoDecideMail mail = {0};
    const HemoDecideRecipient recipient = {0};
    HemoDecision decision = hemo_decide_recipient(&mail, &recipient);

    g_assert_cmpint(decision.verdict, ==, HEMO_VERDICT_HOLD);
    g_assert_cmpint(decision.reasons[0], ==, HEMO_REASON_NOT_JUDGED);
    g_assert_cmpint(hemo_decide(&mail, &recipient, 1, &decision), ==, HEMO_VERDICT_HOLD);
    g_assert_cmpint(hemo_decide(&mail, NULL, 0, NULL), ==, HEMO_VERDICT_HOLD);
}

/* --- several recipients ----------------------------------------------------------------- */

enum { KIND_TLS, KIND_OPENPGP, KIND_HELD, KIND_REFUSED, KIND_BROKEN, KIND_ASKED, N_KINDS };

static HemoDecideRecipient
make_kind(int kind)
{
    Case at = first_case();

    at.recipient.level = kind == KIND_TLS ? HEMO_LEVEL_VERIFIED : HEMO_LEVEL_NONE;
    if (kind == KIND_OPENPGP || kind == KIND_ASKED)
        at.recipient.available = BIT(OPENPGP);
    if (kind == KIND_ASKED)
        at.recipient.rule.values[HEMO_RULE_ASK] = HEMO_ASK_ALWAYS;
    if (kind == KIND_REFUSED)
        at.recipient.rule.values[HEMO_RULE_TLS] = HEMO_TLS_POLICY_EXCLUSIVE;
    if (kind == KIND_BROKEN)
        at.recipient.rule.values[HEMO_RULE_TLS] = 0;
    return at.recipient;
}

/* What the sender is told about all of them together. */
static HemoVerdict
expect_together(const HemoDecideMail *mail, const int *kinds, gsize n, gboolean *ret_left_out)
{
    gboolean others = (mail->answers & HEMO_ANSWER_SEND_OTHERS) != 0;
    gboolean asks = (mail->answers & HEMO_ANSWER_CONFIRMED) == 0;
    guint seen[N_KINDS] = {0};
    gsize left = 0;

    for (gsize i = 0; i < n; i++) {
        gboolean held = kinds[i] == KIND_HELD || kinds[i] == KIND_BROKEN;

        ret_left_out[i] = kinds[i] == KIND_REFUSED || (held && others);
        left += ret_left_out[i] ? 1 : 0;
        seen[kinds[i]]++;
    }
    if (left == n || (!others && seen[KIND_HELD] + seen[KIND_BROKEN] > 0))
        return HEMO_VERDICT_HOLD;
    if (asks && seen[KIND_ASKED] > 0)
        return HEMO_VERDICT_ASK;
    if (left > 0 || mail->rewrite || seen[KIND_OPENPGP] + seen[KIND_ASKED] > 0)
        return HEMO_VERDICT_PROTECT;
    return HEMO_VERDICT_SEND;
}

static void
check_together(const HemoDecideMail *mail, const int *kinds, gsize n)
{
    HemoDecideRecipient recipients[3];
    HemoDecision decisions[3];
    gboolean left_out[3];
    HemoVerdict verdict = expect_together(mail, kinds, n, left_out);

    for (gsize i = 0; i < n; i++)
        recipients[i] = make_kind(kinds[i]);
    g_assert_cmpint(hemo_decide(mail, recipients, n, decisions), ==, verdict);
    for (gsize i = 0; i < n; i++)
        g_assert_cmpint(decisions[i].left_out, ==, left_out[i]);
}

static void
test_together(void)
{
    HemoDecideMail mail = first_case().mail;

    mail.route = HEMO_ROUTE_R2;
    mail.leg_verified = TRUE;
    for (guint at = 0; at < N_KINDS * N_KINDS * N_KINDS * 3 * 4 * 2; at++) {
        const int kinds[] = {at % N_KINDS, at / N_KINDS % N_KINDS, at / 36 % N_KINDS};
        guint rest = at / (N_KINDS * N_KINDS * N_KINDS);

        mail.answers = ((rest & 1) != 0 ? HEMO_ANSWER_SEND_OTHERS : 0) |
                       ((rest & 2) != 0 ? HEMO_ANSWER_CONFIRMED : 0);
        mail.rewrite = (rest & 4) != 0;
        check_together(&mail, kinds, rest / 8 + 1);
    }
}

/* Mail without patient data goes untouched unless its bytes must change. */
static void
test_plain_mail(void)
{
    Case at = first_case();
    HemoDecision decision;

    at.mail.content = HEMO_CONTENT_NONE;
    g_assert_cmpint(hemo_decide(&at.mail, &at.recipient, 1, &decision), ==, HEMO_VERDICT_SEND);
    g_assert_cmpint(decision.method, ==, HEMO_METHOD_NONE);
    at.mail.rewrite = TRUE;
    g_assert_cmpint(hemo_decide(&at.mail, &at.recipient, 1, &decision),
                    ==,
                    HEMO_VERDICT_PROTECT);
    g_assert_cmpint(decision.method, ==, HEMO_METHOD_NONE);
}

static void
test_names(void)
{
    static const char *const names[] = {"hold", "ask", "protect", "send"};

    for (int verdict = HEMO_VERDICT_HOLD; verdict <= HEMO_VERDICT_SEND; verdict++)
        g_assert_cmpstr(hemo_names_find(hemo_verdict_names, verdict), ==, names[verdict]);
    g_assert_null(hemo_names_find(hemo_verdict_names, HEMO_VERDICT_SEND + 1));
}

/* What one recipient had of the mail that is answered raises his way, and nobody else's. */
static void
test_own_rung(void)
{
    HemoDecideMail mail = {.content = HEMO_CONTENT_NONE,
                           .route = HEMO_ROUTE_R1,
                           .leg_verified = TRUE};
    HemoDecideRecipient recipients[2] = {
        {.rule = hemo_rule_shipped(), .level = HEMO_LEVEL_VERIFIED},
        {.rule = hemo_rule_shipped(), .level = HEMO_LEVEL_VERIFIED},
    };
    HemoDecision decisions[2];

    recipients[1].rung = HEMO_RUNG_END_TO_END;
    g_assert_cmpint(hemo_decide(&mail, recipients, 2, decisions), ==, HEMO_VERDICT_HOLD);
    g_assert_cmpint(decisions[0].method, ==, HEMO_METHOD_NONE);
    g_assert_cmpint(decisions[1].verdict, ==, HEMO_VERDICT_HOLD);
    recipients[1].available = 1u << HEMO_METHOD_OPENPGP;
    g_assert_cmpint(hemo_decide(&mail, recipients, 2, decisions), ==, HEMO_VERDICT_PROTECT);
    g_assert_cmpint(decisions[1].method, ==, HEMO_METHOD_OPENPGP);
    recipients[1].rung = HEMO_N_RUNGS;
    g_assert_cmpint(hemo_decide(&mail, recipients, 2, decisions), ==, HEMO_VERDICT_HOLD);
}

/* Whom a key protected until now: nothing less takes its place, whatever the ladder has below.
 */
static void
test_no_step_down(void)
{
    static const struct {
        HemoMethod ladder[2];
        gboolean had_key;
        gboolean has_key;
        HemoVerdict verdict;
        HemoMethod method;
    } rows[] = {
        {{HEMO_METHOD_OPENPGP, HEMO_METHOD_PDF},
         FALSE,
         FALSE,
         HEMO_VERDICT_PROTECT,
         HEMO_METHOD_PDF},
        {{HEMO_METHOD_OPENPGP, HEMO_METHOD_PDF},
         TRUE,
         FALSE,
         HEMO_VERDICT_HOLD,
         HEMO_METHOD_INVALID},
        {{HEMO_METHOD_OPENPGP, HEMO_METHOD_PDF},
         TRUE,
         TRUE,
         HEMO_VERDICT_PROTECT,
         HEMO_METHOD_OPENPGP},
        {{HEMO_METHOD_OPENPGP, HEMO_METHOD_TLS},
         TRUE,
         FALSE,
         HEMO_VERDICT_HOLD,
         HEMO_METHOD_INVALID},
        {{HEMO_METHOD_OPENPGP, HEMO_METHOD_TLS},
         FALSE,
         FALSE,
         HEMO_VERDICT_SEND,
         HEMO_METHOD_TLS},
        {{HEMO_METHOD_TLS, HEMO_METHOD_OPENPGP},
         TRUE,
         FALSE,
         HEMO_VERDICT_SEND,
         HEMO_METHOD_TLS},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Case at = first_case();
        HemoDecision decision;
        HemoVerdict verdict;

        at.mail.content = HEMO_CONTENT_PHI;
        at.mail.route = HEMO_ROUTE_R2;
        at.mail.leg_verified = TRUE;
        at.recipient.level = HEMO_LEVEL_VERIFIED;
        at.recipient.had_key = rows[i].had_key;
        at.recipient.available = BIT(PDF) | (rows[i].has_key ? BIT(OPENPGP) : 0);
        memset(at.recipient.rule.methods, 0, sizeof at.recipient.rule.methods);
        memcpy(at.recipient.rule.methods, rows[i].ladder, sizeof rows[i].ladder);
        verdict = hemo_decide(&at.mail, &at.recipient, 1, &decision);
        g_assert_cmpint(verdict, ==, rows[i].verdict);
        g_assert_cmpint(decision.method, ==, rows[i].method);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    check_all_words();
    g_test_add_func("/decide/zeroed", test_zeroed);
    g_test_add_func("/decide/unknown-numbers", test_unknown_numbers);
    g_test_add_func("/decide/plain-mail", test_plain_mail);
    g_test_add_func("/decide/together", test_together);
    g_test_add_func("/decide/names", test_names);
    g_test_add_func("/decide/need-space", test_need_space);
    g_test_add_func("/decide/way-space", test_way_space);
    g_test_add_func("/decide/way-space-unread", test_way_space_unread);
    g_test_add_func("/decide/pdf-space", test_pdf_space);
    g_test_add_func("/decide/own-rung", test_own_rung);
    g_test_add_func("/decide/no-step-down", test_no_step_down);
    return g_test_run();
}
