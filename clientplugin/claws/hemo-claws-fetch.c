/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-fetch.h.
 */
#include "hemo-claws-fetch.h"

#include "hemo-fetch-words.h"

static HemoFetchWords
leg_of_security(SSLType security, gboolean unchecked)
{
    switch (security) {
    case SSL_NONE:
        return HEMO_FETCH_WORDS_PLAIN;
    case SSL_TUNNEL:
    case SSL_STARTTLS:
        return unchecked ? HEMO_FETCH_WORDS_UNCHECKED : HEMO_FETCH_WORDS_TLS;
    }
    return HEMO_FETCH_WORDS_UNTOLD;
}

static HemoFetchWords
leg_of_server(const PrefsAccount *account, SSLType security, gboolean unchecked)
{
    return account->set_tunnelcmd ? HEMO_FETCH_WORDS_UNTOLD
                                  : leg_of_security(security, unchecked);
}

static HemoFetchWords
leg_of(const PrefsAccount *account, gboolean unchecked)
{
    switch (account->protocol) {
    case A_POP3:
        return leg_of_server(account, account->ssl_pop, unchecked);
    case A_IMAP4:
        return leg_of_server(account, account->ssl_imap, unchecked);
    case A_LOCAL:
        return HEMO_FETCH_WORDS_HERE;
    case A_NNTP:
    case A_NONE:
    case NUM_RECV_PROTOCOLS:
        return HEMO_FETCH_WORDS_UNTOLD;
    }
    return HEMO_FETCH_WORDS_UNTOLD;
}

char *
hemo_claws_fetch_words(const PrefsAccount *account, gboolean unchecked)
{
    if (account == NULL)
        return NULL;
    return hemo_fetch_words(leg_of(account, unchecked), account->recv_server);
}
