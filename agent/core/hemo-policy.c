/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-policy.h.
 */
#include "hemo-policy.h"

#include "hemo-address.h"
#include "hemo-content.h"
#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

typedef enum {
    SCOPE_DEFAULT,
    SCOPE_WILDCARD, /* [domain *.example.org] */
    SCOPE_DOMAIN,
    SCOPE_ADDRESS,
    SCOPE_CLASS,
} Scope;

/* One group of a file that holds rules. */
typedef struct {
    Scope scope;
    char *name; /* "" for default */
    HemoRule rule;
} Section;

typedef struct {
    const char *label; /* for messages */
    gboolean administrator;
    GPtrArray *sections; /* Section */
} File;

struct _HemoPolicy {
    gatomicrefcount refs;
    GPtrArray *administrator; /* Section */
    GPtrArray *user;
    guint locked;        /* bits of HemoRuleKey, and HEMO_N_RULE_KEYS for the ladder */
    GPtrArray *triggers; /* char, NULL-terminated */
    GArray *rungs;       /* HemoRung, beside triggers */
    GPtrArray *also_encrypt_to;
    guint retention;
    GHashTable *settings; /* "group/key" -> text */
    char *id;
};

#define DAYS_LEAST        1
#define DAYS_MOST         365
#define RETENTION_SHIPPED 2190 /* six years: 45 CFR 164.316(b)(2)(i) */

static const struct {
    const char *keyword;
    HemoRung rung;
} shipped_triggers[] = {
    {"[secure]", HEMO_RUNG_END_TO_END},
    {"[portal]", HEMO_RUNG_PORTAL},
};

static const char *const truth[] = {"true", "false", NULL};
static const char *const keyrings[] = {"secret-service", "file", NULL};
static const char *const trust[] = {"limited", "trusted", NULL};
static const char *const finders[] = {"keyring", "harvest", "wkd", "smimea", "dns-cert", NULL};
static const char *const revocations[] = {"soft", "hard", "off", NULL};

/* "wkd; smimea": any of @values, or none at all. */
static gboolean
is_list(const char *const *values, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, ";", -1);

    for (guint i = 0; words[i] != NULL; i++) {
        const char *word = g_strstrip(words[i]);

        if (*word != '\0' && strcmp(word, "none") != 0 && !g_strv_contains(values, word))
            return FALSE;
    }
    return TRUE;
}

static gboolean
is_one(const char *const *values, const char *text)
{
    return g_strv_contains(values, text);
}

static gboolean
is_days(const char *const *values, const char *text)
{
    return g_ascii_string_to_unsigned(text, 10, DAYS_LEAST, DAYS_MOST, NULL, NULL);
}

/* Files are read by whoever works for them: here they can only be named in full. */
static gboolean
is_path(const char *const *values, const char *text)
{
    return g_path_is_absolute(text);
}

/* Groups that only an administrator may write, with their keys and, where they are few, the
 * values. */
static const struct {
    const char *group;
    const char *key;
    const char *const *values;                                     /* NULL: no short list */
    gboolean (*fits)(const char *const *values, const char *text); /* NULL: any does */
} administrator_keys[] = {
    {"network", "resolver", NULL, NULL},
    {"network", "trust-anchor", NULL, NULL},
    {"network", "ca", NULL, NULL},
    {"network", "no-port25", truth, is_one},
    {"agent", "keyring", keyrings, is_one},
    {"agent", "user-accounts", trust, is_one},
    {"keys", "finders", finders, is_list},
    {"keys", "smime-anchors", NULL, is_path},
    {"keys", "direct-anchors", NULL, is_path},
    {"keys", "crl", revocations, is_one},
    {"keys", "crl-max-age", NULL, is_days},
};

static gboolean
is_administrator_group(const char *group)
{
    for (gsize i = 0; i < G_N_ELEMENTS(administrator_keys); i++) {
        if (strcmp(administrator_keys[i].group, group) == 0)
            return TRUE;
    }
    return FALSE;
}

static void
section_free(gpointer data)
{
    Section *section = data;

    g_free(section->name);
    g_free(section);
}

static gboolean
scope_of_domain(const char *text, Scope *ret_scope, char **ret_name)
{
    gboolean wildcard = g_str_has_prefix(text, "*.");

    *ret_scope = wildcard ? SCOPE_WILDCARD : SCOPE_DOMAIN;
    *ret_name = hemo_address_normalise_domain(wildcard ? text + 2 : text, NULL);
    return *ret_name != NULL;
}

