/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Layers, tightening, locks and refusals of policy.conf.
 */
#include "hemo-policy.h"

#include "hemo-content.h"
#include "hemo-error.h"

#include <string.h>

static HemoPolicy *
parse(const char *administrator, const char *user)
{
    g_autoptr(GError) error = NULL;
    HemoPolicy *policy =
        hemo_policy_parse(hemo_slice_text(administrator), hemo_slice_text(user), &error);

    g_assert_no_error(error);
    return policy;
}

static const char *
value(const HemoRule *rule, HemoRuleKey key)
{
    return hemo_names_find(hemo_rule_key_values(key), rule->values[key]);
}

static char *
ladder(const HemoRule *rule)
{
    GString *text = g_string_new(NULL);

    for (guint i = 0; i < HEMO_RULE_METHODS && rule->methods[i] != HEMO_METHOD_INVALID; i++)
        g_string_append_printf(text,
                               "%s%s",
                               i > 0 ? " " : "",
                               hemo_names_find(hemo_method_names, rule->methods[i]));
    return g_string_free(text, FALSE);
}

static void
test_empty_is_shipped(void)
{
    g_autoptr(HemoPolicy) policy = parse("", "");
    HemoRule rule = hemo_policy_rule(policy, "a@example.org", "example.org", HEMO_CLASS_ALL);
    HemoRule shipped = hemo_rule_shipped();

    g_assert_cmpmem(&rule, sizeof rule, &shipped, sizeof shipped);
    g_assert_cmpuint(hemo_policy_retention(policy), ==, 2190);
    g_assert_null(hemo_policy_also_encrypt_to(policy)[0]);
    g_assert_null(hemo_policy_setting(policy, "network", "resolver"));
    g_assert_cmpuint(strlen(hemo_policy_id(policy)), ==, 64);
}

/* The order of the sections in the file does not matter. */
static void
test_layers(void)
{
    static const struct {
        const char *address;
        const char *domain;
        const char *min_tls;
        const char *tls;
    } rows[] = {
        {"a@example.com", "example.com", "E", "forced"},
        {"a@example.org", "example.org", "E", "never"},
        {"a@clinic.example.org", "clinic.example.org", "V", "forced"},
        {"a@b.clinic.example.org", "b.clinic.example.org", "A", "opportunistic"},
        {"z@lab.example.org", "lab.example.org", "E", "exclusive"},
        {"chief@lab.example.org", "lab.example.org", "A", "exclusive"},
        {"a@notexample.org", "notexample.org", "E", "forced"},
    };
    g_autoptr(HemoPolicy) policy = parse("[address Chief@LAB.example.org]\nmin-tls=A\n"
                                         "[domain lab.example.org]\nmin-tls=E\ntls=exclusive\n"
                                         "[domain *.clinic.example.org]\nmin-tls=A\n"
                                         "tls=opportunistic\n"
                                         "[domain *.example.org]\nmin-tls=V\ntls=forced\n"
                                         "[domain EXAMPLE.org.]\ntls=never\n"
                                         "[default]\nmin-tls=E\ntls=forced\n",
                                         "");

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoRule rule = hemo_policy_rule(policy, rows[i].address, rows[i].domain, 0);

        g_assert_cmpstr(value(&rule, HEMO_RULE_MIN_TLS), ==, rows[i].min_tls);
        g_assert_cmpstr(value(&rule, HEMO_RULE_TLS), ==, rows[i].tls);
    }
}

