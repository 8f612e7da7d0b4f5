/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-fetch-words.h.
 */
#include "hemo-fetch-words.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>

static const char *const leg_words[HEMO_N_FETCH_WORDS] = {
    [HEMO_FETCH_WORDS_PLAIN] = N_("Your account fetches mail from %s without encryption."),
    [HEMO_FETCH_WORDS_UNCHECKED] =
        N_("Your account fetches mail from %s over TLS, but does not "
           "check whose server it is."),
    [HEMO_FETCH_WORDS_TLS] = N_("Your account fetches mail from %s over TLS."),
    [HEMO_FETCH_WORDS_HERE] = N_("Your account fetches mail from this computer."),
};

static gboolean
is_loopback(const char *server)
{
    g_autoptr(GInetAddress) address = g_inet_address_new_from_string(server);

    if (address != NULL)
        return g_inet_address_get_is_loopback(address);
    return g_ascii_strcasecmp(server, "localhost") == 0;
}

static HemoFetchWords
see_server(HemoFetchWords leg, const char *server)
{
    if (leg <= HEMO_FETCH_WORDS_UNTOLD || leg >= HEMO_N_FETCH_WORDS)
        return HEMO_FETCH_WORDS_UNTOLD;
    if (leg == HEMO_FETCH_WORDS_HERE)
        return leg;
    if (server == NULL || *server == '\0')
        return HEMO_FETCH_WORDS_UNTOLD;
    return is_loopback(server) ? HEMO_FETCH_WORDS_HERE : leg;
}

char *
hemo_fetch_words(HemoFetchWords leg, const char *server)
{
    HemoFetchWords seen = see_server(leg, server);
    g_autoptr(GString) text = NULL;

    if (seen == HEMO_FETCH_WORDS_UNTOLD)
        return NULL;
    text = g_string_new(_(leg_words[seen]));
    if (seen != HEMO_FETCH_WORDS_HERE)
        g_string_replace(text, "%s", server, 1);
    return g_string_free(g_steal_pointer(&text), FALSE);
}
