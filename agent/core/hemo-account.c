/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-account.h.
 */
#include "hemo-account.h"

#include "hemo-address.h"
#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gi18n-lib.h>
#include <string.h>

struct _HemoAccount {
    char *id;
    GStrv addresses;
    GStrv names;
    GStrv words;
    GStrv internal;
    char *host;
    char *user;
    char *incoming_host;
    char *enforcement;
    guint16 port;
    HemoSecurity security;
    HemoRoute route;
};

struct _HemoAccounts {
    gatomicrefcount refs;
    GPtrArray *accounts; /* HemoAccount */
    char *id;
};

static const HemoName security_names[] = {
    {HEMO_SECURITY_NONE, "none"},
    {HEMO_SECURITY_STARTTLS, "starttls"},
    {HEMO_SECURITY_TLS, "tls"},
    {0, NULL},
};

static void
account_free(gpointer data)
{
    HemoAccount *account = data;

    g_free(account->id);
    g_strfreev(account->addresses);
    g_strfreev(account->names);
    g_strfreev(account->words);
    g_strfreev(account->internal);
    g_free(account->host);
    g_free(account->user);
    g_free(account->incoming_host);
    g_free(account->enforcement);
    g_free(account);
}

static GStrv
split_list(const char *text)
{
    g_auto(GStrv) words = g_strsplit(text, ";", -1);
    g_autoptr(GStrvBuilder) list = g_strv_builder_new();

    for (guint i = 0; words[i] != NULL; i++) {
        if (*g_strstrip(words[i]) != '\0')
            g_strv_builder_add(list, words[i]);
    }
    return g_strv_builder_end(list);
}

static void
replace_list(GStrv *list, const char *text)
{
    g_strfreev(*list);
    *list = split_list(text);
}

static gboolean
set_addresses(HemoAccount *account, const char *text)
{
    replace_list(&account->addresses, text);
    for (guint i = 0; account->addresses[i] != NULL; i++) {
        g_autoptr(HemoAddress) address = hemo_address_parse(account->addresses[i], NULL);

        if (address == NULL)
            return FALSE;
    }
    return account->addresses[0] != NULL;
}

static gboolean
set_names(HemoAccount *account, const char *text)
{
    replace_list(&account->names, text);
    return TRUE;
}

static gboolean
set_words(HemoAccount *account, const char *text)
{
    replace_list(&account->words, text);
    return TRUE;
}

static gboolean
set_internal(HemoAccount *account, const char *text)
{
    replace_list(&account->internal, text);
    for (guint i = 0; account->internal[i] != NULL; i++) {
        char *domain = hemo_address_normalise_domain(account->internal[i], NULL);

        if (domain == NULL)
            return FALSE;
        g_free(account->internal[i]);
        account->internal[i] = domain;
    }
    return TRUE;
}

static gboolean
set_host_name(char **ret_host, const char *text)
{
    g_free(*ret_host);
    *ret_host = hemo_address_normalise_domain(text, NULL);
    return *ret_host != NULL;
}

static gboolean
set_host(HemoAccount *account, const char *text)
{
    return set_host_name(&account->host, text);
}

static gboolean
set_incoming_host(HemoAccount *account, const char *text)
{
    return set_host_name(&account->incoming_host, text);
}

static gboolean
set_port(HemoAccount *account, const char *text)
{
    guint64 port = 0;

    if (!g_ascii_string_to_unsigned(text, 10, 1, 65535, &port, NULL))
        return FALSE;
    account->port = (guint16)port;
    return TRUE;
}

static gboolean
set_security(HemoAccount *account, const char *text)
{
    account->security = hemo_names_value(security_names, text, HEMO_SECURITY_INVALID);
    return account->security != HEMO_SECURITY_INVALID;
}

static gboolean
set_user(HemoAccount *account, const char *text)
{
    g_free(account->user);
    account->user = g_strdup(text);
    return *text != '\0' && g_utf8_validate(text, -1, NULL);
}

