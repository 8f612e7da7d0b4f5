/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a GET brings is tested in tests/integration, where addresses may be called.
 */
#include "hemo-finder-net.h"

#include "hemo-error.h"
#include "net/fake-dns.h"

#define DATA(text) (text), sizeof(text) - 1

static const FakeDnsRecord records[] = {
    {"two.example", HEMO_DNS_CERT, 0, DATA("\0\1\0\0\0one")},
    {"two.example", HEMO_DNS_CERT, 0, DATA("\0\1\0\0\0two")},
    {"other.example", HEMO_DNS_TXT, 0, DATA("\1x")},
    {"broken.example", HEMO_DNS_CERT, 2, NULL, 0},
    {NULL, 0, 0, NULL, 0},
};

typedef struct {
    HemoFinderNetwork *network;
    GPtrArray *records;
    GBytes *body;
    gboolean secure;
    GError *error;
    gboolean done;
} Wait;

static void
on_records(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->records = hemo_finder_net_functions()->lookup_finish(wait->network,
                                                               result,
                                                               &wait->secure,
                                                               &wait->error);
    wait->done = TRUE;
}

static void
on_body(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->body = hemo_finder_net_functions()->get_finish(wait->network, result, &wait->error);
    wait->done = TRUE;
}

static HemoFinderNetwork *
make_network(FakeDns *fake)
{
    HemoNetSettings settings = {.resolver = fake_dns_resolver(fake)};
    g_autoptr(HemoDns) dns = hemo_dns_new(settings.resolver, NULL, NULL);

    return hemo_finder_network_new(dns, &settings);
}

static void
test_lookup(void)
{
    static const struct {
        const char *name;
        int n_records; /* -1: HEMO_ERROR_UNREACHABLE */
    } rows[] = {
        {"two.example", 2},
        {"other.example", 0},
        {"absent.example", 0},
        {"broken.example", -1},
    };
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoFinderNetwork) network = make_network(fake);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        Wait wait = {.network = network};

        hemo_finder_net_functions()
            ->lookup_async(network, rows[i].name, HEMO_DNS_CERT, NULL, on_records, &wait);
        while (!wait.done)
            g_main_context_iteration(NULL, TRUE);
        g_test_message("%s", rows[i].name);
        if (rows[i].n_records < 0) {
            g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
            g_clear_error(&wait.error);
            continue;
        }
        g_assert_no_error(wait.error);
        g_assert_cmpint((int)wait.records->len, ==, rows[i].n_records);
        g_assert_false(wait.secure); /* nobody signed it */
        g_ptr_array_unref(wait.records);
    }
}

static void
test_get(void)
{
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    g_autoptr(HemoFinderNetwork) network = make_network(fake);
    Wait wait = {.network = network};

    hemo_finder_net_functions()
        ->get_async(network, "https://absent.example/x", 100, NULL, on_body, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_null(wait.body);
    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
    g_clear_error(&wait.error);
}

/* Whoever made it may let go of it at once. */
static void
test_let_go(void)
{
    g_autoptr(FakeDns) fake = fake_dns_new(records);
    HemoFinderNetwork *network = make_network(fake);
    Wait wait = {.network = network};

    hemo_finder_net_functions()
        ->lookup_async(network, "two.example", HEMO_DNS_CERT, NULL, on_records, &wait);
    hemo_finder_network_unref(network);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_no_error(wait.error);
    g_assert_cmpuint(wait.records->len, ==, 2);
    g_ptr_array_unref(wait.records);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/finder-net/lookup", test_lookup);
    g_test_add_func("/finder-net/get", test_get);
    g_test_add_func("/finder-net/let-go", test_let_go);
    return g_test_run();
}
