/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native.h.
 */
#include "hemo-native.h"

#include <string.h>

/* TRUE if everybody gets the mail, and by @method. */
static gboolean
all_get_it(const HemoCase *mail, HemoMethod method)
{
    for (gsize i = 0; i < hemo_envelope_count(hemo_case_envelope(mail)); i++) {
        const HemoDecision *decision = hemo_case_decision(mail, i);

        if (decision->left_out || decision->verdict < HEMO_VERDICT_PROTECT ||
            decision->method != method)
            return FALSE;
    }
    return TRUE;
}

/* The field that makes the sender's server insist on TLS would make it insist for those too
 * who were to get the mail as ordinary mail: then there are two messages, not one. */
static gboolean
is_one_message(const HemoCase *mail)
{
    return all_get_it(mail, HEMO_METHOD_NONE) || all_get_it(mail, HEMO_METHOD_TLS);
}

gboolean
hemo_native_is_possible(const HemoCase *mail)
{
    if (!hemo_envelope_is_compose(hemo_case_envelope(mail)))
        return FALSE;
    if (hemo_case_verdict(mail) == HEMO_VERDICT_SEND)
        return TRUE;
    return hemo_case_verdict(mail) == HEMO_VERDICT_PROTECT &&
           hemo_facts_triggers(hemo_case_facts(mail))[0] == NULL && is_one_message(mail);
}

GVariant *
hemo_native_fields(const HemoCase *mail)
{
    const HemoAccount *account = hemo_case_account(mail);
    const char *line = account != NULL ? hemo_account_enforcement(account) : NULL;
    const char *colon = line != NULL ? strchr(line, ':') : NULL;
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("a(ss)"));
    g_autofree char *name = NULL;
    g_autofree char *body = NULL;

    if (colon == NULL || hemo_case_verdict(mail) != HEMO_VERDICT_PROTECT ||
        !hemo_native_is_possible(mail) || !all_get_it(mail, HEMO_METHOD_TLS))
        return g_variant_builder_end(&builder);
    name = g_strndup(line, (gsize)(colon - line));
    body = g_strstrip(g_strdup(colon + 1));
    g_variant_builder_add(&builder, "(ss)", name, body);
    return g_variant_builder_end(&builder);
}
