/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mozilla-account.h.  Keys and defaults are those of Thunderbird 153.
 */
#include "hemo-mozilla-account.h"

#include "hemo-address.h"
#include "hemo-names.h"

#include <string.h>

#define MAX_ACCOUNTS 100
#define MAX_KEY      64 /* a longer name of an account is none that Thunderbird made */
#define NO_LOGIN     1  /* nsMsgAuthMethod.none */
#define PLAIN        0  /* nsMsgSocketType */

static const HemoName protocols[] = {
    {HEMO_MAIL_PROTOCOL_POP, "pop3"},
    {HEMO_MAIL_PROTOCOL_IMAP, "imap"},
    {HEMO_MAIL_PROTOCOL_NEWS, "nntp"},
    {HEMO_MAIL_PROTOCOL_LOCAL, "movemail"},
    {HEMO_MAIL_PROTOCOL_NONE, "none"},
    {0, NULL},
};

/* nsMsgSocketType; 1 was "TLS if it is offered", and is no TLS today. */
static const HemoSecurity securities[] = {HEMO_SECURITY_NONE,
                                          HEMO_SECURITY_NONE,
                                          HEMO_SECURITY_STARTTLS,
                                          HEMO_SECURITY_TLS};

/* Where a leg goes if no port is set. */
typedef struct {
    guint16 plain; /* also that of STARTTLS */
    guint16 tls;
} Ports;

static const Ports smtp_ports = {587, 465};
static const Ports incoming_ports[] = {
    [HEMO_MAIL_PROTOCOL_POP] = {110, 995},
    [HEMO_MAIL_PROTOCOL_IMAP] = {143, 993},
};

/* "mail.server." "server1" ".port" */
static char *
join(const char *branch, const char *key, const char *name)
{
    return g_strconcat(branch, key, ".", name, NULL);
}

/* "" if it is not set. */
static const char *
get_text(const HemoMozillaPrefs *prefs, const char *branch, const char *key, const char *name)
{
    g_autofree char *pref = join(branch, key, name);
    const char *text = hemo_mozilla_prefs_string(prefs, pref);

    return text != NULL ? text : "";
}

static gint64
get_number(const HemoMozillaPrefs *prefs, const char *branch, const char *key, const char *name)
{
    g_autofree char *pref = join(branch, key, name);

    return hemo_mozilla_prefs_int(prefs, pref, 0);
}

/* The keys of a list, "account1,account2". */
static GStrv
split(const char *list)
{
    GStrv keys = g_strsplit(list, ",", MAX_ACCOUNTS);
    guint kept = 0;

    for (guint i = 0; keys[i] != NULL; i++) {
        char *key = g_strstrip(keys[i]);

        if (*key != '\0' && strlen(key) <= MAX_KEY && strpbrk(key, ",/") == NULL)
            keys[kept++] = key;
        else
            g_free(key);
    }
    keys[kept] = NULL;
    return keys;
}

static void
read_leg(const HemoMozillaPrefs *prefs,
         const char *branch,
         const char *key,
         const Ports *ports,
         HemoMailServer *leg)
{
    const char *type = g_str_equal(branch, "mail.smtpserver.") ? "try_ssl" : "socketType";
    gint64 security = get_number(prefs, branch, key, type);
    gint64 port = get_number(prefs, branch, key, "port");

    g_free(leg->host);
    leg->host = hemo_address_normalise_domain(get_text(prefs, branch, key, "hostname"), NULL);
    if (leg->host == NULL)
        leg->host = g_strdup("");
    leg->security = security >= PLAIN && security < (gint64)G_N_ELEMENTS(securities)
                        ? securities[security]
                        : HEMO_SECURITY_INVALID;
    if (port <= 0 || port > G_MAXUINT16)
        port = leg->security == HEMO_SECURITY_TLS ? ports->tls : ports->plain;
    leg->port = (guint16)port;
}

/* The server that @identity names, if it is there; else the default one; else the first. */
static char *
find_smtp(const HemoMozillaPrefs *prefs, const char *identity)
{
    const char *list = hemo_mozilla_prefs_string(prefs, "mail.smtpservers");
    const char *chosen = hemo_mozilla_prefs_string(prefs, "mail.smtp.defaultserver");
    const char *own = get_text(prefs, "mail.identity.", identity, "smtpServer");
    g_auto(GStrv) keys = split(list != NULL ? list : "");

    if (*own != '\0' && g_strv_contains((const char *const *)keys, own))
        return g_strdup(own);
    if (chosen != NULL && g_strv_contains((const char *const *)keys, chosen))
        return g_strdup(chosen);
    return g_strdup(keys[0]);
}