/* R3 is delivery by ourselves, which nobody can set up yet. */
static gboolean
set_route(HemoAccount *account, const char *text)
{
    account->route = hemo_names_value(hemo_route_names, text, HEMO_ROUTE_INVALID);
    return account->route != HEMO_ROUTE_INVALID && account->route != HEMO_ROUTE_R3;
}

/* A field name that starts with X-, and a value without control characters. */
static gboolean
set_enforcement(HemoAccount *account, const char *text)
{
    const char *colon = strchr(text, ':');

    if (colon == NULL || g_ascii_strncasecmp(text, "X-", 2) != 0 || colon - text < 3)
        return FALSE;
    for (const char *at = text; *at != '\0'; at++) {
        if (!g_ascii_isprint(*at) || (at < colon && !g_ascii_isalnum(*at) && *at != '-'))
            return FALSE;
    }
    g_free(account->enforcement);
    account->enforcement = g_strdup(text);
    return TRUE;
}

/* Notes and settings of parts that read them themselves. */
static gboolean
accept_any(HemoAccount *account, const char *text)
{
    return g_utf8_validate(text, -1, NULL);
}

static const struct {
    const char *key;
    gboolean (*set)(HemoAccount *account, const char *text);
} keys[] = {
    {"addresses", set_addresses},
    {"names", set_names},
    {"words", set_words},
    {"internal", set_internal},
    {"host", set_host},
    {"port", set_port},
    {"security", set_security},
    {"user", set_user},
    {"route", set_route},
    {"enforcement", set_enforcement},
    {"incoming-host", set_incoming_host},
    {"baa", accept_any},
};

static gboolean
set_key(HemoAccount *account, const char *key, const char *text)
{
    for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
        if (strcmp(keys[i].key, key) == 0)
            return keys[i].set(account, text);
    }
    return FALSE;
}

static HemoAccount *
account_new(const char *id)
{
    HemoAccount *account = g_new0(HemoAccount, 1);

    account->id = g_strdup(id);
    account->addresses = g_new0(char *, 1);
    account->names = g_new0(char *, 1);
    account->words = g_new0(char *, 1);
    account->internal = g_new0(char *, 1);
    account->port = 587;
    account->security = HEMO_SECURITY_STARTTLS;
    account->route = HEMO_ROUTE_R0;
    return account;
}

/* What would raise trust is taken back. */
static void
account_distrust(HemoAccount *account)
{
    account->route = HEMO_ROUTE_R0;
    replace_list(&account->internal, "");
    g_clear_pointer(&account->enforcement, g_free);
}

/* Where few words are allowed, they are said. */
static const struct {
    const char *key;
    const char *values;
} choices[] = {
    {"security", "starttls, tls, none"},
    {"route", "R0, R1, R2"},
};

static void
refuse(GError **error, const char *label, const char *group, const char *key)
{
    for (gsize i = 0; i < G_N_ELEMENTS(choices); i++) {
        if (strcmp(choices[i].key, key) == 0) {
            hemo_error_set(error,
                           HEMO_ERROR_CONFIG,
                           _("%s: \"%s\" in [%s] can only be: %s"),
                           label,
                           key,
                           group,
                           choices[i].values);
            return;
        }
    }
    hemo_error_set(error,
                   HEMO_ERROR_CONFIG,
                   _("%s: \"%s\" in [%s] is not a setting, or its value cannot be used"),
                   label,
                   key,
                   group);
}

/* A server that is told nothing enforces nothing. */
static gboolean
can_enforce(const HemoAccount *account)
{
    return account->route < HEMO_ROUTE_R2 || account->enforcement != NULL;
}

