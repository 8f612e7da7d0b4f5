/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-pdf-seal.h"

#include <qpdf/qpdf-c.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hemo-reader-wire.h"

static const char page[] = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                           "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
                           "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
                           "trailer<</Root 1 0 R/Size 4>>\n";

static char *
seal(const char *pages, GPtrArray *files, const char *words, gsize *ret_size)
{
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text(pages));
    g_autoptr(HemoSecret) passphrase = hemo_secret_new_copy(hemo_slice_text(words));
    int fd = memfd_create("test", MFD_CLOEXEC);
    guint64 size = 0;
    const char *failure = hemo_pdf_seal_write(secret, files, passphrase, fd, &size);
    char *bytes = NULL;

    if (failure == NULL) {
        bytes = g_malloc(size);
        g_assert_cmpint(pread(fd, bytes, size, 0), ==, (gssize)size);
        g_assert_cmpint(lseek(fd, 0, SEEK_END), ==, (goffset)size);
    }
    close(fd);
    *ret_size = size;
    return bytes;
}

static gboolean
opens(const char *bytes, gsize size, const char *words)
{
    qpdf_data document = qpdf_init();
    gboolean is_open;

    qpdf_silence_errors(document);
    is_open = (qpdf_read_memory(document, "x", bytes, size, words) & QPDF_ERRORS) == 0;
    qpdf_cleanup(&document);
    return is_open;
}

static void
test_passphrase(void)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    gsize size = 0;
    g_autofree char *bytes = seal(page, none, "one two", &size);

    g_assert_true(opens(bytes, size, "one two"));
    g_assert_false(opens(bytes, size, "one"));
    g_assert_false(opens(bytes, size, ""));
    g_assert_false(opens(bytes, size, NULL));
    g_assert_nonnull(memmem(bytes, size, "/AESV3", 6));
    g_assert_null(memmem(bytes, size, "MediaBox", 8));
}

/* Whatever it is called, and even if it is empty. */
static void
test_files(void)
{
    HemoPdfFile odd = {(char *)"a(b\\)\316\240.txt", NULL};
    HemoPdfFile empty = {(char *)"empty", NULL};
    g_autoptr(GPtrArray) files = g_ptr_array_new();
    g_autofree char *bytes = NULL;
    gsize size = 0;

    odd.bytes = hemo_secret_new_copy(hemo_slice_text("contents"));
    empty.bytes = hemo_secret_new(0);
    g_ptr_array_add(files, &odd);
    g_ptr_array_add(files, &empty);
    bytes = seal(page, files, "one two", &size);
    g_assert_true(opens(bytes, size, "one two"));
    g_assert_null(memmem(bytes, size, "contents", 8));
    g_assert_null(memmem(bytes, size, ".txt", 4));
    hemo_secret_unref(odd.bytes);
    hemo_secret_unref(empty.bytes);
}

static void
test_no_pages(void)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    gsize size = 0;

    g_assert_null(seal("no PDF at all", none, "one two", &size));
    g_assert_cmpuint(size, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pdf-seal/passphrase", test_passphrase);
    g_test_add_func("/pdf-seal/files", test_files);
    g_test_add_func("/pdf-seal/no-pages", test_no_pages);
    return g_test_run();
}