static gboolean
scope_of_address(const char *text, Scope *ret_scope, char **ret_name)
{
    g_autoptr(HemoAddress) address = hemo_address_parse(text, NULL);

    *ret_scope = SCOPE_ADDRESS;
    *ret_name = address != NULL ? g_strdup(hemo_address_key(address)) : NULL;
    return address != NULL;
}

static gboolean
scope_of_class(const char *text, Scope *ret_scope, char **ret_name)
{
    *ret_scope = SCOPE_CLASS;
    *ret_name = g_strdup(text);
    return hemo_names_value(hemo_class_names, text, 0) != 0;
}

static const struct {
    const char *prefix;
    gboolean (*parse)(const char *text, Scope *ret_scope, char **ret_name);
} scopes[] = {
    {"domain ", scope_of_domain},
    {"address ", scope_of_address},
    {"class ", scope_of_class},
};

/* FALSE if @group is no group of rules. */
static gboolean
parse_scope(const char *group, Scope *ret_scope, char **ret_name)
{
    *ret_scope = SCOPE_DEFAULT;
    *ret_name = NULL;
    if (strcmp(group, "default") == 0) {
        *ret_name = g_strdup("");
        return TRUE;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(scopes); i++) {
        if (g_str_has_prefix(group, scopes[i].prefix))
            return scopes[i].parse(group + strlen(scopes[i].prefix), ret_scope, ret_name);
    }
    return FALSE;
}

/* "[secure]=end-to-end; [portal]=portal" */
static gboolean
add_triggers(HemoPolicy *policy, const char *text)
{
    g_auto(GStrv) entries = g_strsplit(text, ";", -1);

    for (guint i = 0; entries[i] != NULL; i++) {
        g_auto(GStrv) pair = g_strsplit(entries[i], "=", 2);
        const char *keyword = pair[0] != NULL ? g_strstrip(pair[0]) : "";
        HemoRung rung;

        if (*keyword == '\0' && pair[0] != NULL && pair[1] == NULL)
            continue;
        if (pair[0] == NULL)
            continue;
        rung = pair[1] != NULL ? hemo_names_value(hemo_rung_names, g_strstrip(pair[1]), 0) : 0;
        if (*keyword == '\0' || rung == HEMO_RUNG_NONE)
            return FALSE;
        g_ptr_array_add(policy->triggers, g_strdup(keyword));
        g_array_append_val(policy->rungs, rung);
    }
    return TRUE;
}

static gboolean
add_also_encrypt_to(HemoPolicy *policy, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, ";", -1);

    for (guint i = 0; words[i] != NULL; i++) {
        const char *word = g_strstrip(words[i]);
        g_autoptr(HemoAddress) address = NULL;

        if (*word == '\0')
            continue;
        address = hemo_address_parse(word, NULL);
        if (address == NULL)
            return FALSE;
        g_ptr_array_add(policy->also_encrypt_to, g_strdup(hemo_address_full(address)));
    }
    return TRUE;
}

static gboolean
set_retention(HemoPolicy *policy, const char *text)
{
    guint64 days = 0;

    if (!g_ascii_string_to_unsigned(text, 10, 1, 36500, &days, NULL))
        return FALSE;
    policy->retention = MAX(policy->retention, (guint)days);
    return TRUE;
}

static gboolean
set_locks(HemoPolicy *policy, const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, ";", -1);

    for (guint i = 0; words[i] != NULL; i++) {
        const char *word = g_strstrip(words[i]);
        int key = 0;

        if (*word == '\0')
            continue;
        while (key < HEMO_N_RULE_KEYS && strcmp(hemo_rule_key_name(key), word) != 0)
            key++;
        if (key == HEMO_N_RULE_KEYS && strcmp(word, "methods") != 0)
            return FALSE;
        policy->locked |= 1u << key;
    }
    return TRUE;
}

/* Keys of [default] that are no rule. */
static const struct {
    const char *key;
    gboolean administrator_only;
    gboolean (*set)(HemoPolicy *policy, const char *text);
} general_keys[] = {
    {"trigger", FALSE, add_triggers},
    {"also-encrypt-to", TRUE, add_also_encrypt_to},
    {"retention", TRUE, set_retention},
    {"lock", TRUE, set_locks},
};

static gboolean
set_general_key(HemoPolicy *policy, const File *file, const char *key, const char *text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(general_keys); i++) {
        if (strcmp(general_keys[i].key, key) == 0)
            return (file->administrator || !general_keys[i].administrator_only) &&
                   general_keys[i].set(policy, text);
    }
    return FALSE;
}

static gboolean
is_administrator_rule(const char *key)
{
    return strcmp(key, hemo_rule_key_name(HEMO_RULE_PREDICTED)) == 0 ||
           strcmp(key, hemo_rule_key_name(HEMO_RULE_CONSENT)) == 0;
}

