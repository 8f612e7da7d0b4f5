/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-rule.h.
 */
#include "hemo-rule.h"

#include <string.h>

const HemoName hemo_method_names[] = {
    {HEMO_METHOD_NONE, "none"},
    {HEMO_METHOD_TLS, "tls"},
    {HEMO_METHOD_SMIME, "smime"},
    {HEMO_METHOD_OPENPGP, "openpgp"},
    {HEMO_METHOD_PORTAL, "portal"},
    {HEMO_METHOD_PDF, "pdf"},
    {0, NULL},
};

const HemoName hemo_rung_names[] = {
    {HEMO_RUNG_TLS, "tls"},
    {HEMO_RUNG_END_TO_END, "end-to-end"},
    {HEMO_RUNG_PORTAL, "portal"},
    {0, NULL},
};

static const HemoName tls_names[] = {
    {HEMO_TLS_POLICY_OPPORTUNISTIC, "opportunistic"},
    {HEMO_TLS_POLICY_TRY, "try"},
    {HEMO_TLS_POLICY_FORCED, "forced"},
    {HEMO_TLS_POLICY_EXCLUSIVE, "exclusive"},
    {HEMO_TLS_POLICY_NEVER, "never"},
    {0, NULL},
};

static const HemoName min_tls_names[] = {
    {HEMO_LEVEL_ENCRYPTED, "E"},
    {HEMO_LEVEL_AUTHENTICATED, "A"},
    {HEMO_LEVEL_VERIFIED, "V"},
    {0, NULL},
};

static const HemoName predicted_names[] = {
    {HEMO_PREDICTED_V_A, "V+A"},
    {HEMO_PREDICTED_V, "V"},
    {HEMO_PREDICTED_NONE, "none"},
    {0, NULL},
};

static const HemoName phi_names[] = {
    {HEMO_PHI_PROTECT, "protect"},
    {HEMO_PHI_HOLD, "hold"},
    {0, NULL},
};

static const HemoName doubtful_names[] = {
    {HEMO_DOUBTFUL_SEND, "send"},
    {HEMO_DOUBTFUL_TRY, "try"},
    {HEMO_DOUBTFUL_AS_PHI, "as-phi"},
    {0, NULL},
};

static const HemoName unreadable_names[] = {
    {HEMO_UNREADABLE_SEND, "send"},
    {HEMO_UNREADABLE_ASK, "ask"},
    {HEMO_UNREADABLE_AS_PHI, "as-phi"},
    {0, NULL},
};

static const HemoName ask_names[] = {
    {HEMO_ASK_NEVER, "never"},
    {HEMO_ASK_DOUBTFUL, "doubtful"},
    {HEMO_ASK_ALWAYS, "always"},
    {0, NULL},
};

static const HemoName reply_names[] = {
    {HEMO_REPLY_AGGRESSIVE, "aggressive"},
    {HEMO_REPLY_CONSERVATIVE, "conservative"},
    {0, NULL},
};

static const HemoName crypto_names[] = {
    {HEMO_CRYPTO_STANDARD, "standard"},
    {HEMO_CRYPTO_FIPS_APPROVED, "fips-approved"},
    {0, NULL},
};

static const HemoName consent_names[] = {
    {HEMO_CONSENT_HONOUR, "honour"},
    {HEMO_CONSENT_NONE, "none"},
    {0, NULL},
};

static const HemoName proof_names[] = {
    {HEMO_PROOF_PUBLISHED, "published"},
    {HEMO_PROOF_AUTHORITY, "authority"},
    {HEMO_PROOF_CONFIRMED, "confirmed"},
    {0, NULL},
};

static const HemoName sign_names[] = {
    {HEMO_SIGN_SMIME, "smime"},
    {HEMO_SIGN_ALWAYS, "always"},
    {0, NULL},
};

