/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-pdf.h"

#include <fcntl.h>
#include <gmime/gmime.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hemo-reader-wire.h"

#define MAIL "Content-Type: text/plain\n\nhello\n"

static const struct {
    const char *mail;
    const char *options;
    const char *result;
} rows[] = {
    {MAIL, "{'passphrase': <'one two'>}", HEMO_READER_WIRE_BUILT},
    {MAIL,
     "{'passphrase': <'one two'>, 'subject': <'s'>, 'paper': <'letter'>, 'more': <1>}",
     HEMO_READER_WIRE_BUILT},
    {MAIL, "@a{sv} {}", HEMO_READER_WIRE_PASSPHRASE},
    {MAIL, "{'passphrase': <''>}", HEMO_READER_WIRE_PASSPHRASE},
    {MAIL, "{'passphrase': <7>}", HEMO_READER_WIRE_PASSPHRASE},
    {"", "{'passphrase': <'one two'>}", HEMO_READER_WIRE_MAIL},
};

static char *
make(const char *mail, const char *options, int output, guint64 *ret_size)
{
    g_autoptr(HemoPdfFonts) fonts = hemo_pdf_fonts_open();
    g_autoptr(GVariant) given = g_variant_ref_sink(g_variant_new_parsed(options));
    g_autoptr(GVariant) values =
        g_variant_ref_sink(hemo_pdf_answer(hemo_slice_text(mail), given, fonts, output));
    char *result = NULL;

    *ret_size = 0;
    g_variant_lookup(values, "result", "s", &result);
    g_variant_lookup(values, "size", "t", ret_size);
    return result;
}

static void
test_results(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        int fd = memfd_create("test", MFD_CLOEXEC);
        guint64 size = 0;
        g_autofree char *result = make(rows[i].mail, rows[i].options, fd, &size);
        struct stat status;

        g_assert_cmpstr(result, ==, rows[i].result);
        g_assert_cmpint(fstat(fd, &status), ==, 0);
        g_assert_cmpuint(size, ==, (guint64)status.st_size);
        close(fd);
    }
}

/* A file that cannot be written, and a passphrase that a PDF program would cut. */
static void
test_limits(void)
{
    g_autofree char *words = g_strnfill(128, 'w');
    g_autofree char *options = g_strdup_printf("{'passphrase': <'%s'>}", words);
    int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
    guint64 size = 0;
    g_autofree char *storage = make(MAIL, "{'passphrase': <'one two'>}", fd, &size);
    g_autofree char *passphrase = make(MAIL, options, fd, &size);

    g_assert_cmpstr(storage, ==, HEMO_READER_WIRE_STORAGE);
    g_assert_cmpstr(passphrase, ==, HEMO_READER_WIRE_PASSPHRASE);
    close(fd);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/pdf/results", test_results);
    g_test_add_func("/pdf/limits", test_limits);
    return g_test_run();
}