static gboolean
set_rule_key(Section *section, const File *file, const char *key, const char *text)
{
    return (file->administrator || !is_administrator_rule(key)) &&
           hemo_rule_set(&section->rule, key, text);
}

static char *
join_names(const HemoName *names)
{
    GString *list = g_string_new(NULL);

    for (; names->name != NULL; names++)
        g_string_append_printf(list, "%s%s", list->len > 0 ? ", " : "", names->name);
    return g_string_free(list, FALSE);
}

/* What an administrator's key of @row can be, NULL if anything. */
static char *
list_administrator_values(gsize row)
{
    const char *const *values = administrator_keys[row].values;
    g_autofree char *list = values != NULL ? g_strjoinv(", ", (char **)values) : NULL;

    if (administrator_keys[row].fits == is_list)
        return g_strconcat(list, ", none", NULL);
    if (administrator_keys[row].fits == is_days)
        return g_strdup_printf(_("days, %d to %d"), DAYS_LEAST, DAYS_MOST);
    if (administrator_keys[row].fits == is_path)
        return g_strdup(_("the whole path of a file, from / on"));
    return g_steal_pointer(&list);
}

/* What @key can be, NULL if that is no short list or there is no such key. */
static char *
list_values(const char *group, const char *key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(administrator_keys); i++) {
        if (strcmp(administrator_keys[i].group, group) == 0 &&
            strcmp(administrator_keys[i].key, key) == 0)
            return list_administrator_values(i);
    }
    if (is_administrator_group(group))
        return NULL;
    if (strcmp(key, "methods") == 0)
        return join_names(hemo_method_names + 1);
    for (int i = 0; i < HEMO_N_RULE_KEYS; i++) {
        if (strcmp(hemo_rule_key_name(i), key) == 0)
            return join_names(hemo_rule_key_values(i));
    }
    return NULL;
}

static gboolean
is_for_administrators(const char *group, const char *key)
{
    if (is_administrator_group(group) || is_administrator_rule(key))
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(general_keys); i++) {
        if (strcmp(general_keys[i].key, key) == 0)
            return general_keys[i].administrator_only;
    }
    return FALSE;
}

/* Says as plainly as can be what is wrong with @key. */
static void
refuse_key(GError **error, const File *file, const char *group, const char *key)
{
    g_autofree char *values = list_values(group, key);

    if (!file->administrator && is_for_administrators(group, key))
        hemo_error_set(error,
                       HEMO_ERROR_CONFIG,
                       _("%s: \"%s\" in [%s]: only the administrator may set this"),
                       file->label,
                       key,
                       group);
    else if (values != NULL)
        hemo_error_set(error,
                       HEMO_ERROR_CONFIG,
                       _("%s: \"%s\" in [%s] can only be: %s"),
                       file->label,
                       key,
                       group,
                       values);
    else
        hemo_error_set(
            error,
            HEMO_ERROR_CONFIG,
            _("%s: \"%s\" in [%s] is not a setting, or its value is not allowed there"),
            file->label,
            key,
            group);
}

static gboolean
parse_section(HemoPolicy *policy,
              const File *file,
              GKeyFile *keys,
              const char *group,
              GError **error)
{
    g_auto(GStrv) names = g_key_file_get_keys(keys, group, NULL, NULL);
    Section *section = g_new0(Section, 1);

    g_ptr_array_add(file->sections, section);
    if (!parse_scope(group, &section->scope, &section->name)) {
        hemo_error_set(error,
                       HEMO_ERROR_CONFIG,
                       _("%s: [%s] is not a group of settings"),
                       file->label,
                       group);
        return FALSE;
    }
    for (guint i = 0; names != NULL && names[i] != NULL; i++) {
        g_autofree char *raw = g_key_file_get_string(keys, group, names[i], NULL);
        const char *text = raw != NULL ? g_strstrip(raw) : "";

        if (set_rule_key(section, file, names[i], text))
            continue;
        if (section->scope == SCOPE_DEFAULT && set_general_key(policy, file, names[i], text))
            continue;
        refuse_key(error, file, group, names[i]);
        return FALSE;
    }
    return TRUE;
}

static gboolean
is_administrator_value(const char *group, const char *key, const char *text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(administrator_keys); i++) {
        if (strcmp(administrator_keys[i].group, group) == 0 &&
            strcmp(administrator_keys[i].key, key) == 0)
            return *text != '\0' &&
                   (administrator_keys[i].fits == NULL ||
                    administrator_keys[i].fits(administrator_keys[i].values, text));
    }
    return FALSE;
}