static void
read_smtp(const HemoMozillaPrefs *prefs, const char *identity, HemoMailAccount *account)
{
    static const char branch[] = "mail.smtpserver.";
    g_autofree char *key = find_smtp(prefs, identity);
    const char *type;

    account->user = g_strdup("");
    account->out.host = g_strdup("");
    if (key == NULL)
        return;
    type = get_text(prefs, branch, key, "type");
    account->uses_command = *type != '\0' && !g_str_equal(type, "smtp");
    if (account->uses_command)
        return;
    read_leg(prefs, branch, key, &smtp_ports, &account->out);
    if (get_number(prefs, branch, key, "authMethod") == NO_LOGIN)
        return;
    g_free(account->user);
    account->user = g_strdup(get_text(prefs, branch, key, "username"));
}

/* An IMAP account keeps its drafts on the server unless another folder is named. */
static gboolean
is_on_server(const HemoMozillaPrefs *prefs, const char *identity, HemoMailProtocol protocol)
{
    const char *folder = get_text(prefs, "mail.identity.", identity, "draft_folder");

    if (*folder == '\0')
        return protocol == HEMO_MAIL_PROTOCOL_IMAP || protocol == HEMO_MAIL_PROTOCOL_INVALID;
    return !g_str_has_prefix(folder, "mailbox:");
}

static void
read_incoming(const HemoMozillaPrefs *prefs, const char *id, HemoMailAccount *account)
{
    static const char branch[] = "mail.server.";
    const char *key = get_text(prefs, "mail.account.", id, "server");
    const char *type = get_text(prefs, branch, key, "type");

    account->title = g_strdup(get_text(prefs, branch, key, "name"));
    account->protocol =
        (HemoMailProtocol)hemo_names_value(protocols, type, HEMO_MAIL_PROTOCOL_INVALID);
    if (account->protocol == HEMO_MAIL_PROTOCOL_POP ||
        account->protocol == HEMO_MAIL_PROTOCOL_IMAP)
        read_leg(prefs, branch, key, &incoming_ports[account->protocol], &account->in);
    else
        account->in.host = g_strdup("");
}

static void
read_identity(const HemoMozillaPrefs *prefs, const char *id, HemoMailAccount *account)
{
    account->name = g_strdup(get_text(prefs, "mail.identity.", id, "fullName"));
    account->address = g_strdup(get_text(prefs, "mail.identity.", id, "useremail"));
    account->drafts_on_server = is_on_server(prefs, id, account->protocol);
    read_smtp(prefs, id, account);
}

/* @identity is "" for an account without one. */
static HemoMailAccount *
read_one(const HemoMozillaPrefs *prefs, const char *id, const char *identity)
{
    HemoMailAccount *account = hemo_mail_account_new();
    const char *chosen = hemo_mozilla_prefs_string(prefs, "mail.accountmanager.defaultaccount");

    account->group = g_strconcat(id, *identity != '\0' ? "/" : NULL, identity, NULL);
    account->is_default = g_strcmp0(chosen, id) == 0;
    read_incoming(prefs, id, account);
    read_identity(prefs, identity, account);
    if (*account->title == '\0') {
        g_free(account->title);
        account->title = g_strdup(*account->address != '\0' ? account->address : id);
    }
    return account;
}

static GStrv
find_accounts(const HemoMozillaPrefs *prefs)
{
    const char *list = hemo_mozilla_prefs_string(prefs, "mail.accountmanager.accounts");

    return split(list != NULL ? list : "");
}

static GStrv
find_identities(const HemoMozillaPrefs *prefs, const char *id)
{
    return split(get_text(prefs, "mail.account.", id, "identities"));
}

GPtrArray *
hemo_mozilla_account_read(const HemoMozillaPrefs *prefs)
{
    GPtrArray *accounts = hemo_mail_account_array();
    g_auto(GStrv) ids = find_accounts(prefs);

    for (guint i = 0; ids[i] != NULL; i++) {
        g_auto(GStrv) identities = find_identities(prefs, ids[i]);

        for (guint k = 0; identities[k] != NULL && accounts->len < MAX_ACCOUNTS; k++)
            g_ptr_array_add(accounts, read_one(prefs, ids[i], identities[k]));
    }
    return accounts;
}

HemoMailAccount *
hemo_mozilla_account_identity(const HemoMozillaPrefs *prefs, const char *id)
{
    g_auto(GStrv) ids = find_accounts(prefs);

    for (guint i = 0; ids[i] != NULL; i++) {
        g_auto(GStrv) identities = find_identities(prefs, ids[i]);

        if (g_strv_contains((const char *const *)identities, id))
            return read_one(prefs, ids[i], id);
    }
    return NULL;
}

HemoMailAccount *
hemo_mozilla_account_incoming(const HemoMozillaPrefs *prefs, const char *id)
{
    g_auto(GStrv) ids = find_accounts(prefs);
    g_auto(GStrv) identities = NULL;

    if (!g_strv_contains((const char *const *)ids, id))
        return NULL;
    identities = find_identities(prefs, id);
    return read_one(prefs, id, identities[0] != NULL ? identities[0] : "");
}
