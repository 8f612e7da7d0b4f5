/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-outlook.h.
 */
#include "hemo-claws-outlook.h"

#include <glib/gi18n-lib.h>

typedef struct {
    const char *state;
    const char *rung; /* NULL: whatever was asked for */
    HemoClawsOutlook outlook;
} Row;

static const Row rows[] = {
    {"undeliverable", NULL, {"dialog-error-symbolic", N_("cannot receive mail")}},
    {"tls", "", {"security-high-symbolic", N_("TLS verified")}},
    {"tls", "end-to-end", {"content-loading-symbolic", N_("checked on sending")}},
    {"predicted", "", {"security-medium-symbolic", N_("TLS expected")}},
    {"predicted", "end-to-end", {"content-loading-symbolic", N_("checked on sending")}},
    {"encrypted", "", {"channel-secure-symbolic", N_("will be encrypted")}},
    {"encrypted", "end-to-end", {"channel-secure-symbolic", N_("will be encrypted")}},
    {"portal", "", {"web-browser-symbolic", N_("needs the portal")}},
    {"portal", "end-to-end", {"web-browser-symbolic", N_("needs the portal")}},
    {"pdf", "", {"security-medium-symbolic", N_("as a PDF with five words")}},
    {"pdf", "end-to-end", {"content-loading-symbolic", N_("checked on sending")}},
    {"pdf", "portal", {"web-browser-symbolic", N_("through the portal")}},
    {"tls", "portal", {"web-browser-symbolic", N_("through the portal")}},
    {"predicted", "portal", {"web-browser-symbolic", N_("through the portal")}},
    {"encrypted", "portal", {"web-browser-symbolic", N_("through the portal")}},
    {"portal", "portal", {"web-browser-symbolic", N_("through the portal")}},
};

static const HemoClawsOutlook unknown = {"content-loading-symbolic", N_("not known yet")};

const HemoClawsOutlook *
hemo_claws_outlook_find(const char *state, const char *rung)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        if (g_strcmp0(rows[i].state, state) == 0 &&
            (rows[i].rung == NULL || g_strcmp0(rows[i].rung, rung) == 0))
            return &rows[i].outlook;
    }
    return &unknown;
}
