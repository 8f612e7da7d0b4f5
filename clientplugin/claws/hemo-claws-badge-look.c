/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-badge-look.h.
 */
#include "hemo-claws-badge-look.h"

#include <glib/gi18n-lib.h>

static const char *const secure[] = {"channel-secure-symbolic",
                                     "security-high-symbolic",
                                     "dialog-information-symbolic",
                                     NULL};
static const char *const partial[] = {"security-medium-symbolic",
                                      "dialog-warning-symbolic",
                                      NULL};
static const char *const insecure[] = {"channel-insecure-symbolic",
                                       "security-low-symbolic",
                                       "dialog-warning-symbolic",
                                       NULL};
static const char *const inside[] = {"go-home-symbolic", "dialog-information-symbolic", NULL};
static const char *const unsure[] = {"content-loading-symbolic", NULL};

static const HemoClawsBadgeLook looks[] = {
    {"unknown", unsure, N_("Not known"), GTK_MESSAGE_OTHER, TRUE, HEMO_CLAWS_MARK_NONE, NULL},
    {"plain",
     insecure,
     N_("Not encrypted"),
     GTK_MESSAGE_WARNING,
     TRUE,
     HEMO_CLAWS_MARK_NOT_TLS,
     N_("No TLS")},
    {"weak",
     insecure,
     N_("Outdated encryption"),
     GTK_MESSAGE_WARNING,
     TRUE,
     HEMO_CLAWS_MARK_NOT_TLS,
     N_("Outdated TLS")},
    {"partial",
     partial,
     N_("Encrypted in part"),
     GTK_MESSAGE_WARNING,
     FALSE,
     HEMO_CLAWS_MARK_NOT_TLS,
     N_("TLS in part")},
    {"entry",
     secure,
     N_("Encrypted"),
     GTK_MESSAGE_OTHER,
     FALSE,
     HEMO_CLAWS_MARK_TLS,
     N_("TLS")},
    {"full", secure, N_("Encrypted"), GTK_MESSAGE_OTHER, FALSE, HEMO_CLAWS_MARK_TLS, N_("TLS")},
    {"internal",
     inside,
     N_("Inside your mail system"),
     GTK_MESSAGE_OTHER,
     FALSE,
     HEMO_CLAWS_MARK_NONE,
     NULL},
};

const HemoClawsBadgeLook *
hemo_claws_badge_look_find(const char *state)
{
    for (gsize i = 0; i < G_N_ELEMENTS(looks); i++)
        if (g_strcmp0(looks[i].state, state) == 0)
            return &looks[i];
    return &looks[0];
}
