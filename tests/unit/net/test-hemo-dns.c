/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-dns.h"

#include "fake-dns.h"
#include "hemo-error.h"

static const FakeDnsRecord records[] = {
    {"example.org", HEMO_DNS_A, 0, "\xc0\x00\x02\x01", 4},
    {"example.org", HEMO_DNS_A, 0, "\xc0\x00\x02\x02", 4},
    {"broken.example.org", HEMO_DNS_A, 2, NULL, 0},
    {"silent.example.org", HEMO_DNS_A, FAKE_DNS_SILENT, NULL, 0},
    {NULL, 0, 0, NULL, 0},
};

typedef struct {
    HemoDns *dns;
    HemoDnsAnswer *answer;
    GError *error;
    gboolean done;
} Wait;

static void
on_answer(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->answer = hemo_dns_lookup_finish(wait->dns, result, &wait->error);
    wait->done = TRUE;
}

static HemoDnsAnswer *
look_up(HemoDns *dns, const char *name, HemoDnsType type)
{
    Wait wait = {.dns = dns};

    hemo_dns_lookup_async(dns, name, type, NULL, on_answer, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_no_error(wait.error);
    return wait.answer;
}

/* The fake server strips all signatures: no answer may be called secure, and none forged. */
static void
test_stripping(void)
{
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoDns) dns = hemo_dns_new(fake_dns_resolver(fake), NULL, NULL);
    g_autoptr(HemoDnsAnswer) answer = look_up(dns, "Example.ORG.", HEMO_DNS_A);

    g_assert_cmpint(answer->status, ==, HEMO_DNS_FOUND);
    g_assert_false(answer->secure);
    g_assert_cmpuint(answer->records->len, ==, 2);
    g_assert_cmpuint(g_bytes_get_size(answer->records->pdata[0]), ==, 4);
    g_assert_cmpstr(answer->canonical, ==, "example.org");
    g_assert_false(hemo_dns_can_validate(dns));
}

static void
test_statuses(void)
{
    static const struct {
        const char *name;
        HemoDnsType type;
        HemoDnsStatus status;
    } rows[] = {
        {"example.org", HEMO_DNS_A, HEMO_DNS_FOUND},
        {"example.org", HEMO_DNS_MX, HEMO_DNS_NO_DATA},
        {"absent.example.org", HEMO_DNS_A, HEMO_DNS_NO_NAME},
        {"broken.example.org", HEMO_DNS_A, HEMO_DNS_FAILED},
    };
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoDns) dns = hemo_dns_new(fake_dns_resolver(fake), NULL, NULL);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoDnsAnswer) answer = look_up(dns, rows[i].name, rows[i].type);

        g_test_message("%s", rows[i].name);
        g_assert_cmpint(answer->status, ==, rows[i].status);
    }
}

static gboolean
on_idle(gpointer data)
{
    g_cancellable_cancel(data);
    return G_SOURCE_REMOVE;
}

static void
test_cancel(void)
{
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoDns) dns = hemo_dns_new(fake_dns_resolver(fake), NULL, NULL);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(HemoDnsAnswer) before = look_up(dns, "example.org", HEMO_DNS_A);
    Wait wait = {.dns = dns};

    hemo_dns_lookup_async(dns, "silent.example.org", HEMO_DNS_A, cancellable, on_answer, &wait);
    g_idle_add(on_idle, cancellable);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    g_assert_null(wait.answer);
    g_clear_error(&wait.error);
}

static void
test_settings(void)
{
    g_autoptr(GError) anchor = NULL;
    g_autoptr(GError) resolver = NULL;

    g_assert_null(hemo_dns_new(NULL, "/nowhere/root.key", &anchor));
    g_assert_error(anchor, HEMO_ERROR, HEMO_ERROR_CONFIG);
    g_assert_null(hemo_dns_new("not an address", NULL, &resolver));
    g_assert_error(resolver, HEMO_ERROR, HEMO_ERROR_CONFIG);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dns/stripping", test_stripping);
    g_test_add_func("/dns/statuses", test_statuses);
    g_test_add_func("/dns/cancel", test_cancel);
    g_test_add_func("/dns/settings", test_settings);
    return g_test_run();
}