static HemoAccount *
parse_account(GKeyFile *file, const char *label, const char *group, GError **error)
{
    HemoAccount *account = account_new(group + strlen("account "));
    g_auto(GStrv) names = g_key_file_get_keys(file, group, NULL, NULL);

    for (guint i = 0; names != NULL && names[i] != NULL; i++) {
        g_autofree char *text = g_key_file_get_string(file, group, names[i], NULL);

        if (text != NULL && set_key(account, names[i], g_strstrip(text)))
            continue;
        refuse(error, label, group, names[i]);
        account_free(account);
        return NULL;
    }
    if (can_enforce(account))
        return account;
    hemo_error_set(error,
                   HEMO_ERROR_CONFIG,
                   _("%s: route=R2 in [%s] needs \"enforcement\""),
                   label,
                   group);
    account_free(account);
    return NULL;
}

static gboolean
parse_file(HemoAccounts *accounts,
           const char *label,
           HemoSlice text,
           gboolean trusted,
           GError **error)
{
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autofree char *copy = hemo_slice_dup(text);
    g_auto(GStrv) groups = NULL;

    if (text.size == 0)
        return TRUE;
    if (text.size > HEMO_LIMIT_CONFIG || strlen(copy) != text.size ||
        !g_key_file_load_from_data(file, copy, text.size, G_KEY_FILE_KEEP_TRANSLATIONS, NULL)) {
        hemo_error_set(error, HEMO_ERROR_CONFIG, _("%s cannot be read as settings"), label);
        return FALSE;
    }
    groups = g_key_file_get_groups(file, NULL);
    for (guint i = 0; groups[i] != NULL; i++) {
        HemoAccount *account;

        if (!g_str_has_prefix(groups[i], "account ") || groups[i][strlen("account ")] == '\0') {
            hemo_error_set(error,
                           HEMO_ERROR_CONFIG,
                           _("%s: [%s] is no account: write [account NAME]"),
                           label,
                           groups[i]);
            return FALSE;
        }
        account = parse_account(file, label, groups[i], error);
        if (account == NULL)
            return FALSE;
        if (!trusted)
            account_distrust(account);
        g_ptr_array_add(accounts->accounts, account);
    }
    return TRUE;
}

static char *
make_id(HemoSlice administrator, HemoSlice user, gboolean trust_user)
{
    g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree char *head =
        g_strdup_printf("%d %" G_GSIZE_FORMAT "\n", trust_user, administrator.size);

    g_checksum_update(sum, (const guchar *)head, -1);
    if (administrator.size > 0)
        g_checksum_update(sum, administrator.data, (gssize)administrator.size);
    if (user.size > 0)
        g_checksum_update(sum, user.data, (gssize)user.size);
    return g_strdup(g_checksum_get_string(sum));
}

HemoAccounts *
hemo_accounts_parse(HemoSlice administrator,
                    HemoSlice user,
                    gboolean trust_user,
                    GError **error)
{
    g_autoptr(HemoAccounts) accounts = g_new0(HemoAccounts, 1);

    g_atomic_ref_count_init(&accounts->refs);
    accounts->accounts = g_ptr_array_new_with_free_func(account_free);
    if (!parse_file(accounts,
                    _("the administrator's accounts.conf"),
                    administrator,
                    TRUE,
                    error) ||
        !parse_file(accounts, _("your accounts.conf"), user, trust_user, error))
        return NULL;
    accounts->id = make_id(administrator, user, trust_user);
    return g_steal_pointer(&accounts);
}

HemoAccounts *
hemo_accounts_ref(HemoAccounts *accounts)
{
    g_atomic_ref_count_inc(&accounts->refs);
    return accounts;
}

void
hemo_accounts_unref(HemoAccounts *accounts)
{
    if (accounts == NULL || !g_atomic_ref_count_dec(&accounts->refs))
        return;
    g_ptr_array_unref(accounts->accounts);
    g_free(accounts->id);
    g_free(accounts);
}

const char *
hemo_accounts_id(const HemoAccounts *accounts)
{
    return accounts->id;
}

