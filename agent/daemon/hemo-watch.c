/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-watch.h.
 */
#include "hemo-watch.h"

#include "hemo-bus.h"
#include "hemo-decide.h"

#include <glib/gi18n-lib.h>

typedef struct {
    HemoServices *services;
    GDBusConnection *connection;
    HemoAddress *address;
    HemoDecideMail mail;
    HemoDecideRecipient recipient;
} Watch;

static void
watch_free(Watch *watch)
{
    g_object_unref(watch->connection);
    hemo_address_unref(watch->address);
    g_free(watch);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Watch, watch_free)

static const struct {
    HemoMethod method;
    const char *state;
    const char *words;
} states[] = {
    {HEMO_METHOD_TLS, "tls", N_("reached over TLS that can be trusted")},
    {HEMO_METHOD_SMIME, "encrypted", N_("patient data will be encrypted")},
    {HEMO_METHOD_OPENPGP, "encrypted", N_("patient data will be encrypted")},
    {HEMO_METHOD_PORTAL, "portal", N_("patient data needs the portal")},
    {HEMO_METHOD_INVALID, "unknown", N_("patient data cannot be sent to this address yet")},
};

static void
emit(const Watch *watch, const char *state, const char *words)
{
    g_dbus_connection_emit_signal(
        watch->connection,
        NULL,
        HEMO_BUS_PATH,
        HEMO_BUS_INTERFACE,
        "RecipientState",
        g_variant_new("(sss)", hemo_address_full(watch->address), state, words),
        NULL);
}

/* As if the mail had patient data: that is what the sender wants to know. */
static void
tell(const Watch *watch)
{
    HemoDecision decision = hemo_decide_recipient(&watch->mail, &watch->recipient);

    if (watch->recipient.level == HEMO_LEVEL_UNDELIVERABLE) {
        emit(watch, "undeliverable", _("this address cannot receive mail"));
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++) {
        if (states[i].method == decision.method) {
            emit(watch, states[i].state, _(states[i].words));
            return;
        }
    }
}

static void
on_key(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Watch) watch = data;
    g_autoptr(HemoKey) key = hemo_openpgp_find_finish(watch->services->openpgp, result, NULL);

    if (key != NULL && hemo_key_usable(key))
        watch->recipient.available |= 1u << HEMO_METHOD_OPENPGP;
    tell(watch);
}

static void
on_evidence(GObject *source, GAsyncResult *result, gpointer data)
{
    Watch *watch = data;
    g_autoptr(HemoEvidence) evidence =
        hemo_evidence_store_ask_finish(watch->services->evidence, result, NULL);

    watch->recipient.level =
        evidence != NULL ? hemo_evidence_level(evidence) : HEMO_LEVEL_UNKNOWN;
    hemo_openpgp_find_async(watch->services->openpgp,
                            hemo_address_full(watch->address),
                            FALSE,
                            NULL,
                            on_key,
                            watch);
}

static void
set_account(Watch *watch, const HemoAccount *account, const HemoClaims *claims)
{
    if (account == NULL)
        return;
    watch->mail.route = hemo_account_route(account);
    watch->mail.leg_verified =
        hemo_account_security(account) >= HEMO_SECURITY_STARTTLS &&
        hemo_claims_is_good(hemo_claims_find(claims, hemo_account_id(account)));
    watch->recipient.internal =
        hemo_account_is_internal(account, hemo_address_domain(watch->address));
}

void
hemo_watch_address(HemoServices *services,
                   const HemoClaims *claims,
                   GDBusConnection *connection,
                   const char *account,
                   const char *address)
{
    g_autoptr(HemoAddress) parsed = hemo_address_parse(address, NULL);
    Watch *watch;

    if (parsed == NULL)
        return;
    watch = g_new0(Watch, 1);
    watch->services = services;
    watch->connection = g_object_ref(connection);
    watch->address = g_steal_pointer(&parsed);
    watch->mail.content = HEMO_CONTENT_PHI;
    watch->mail.route = HEMO_ROUTE_R0;
    watch->recipient.rule = hemo_policy_rule(hemo_config_policy(services->config),
                                             hemo_address_key(watch->address),
                                             hemo_address_domain(watch->address),
                                             0);
    set_account(watch,
                hemo_accounts_find(hemo_config_accounts(services->config), account),
                claims);
    hemo_evidence_store_ask_async(services->evidence,
                                  hemo_address_domain(watch->address),
                                  NULL,
                                  on_evidence,
                                  watch);
}
