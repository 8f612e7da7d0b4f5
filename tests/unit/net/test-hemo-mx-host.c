/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-mx-host.h"

#include "fake-dns.h"
#include "hemo-error.h"

#define DATA(text) (text), sizeof(text) - 1

static const FakeDnsRecord records[] = {
    {"good.example.org", HEMO_DNS_A, 0, DATA("\xc0\x00\x02\x01")},
    {"_25._tcp.good.example.org", HEMO_DNS_TLSA, 0, DATA("\3\1\1x")},
    {"mute.example.org", HEMO_DNS_A, FAKE_DNS_SILENT, NULL, 0},
    {NULL, 0, 0, NULL, 0},
};

typedef struct {
    HemoMxHost *host;
    GError *error;
    gboolean done;
} Wait;

static void
on_host(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->host = hemo_mx_host_finish(result, &wait->error);
    wait->done = TRUE;
}

static Wait
look_up(HemoDns *dns, const char *name, GCancellable *cancellable)
{
    Wait wait = {0};

    hemo_mx_host_async(dns, name, TRUE, cancellable, on_host, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    return wait;
}

/* Rule D1: TLSA records of a zone that nobody signed are as if they were not there. */
static void
test_unsigned(void)
{
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoDns) dns = hemo_dns_new(fake_dns_resolver(fake), NULL, NULL);
    Wait wait = look_up(dns, "good.example.org", NULL);

    g_assert_no_error(wait.error);
    g_assert_cmpint(wait.host->state, ==, HEMO_GRADE_HOST_FOUND);
    g_assert_cmpint(wait.host->dane, ==, HEMO_GRADE_DANE_UNCHECKED);
    g_assert_cmpuint(wait.host->tlsa->len, ==, 0);
    g_assert_null(wait.host->base);
    hemo_mx_host_free(wait.host);
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
    Wait wait;

    g_idle_add(on_idle, cancellable);
    wait = look_up(dns, "mute.example.org", cancellable);
    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    g_clear_error(&wait.error);
}

static void
test_malformed(void)
{
    g_autoptr(HemoMxHost) host = hemo_mx_host_new_malformed("192.0.2.1");

    g_assert_cmpint(host->state, ==, HEMO_GRADE_HOST_MALFORMED);
    g_assert_cmpuint(host->addresses->len, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mx-host/unsigned-D1", test_unsigned);
    g_test_add_func("/mx-host/cancel", test_cancel);
    g_test_add_func("/mx-host/malformed", test_malformed);
    return g_test_run();
}
