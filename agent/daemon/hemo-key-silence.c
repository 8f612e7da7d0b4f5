/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-silence.h.
 */
#include "hemo-key-silence.h"

#include <glib/gi18n-lib.h>

static const struct {
    HemoFinderBits finder;
    const char *words;
} rows[] = {
    {HEMO_FINDER_WKD,
     N_("whether the web server of this domain has an OpenPGP key: it does not answer, or "
        "could "
        "not prove that it is the right one")},
    {HEMO_FINDER_SMIMEA,
     N_("whether this domain publishes a certificate: the name service gives no answer that "
        "can be relied on")},
    {HEMO_FINDER_DNS_CERT,
     N_("whether the name service has an OpenPGP key or a certificate: it gives no answer that "
        "can be relied on")},
};

char **
hemo_key_silence_lines(guint asked, guint silent)
{
    g_autoptr(GStrvBuilder) lines = g_strv_builder_new();
    gboolean any = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        any = any || (asked & (guint)rows[i].finder) != 0;
        if ((asked & silent & (guint)rows[i].finder) != 0)
            g_strv_builder_add(lines, _(rows[i].words));
    }
    if (!any)
        g_strv_builder_add(lines,
                           _("whether a key is published: the settings let nobody on the "
                             "network be asked"));
    return g_strv_builder_end(lines);
}