static gboolean
parse_settings(HemoPolicy *policy,
               const File *file,
               GKeyFile *keys,
               const char *group,
               GError **error)
{
    g_auto(GStrv) names = g_key_file_get_keys(keys, group, NULL, NULL);

    for (guint i = 0; names != NULL && names[i] != NULL; i++) {
        g_autofree char *text = g_key_file_get_string(keys, group, names[i], NULL);

        if (!file->administrator || text == NULL ||
            !is_administrator_value(group, names[i], g_strstrip(text))) {
            refuse_key(error, file, group, names[i]);
            return FALSE;
        }
        g_hash_table_insert(policy->settings,
                            g_strconcat(group, "/", names[i], NULL),
                            g_steal_pointer(&text));
    }
    return TRUE;
}

static gboolean
parse_file(HemoPolicy *policy, const File *file, HemoSlice text, GError **error)
{
    g_autoptr(GKeyFile) keys = g_key_file_new();
    g_autofree char *copy = hemo_slice_dup(text);
    g_auto(GStrv) groups = NULL;

    if (text.size == 0)
        return TRUE;
    if (text.size > HEMO_LIMIT_CONFIG || strlen(copy) != text.size ||
        !g_key_file_load_from_data(keys, copy, text.size, G_KEY_FILE_KEEP_TRANSLATIONS, NULL)) {
        hemo_error_set(error,
                       HEMO_ERROR_CONFIG,
                       _("%s cannot be read as settings"),
                       file->label);
        return FALSE;
    }
    groups = g_key_file_get_groups(keys, NULL);
    for (guint i = 0; groups[i] != NULL; i++) {
        gboolean settings = is_administrator_group(groups[i]);

        if (!(settings ? parse_settings : parse_section)(policy, file, keys, groups[i], error))
            return FALSE;
    }
    return TRUE;
}

static HemoPolicy *
policy_new(void)
{
    HemoPolicy *policy = g_new0(HemoPolicy, 1);

    g_atomic_ref_count_init(&policy->refs);
    policy->administrator = g_ptr_array_new_with_free_func(section_free);
    policy->user = g_ptr_array_new_with_free_func(section_free);
    policy->triggers = g_ptr_array_new_with_free_func(g_free);
    policy->rungs = g_array_new(FALSE, TRUE, sizeof(HemoRung));
    policy->also_encrypt_to = g_ptr_array_new_with_free_func(g_free);
    policy->retention = RETENTION_SHIPPED;
    policy->settings = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    for (gsize i = 0; i < G_N_ELEMENTS(shipped_triggers); i++) {
        g_ptr_array_add(policy->triggers, g_strdup(shipped_triggers[i].keyword));
        g_array_append_val(policy->rungs, shipped_triggers[i].rung);
    }
    return policy;
}

static char *
make_id(HemoSlice administrator, HemoSlice user)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree char *size = g_strdup_printf("%" G_GSIZE_FORMAT "\n", administrator.size);

    g_checksum_update(sum, (const guchar *)size, -1);
    if (administrator.size > 0)
        g_checksum_update(sum, administrator.data, (gssize)administrator.size);
    if (user.size > 0)
        g_checksum_update(sum, user.data, (gssize)user.size);
    return g_strdup(g_checksum_get_string(sum));
}

HemoPolicy *
hemo_policy_parse(HemoSlice administrator, HemoSlice user, GError **error)
{
    g_autoptr(HemoPolicy) policy = policy_new();
    const File files[] = {
        {_("the administrator's policy.conf"), TRUE, policy->administrator},
        {_("your policy.conf"), FALSE, policy->user},
    };

    if (!parse_file(policy, &files[0], administrator, error) ||
        !parse_file(policy, &files[1], user, error))
        return NULL;
    g_ptr_array_add(policy->triggers, NULL);
    g_ptr_array_add(policy->also_encrypt_to, NULL);
    policy->id = make_id(administrator, user);
    return g_steal_pointer(&policy);
}

HemoPolicy *
hemo_policy_ref(HemoPolicy *policy)
{
    g_atomic_ref_count_inc(&policy->refs);
    return policy;
}

void
hemo_policy_unref(HemoPolicy *policy)
{
    if (policy == NULL || !g_atomic_ref_count_dec(&policy->refs))
        return;
    g_ptr_array_unref(policy->administrator);
    g_ptr_array_unref(policy->user);
    g_ptr_array_unref(policy->triggers);
    g_array_unref(policy->rungs);
    g_ptr_array_unref(policy->also_encrypt_to);
    g_hash_table_unref(policy->settings);
    g_free(policy->id);
    g_free(policy);
}

