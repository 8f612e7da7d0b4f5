/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-fetch.h.
 */
#include "hemo-claws-fetch.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

typedef enum {
    LEG_UNTOLD = 0, /* say nothing */
    LEG_PLAIN,
    LEG_UNCHECKED,
    LEG_TLS,
    LEG_HERE, /* never leaves this computer */
    N_LEGS
} Leg;

static const char *const leg_words[N_LEGS] = {
    [LEG_PLAIN] = N_("Your account fetches mail from %s without encryption."),
    [LEG_UNCHECKED] = N_("Your account fetches mail from %s over TLS, but does not check whose "
                         "server it is."),
    [LEG_TLS] = N_("Your account fetches mail from %s over TLS."),
    [LEG_HERE] = N_("Your account fetches mail from this computer."),
};

static gboolean
is_loopback(const char *server)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(server);

    if (address != NULL)
        return g_inet_address_get_is_loopback(address);
    return g_ascii_strcasecmp(server, "localhost") == 0;
}

static Leg
leg_of_security(SSLType security, gboolean unchecked)
{
    switch (security) {
    case SSL_NONE:
        return LEG_PLAIN;
    case SSL_TUNNEL:
    case SSL_STARTTLS:
        return unchecked ? LEG_UNCHECKED : LEG_TLS;
    }
    return LEG_UNTOLD;
}

static Leg
leg_of_server(const PrefsAccount *account, SSLType security, gboolean unchecked)
{
    if (account->set_tunnelcmd || account->recv_server == NULL || *account->recv_server == '\0')
        return LEG_UNTOLD;
    return is_loopback(account->recv_server) ? LEG_HERE : leg_of_security(security, unchecked);
}

static Leg
leg_of(const PrefsAccount *account, gboolean unchecked)
{
    switch (account->protocol) {
    case A_POP3:
        return leg_of_server(account, account->ssl_pop, unchecked);
    case A_IMAP4:
        return leg_of_server(account, account->ssl_imap, unchecked);
    case A_LOCAL:
        return LEG_HERE;
    case A_NNTP:
    case A_NONE:
    case NUM_RECV_PROTOCOLS:
        return LEG_UNTOLD;
    }
    return LEG_UNTOLD;
}

char *
hemo_claws_fetch_words(const PrefsAccount *account, gboolean unchecked)
{
    Leg leg = account != NULL ? leg_of(account, unchecked) : LEG_UNTOLD;
    g_autoptr(GString) text = NULL;

    if (leg == LEG_UNTOLD)
        return NULL;
    text = g_string_new(_(leg_words[leg]));
    if (leg != LEG_HERE)
        g_string_replace(text, "%s", account->recv_server, 1);
    return g_string_free(g_steal_pointer(&text), FALSE);
}
