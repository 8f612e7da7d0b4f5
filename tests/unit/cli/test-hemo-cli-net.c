/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-net.h"

static void
test_ready(void)
{
    static const struct {
        HemoLevel level;
        gboolean ready;
    } rows[] = {
        {HEMO_LEVEL_INVALID, FALSE},
        {HEMO_LEVEL_UNKNOWN, FALSE},
        {HEMO_LEVEL_ENCRYPTED, FALSE},
        {HEMO_LEVEL_AUTHENTICATED, TRUE},
        {HEMO_LEVEL_VERIFIED, TRUE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoCliNetFinding finding = {rows[i].level, NULL};

        g_assert_cmpint(hemo_cli_net_is_ready(&finding), ==, rows[i].ready);
    }
    g_assert_false(hemo_cli_net_is_ready(NULL));
}

/* Settings that cannot be used are a finding of each domain, and none is ready. */
static void
test_look_up(void)
{
    HemoCliNet net = {.ca_file = g_strdup("/nowhere/ca.pem")};
    g_autoptr(GHashTable) domains = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GHashTable) none = hemo_cli_net_look_up(&net, domains);
    g_autoptr(GHashTable) findings = NULL;
    const HemoCliNetFinding *finding;

    g_assert_cmpuint(g_hash_table_size(none), ==, 0);
    g_hash_table_add(domains, (gpointer) "example.org");
    findings = hemo_cli_net_look_up(&net, domains);
    finding = g_hash_table_lookup(findings, "example.org");
    g_assert_cmpint(finding->level, ==, HEMO_LEVEL_INVALID);
    g_assert_cmpstr(finding->words, !=, "");
    hemo_cli_net_clear(&net);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-net/ready", test_ready);
    g_test_add_func("/cli-net/look-up", test_look_up);
    return g_test_run();
}