const HemoAccount *
hemo_accounts_find(const HemoAccounts *accounts, const char *id)
{
    for (guint i = 0; i < accounts->accounts->len; i++) {
        const HemoAccount *account = accounts->accounts->pdata[i];

        if (strcmp(account->id, id) == 0)
            return account;
    }
    return NULL;
}

const HemoAccount *
hemo_accounts_at(const HemoAccounts *accounts, gsize index)
{
    return index < accounts->accounts->len ? accounts->accounts->pdata[index] : NULL;
}

/* Of two accounts with one id only the first is ever found by it. */
static gboolean
is_hidden(const HemoAccounts *accounts, const HemoAccount *account)
{
    return hemo_accounts_find(accounts, account->id) != account;
}

static gboolean
fits_server(const HemoAccount *account, const char *host, guint16 port)
{
    return g_strcmp0(account->host, host) == 0 && account->port == port;
}

static gboolean
has_address(const HemoAccount *account, const HemoAddress *address)
{
    for (guint i = 0; address != NULL && account->addresses[i] != NULL; i++) {
        g_autoptr(HemoAddress) own = hemo_address_parse(account->addresses[i], NULL);

        if (own != NULL && strcmp(hemo_address_key(own), hemo_address_key(address)) == 0)
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_accounts_has_address(const HemoAccounts *accounts, const char *address)
{
    g_autoptr(HemoAddress) parsed = hemo_address_parse(address, NULL);

    for (guint i = 0; accounts != NULL && i < accounts->accounts->len; i++) {
        const HemoAccount *account = accounts->accounts->pdata[i];

        if (!is_hidden(accounts, account) && has_address(account, parsed))
            return TRUE;
    }
    return FALSE;
}

const HemoAccount *
hemo_accounts_find_server(const HemoAccounts *accounts,
                          const char *host,
                          guint16 port,
                          const char *user,
                          const char *from)
{
    g_autofree char *name = hemo_address_normalise_domain(host, NULL);
    g_autoptr(HemoAddress) address = hemo_address_parse(from, NULL);
    const HemoAccount *first = NULL;

    for (guint i = 0; name != NULL && i < accounts->accounts->len; i++) {
        const HemoAccount *account = accounts->accounts->pdata[i];
        gboolean own = has_address(account, address);

        if (!fits_server(account, name, port) || is_hidden(accounts, account) ||
            (account->user != NULL ? strcmp(account->user, user) != 0 : !own))
            continue;
        if (own)
            return account;
        first = first != NULL ? first : account;
    }
    return first;
}

const char *
hemo_account_id(const HemoAccount *account)
{
    return account->id;
}

const char *const *
hemo_account_addresses(const HemoAccount *account)
{
    return (const char *const *)account->addresses;
}

const char *const *
hemo_account_names(const HemoAccount *account)
{
    return (const char *const *)account->names;
}

const char *const *
hemo_account_words(const HemoAccount *account)
{
    return (const char *const *)account->words;
}

const char *const *
hemo_account_internal(const HemoAccount *account)
{
    return (const char *const *)account->internal;
}

const char *
hemo_account_host(const HemoAccount *account)
{
    return account->host;
}

guint16
hemo_account_port(const HemoAccount *account)
{
    return account->port;
}

HemoSecurity
hemo_account_security(const HemoAccount *account)
{
    return account->security;
}

const char *
hemo_account_user(const HemoAccount *account)
{
    return account->user;
}

HemoRoute
hemo_account_route(const HemoAccount *account)
{
    return account->route;
}

const char *
hemo_account_enforcement(const HemoAccount *account)
{
    return account->enforcement;
}

const char *
hemo_account_incoming_host(const HemoAccount *account)
{
    return account->incoming_host;
}

gboolean
hemo_account_is_internal(const HemoAccount *account, const char *domain)
{
    return g_strv_contains((const char *const *)account->internal, domain);
}
