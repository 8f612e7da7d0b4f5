/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-keys-link.h"

#include "hemo-error.h"
#include "run-verb.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

/* Where no agent can be started, that is said. */
static void
test_no_agent(void)
{
    g_autoptr(GError) error = NULL;

    run_verb_file("mark", "");
    g_assert_null(hemo_cli_keys_link_open(&error));
    g_assert_nonnull(error);
}

static void
test_fds(void)
{
    g_autoptr(GVariant) second = g_variant_ref_sink(g_variant_new_handle(1));
    g_autoptr(GVariant) third = g_variant_ref_sink(g_variant_new_handle(2));
    const int two[] = {STDIN_FILENO, STDERR_FILENO};
    g_autoptr(GError) error = NULL;
    GUnixFDList *list = hemo_cli_keys_link_fds(two, G_N_ELEMENTS(two), &error);
    int fd = hemo_cli_keys_link_take(g_object_ref(list), second, &error);

    g_assert_no_error(error);
    g_assert_cmpint(fd, >, STDERR_FILENO);
    close(fd);
    /* an answer that names what it did not bring */
    g_assert_cmpint(hemo_cli_keys_link_take(list, third, &error), ==, -1);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_FAILED);
}

#define PGP  "0123456789ABCDEF0123456789ABCDEF01234567"
#define CERT PGP "89ABCDEF0123456789ABCDEF"

/* What is chosen by kind and fingerprint; NULL: refused with these words. */
static const struct {
    const char *kind;
    const char *fingerprint;
    const char *chosen;
    const char *words;
} choices[] = {
    {NULL, NULL, CERT, NULL},
    {"openpgp", NULL, PGP, NULL},
    {"smime", NULL, CERT, NULL},
    {NULL, PGP, PGP, NULL},
    {"smime", PGP, NULL, "*SHA-256*"},
    {NULL, "1123456789ABCDEF0123456789ABCDEF01234567", NULL, "*SHA-1 *SHA-256*"},
    {NULL, "1" CERT, NULL, "no such key*"},
};

static void
test_choose(void)
{
    g_autoptr(GVariant) keys = g_variant_ref_sink(g_variant_new_parsed(
        "[{'kind': <'openpgp'>, 'fingerprint': <'" PGP "'>}, {'kind': <'smime'>, "
        "'fingerprint': <'" CERT "'>, 'chosen': <true>}]"));

    for (gsize i = 0; i < G_N_ELEMENTS(choices); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GVariant) key =
            hemo_cli_keys_link_choose(keys, choices[i].kind, choices[i].fingerprint, &error);
        const char *fingerprint = NULL;

        if (key != NULL)
            g_variant_lookup(key, "fingerprint", "&s", &fingerprint);
        g_assert_cmpstr(fingerprint, ==, choices[i].chosen);
        if (choices[i].chosen == NULL)
            g_assert_true(g_pattern_match_simple(choices[i].words, error->message));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-keys-link/no-agent", test_no_agent);
    g_test_add_func("/cli-keys-link/fds", test_fds);
    g_test_add_func("/cli-keys-link/choose", test_choose);
    return g_test_run();
}
