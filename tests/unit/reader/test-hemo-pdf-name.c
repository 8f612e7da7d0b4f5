/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-pdf-name.h"

#include <string.h>

static const struct {
    const char *wanted;
    const char *media_type;
    const char *name;
} rows[] = {
    {"scan.pdf", "application/pdf", "scan.pdf"},
    {"Befund \316\240\316\261.pdf", "application/pdf", "Befund \316\240\316\261.pdf"},
    {"../../etc/passwd", "text/plain", "etcpasswd"},
    {"C:\\boot.ini", "text/plain", "Cboot.ini"},
    {".bashrc", "text/plain", "bashrc"},
    {"a\r\nb\t.txt", "text/plain", "ab.txt"},
    {"fdp\342\200\256exe.pdf", "application/pdf", "fdpexe.pdf"},
    {"  scan.pdf ", "application/pdf", "scan.pdf"},
    {NULL, "image/png", "part-7.png"},
    {"", "image/png", "part-7.png"},
    {"/", "image/svg+xml", "part-7"},
    {NULL, "application/octet-stream", "part-7"},
    {NULL, "text", "part-7"},
    {"..", "message/eml", "part-7.eml"},
};

static void
test_names(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *name = hemo_pdf_name_new(rows[i].wanted, rows[i].media_type, 7);

        g_assert_cmpstr(name, ==, rows[i].name);
    }
}

static void
test_any_bytes(void)
{
    g_autofree char *long_name = g_strnfill(5000, 'x');
    g_autofree char *cut = hemo_pdf_name_new(long_name, "text/plain", 1);
    g_autofree char *repaired = hemo_pdf_name_new("a\377b\300", "text/plain", 1);

    g_assert_cmpuint(strlen(cut), <=, 255);
    g_assert_true(g_utf8_validate(repaired, -1, NULL));
    g_assert_nonnull(strchr(repaired, 'b'));
}

static void
test_numbered(void)
{
    static const char *const names[][2] = {{"scan.pdf", "scan (2).pdf"},
                                           {"scan", "scan (2)"},
                                           {"a.tar.gz", "a.tar (2).gz"}};

    for (guint i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *name = hemo_pdf_name_numbered(names[i][0], 2);

        g_assert_cmpstr(name, ==, names[i][1]);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pdf-name/names", test_names);
    g_test_add_func("/pdf-name/any-bytes", test_any_bytes);
    g_test_add_func("/pdf-name/numbered", test_numbered);
    return g_test_run();
}