static gboolean
is_below(const char *domain, const char *parent)
{
    gsize size = strlen(domain);
    gsize tail = strlen(parent);

    return size > tail + 1 && domain[size - tail - 1] == '.' &&
           strcmp(domain + size - tail, parent) == 0;
}

static gboolean
section_matches(const Section *section, const char *address, const char *domain)
{
    switch (section->scope) {
    case SCOPE_DEFAULT:
        return TRUE;
    case SCOPE_WILDCARD:
        return is_below(domain, section->name);
    case SCOPE_DOMAIN:
        return strcmp(domain, section->name) == 0;
    case SCOPE_ADDRESS:
        return strcmp(address, section->name) == 0;
    case SCOPE_CLASS:
        return FALSE;
    }
    return FALSE;
}

/* From general to special; of two wildcards the longer one is more special. */
static int
compare_sections(gconstpointer left, gconstpointer right)
{
    const Section *a = *(const Section *const *)left;
    const Section *b = *(const Section *const *)right;

    if (a->scope != b->scope)
        return (int)a->scope - (int)b->scope;
    return (int)strlen(a->name) - (int)strlen(b->name);
}

static HemoRule
layer(const GPtrArray *sections, HemoRule base, const char *address, const char *domain)
{
    g_autoptr(GPtrArray) matching = g_ptr_array_new();

    for (guint i = 0; i < sections->len; i++) {
        if (section_matches(sections->pdata[i], address, domain))
            g_ptr_array_add(matching, sections->pdata[i]);
    }
    g_ptr_array_sort(matching, compare_sections);
    for (guint i = 0; i < matching->len; i++)
        base = hemo_rule_override(base, &((const Section *)matching->pdata[i])->rule);
    return base;
}

static HemoRule
without_locked(const HemoPolicy *policy, HemoRule rule)
{
    for (int key = 0; key < HEMO_N_RULE_KEYS; key++) {
        if ((policy->locked & (1u << key)) != 0)
            rule.values[key] = 0;
    }
    if ((policy->locked & (1u << HEMO_N_RULE_KEYS)) != 0)
        rule.has_methods = FALSE;
    return rule;
}

/* What the user wrote has no say in what is locked, for classes neither. */
static HemoRule
tighten_by_class(const HemoPolicy *policy,
                 const GPtrArray *sections,
                 HemoRule rule,
                 guint classes)
{
    for (guint i = 0; i < sections->len; i++) {
        const Section *section = sections->pdata[i];
        HemoRule over = section->rule;

        if (section->scope != SCOPE_CLASS ||
            (classes & (guint)hemo_names_value(hemo_class_names, section->name, 0)) == 0)
            continue;
        if (sections == policy->user)
            over = without_locked(policy, over);
        rule = hemo_rule_tighten(rule, &over);
    }
    return rule;
}

HemoRule
hemo_policy_rule(const HemoPolicy *policy,
                 const char *address,
                 const char *domain,
                 guint classes)
{
    HemoRule rule = layer(policy->administrator, hemo_rule_shipped(), address, domain);
    HemoRule mine = layer(policy->user, (HemoRule){0}, address, domain);

    mine = without_locked(policy, mine);
    rule = hemo_rule_tighten(rule, &mine);
    rule = tighten_by_class(policy, policy->administrator, rule, classes);
    return tighten_by_class(policy, policy->user, rule, classes);
}

const char *const *
hemo_policy_triggers(const HemoPolicy *policy)
{
    return (const char *const *)policy->triggers->pdata;
}

HemoRung
hemo_policy_trigger_rung(const HemoPolicy *policy, const char *trigger)
{
    HemoRung rung = HEMO_RUNG_NONE;

    for (guint i = 0; i < policy->rungs->len; i++) {
        if (g_ascii_strcasecmp(policy->triggers->pdata[i], trigger) == 0)
            rung = MAX(rung, g_array_index(policy->rungs, HemoRung, i));
    }
    return rung != HEMO_RUNG_NONE ? rung : HEMO_RUNG_PORTAL;
}

const char *const *
hemo_policy_also_encrypt_to(const HemoPolicy *policy)
{
    return (const char *const *)policy->also_encrypt_to->pdata;
}

guint
hemo_policy_retention(const HemoPolicy *policy)
{
    return policy->retention;
}

const char *
hemo_policy_setting(const HemoPolicy *policy, const char *group, const char *key)
{
    g_autofree char *name = g_strconcat(group, "/", key, NULL);

    return g_hash_table_lookup(policy->settings, name);
}

const char *
hemo_policy_id(const HemoPolicy *policy)
{
    return policy->id;
}