static const struct {
    const char *name;
    const HemoName *values;
    int shipped;
} keys[HEMO_N_RULE_KEYS] = {
    [HEMO_RULE_TLS] = {"tls", tls_names, HEMO_TLS_POLICY_TRY},
    [HEMO_RULE_MIN_TLS] = {"min-tls", min_tls_names, HEMO_LEVEL_AUTHENTICATED},
    [HEMO_RULE_PREDICTED] = {"predicted", predicted_names, HEMO_PREDICTED_NONE},
    [HEMO_RULE_PHI] = {"phi", phi_names, HEMO_PHI_PROTECT},
    [HEMO_RULE_DOUBTFUL] = {"doubtful", doubtful_names, HEMO_DOUBTFUL_TRY},
    [HEMO_RULE_UNREADABLE] = {"unreadable", unreadable_names, HEMO_UNREADABLE_AS_PHI},
    [HEMO_RULE_ASK] = {"ask", ask_names, HEMO_ASK_DOUBTFUL},
    [HEMO_RULE_REPLY] = {"reply", reply_names, HEMO_REPLY_AGGRESSIVE},
    [HEMO_RULE_CRYPTO] = {"crypto", crypto_names, HEMO_CRYPTO_STANDARD},
    [HEMO_RULE_CONSENT] = {"consent", consent_names, HEMO_CONSENT_NONE},
    [HEMO_RULE_KEY_TRUST] = {"key-trust", proof_names, HEMO_PROOF_AUTHORITY},
    [HEMO_RULE_SIGN] = {"sign", sign_names, HEMO_SIGN_SMIME},
};

static const HemoMethod shipped_methods[HEMO_RULE_METHODS] = {
    HEMO_METHOD_TLS,
    HEMO_METHOD_SMIME,
    HEMO_METHOD_OPENPGP,
    HEMO_METHOD_PORTAL,
};

HemoRule
hemo_rule_shipped(void)
{
    HemoRule rule = {.has_methods = TRUE};

    for (int key = 0; key < HEMO_N_RULE_KEYS; key++)
        rule.values[key] = keys[key].shipped;
    memcpy(rule.methods, shipped_methods, sizeof rule.methods);
    return rule;
}

gboolean
hemo_rule_is_complete(const HemoRule *rule)
{
    for (int key = 0; key < HEMO_N_RULE_KEYS; key++) {
        if (hemo_names_find(keys[key].values, rule->values[key]) == NULL)
            return FALSE;
    }
    return rule->has_methods;
}

const char *
hemo_rule_key_name(HemoRuleKey key)
{
    return keys[key].name;
}

const HemoName *
hemo_rule_key_values(HemoRuleKey key)
{
    return keys[key].values;
}

static guint
methods_find(const HemoMethod *methods, HemoMethod method)
{
    guint at = 0;

    while (at < HEMO_RULE_METHODS && methods[at] != method)
        at++;
    return at;
}

/* "tls; smime": known methods, none twice, at least one. */
static gboolean
set_methods(HemoRule *rule, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, ";", -1);
    HemoMethod methods[HEMO_RULE_METHODS] = {HEMO_METHOD_INVALID};
    guint count = 0;

    for (guint i = 0; words[i] != NULL; i++) {
        const char *word = g_strstrip(words[i]);
        int method = hemo_names_value(hemo_method_names, word, HEMO_METHOD_INVALID);

        if (*word == '\0' && words[i + 1] == NULL)
            break;
        if (method < HEMO_METHOD_TLS || count == HEMO_RULE_METHODS ||
            methods_find(methods, method) < HEMO_RULE_METHODS)
            return FALSE;
        methods[count++] = method;
    }
    if (count == 0)
        return FALSE;
    memcpy(rule->methods, methods, sizeof rule->methods);
    rule->has_methods = TRUE;
    return TRUE;
}

gboolean
hemo_rule_set(HemoRule *rule, const char *key, const char *text)
{
    if (strcmp(key, "methods") == 0)
        return set_methods(rule, text);
    for (int i = 0; i < HEMO_N_RULE_KEYS; i++) {
        int value;

        if (strcmp(keys[i].name, key) != 0)
            continue;
        value = hemo_names_value(keys[i].values, text, 0);
        if (value != 0)
            rule->values[i] = value;
        return value != 0;
    }
    return FALSE;
}

static void
take_methods(HemoRule *base, const HemoRule *over)
{
    memcpy(base->methods, over->methods, sizeof base->methods);
    base->has_methods = TRUE;
}

