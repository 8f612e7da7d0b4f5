/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-doctor-net.h.  Asks for the mail servers of the user's own domain: that is
 * what the agent asks, and tells nobody anything new.
 */
#include "hemo-cli-doctor-net.h"

#include "hemo-address.h"
#include "hemo-dns.h"

#include <glib/gi18n-lib.h>

#define NAME    "dns"
#define SECONDS 6
#define ROOT    "."

typedef struct {
    HemoDns *dns;
    GMainLoop *loop;
    HemoDnsAnswer *answer; /* NULL: too late */
} Question;

static const char *const status_words[] = {
    [HEMO_DNS_INVALID] = N_("the name service did not answer in time"),
    [HEMO_DNS_FOUND] = "",
    [HEMO_DNS_NO_DATA] = "",
    [HEMO_DNS_NO_NAME] = "",
    [HEMO_DNS_BOGUS] = N_("what the name service says does not fit its signatures (DNSSEC)"),
    [HEMO_DNS_FAILED] = N_("the name service cannot be asked, or refuses to answer"),
    [HEMO_DNS_TIMED_OUT] = N_("the name service did not answer in time"),
};

/* The domain of the first address that there is. */
static char *
find_domain(const GPtrArray *accounts)
{
    for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
        const HemoMailAccount *account = accounts->pdata[i];
        g_autoptr(HemoAddress) address =
            account->address != NULL ? hemo_address_parse(account->address, NULL) : NULL;

        if (address != NULL)
            return g_strdup(hemo_address_domain(address));
    }
    return g_strdup(ROOT);
}

static void
on_answer(GObject *source, GAsyncResult *result, gpointer data)
{
    Question *question = data;

    question->answer = hemo_dns_lookup_finish(question->dns, result, NULL);
    g_main_loop_quit(question->loop);
}

static gboolean
on_time_over(gpointer data)
{
    g_cancellable_cancel(data);
    return G_SOURCE_CONTINUE;
}

static HemoDnsStatus
ask(HemoDns *dns, const char *domain)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    guint timer = g_timeout_add_seconds(SECONDS, on_time_over, cancellable);
    Question question = {dns, loop, NULL};
    HemoDnsStatus status;

    hemo_dns_lookup_async(dns,
                          domain,
                          g_str_equal(domain, ROOT) ? HEMO_DNS_DNSKEY : HEMO_DNS_MX,
                          cancellable,
                          on_answer,
                          &question);
    g_main_loop_run(loop);
    g_source_remove(timer);
    status = question.answer != NULL ? question.answer->status : HEMO_DNS_INVALID;
    g_clear_pointer(&question.answer, hemo_dns_answer_free);
    return status;
}

static void
tell(HemoCliCheck *checks, HemoDns *dns, HemoDnsStatus status, const char *about)
{
    if (*status_words[status] != '\0')
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_FAIL,
                           NAME,
                           about,
                           _(status_words[status]),
                           _("Is this computer online? \"resolver\" under [network] in "
                             "policy.conf names another name server"));
    else if (hemo_dns_can_validate(dns))
        hemo_cli_check_add(
            checks,
            HEMO_CLI_CHECK_OK,
            NAME,
            about,
            _("the name service answers, and its signatures (DNSSEC) can be used"),
            "");
    else
        hemo_cli_check_add(
            checks,
            HEMO_CLI_CHECK_WARN,
            NAME,
            about,
            _("the name service answers, but without signatures (DNSSEC): what depends on them "
              "counts for nothing"),
            _("\"resolver\" and \"trust-anchor\" under [network] in policy.conf name others"));
}

static void
check_names(HemoCliCheck *checks, const GPtrArray *accounts, const HemoCliNet *net)
{
    GError *error = NULL;
    g_autofree char *domain = find_domain(accounts);
    g_autoptr(HemoDns) dns = hemo_dns_new(net->resolver, net->trust_anchor, &error);
    const char *about = net->resolver != NULL ? net->resolver : "";

    if (dns != NULL) {
        tell(checks, dns, ask(dns, domain), about);
        return;
    }
    hemo_cli_check_add(checks,
                       HEMO_CLI_CHECK_FAIL,
                       NAME,
                       about,
                       error->message,
                       _("Correct \"resolver\" and \"trust-anchor\" under [network] in "
                         "policy.conf"));
    g_error_free(error);
}

/* An account whose server promises nothing, under rules that believe no prediction. */
static gboolean
has_no_tls(const HemoCliSettings *settings, const HemoAccount *account)
{
    HemoRule rule = hemo_policy_rule(settings->policy, "", "", 0);

    return hemo_account_route(account) <= HEMO_ROUTE_R0 &&
           rule.values[HEMO_RULE_PREDICTED] == HEMO_PREDICTED_NONE;
}

static void
check_account(HemoCliCheck *checks, const HemoCliSettings *settings, const char *id)
{
    const HemoAccount *account = hemo_accounts_find(settings->accounts, id);

    const char *words;

    if (account == NULL || !has_no_tls(settings, account))
        return;
    words = hemo_account_internal(account)[0] == NULL
                ? _("patient data goes over TLS to nobody with these settings; it is encrypted "
                    "with S/MIME or OpenPGP, or held")
                : _("patient data goes over TLS to nobody outside your own mail server with "
                    "these settings; it is encrypted with S/MIME or OpenPGP, or held");
    hemo_cli_check_add(checks,
                       HEMO_CLI_CHECK_WARN,
                       "tls",
                       id,
                       words,
                       _("See \"predicted\" and routes in policy.md"));
}

static void
check_routes(HemoCliCheck *checks, const HemoCliSettings *settings)
{
    g_auto(GStrv) ids = NULL;

    if (settings == NULL || settings->policy == NULL || settings->accounts == NULL)
        return;
    ids = hemo_cli_settings_ids(settings);
    for (guint i = 0; ids[i] != NULL; i++)
        check_account(checks, settings, ids[i]);
}

void
hemo_cli_doctor_net_run(HemoCliCheck *checks,
                        const GPtrArray *accounts,
                        const HemoCliSettings *settings,
                        const HemoCliNet *net)
{
    check_names(checks, accounts, net);
    check_routes(checks, settings);
}
