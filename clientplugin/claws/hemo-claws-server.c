/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-server.h.
 */
#include "hemo-claws-server.h"

#define PLAIN_PORT 25
#define TLS_PORT   465

guint16
hemo_claws_server_port(const PrefsAccount *account)
{
    if (account->set_smtpport)
        return account->smtpport;
    return account->ssl_smtp == SSL_TUNNEL ? TLS_PORT : PLAIN_PORT;
}

static const char *
find_security(const PrefsAccount *account, gboolean unchecked)
{
    if (account->use_mail_command)
        return "other";
    if (account->ssl_smtp != SSL_TUNNEL && account->ssl_smtp != SSL_STARTTLS)
        return "none";
    if (unchecked)
        return "unverified";
    return account->ssl_smtp == SSL_TUNNEL ? "tls" : "starttls";
}

/* Without a name of its own for sending, Claws Mail uses the one for receiving. */
static const char *
find_user(const PrefsAccount *account)
{
    if (!account->use_smtp_auth)
        return NULL;
    if (account->smtp_userid != NULL && *account->smtp_userid != '\0')
        return account->smtp_userid;
    return account->userid;
}

static void
add_string(GVariantBuilder *settings, const char *name, const char *value)
{
    g_autofree char *valid = g_utf8_make_valid(value != NULL ? value : "", -1);

    g_variant_builder_add(settings, "{sv}", name, g_variant_new_string(valid));
}

GVariant *
hemo_claws_server_settings(const PrefsAccount *account, gboolean unchecked)
{
    gboolean by_smtp = !account->use_mail_command;
    GVariantBuilder settings;

    g_variant_builder_init(&settings, G_VARIANT_TYPE_VARDICT);
    add_string(&settings, "from", account->address);
    add_string(&settings, "host", by_smtp ? account->smtp_server : NULL);
    g_variant_builder_add(&settings,
                          "{sv}",
                          "port",
                          g_variant_new_uint16(by_smtp ? hemo_claws_server_port(account) : 0));
    add_string(&settings, "user", by_smtp ? find_user(account) : NULL);
    add_string(&settings, "security", find_security(account, unchecked));
    return g_variant_builder_end(&settings);
}
