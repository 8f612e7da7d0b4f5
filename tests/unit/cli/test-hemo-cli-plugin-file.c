/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-plugin-file.h"

#include "run-verb.h"

#include <elf.h>
#include <string.h>

static void
test_files(void)
{
    const struct {
        const char *path;
        HemoCliPluginFile kind;
    } rows[] = {
        {SAMPLE_ADDON, HEMO_CLI_PLUGIN_FILE_GOOD},
        {SAMPLE_LIBRARY, HEMO_CLI_PLUGIN_FILE_OTHER},
        {run_verb_file("junk.so", "this is not a shared object"), HEMO_CLI_PLUGIN_FILE_BROKEN},
        {run_verb_file("empty.so", ""), HEMO_CLI_PLUGIN_FILE_BROKEN},
        {run_verb_file("head.so", ELFMAG), HEMO_CLI_PLUGIN_FILE_BROKEN},
        {"/nowhere/hemostat.so", HEMO_CLI_PLUGIN_FILE_BROKEN},
        {"/", HEMO_CLI_PLUGIN_FILE_BROKEN},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(hemo_cli_plugin_file_check(rows[i].path), ==, rows[i].kind);
}

static char *
load(gsize *ret_size)
{
    char *text = NULL;

    g_assert_true(g_file_get_contents(SAMPLE_ADDON, &text, ret_size, NULL));
    return text;
}

/* A copy that broke off is never good, wherever it did. */
static void
test_cut_off(void)
{
    gsize size = 0;
    g_autofree char *text = load(&size);

    for (gsize cut = 0; cut < size; cut += cut < 4096 ? 1 : 61) {
        g_autofree char *part = g_memdup2(text, cut); /* so that reading past it is seen */

        g_assert_cmpint(hemo_cli_plugin_file_judge(hemo_slice(part, cut)),
                        ==,
                        HEMO_CLI_PLUGIN_FILE_BROKEN);
    }
}

/* For another computer, or a program. */
static void
test_header(void)
{
    static const gsize places[] = {0, EI_CLASS, EI_DATA, EI_VERSION, 16, 18};
    gsize size = 0;
    g_autofree char *text = load(&size);

    for (gsize i = 0; i < G_N_ELEMENTS(places); i++) {
        g_autofree char *other = g_memdup2(text, size);

        other[places[i]] ^= 1;
        g_assert_cmpint(hemo_cli_plugin_file_judge(hemo_slice(other, size)),
                        ==,
                        HEMO_CLI_PLUGIN_FILE_BROKEN);
    }
}

/* Hostile bytes anywhere: an answer, and nothing is read past the end. */
static void
test_damaged(void)
{
    gsize size = 0;
    g_autofree char *text = load(&size);

    for (gsize at = 0; at < size; at++) {
        char was = text[at];

        text[at] = (char)0xff;
        g_assert_cmpint(hemo_cli_plugin_file_judge(hemo_slice(text, size)),
                        <=,
                        HEMO_CLI_PLUGIN_FILE_GOOD);
        text[at] = was;
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-plugin-file/files", test_files);
    g_test_add_func("/cli-plugin-file/cut-off", test_cut_off);
    g_test_add_func("/cli-plugin-file/header", test_header);
    g_test_add_func("/cli-plugin-file/damaged", test_damaged);
    return g_test_run();
}
