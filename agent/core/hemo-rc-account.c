/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-rc-account.h.  Keys and defaults are those of Claws Mail 4.1.1.
 */
#include "hemo-rc-account.h"

#include "hemo-address.h"

#define GROUP        "Account: "
#define MAX_ACCOUNTS 100

/* The keys of one leg, and where it goes if they do not say. */
typedef struct {
    const char *host;
    const char *security;
    const char *has_port; /* "1" if the next one counts */
    const char *port;
    guint16 plain_port; /* also that of STARTTLS */
    guint16 tls_port;
} LegKeys;

static const LegKeys smtp = {"smtp_server", "ssl_smtp", "set_smtpport", "smtp_port", 25, 465};
static const LegKeys incoming[] = {
    [HEMO_MAIL_PROTOCOL_POP] =
        {"receive_server", "ssl_pop", "set_popport", "pop_port", 110, 995},
    [HEMO_MAIL_PROTOCOL_IMAP] =
        {"receive_server", "ssl_imap", "set_imapport", "imap_port", 143, 993},
};

/* SSLType of Claws Mail. */
static const HemoSecurity securities[] = {HEMO_SECURITY_NONE,
                                          HEMO_SECURITY_TLS,
                                          HEMO_SECURITY_STARTTLS};

static char *
get_text(const HemoIniText *ini, const char *group, const char *key)
{
    char *text = hemo_ini_text_get(ini, group, key);

    return text != NULL ? text : g_strdup("");
}

/* @otherwise if there is no such number. */
static guint
get_number(const HemoIniText *ini,
           const char *group,
           const char *key,
           guint max,
           guint otherwise)
{
    g_autofree char *text = hemo_ini_text_get(ini, group, key);
    guint64 number = otherwise;

    if (text != NULL && !g_ascii_string_to_unsigned(text, 10, 0, max, &number, NULL))
        number = otherwise;
    return (guint)number;
}

static gboolean
get_flag(const HemoIniText *ini, const char *group, const char *key)
{
    g_autofree char *text = get_text(ini, group, key);

    return g_str_equal(text, "1") || g_ascii_strcasecmp(text, "TRUE") == 0;
}

static HemoSecurity
get_security(const HemoIniText *ini, const char *group, const char *key)
{
    guint number = get_number(ini, group, key, G_MAXUINT16, 0);

    return number < G_N_ELEMENTS(securities) ? securities[number] : HEMO_SECURITY_INVALID;
}

static void
read_leg(const HemoIniText *ini, const char *group, const LegKeys *keys, HemoMailServer *leg)
{
    g_autofree char *host = get_text(ini, group, keys->host);
    guint port;

    leg->host = hemo_address_normalise_domain(host, NULL);
    if (leg->host == NULL)
        leg->host = g_strdup("");
    leg->security = get_security(ini, group, keys->security);
    port = leg->security == HEMO_SECURITY_TLS ? keys->tls_port : keys->plain_port;
    if (get_flag(ini, group, keys->has_port))
        port = get_number(ini, group, keys->port, G_MAXUINT16, port);
    leg->port = (guint16)port;
}

static void
read_incoming(const HemoIniText *ini, HemoMailAccount *account)
{
    HemoMailProtocol protocol = account->protocol;

    if (protocol < G_N_ELEMENTS(incoming) && incoming[protocol].host != NULL)
        read_leg(ini, account->group, &incoming[protocol], &account->in);
    else
        account->in.host = g_strdup("");
}

/* With an account for receiving, its name is taken where none is given for SMTP. */
static char *
read_user(const HemoIniText *ini, const char *group)
{
    g_autofree char *user = get_text(ini, group, "smtp_user_id");

    if (!get_flag(ini, group, "use_smtp_auth"))
        return g_strdup("");
    return *user != '\0' ? g_steal_pointer(&user) : get_text(ini, group, "user_id");
}

/* An IMAP account keeps its special folders on the server unless another is named. */
static gboolean
is_on_server(const HemoIniText *ini,
             const HemoMailAccount *account,
             const char *has_folder,
             const char *key)
{
    g_autofree char *folder = get_text(ini, account->group, key);

    if (!get_flag(ini, account->group, has_folder) || *folder == '\0')
        return account->protocol == HEMO_MAIL_PROTOCOL_IMAP;
    return g_str_has_prefix(folder, "#imap/");
}

/* One more than the number in the file ("protocol=0" is POP). */
static HemoMailProtocol
read_protocol(const HemoIniText *ini, const char *group)
{
    guint number = get_number(ini, group, "protocol", G_MAXUINT16, 0);

    return number < HEMO_MAIL_PROTOCOL_NONE ? (HemoMailProtocol)(number + 1)
                                            : HEMO_MAIL_PROTOCOL_INVALID;
}

static HemoMailAccount *
read_account(const HemoIniText *ini, const char *group)
{
    HemoMailAccount *account = hemo_mail_account_new();

    account->group = g_strdup(group);
    account->title = get_text(ini, group, "account_name");
    account->name = get_text(ini, group, "name");
    account->address = get_text(ini, group, "address");
    account->protocol = read_protocol(ini, group);
    account->is_default = get_flag(ini, group, "is_default");
    account->uses_command = get_flag(ini, group, "use_mail_command");
    account->auto_accepts_certificates = get_flag(ini, group, "ssl_certs_auto_accept");
    account->drafts_on_server = is_on_server(ini, account, "set_draft_folder", "draft_folder");
    account->queue_on_server = is_on_server(ini, account, "set_queue_folder", "queue_folder");
    read_leg(ini, group, &smtp, &account->out);
    account->user = read_user(ini, group);
    read_incoming(ini, account);
    return account;
}

GPtrArray *
hemo_rc_accounts_read(const HemoIniText *accountrc)
{
    GPtrArray *accounts = hemo_mail_account_array();
    g_auto(GStrv) groups = hemo_ini_text_groups(accountrc);

    for (guint i = 0; groups[i] != NULL && accounts->len < MAX_ACCOUNTS; i++) {
        if (g_str_has_prefix(groups[i], GROUP))
            g_ptr_array_add(accounts, read_account(accountrc, groups[i]));
    }
    return accounts;
}
