/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-ini-text.h"

#define FILE_TEXT                                                                              \
    "# first\n[one]\nkey=a\n key = b "                                                         \
    "\n\n[two]\nkey=c\r\n[one]\nother=#d=e\n[Plugins]\n/x.so\n"

static void
check(const HemoIniText *ini, const char *text)
{
    g_autofree char *now = hemo_slice_dup(hemo_ini_text_slice(ini));

    g_assert_cmpstr(now, ==, text);
}

static void
test_read(void)
{
    static const struct {
        const char *group;
        const char *key;
        const char *value;
    } rows[] = {
        {"one", "key", "b"},
        {"two", "key", "c"},
        {"one", "other", "#d=e"},
        {"two", "other", NULL},
        {"three", "key", NULL},
        {"one", "ke", NULL},
    };
    g_autoptr(HemoIniText) ini = hemo_ini_text_new(hemo_slice_text(FILE_TEXT));
    g_auto(GStrv) groups = hemo_ini_text_groups(ini);
    g_auto(GStrv) lines = hemo_ini_text_lines(ini, "Plugins");
    g_autofree char *joined = g_strjoinv(" ", groups);

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *value = hemo_ini_text_get(ini, rows[i].group, rows[i].key);

        g_assert_cmpstr(value, ==, rows[i].value);
    }
    g_assert_cmpstr(joined, ==, "one two Plugins");
    g_assert_cmpstr(lines[0], ==, "/x.so");
    g_assert_null(lines[1]);
    g_assert_true(hemo_ini_text_has_group(ini, "two"));
    g_assert_false(hemo_ini_text_has_group(ini, "tw"));
    check(ini, FILE_TEXT);
}

/* What is not changed stays, byte for byte. */
static void
test_write(void)
{
    g_autoptr(HemoIniText) ini =
        hemo_ini_text_new(hemo_slice_text("[a]\nx=1 \n# c\n\n[b]\ny=2"));

    hemo_ini_text_set(ini, "a", "x", "3");
    check(ini, "[a]\nx=3\n# c\n\n[b]\ny=2\n");
    hemo_ini_text_set(ini, "a", "z", "4");
    check(ini, "[a]\nx=3\n# c\nz=4\n\n[b]\ny=2\n");
    hemo_ini_text_add_line(ini, "b", "/p.so");
    hemo_ini_text_add_line(ini, "c", "/q.so");
    check(ini, "[a]\nx=3\n# c\nz=4\n\n[b]\ny=2\n/p.so\n\n[c]\n/q.so\n");
    hemo_ini_text_insert_line(ini, "b", "/o.so");
    check(ini, "[a]\nx=3\n# c\nz=4\n\n[b]\n/o.so\ny=2\n/p.so\n\n[c]\n/q.so\n");
    hemo_ini_text_remove_line(ini, "b", "/o.so");
    hemo_ini_text_remove_line(ini, "b", "/p.so");
    hemo_ini_text_remove_line(ini, "b", "/q.so");
    check(ini, "[a]\nx=3\n# c\nz=4\n\n[b]\ny=2\n\n[c]\n/q.so\n");
}

static void
test_odd_files(void)
{
    g_autoptr(HemoIniText) empty = hemo_ini_text_new(HEMO_SLICE_EMPTY);
    g_autoptr(HemoIniText) none = hemo_ini_text_new(HEMO_SLICE_EMPTY);
    g_autoptr(HemoIniText) dos = hemo_ini_text_new(hemo_slice_text("[a]\r\nx=1\r\n"));
    g_autoptr(HemoIniText) binary = hemo_ini_text_new(hemo_slice("[a]\nx=\xff\0y\n", 10));
    g_autofree char *value = hemo_ini_text_get(binary, "a", "x");

    hemo_ini_text_set(empty, "a", "x", "1");
    check(empty, "[a]\nx=1\n");
    hemo_ini_text_insert_line(none, "a", "/o.so");
    check(none, "[a]\n/o.so\n");
    hemo_ini_text_set(dos, "a", "y", "2");
    check(dos, "[a]\r\nx=1\r\ny=2\r\n");
    g_assert_true(g_utf8_validate(value, -1, NULL));
    hemo_ini_text_remove_line(binary, "a", "none");
    g_assert_cmpuint(hemo_ini_text_slice(binary).size, ==, 10);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ini-text/read", test_read);
    g_test_add_func("/ini-text/write", test_write);
    g_test_add_func("/ini-text/odd-files", test_odd_files);
    return g_test_run();
}
