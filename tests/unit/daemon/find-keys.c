/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * For tests/integration: asks the real network for the keys of an address, or for a list of
 * withdrawn certificates, and says what came.
 *
 *   find-keys RESOLVER ANCHOR CA find FINDER,... ADDRESS
 *   find-keys RESOLVER ANCHOR CA crl DATABASE CHAIN.pem (the one that names a place first)
 */
#include "hemo-crl-store.h"
#include "hemo-finder-net.h"

#include <stdlib.h>

typedef struct {
    GPtrArray *array;
    GError *error;
    gboolean done;
} Wait;

static void
on_found(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->array = hemo_finder_find_finish(result, &wait->error);
    wait->done = TRUE;
}

static void
on_known(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->array = hemo_crl_store_fetch_finish(result, &wait->error);
    wait->done = TRUE;
}

static void
wait_for(Wait *wait)
{
    while (!wait->done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_no_error(wait->error);
}

static void
print_bytes(const char *head, GBytes *bytes)
{
    g_autofree char *digest = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, bytes);

    g_print("%s %s\n", head, digest);
}

static void
find(HemoFinderNetwork *network, char **arguments)
{
    g_auto(GStrv) names = g_strsplit(arguments[0], ",", -1);
    guint finders = 0;
    Wait wait = {0};

    for (gsize i = 0; names[i] != NULL; i++)
        finders |= (guint)hemo_names_value(hemo_finder_names, names[i], 0);
    hemo_finder_find_async(hemo_finder_net_functions(),
                           network,
                           finders,
                           arguments[1],
                           NULL,
                           on_found,
                           &wait);
    wait_for(&wait);
    for (guint i = 0; i < wait.array->len; i++) {
        const HemoFound *found = wait.array->pdata[i];
        g_autofree char *head =
            g_strdup_printf("%s %s",
                            hemo_names_find(hemo_finder_names, (int)found->finder),
                            found->secure ? "proved" : "unproved");

        print_bytes(head, found->material);
    }
    g_ptr_array_unref(wait.array);
}

static void
fetch_list(HemoFinderNetwork *network, char **arguments)
{
    g_autoptr(HemoDatabase) database = hemo_database_open(arguments[0], NULL);
    g_autoptr(GPtrArray) chain = NULL;
    g_autofree char *text = NULL;
    gsize size = 0;
    HemoCrlStore *store = hemo_crl_store_new(database, hemo_finder_net_functions(), network);
    Wait wait = {0};

    g_assert_true(g_file_get_contents(arguments[1], &text, &size, NULL));
    chain = hemo_certificate_list_new(hemo_slice(text, size), NULL);
    /* what is known is old */
    hemo_crl_store_fetch_async(store, chain, -1, NULL, on_known, &wait);
    wait_for(&wait);
    for (guint i = 0; i < wait.array->len; i++)
        print_bytes("list", wait.array->pdata[i]);
    g_ptr_array_unref(wait.array);
    hemo_crl_store_free(store);
}

int
main(int argc, char **argv)
{
    HemoNetSettings settings = {0};
    g_autoptr(HemoDns) dns = NULL;
    g_autoptr(HemoFinderNetwork) network = NULL;
    gint64 begin = g_get_monotonic_time();

    if (argc < 7)
        return EXIT_FAILURE;
    settings.ca_file = argv[3];
    dns = hemo_dns_new(argv[1], argv[2], NULL);
    network = hemo_finder_network_new(dns, &settings);
    if (g_str_equal(argv[4], "find"))
        find(network, argv + 5);
    else
        fetch_list(network, argv + 5);
    g_print("took %" G_GINT64_FORMAT "\n", (g_get_monotonic_time() - begin) / 1000);
    return EXIT_SUCCESS;
}
