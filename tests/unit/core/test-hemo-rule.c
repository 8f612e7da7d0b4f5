/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Reading and layering of rules.  "Tighten" is measured by what the decision does
 * with the result: for every pair of values, every pair of ladders and a set of mails
 * the outcome is at least as protective as before.
 */
#include "hemo-rule.h"

#include "hemo-decide.h"

#include <string.h>

#define N_LADDERS 326 /* orders of every subset of five methods */

static void
test_shipped(void)
{
    static const char *const values[HEMO_N_RULE_KEYS] = {
        "try",
        "A",
        "none",
        "protect",
        "try",
        "as-phi",
        "doubtful",
        "aggressive",
        "standard",
        "none",
        "authority",
        "smime",
    };
    HemoRule rule = hemo_rule_shipped();

    g_assert_true(hemo_rule_is_complete(&rule));
    for (int key = 0; key < HEMO_N_RULE_KEYS; key++)
        g_assert_cmpstr(hemo_names_find(hemo_rule_key_values(key), rule.values[key]),
                        ==,
                        values[key]);
    for (guint i = 0; i < HEMO_RULE_METHODS - 1; i++)
        g_assert_cmpint(rule.methods[i], ==, HEMO_METHOD_TLS + i);
    /* a PDF is for those who ask for it */
    g_assert_cmpint(rule.methods[HEMO_RULE_METHODS - 1], ==, HEMO_METHOD_INVALID);
}

static void
test_incomplete(void)
{
    HemoRule rule = {0};

    g_assert_false(hemo_rule_is_complete(&rule));
    for (int key = 0; key < HEMO_N_RULE_KEYS; key++) {
        rule = hemo_rule_shipped();
        rule.values[key] = 0;
        g_assert_false(hemo_rule_is_complete(&rule));
        rule.values[key] = 99;
        g_assert_false(hemo_rule_is_complete(&rule));
    }
    rule = hemo_rule_shipped();
    rule.has_methods = FALSE;
    g_assert_false(hemo_rule_is_complete(&rule));
}

/* Every name of every key is read back as its value. */
static void
test_set(void)
{
    for (int key = 0; key < HEMO_N_RULE_KEYS; key++) {
        const HemoName *names = hemo_rule_key_values(key);

        for (gsize i = 0; names[i].name != NULL; i++) {
            HemoRule rule = {0};

            g_assert_true(hemo_rule_set(&rule, hemo_rule_key_name(key), names[i].name));
            g_assert_cmpint(rule.values[key], ==, names[i].value);
            g_assert_cmpint(names[i].value, >, 0);
        }
    }
}