/* A user's line counts where it asks for more, and changes nothing where it asks for less. */
static void
test_user_only_tightens(void)
{
    static const struct {
        const char *administrator;
        const char *user;
        HemoRuleKey key;
        const char *result;
    } rows[] = {
        {"min-tls=A", "min-tls=V", HEMO_RULE_MIN_TLS, "V"},
        {"min-tls=V", "min-tls=E", HEMO_RULE_MIN_TLS, "V"},
        {"phi=hold", "phi=protect", HEMO_RULE_PHI, "hold"},
        {"phi=protect", "phi=hold", HEMO_RULE_PHI, "hold"},
        {"doubtful=as-phi", "doubtful=send", HEMO_RULE_DOUBTFUL, "as-phi"},
        {"doubtful=send", "doubtful=try", HEMO_RULE_DOUBTFUL, "try"},
        {"unreadable=as-phi", "unreadable=send", HEMO_RULE_UNREADABLE, "as-phi"},
        {"ask=always", "ask=never", HEMO_RULE_ASK, "always"},
        {"reply=conservative", "reply=aggressive", HEMO_RULE_REPLY, "conservative"},
        {"crypto=fips-approved", "crypto=standard", HEMO_RULE_CRYPTO, "fips-approved"},
        {"tls=forced", "tls=opportunistic", HEMO_RULE_TLS, "forced"},
        {"tls=forced", "tls=never", HEMO_RULE_TLS, "forced"},
        {"lock=min-tls", "min-tls=V", HEMO_RULE_MIN_TLS, "A"},
        {"lock=methods; ask", "ask=always", HEMO_RULE_ASK, "doubtful"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *administrator =
            g_strdup_printf("[default]\n%s\n", rows[i].administrator);
        g_autofree char *user = g_strdup_printf("[address a@example.org]\n%s\n", rows[i].user);
        g_autoptr(HemoPolicy) policy = parse(administrator, user);
        HemoRule rule = hemo_policy_rule(policy, "a@example.org", "example.org", 0);

        g_assert_cmpstr(value(&rule, rows[i].key), ==, rows[i].result);
    }
}

/* The user's own special line does not undo the user's own general one's tightening of what
 * the administrator has: it can only come back to the administrator's value. */
static void
test_user_special_over_general(void)
{
    g_autoptr(HemoPolicy) policy = parse("[default]\nmin-tls=A\n",
                                         "[default]\nmin-tls=V\n"
                                         "[domain example.org]\nmin-tls=E\n");
    HemoRule general = hemo_policy_rule(policy, "a@example.com", "example.com", 0);
    HemoRule special = hemo_policy_rule(policy, "a@example.org", "example.org", 0);

    g_assert_cmpstr(value(&general, HEMO_RULE_MIN_TLS), ==, "V");
    g_assert_cmpstr(value(&special, HEMO_RULE_MIN_TLS), ==, "A");
}

static void
test_ladders(void)
{
    static const struct {
        const char *administrator;
        const char *user;
        const char *result;
    } rows[] = {
        {"methods=smime; tls", "methods=tls; smime", "smime tls"},
        {"methods=tls; smime; portal", "methods=portal", "portal"},
        {"methods=portal", "methods=tls", ""},
        {"methods=portal; tls\nlock=methods", "methods=portal", "portal tls"},
        {"", "methods=openpgp; portal", "openpgp portal"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *administrator =
            g_strdup_printf("[default]\n%s\n", rows[i].administrator);
        g_autofree char *user = g_strdup_printf("[default]\n%s\n", rows[i].user);
        g_autoptr(HemoPolicy) policy = parse(administrator, user);
        HemoRule rule = hemo_policy_rule(policy, "a@example.org", "example.org", 0);
        g_autofree char *result = ladder(&rule);

        g_assert_cmpstr(result, ==, rows[i].result);
    }
}

/* A section for a class counts for that class alone, whoever wrote it, and only tightens. */
static void
test_classes(void)
{
    g_autoptr(HemoPolicy) policy = parse("[default]\nreply=conservative\nlock=ask\n"
                                         "[class hiv]\nmethods=portal\nreply=aggressive\n"
                                         "[class genetics]\nmin-tls=V\n",
                                         "[class hiv]\nphi=hold\nask=always\n");
    HemoRule none = hemo_policy_rule(policy, "a@example.org", "example.org", 0);
    HemoRule hiv = hemo_policy_rule(policy, "a@example.org", "example.org", HEMO_CLASS_HIV);
    HemoRule both = hemo_policy_rule(policy,
                                     "a@example.org",
                                     "example.org",
                                     HEMO_CLASS_HIV | HEMO_CLASS_GENETICS);
    g_autofree char *none_ladder = ladder(&none);
    g_autofree char *hiv_ladder = ladder(&hiv);

    g_assert_cmpstr(none_ladder, ==, "tls smime openpgp portal");
    g_assert_cmpstr(hiv_ladder, ==, "portal");
    g_assert_cmpstr(value(&hiv, HEMO_RULE_REPLY), ==, "conservative");
    g_assert_cmpstr(value(&none, HEMO_RULE_PHI), ==, "protect");
    g_assert_cmpstr(value(&hiv, HEMO_RULE_PHI), ==, "hold");
    g_assert_cmpstr(value(&hiv, HEMO_RULE_ASK), ==, "doubtful");
    g_assert_cmpstr(value(&hiv, HEMO_RULE_MIN_TLS), ==, "A");
    g_assert_cmpstr(value(&both, HEMO_RULE_MIN_TLS), ==, "V");
}

/* A class wants only the portal, a domain has none: such mail has no way, rather than TLS. */
static void
test_class_without_way(void)
{
    g_autoptr(HemoPolicy) policy = parse("[domain example.org]\nmethods=tls; smime\n"
                                         "[class hiv]\nmethods=portal\n",
                                         "");
    HemoRule rule = hemo_policy_rule(policy, "a@example.org", "example.org", HEMO_CLASS_HIV);
    g_autofree char *result = ladder(&rule);

    g_assert_cmpstr(result, ==, "");
    g_assert_true(hemo_rule_is_complete(&rule));
}

static const struct {
    const char *text;
    const char *group; /* NULL: the file as a whole */
    const char *key;
} refusals[] = {
    {"[default]\ntls=maybe\n", "[default]", "\"tls\""},
    {"[default]\ncolour=blue\n", "[default]", "\"colour\""},
    {"[default]\nTLS=try\n", "[default]", "\"TLS\""},
    {"[default]\ntls[de]=try\n", "[default]", "\"tls[de]\""},
    {"[default]\nmethods=tls; tls\n", "[default]", "\"methods\""},
    {"[default]\ntrigger=[x]\n", "[default]", "\"trigger\""},
    {"[default]\ntrigger=[x]=none\n", "[default]", "\"trigger\""},
    {"[default]\ntrigger==portal\n", "[default]", "\"trigger\""},
    {"[default]\nphi=\xff\n", "[default]", "\"phi\""},
    {"[domain example.org]\ntrigger=[x]=portal\n", "[domain example.org]", "\"trigger\""},
    {"[domain -bad-.example]\ntls=try\n", "[domain -bad-.example]", ""},
    {"[domain *.*.example.org]\ntls=try\n", "[domain *.*.example.org]", ""},
    {"[domain ]\ntls=try\n", "[domain ]", ""},
    {"[address example.org]\ntls=try\n", "[address example.org]", ""},
    {"[class gossip]\ntls=try\n", "[class gossip]", ""},
    {"[defaults]\ntls=try\n", "[defaults]", ""},
    {"[network]\nspeed=fast\n", "[network]", "\"speed\""},
    {"tls=try\n", NULL, NULL},
    {"[default\ntls=try\n", NULL, NULL},
    {"not settings at all", NULL, NULL},
};

static void
check_refused(const char *administrator, const char *user, const char *group, const char *key)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoPolicy) policy =
        hemo_policy_parse(hemo_slice_text(administrator), hemo_slice_text(user), &error);

    g_assert_null(policy);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    g_assert_nonnull(strstr(error->message,
                            *administrator != '\0' ? "administrator's" : "your policy.conf"));
    if (group != NULL)
        g_assert_nonnull(strstr(error->message, group));
    if (key != NULL)
        g_assert_nonnull(strstr(error->message, key));
}