HemoRule
hemo_rule_override(HemoRule base, const HemoRule *over)
{
    for (int key = 0; key < HEMO_N_RULE_KEYS; key++) {
        if (over->values[key] != 0)
            base.values[key] = over->values[key];
    }
    if (over->has_methods)
        take_methods(&base, over);
    return base;
}

/* Others than the recipient may be able to read what goes these ways. */
static const HemoMethod weak_methods[] = {HEMO_METHOD_TLS, HEMO_METHOD_PDF};

/* TRUE if all that stands before @weak in @base is there in @over too, and before it. */
static gboolean
is_no_earlier(const HemoMethod *base, const HemoMethod *over, HemoMethod weak)
{
    guint base_at = methods_find(base, weak);
    guint over_at = methods_find(over, weak);

    for (guint i = 0; i < base_at && base_at < HEMO_RULE_METHODS; i++) {
        if (over_at < HEMO_RULE_METHODS && methods_find(over, base[i]) >= over_at)
            return FALSE;
    }
    return TRUE;
}

static gboolean
methods_are_tighter(const HemoMethod *base, const HemoMethod *over)
{
    for (guint i = 0; i < HEMO_RULE_METHODS && over[i] != HEMO_METHOD_INVALID; i++) {
        if (methods_find(base, over[i]) == HEMO_RULE_METHODS)
            return FALSE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(weak_methods); i++) {
        if (!is_no_earlier(base, over, weak_methods[i]))
            return FALSE;
    }
    return TRUE;
}

/* Takes out of @methods what @keep does not have; keeps the order. */
static void
methods_intersect(HemoMethod *methods, const HemoMethod *keep)
{
    guint count = 0;

    for (guint i = 0; i < HEMO_RULE_METHODS; i++) {
        if (methods[i] != HEMO_METHOD_INVALID &&
            methods_find(keep, methods[i]) < HEMO_RULE_METHODS)
            methods[count++] = methods[i];
    }
    while (count < HEMO_RULE_METHODS)
        methods[count++] = HEMO_METHOD_INVALID;
}

/* Takes @method out; keeps the order. */
static void
drop_method(HemoMethod *methods, HemoMethod method)
{
    guint at = methods_find(methods, method);

    for (; at < HEMO_RULE_METHODS; at++)
        methods[at] = at + 1 < HEMO_RULE_METHODS ? methods[at + 1] : HEMO_METHOD_INVALID;
}

static void
tighten_methods(HemoRule *base, const HemoRule *over)
{
    HemoRule both = *base;

    if (!base->has_methods || methods_are_tighter(base->methods, over->methods)) {
        take_methods(base, over);
        return;
    }
    methods_intersect(both.methods, over->methods);
    for (gsize i = 0; i < G_N_ELEMENTS(weak_methods); i++) {
        if (!is_no_earlier(base->methods, both.methods, weak_methods[i]))
            drop_method(both.methods, weak_methods[i]);
    }
    take_methods(base, &both);
}

/* The policies of TLS do not stand in one line: "never" covers fewer mails than "forced",
 * and "exclusive" has no use for a method that stands before TLS. */
static void
settle_tls(HemoRule *rule, int base, int over)
{
    guint at = methods_find(rule->methods, HEMO_METHOD_TLS);

    if (over == HEMO_TLS_POLICY_NEVER &&
        (base == HEMO_TLS_POLICY_FORCED || base == HEMO_TLS_POLICY_EXCLUSIVE)) {
        rule->values[HEMO_RULE_TLS] = base;
        drop_method(rule->methods, HEMO_METHOD_TLS);
    }
    if (over == HEMO_TLS_POLICY_EXCLUSIVE && base < over && at > 0 && at < HEMO_RULE_METHODS)
        rule->values[HEMO_RULE_TLS] = HEMO_TLS_POLICY_FORCED;
}

HemoRule
hemo_rule_tighten(HemoRule base, const HemoRule *over)
{
    int tls = base.values[HEMO_RULE_TLS];

    for (int key = 0; key < HEMO_N_RULE_KEYS; key++)
        base.values[key] = MAX(base.values[key], over->values[key]);
    if (over->has_methods)
        tighten_methods(&base, over);
    settle_tls(&base, tls, over->values[HEMO_RULE_TLS]);
    return base;
}