static void
test_set_refused(void)
{
    static const struct {
        const char *key;
        const char *text;
    } rows[] = {
        {"tls", "Try"},
        {"tls", ""},
        {"tls", "try "},
        {"min-tls", "K"},
        {"min-tls", "N"},
        {"TLS", "try"},
        {"colour", "blue"},
        {"methods", ""},
        {"methods", ";"},
        {"methods", "none"},
        {"methods", "tls; tls"},
        {"methods", "tls;; smime"},
        {"methods", "tls, smime"},
        {"methods", "tls; pigeon"},
        {"methods", "tls; smime; openpgp; portal; pdf; tls"},
        {"key-trust", "none"},
        {"sign", "never"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoRule rule = {0};
        const HemoRule untouched = {0};

        g_assert_false(hemo_rule_set(&rule, rows[i].key, rows[i].text));
        g_assert_cmpmem(&rule, sizeof rule, &untouched, sizeof untouched);
    }
}

static void
test_set_methods(void)
{
    HemoRule rule = {0};

    g_assert_true(hemo_rule_set(&rule, "methods", "portal;smime ; tls;"));
    g_assert_true(rule.has_methods);
    g_assert_cmpint(rule.methods[0], ==, HEMO_METHOD_PORTAL);
    g_assert_cmpint(rule.methods[1], ==, HEMO_METHOD_SMIME);
    g_assert_cmpint(rule.methods[2], ==, HEMO_METHOD_TLS);
    g_assert_cmpint(rule.methods[3], ==, HEMO_METHOD_INVALID);
}

static void
test_override(void)
{
    HemoRule over = {0};
    HemoRule rule = hemo_rule_override(hemo_rule_shipped(), &over);
    const HemoRule shipped = hemo_rule_shipped();

    g_assert_cmpmem(&rule, sizeof rule, &shipped, sizeof shipped);
    g_assert_true(hemo_rule_set(&over, "tls", "opportunistic"));
    g_assert_true(hemo_rule_set(&over, "methods", "portal"));
    rule = hemo_rule_override(rule, &over);
    g_assert_cmpint(rule.values[HEMO_RULE_TLS], ==, HEMO_TLS_POLICY_OPPORTUNISTIC);
    g_assert_cmpint(rule.values[HEMO_RULE_PHI], ==, HEMO_PHI_PROTECT);
    g_assert_cmpint(rule.methods[0], ==, HEMO_METHOD_PORTAL);
    g_assert_cmpint(rule.methods[1], ==, HEMO_METHOD_INVALID);
}

/* --- tighten ----------------------------------------------------------------------------- */

enum { OPEN, OVER_TLS, END_TO_END, HELD };

static int
protection(const HemoDecideMail *mail, const HemoDecideRecipient *recipient)
{
    HemoDecision decision = hemo_decide_recipient(mail, recipient);

    switch ((int)decision.method) {
    case HEMO_METHOD_NONE:
        return OPEN;
    case HEMO_METHOD_TLS:
    case HEMO_METHOD_PDF:
        return OVER_TLS;
    case HEMO_METHOD_INVALID:
        return HELD;
    default:
        return END_TO_END;
    }
}

/* The least protection that a person can bring about by what she answers. */
static int
worst_answer(HemoDecideMail mail, const HemoDecideRecipient *recipient)
{
    int worst = HELD;

    for (mail.answers = 0; mail.answers < 16; mail.answers++)
        worst = MIN(worst, protection(&mail, recipient));
    return worst;
}

/* The @index-th of all mails and recipients that the rules are tried on. */
static void
make_trial(guint index, HemoDecideMail *ret_mail, HemoDecideRecipient *ret_recipient)
{
    static const HemoLevel levels[] = {
        HEMO_LEVEL_UNKNOWN,
        HEMO_LEVEL_ENCRYPTED,
        HEMO_LEVEL_AUTHENTICATED,
        HEMO_LEVEL_VERIFIED,
    };

    *ret_mail = (HemoDecideMail){.leg_verified = TRUE};
    *ret_recipient = (HemoDecideRecipient){0};
    ret_mail->content = HEMO_CONTENT_NONE + index % 4;
    ret_mail->route = HEMO_ROUTE_R0 + index / 4 % 4;
    ret_recipient->level = levels[index / 16 % 4];
    ret_recipient->available = (index / 64 % 16) << HEMO_METHOD_SMIME;
}

#define N_TRIALS 1024

static void
check_pair(const HemoRule *base, const HemoRule *over, guint first, guint stride)
{
    HemoRule tight = hemo_rule_tighten(*base, over);

    for (guint i = first % stride; i < N_TRIALS; i += stride) {
        HemoDecideMail mail;
        HemoDecideRecipient recipient;
        int before;

        make_trial(i, &mail, &recipient);
        recipient.rule = *base;
        before = worst_answer(mail, &recipient);
        recipient.rule = tight;
        if (worst_answer(mail, &recipient) < before)
            g_error("trial %u: tls %d over %d, ladder %d%d%d%d%d over %d%d%d%d%d became %d, "
                    "%d%d%d%d%d",
                    i,
                    base->values[HEMO_RULE_TLS],
                    over->values[HEMO_RULE_TLS],
                    base->methods[0],
                    base->methods[1],
                    base->methods[2],
                    base->methods[3],
                    base->methods[4],
                    over->methods[0],
                    over->methods[1],
                    over->methods[2],
                    over->methods[3],
                    over->methods[4],
                    tight.values[HEMO_RULE_TLS],
                    tight.methods[0],
                    tight.methods[1],
                    tight.methods[2],
                    tight.methods[3],
                    tight.methods[4]);
    }
}

/* Every pair of values of one key, the others as shipped; zero is "not set". */
static void
test_tighten_values(void)
{
    for (int key = 0; key < HEMO_N_RULE_KEYS; key++) {
        const HemoName *names = hemo_rule_key_values(key);

        for (gsize i = 0; names[i].name != NULL; i++) {
            HemoRule base = hemo_rule_shipped();
            HemoRule over = {0};

            base.values[key] = names[i].value;
            for (gsize j = 0; names[j].name != NULL; j++) {
                over.values[key] = names[j].value;
                check_pair(&base, &over, 0, 1);
            }
        }
    }
}

/* All ladders: the digits of @index in base 6 where no method comes twice. */
static guint
make_ladders(HemoRule *ret_rules)
{
    guint count = 0;

    for (guint index = 0; index < 7776; index++) {
        HemoRule rule = {.has_methods = TRUE};
        guint rest = index;
        guint length = 0;
        guint seen = 0;

        for (; rest > 0 && rest % 6 != 0 && (seen & 1u << rest % 6) == 0; rest /= 6) {
            seen |= 1u << rest % 6;
            rule.methods[length++] = HEMO_METHOD_NONE + rest % 6;
        }
        if (rest == 0)
            ret_rules[count++] = rule;
    }
    return count;
}

static gboolean
has_method(const HemoRule *rule, HemoMethod method)
{
    for (guint i = 0; i < HEMO_RULE_METHODS; i++) {
        if (rule->methods[i] == method)
            return TRUE;
    }
    return FALSE;
}

static void
check_subset(const HemoRule *base, const HemoRule *over)
{
    HemoRule tight = hemo_rule_tighten(*base, over);

    for (guint i = 0; i < HEMO_RULE_METHODS; i++) {
        if (tight.methods[i] == HEMO_METHOD_INVALID)
            continue;
        g_assert_true(has_method(base, tight.methods[i]));
        g_assert_true(has_method(over, tight.methods[i]));
    }
}

/* Pairs of ladders, every 31st, under every pair of values of "tls". */
static void
test_tighten_ladders(void)
{
    HemoRule ladders[N_LADDERS];
    guint stride = 151; /* other trials for every pair */

#if defined(__SANITIZE_ADDRESS__)
    stride = 509;
#endif
    g_assert_cmpuint(make_ladders(ladders), ==, N_LADDERS);
    for (guint i = 0; i < N_LADDERS * N_LADDERS; i += 31) {
        HemoRule base = hemo_rule_override(hemo_rule_shipped(), &ladders[i % N_LADDERS]);
        HemoRule over = ladders[i / N_LADDERS];

        check_subset(&base, &over);
        for (int pair = 0; pair < 30; pair++) {
            base.values[HEMO_RULE_TLS] = pair % 5 + 1;
            over.values[HEMO_RULE_TLS] = pair / 5;
            check_pair(&base, &over, i + pair * 11, stride);
        }
    }
}

/* As above for a user who sets nothing but "tls". */
static void
test_tighten_tls_alone(void)
{
    HemoRule ladders[N_LADDERS];

    make_ladders(ladders);
    for (guint i = 0; i < N_LADDERS * 30; i++) {
        HemoRule base = hemo_rule_override(hemo_rule_shipped(), &ladders[i % N_LADDERS]);
        HemoRule over = {0};

        base.values[HEMO_RULE_TLS] = i / N_LADDERS % 5 + 1;
        over.values[HEMO_RULE_TLS] = i / N_LADDERS / 5;
        check_pair(&base, &over, i, 23);
    }
}

/* What an administrator and a user would expect to see. */
static void
test_tighten_ladder_rows(void)
{
    static const struct {
        const char *base;
        const char *over;
        HemoMethod result[HEMO_RULE_METHODS];
    } rows[] = {
        {"tls; smime; portal", "portal", {HEMO_METHOD_PORTAL}},
        {"tls; smime", "smime; tls", {HEMO_METHOD_SMIME, HEMO_METHOD_TLS}},
        {"smime; tls", "tls; smime", {HEMO_METHOD_SMIME, HEMO_METHOD_TLS}},
        {"smime; tls; portal", "tls; portal", {HEMO_METHOD_PORTAL}},
        {"portal", "tls; portal", {HEMO_METHOD_PORTAL}},
        {"tls; smime", "portal", {HEMO_METHOD_INVALID}},
        {"tls; smime", "tls", {HEMO_METHOD_TLS}},
        {"smime; pdf", "pdf; smime", {HEMO_METHOD_SMIME, HEMO_METHOD_PDF}},
        {"smime; pdf", "pdf", {HEMO_METHOD_INVALID}},
        {"tls; pdf", "pdf; tls", {HEMO_METHOD_TLS, HEMO_METHOD_PDF}},
        {"tls; smime; pdf", "smime; pdf", {HEMO_METHOD_SMIME}},
        {"tls; smime", "smime; pdf", {HEMO_METHOD_SMIME}},
        {"smime; tls; pdf", "smime; tls", {HEMO_METHOD_SMIME, HEMO_METHOD_TLS}},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoRule base = hemo_rule_shipped();
        HemoRule over = {0};

        g_assert_true(hemo_rule_set(&base, "methods", rows[i].base));
        g_assert_true(hemo_rule_set(&over, "methods", rows[i].over));
        base = hemo_rule_tighten(base, &over);
        g_assert_true(base.has_methods);
        g_assert_cmpmem(base.methods, sizeof base.methods, rows[i].result, sizeof base.methods);
    }
}

static void
test_tighten_never_over_forced(void)
{
    HemoRule base = hemo_rule_shipped();
    HemoRule over = {0};

    base.values[HEMO_RULE_TLS] = HEMO_TLS_POLICY_FORCED;
    over.values[HEMO_RULE_TLS] = HEMO_TLS_POLICY_NEVER;
    base = hemo_rule_tighten(base, &over);
    g_assert_cmpint(base.values[HEMO_RULE_TLS], ==, HEMO_TLS_POLICY_FORCED);
    g_assert_false(has_method(&base, HEMO_METHOD_TLS));
    g_assert_true(has_method(&base, HEMO_METHOD_SMIME));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/rule/shipped", test_shipped);
    g_test_add_func("/rule/incomplete", test_incomplete);
    g_test_add_func("/rule/set", test_set);
    g_test_add_func("/rule/set-refused", test_set_refused);
    g_test_add_func("/rule/set-methods", test_set_methods);
    g_test_add_func("/rule/override", test_override);
    g_test_add_func("/rule/tighten-ladder-rows", test_tighten_ladder_rows);
    g_test_add_func("/rule/tighten-never-over-forced", test_tighten_never_over_forced);
    g_test_add_func("/rule/tighten-values", test_tighten_values);
    g_test_add_func("/rule/tighten-tls-alone", test_tighten_tls_alone);
    g_test_add_func("/rule/tighten-ladders", test_tighten_ladders);
    return g_test_run();
}
