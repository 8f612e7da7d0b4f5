/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-passphrase.h"

#include "hemo-error.h"
#include "hemo-sealed-fd.h"
#include "run-verb.h"

#include <unistd.h>

static const struct {
    const char *content; /* NULL: there is no such file */
    gboolean twice;
    const char *read; /* NULL: refused */
} rows[] = {
    {"birch 7\nnot this\n", FALSE, "birch 7"},
    {"birch 7", TRUE, "birch 7"},
    {"birch 7\r\n", FALSE, "birch 7"},
    {"", FALSE, ""},
    {"\n", TRUE, NULL},
    {NULL, FALSE, NULL},
};

static void
test_file(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const HemoCliPassphrase passphrase = {
            .file = rows[i].content != NULL ? run_verb_file("passphrase", rows[i].content)
                                            : "/nowhere/x",
            .question = "Type it",
            .twice = rows[i].twice,
        };
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoSecret) secret = hemo_cli_passphrase_read(&passphrase, &error);

        if (rows[i].read != NULL)
            g_assert_cmpstr(hemo_secret_text(secret), ==, rows[i].read);
        else
            g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        if (rows[i].content == NULL)
            g_assert_cmpstr(error->message, ==, "/nowhere/x: there is no such file");
    }
}

static void
test_open(void)
{
    const HemoCliPassphrase passphrase = {.file = run_verb_file("passphrase", "birch 7\n")};
    int fd = hemo_cli_passphrase_open(&passphrase, NULL);
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, NULL);

    g_assert_true(hemo_slice_equal(hemo_sealed_fd_slice(map), hemo_slice_text("birch 7")));
    close(fd);
}

/* Nobody is asked who cannot answer. */
static void
test_no_terminal(void)
{
    const HemoCliPassphrase passphrase = {.question = "Type it"};
    g_autoptr(GError) error = NULL;

    if (isatty(STDIN_FILENO)) {
        g_test_skip("there is a terminal");
        return;
    }
    g_assert_null(hemo_cli_passphrase_read(&passphrase, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-passphrase/file", test_file);
    g_test_add_func("/cli-passphrase/open", test_open);
    g_test_add_func("/cli-passphrase/no-terminal", test_no_terminal);
    return g_test_run();
}