static void
test_refusals(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(refusals); i++) {
        check_refused(refusals[i].text, "", refusals[i].group, refusals[i].key);
        check_refused("", refusals[i].text, refusals[i].group, refusals[i].key);
    }
}

/* What only an administrator may write; each is fine in the administrator's file. */
static void
test_administrator_only(void)
{
    static const struct {
        const char *text;
        const char *key;
    } rows[] = {
        {"[default]\npredicted=V\n", "predicted"},
        {"[default]\npredicted=none\n", "predicted"},
        {"[domain example.org]\npredicted=V+A\n", "predicted"},
        {"[class hiv]\npredicted=V\n", "predicted"},
        {"[default]\nconsent=honour\n", "consent"},
        {"[address a@example.org]\nconsent=honour\n", "consent"},
        {"[network]\nresolver=192.0.2.53@53\n", "resolver"},
        {"[network]\nca=/etc/ssl/x.pem\n", "ca"},
        {"[agent]\nkeyring=file\n", "keyring"},
        {"[agent]\nuser-accounts=trusted\n", "user-accounts"},
        {"[keys]\nfinders=wkd\n", "finders"},
        {"[keys]\ncrl=off\n", "crl"},
        {"[keys]\nsmime-anchors=/etc/ssl/mine.pem\n", "smime-anchors"},
        {"[default]\nlock=ask\n", "lock"},
        {"[default]\nretention=2500\n", "retention"},
        {"[default]\nalso-encrypt-to=archive@example.org\n", "also-encrypt-to"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoPolicy) policy = parse(rows[i].text, "");

        g_assert_nonnull(policy);
        check_refused("", rows[i].text, NULL, rows[i].key);
    }
}

