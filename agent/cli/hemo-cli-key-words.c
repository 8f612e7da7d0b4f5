/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-key-words.h.
 */
#include "hemo-cli-key-words.h"

#include <glib/gi18n-lib.h>

typedef struct {
    const char *name;
    const char *words;
} Words;

static const Words kinds[] = {
    {"openpgp", N_("OpenPGP key")},
    {"smime", N_("S/MIME certificate")},
};

static const Words finders[] = {
    {"keyring", N_("on this computer")},
    {"harvest", N_("in mail that you received")},
    {"wkd", N_("on the web server of the address's domain (WKD)")},
    {"smimea", N_("in the name service (SMIMEA)")},
    {"dns-cert", N_("in the name service (CERT)")},
    {"import", N_("in a file that you brought in")},
};

static const Words hows[] = {
    {"telephone", N_("by telephone")},
    {"in-person", N_("in person")},
    {"paper", N_("on paper")},
    {"other", N_("in another way")},
};

static const char *
find(const Words *words, gsize n, const char *name)
{
    for (gsize i = 0; i < n; i++) {
        if (g_str_equal(words[i].name, name))
            return _(words[i].words);
    }
    return NULL;
}

const char *
hemo_cli_key_words_kind(const char *kind)
{
    const char *words = find(kinds, G_N_ELEMENTS(kinds), kind);

    return words != NULL ? words : kind;
}

const char *
hemo_cli_key_words_finder(const char *finder)
{
    const char *words = find(finders, G_N_ELEMENTS(finders), finder);

    return words != NULL ? words : finder;
}

const char *
hemo_cli_key_words_how(const char *how)
{
    const char *words = find(hows, G_N_ELEMENTS(hows), how);

    return words != NULL ? words : how;
}

gboolean
hemo_cli_key_words_knows_how(const char *how)
{
    return find(hows, G_N_ELEMENTS(hows), how) != NULL;
}

char *
hemo_cli_key_words_day(gint64 time)
{
    g_autoptr(GDateTime) when = g_date_time_new_from_unix_local(time);

    /* Translators: a day, like "3 May 2026". */
    return when != NULL ? g_date_time_format(when, _("%-d %B %Y")) : g_strdup("-");
}
