/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-native-host.h"

#include "thunderbird-home.h"

#define OWN    ".mozilla/native-messaging-hosts/org.hemostat.thunderbird.json"
#define SYSTEM "root/usr/lib/mozilla/native-messaging-hosts/org.hemostat.thunderbird.json"

/* What we write ourselves, with one thing changed in it. */
static char *
change(const char *what, const char *to)
{
    g_autofree char *text = hemo_cli_native_host_text();
    g_auto(GStrv) parts = g_strsplit(text, what, 2);

    g_assert_cmpuint(g_strv_length(parts), ==, 2);
    return g_strjoinv(to, parts);
}

static void
test_rows(void)
{
    static const struct {
        const char *what;
        const char *to;
        HemoCliNativeHost host;
    } rows[] = {
        {"stdio", "stdio", HEMO_CLI_NATIVE_HOST_GOOD},
        {"stdio", "pkcs11", HEMO_CLI_NATIVE_HOST_WRONG},
        {"org.hemostat.thunderbird", "org.hemostat", HEMO_CLI_NATIVE_HOST_WRONG},
        {"hemostat@hemostat.org", "other@hemostat.org", HEMO_CLI_NATIVE_HOST_WRONG},
        {"[\"hemostat@hemostat.org\"]",
         "\"hemostat@hemostat.org\"",
         HEMO_CLI_NATIVE_HOST_WRONG},
        {"hemostat-native", "hemostat-gone", HEMO_CLI_NATIVE_HOST_GONE},
        {"\"path\":\"/", "\"path\":\"", HEMO_CLI_NATIVE_HOST_WRONG},
        {"{", "", HEMO_CLI_NATIVE_HOST_WRONG},
        {"{", "[{", HEMO_CLI_NATIVE_HOST_WRONG},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = g_strdup_printf("host-%" G_GSIZE_FORMAT, i);
        const char *home = thunderbird_home_make(name, "", NULL);
        g_autoptr(HemoCliThunderbird) thunderbird = thunderbird_home_load(home, NULL);
        g_autofree char *text = change(rows[i].what, rows[i].to);
        g_autofree char *path = NULL;

        thunderbird_home_write(home, SYSTEM, text);
        g_test_message("row %" G_GSIZE_FORMAT ": %s", i, text);
        g_assert_cmpint(hemo_cli_native_host_find(thunderbird, &path), ==, rows[i].host);
        g_assert_true(g_str_has_suffix(path, SYSTEM));
    }
}

/* The user's own one counts, as Thunderbird takes it first. */
static void
test_which_counts(void)
{
    const char *home = thunderbird_home_make("both", "", NULL);
    g_autoptr(HemoCliThunderbird) thunderbird = thunderbird_home_load(home, NULL);
    g_autofree char *text = hemo_cli_native_host_text();
    g_autofree char *none = NULL;
    g_autofree char *path = NULL;

    g_assert_cmpint(hemo_cli_native_host_find(thunderbird, &none),
                    ==,
                    HEMO_CLI_NATIVE_HOST_ABSENT);
    thunderbird_home_write(home, SYSTEM, text);
    thunderbird_home_write(home, OWN, "");
    g_assert_cmpint(hemo_cli_native_host_find(thunderbird, &path),
                    ==,
                    HEMO_CLI_NATIVE_HOST_WRONG);
    g_assert_true(g_str_has_suffix(path, OWN));
}

/* A program that was moved is found, but is not the one that was installed. */
static void
test_other_program(void)
{
    const char *home = thunderbird_home_make("other", "", NULL);
    g_autoptr(HemoCliThunderbird) thunderbird = thunderbird_home_load(home, NULL);
    g_autofree char *program = hemo_cli_native_host_program();
    g_autofree char *text = change(program, "/bin/true");
    g_autofree char *path = NULL;

    thunderbird_home_write(home, OWN, text);
    g_assert_cmpint(hemo_cli_native_host_find(thunderbird, &path),
                    ==,
                    HEMO_CLI_NATIVE_HOST_OTHER);
}

static void
test_runs(void)
{
    const char *home = thunderbird_home_make("proc", "", NULL);
    g_autofree char *proc = g_build_filename(home, "proc", NULL);

    thunderbird_home_write(home, "proc/7/stat", "7 (thunderbird) S 1 7");
    thunderbird_home_write(home, "proc/8/stat", "8 (hemostat-native) S 7 7 7");
    thunderbird_home_write(home, "proc/9/stat", "9 (hemostat-native) ");
    thunderbird_home_write(home, "proc/self/stat", "9 (hemostat-native) S 5 7 7");
    g_assert_true(hemo_cli_native_host_runs(proc, 7));
    g_assert_false(hemo_cli_native_host_runs(proc, 5));
    g_assert_false(hemo_cli_native_host_runs("/nowhere", 7));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    thunderbird_home_program();
    g_test_add_func("/cli-native-host/rows", test_rows);
    g_test_add_func("/cli-native-host/which-counts", test_which_counts);
    g_test_add_func("/cli-native-host/other-program", test_other_program);
    g_test_add_func("/cli-native-host/runs", test_runs);
    return g_test_run();
}
