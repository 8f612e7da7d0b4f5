/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-domain-check.h"

#include "fake-ca.h"
#include "fake-dns.h"
#include "hemo-dns.h"
#include "hemo-error.h"
#include "hemo-own-namespace.h"

#include <string.h>

#define DATA(text) (text), sizeof(text) - 1

static const FakeDnsRecord records[] = {
    {"good.example", HEMO_DNS_MX, 0, DATA("\0\012\2mx\4good\7example\0")},
    {"mx.good.example", HEMO_DNS_A, 0, DATA("\x08\x08\x08\x08")},
    {"private.example", HEMO_DNS_A, 0, DATA("\x7f\x00\x00\x01")},
    {"null.example", HEMO_DNS_MX, 0, DATA("\0\0\0")},
    {"ip.example", HEMO_DNS_MX, 0, DATA("\0\012\003192\0010\0012\0011\0")},
    {"servfail.example", HEMO_DNS_MX, 2, NULL, 0},
    {NULL, 0, 0, NULL, 0},
};

typedef struct {
    HemoDomainCheck *check;
    HemoEvidence *evidence;
    GError *error;
    gboolean done;
} Wait;

static void
on_checked(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->evidence = hemo_domain_check_finish(wait->check, result, &wait->error);
    wait->done = TRUE;
}

static Wait
look_up(HemoDomainCheck *check, const char *domain)
{
    Wait wait = {.check = check};

    hemo_domain_check_async(check, domain, NULL, on_checked, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    return wait;
}

static const char *
get_text(const HemoEvidence *evidence, const char *key)
{
    const char *text = NULL;

    g_assert_true(g_variant_lookup(hemo_evidence_object(evidence), key, "&s", &text));
    return text;
}

static void
test_levels(void)
{
    static const struct {
        const char *domain;
        HemoLevel level;
        gint64 lifetime;
    } rows[] = {
        {"good.example", HEMO_LEVEL_UNKNOWN, 300},
        {"null.example", HEMO_LEVEL_UNDELIVERABLE, HEMO_DOMAIN_CHECK_UNPROVED},
        {"absent.example", HEMO_LEVEL_UNDELIVERABLE, HEMO_DOMAIN_CHECK_UNPROVED},
        {"ip.example", HEMO_LEVEL_NONE, 3600},
        {"servfail.example", HEMO_LEVEL_UNKNOWN, 300},
    };
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(FakeCa) ca = fake_ca_new();
    HemoNetSettings settings = {.resolver = fake_dns_resolver(fake),
                                .ca_file = ca->file,
                                .no_port25 = TRUE};
    g_autoptr(HemoDomainCheck) check = hemo_domain_check_new(&settings);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Wait wait = look_up(check, rows[i].domain);

        g_test_message("%s", rows[i].domain);
        g_assert_no_error(wait.error);
        g_assert_cmpint(hemo_evidence_level(wait.evidence), ==, rows[i].level);
        g_assert_cmpstr(hemo_evidence_domain(wait.evidence), ==, rows[i].domain);
        g_assert_cmpint(hemo_evidence_expires(wait.evidence) -
                            hemo_evidence_checked(wait.evidence),
                        ==,
                        rows[i].lifetime);
        g_assert_cmpstr(get_text(wait.evidence, "probe"), ==, "unchecked");
        g_assert_cmpstr(get_text(wait.evidence, "mta_sts"), !=, "enforce");
        hemo_evidence_unref(wait.evidence);
    }
}

/* A domain must not make us knock at our own doors. */
static void
test_private(void)
{
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(FakeCa) ca = fake_ca_new();
    HemoNetSettings settings = {.resolver = fake_dns_resolver(fake), .ca_file = ca->file};
    g_autoptr(HemoDomainCheck) check = hemo_domain_check_new(&settings);
    g_autofree const char **reasons = NULL;
    Wait wait;

    if (hemo_own_namespace_detect()) {
        g_test_skip("this network is our own: private addresses are looked at");
        return;
    }
    wait = look_up(check, "private.example");
    g_assert_no_error(wait.error);
    g_assert_cmpint(hemo_evidence_level(wait.evidence), ==, HEMO_LEVEL_UNKNOWN);
    reasons = hemo_evidence_reasons(wait.evidence);
    g_assert_nonnull(strstr(reasons[0], "private address"));
    hemo_evidence_unref(wait.evidence);
}

static void
test_settings(void)
{
    HemoNetSettings settings = {.resolver = "nobody", .no_port25 = TRUE};
    g_autoptr(HemoDomainCheck) check = hemo_domain_check_new(&settings);
    Wait wait = look_up(check, "good.example");

    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    g_assert_null(wait.evidence);
    g_clear_error(&wait.error);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/domain-check/levels", test_levels);
    g_test_add_func("/domain-check/private", test_private);
    g_test_add_func("/domain-check/settings", test_settings);
    return g_test_run();
}