/* What a person reads who has mistyped something. */
static void
test_words(void)
{
    static const struct {
        const char *administrator;
        const char *user;
        const char *words;
    } rows[] = {
        {"[defualt]\ntls=try\n",
         "",
         "the administrator's policy.conf: [defualt] is not a group of settings"},
        {"", "[domain ]\ntls=try\n", "your policy.conf: [domain ] is not a group of settings"},
        {"",
         "[network]\nresolver=192.0.2.1@53\n",
         "your policy.conf: \"resolver\" in [network]: only the administrator may set this"},
        {"",
         "[default]\nretention=9\n",
         "your policy.conf: \"retention\" in [default]: only the administrator may set this"},
        {"",
         "[domain example.org]\npredicted=V\n",
         "your policy.conf: \"predicted\" in [domain example.org]: only the administrator may "
         "set this"},
        {"[default]\nphi=sned\n",
         "",
         "the administrator's policy.conf: \"phi\" in [default] can only be: protect, hold"},
        {"[keys]\nfinders=keyserver\n",
         "",
         "the administrator's policy.conf: \"finders\" in [keys] can only be: "
         "keyring, harvest, wkd, smimea, dns-cert, none"},
        {"[keys]\ncrl-max-age=0\n",
         "",
         "the administrator's policy.conf: \"crl-max-age\" in [keys] can only be: "
         "days, 1 to 365"},
        {"[keys]\nsmime-anchors=ca.pem\n",
         "",
         "the administrator's policy.conf: \"smime-anchors\" in [keys] can only be: "
         "the whole path of a file, from / on"},
        {"[agent]\nkeyring=disk\n",
         "",
         "the administrator's policy.conf: \"keyring\" in [agent] can only be: "
         "secret-service, file"},
        {"",
         "[default]\nmethods=fax\n",
         "your policy.conf: \"methods\" in [default] can only be: tls, smime, openpgp, portal, "
         "pdf"},
        {"",
         "[default]\ntsl=try\n",
         "your policy.conf: \"tsl\" in [default] is not a setting, or its value is not allowed "
         "there"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(hemo_policy_parse(hemo_slice_text(rows[i].administrator),
                                        hemo_slice_text(rows[i].user),
                                        &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
        g_assert_cmpstr(error->message, ==, rows[i].words);
    }
}

static void
test_administrator_refusals(void)
{
    static const char *const texts[] = {
        "[agent]\nkeyring=cloud\n",
        "[agent]\nuser-accounts=yes\n",
        "[network]\nno-port25=maybe\n",
        "[keys]\nfinders=keyserver\n",
        "[keys]\nfinders=wkd; everything\n",
        "[keys]\nfinders=\n",
        "[keys]\nsmime-anchors=mine.pem\n",
        "[keys]\ndirect-anchors=~/mine.pem\n",
        "[keys]\ncrl=on\n",
        "[keys]\ncrl-max-age=0\n",
        "[keys]\ncrl-max-age=366\n",
        "[keys]\ncrl-max-age=soon\n",
        "[keys]\nocsp=hard\n",
        "[default]\nretention=0\n",
        "[default]\nretention=-1\n",
        "[default]\nretention=soon\n",
        "[default]\nlock=everything\n",
        "[default]\nalso-encrypt-to=nobody\n",
        "[network]\nresolver=\n",
        "[network]\nresolver=\xff\n",
        "[domain example.org]\nlock=ask\n",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
        check_refused(texts[i], "", NULL, NULL);
}

/* Nothing hides behind a NUL, and nothing is read from a file without end. */
static void
test_nul_and_size(void)
{
    static const char text[] = "[default]\ntls=try\n\0[default]\ntls=never\n";
    g_autofree char *big = g_strnfill(2 * 1024 * 1024, '#');
    const HemoSlice files[] = {
        hemo_slice(text, sizeof text - 1),
        hemo_slice("\0", 1),
        hemo_slice_text(big),
    };

    for (gsize i = 0; i < G_N_ELEMENTS(files); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(hemo_policy_parse(files[i], HEMO_SLICE_EMPTY, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    }
}

static void
test_triggers(void)
{
    static const char *const words[] = {"[secure]", "[portal]", "[vault]", "[sealed]", NULL};
    static const struct {
        const char *trigger;
        HemoRung rung;
    } rows[] = {
        {"[secure]", HEMO_RUNG_PORTAL}, /* the administrator raised it */
        {"[SECURE]", HEMO_RUNG_PORTAL},
        {"[portal]", HEMO_RUNG_PORTAL}, /* the user cannot lower it */
        {"[vault]", HEMO_RUNG_TLS},
        {"[sealed]", HEMO_RUNG_END_TO_END},
        {"[never heard of]", HEMO_RUNG_PORTAL},
    };
    g_autoptr(HemoPolicy) policy =
        parse("[default]\ntrigger=[vault]=tls; [secure]=portal;\n",
              "[default]\ntrigger= [sealed] = end-to-end ;[portal]=tls\n");

    for (gsize i = 0; words[i] != NULL; i++)
        g_assert_true(g_strv_contains(hemo_policy_triggers(policy), words[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(hemo_policy_trigger_rung(policy, rows[i].trigger), ==, rows[i].rung);
}

static void
test_general_keys(void)
{
    g_autoptr(HemoPolicy) policy =
        parse("[default]\nretention=4000\n"
              "also-encrypt-to= archive@Example.ORG ;backup@example.net;\n"
              "[network]\nresolver= 192.0.2.53@53 \n[agent]\nkeyring=file\n",
              "");
    const char *const *copies = hemo_policy_also_encrypt_to(policy);

    g_assert_cmpuint(hemo_policy_retention(policy), ==, 4000);
    g_assert_cmpstr(copies[0], ==, "archive@example.org");
    g_assert_cmpstr(copies[1], ==, "backup@example.net");
    g_assert_null(copies[2]);
    g_assert_cmpstr(hemo_policy_setting(policy, "network", "resolver"), ==, "192.0.2.53@53");
    g_assert_cmpstr(hemo_policy_setting(policy, "agent", "keyring"), ==, "file");
    g_assert_null(hemo_policy_setting(policy, "network", "keyring"));
}

static void
test_keys_group(void)
{
    g_autoptr(HemoPolicy) policy =
        parse("[keys]\nfinders = keyring; wkd;\ncrl=hard\ncrl-max-age=3\n"
              "smime-anchors=/etc/hemostat/smime.pem\n",
              "");
    g_autoptr(HemoPolicy) none = parse("[keys]\nfinders=none\n", "");

    g_assert_cmpstr(hemo_policy_setting(policy, "keys", "finders"), ==, "keyring; wkd;");
    g_assert_cmpstr(hemo_policy_setting(policy, "keys", "crl"), ==, "hard");
    g_assert_cmpstr(hemo_policy_setting(policy, "keys", "crl-max-age"), ==, "3");
    g_assert_null(hemo_policy_setting(policy, "keys", "direct-anchors"));
    g_assert_cmpstr(hemo_policy_setting(none, "keys", "finders"), ==, "none");
}

/* Records are kept six years at least (45 CFR 164.316(b)(2)(i)). */
static void
test_retention_floor(void)
{
    g_autoptr(HemoPolicy) policy = parse("[default]\nretention=30\n", "");

    g_assert_cmpuint(hemo_policy_retention(policy), ==, 2190);
}

/* Which settings a decision was made under can be told apart. */
static void
test_id(void)
{
    static const char *const pairs[][2] = {
        {"", ""},
        {"[default]\ntls=try\n", ""},
        {"", "[default]\ntls=try\n"},
        {"[default]\n", "tls=try\n"},
        {"[default]\ntls=try\n\n", ""},
        {"[default]\ntls=never\n", ""},
    };
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++) {
        g_autoptr(HemoPolicy) policy =
            hemo_policy_parse(hemo_slice_text(pairs[i][0]), hemo_slice_text(pairs[i][1]), NULL);
        g_autoptr(HemoPolicy) again =
            hemo_policy_parse(hemo_slice_text(pairs[i][0]), hemo_slice_text(pairs[i][1]), NULL);

        if (policy == NULL)
            continue;
        g_assert_cmpstr(hemo_policy_id(policy), ==, hemo_policy_id(again));
        g_assert_true(g_hash_table_add(seen, g_strdup(hemo_policy_id(policy))));
    }
    g_assert_cmpuint(g_hash_table_size(seen), ==, 5);
}

static void
test_ref(void)
{
    g_autoptr(HemoPolicy) policy = parse("", "");
    HemoPolicy *other = hemo_policy_ref(policy);

    hemo_policy_unref(other);
    g_assert_cmpuint(hemo_policy_retention(policy), ==, 2190);
    hemo_policy_unref(NULL);
}

/* Whoever takes off the "#" of any line of the example has settings that can be used. */
static void
test_example(void)
{
    g_autofree char *path =
        g_build_filename(g_getenv("srcdir"), "..", "data", "policy.conf", NULL);
    g_autoptr(GRegex) off = g_regex_new("^#(?=\\[|[a-z0-9-]+ = )", G_REGEX_MULTILINE, 0, NULL);
    g_autofree char *example = NULL;
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoPolicy) settings = NULL;

    g_assert_true(g_file_get_contents(path, &example, NULL, NULL));
    text = g_regex_replace_literal(off, example, -1, 0, "", 0, NULL);
    g_assert_cmpuint(strlen(text), <, strlen(example));
    settings = hemo_policy_parse(hemo_slice_text(text), HEMO_SLICE_EMPTY, &error);
    g_assert_no_error(error);
    g_assert_nonnull(settings);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/policy/empty-is-shipped", test_empty_is_shipped);
    g_test_add_func("/policy/layers", test_layers);
    g_test_add_func("/policy/user-only-tightens", test_user_only_tightens);
    g_test_add_func("/policy/user-special-over-general", test_user_special_over_general);
    g_test_add_func("/policy/ladders", test_ladders);
    g_test_add_func("/policy/classes", test_classes);
    g_test_add_func("/policy/class-without-way", test_class_without_way);
    g_test_add_func("/policy/refusals", test_refusals);
    g_test_add_func("/policy/words", test_words);
    g_test_add_func("/policy/administrator-only", test_administrator_only);
    g_test_add_func("/policy/administrator-refusals", test_administrator_refusals);
    g_test_add_func("/policy/nul-and-size", test_nul_and_size);
    g_test_add_func("/policy/triggers", test_triggers);
    g_test_add_func("/policy/general-keys", test_general_keys);
    g_test_add_func("/policy/keys-group", test_keys_group);
    g_test_add_func("/policy/retention-floor", test_retention_floor);
    g_test_add_func("/policy/id", test_id);
    g_test_add_func("/policy/ref", test_ref);
    g_test_add_func("/policy/example", test_example);
    return g_test_run();
}
