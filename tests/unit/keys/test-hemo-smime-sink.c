/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-smime-sink.h"

#include "hemo-base64-lines.h"
#include "hemo-error.h"

#include <fcntl.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define LARGE (3 * 1024 * 1024 + 11)

static void
test_large(void)
{
    int fd = memfd_create("output", MFD_CLOEXEC);
    g_autofree guint8 *data = g_malloc(LARGE);
    g_autofree char *wanted = NULL;
    g_autofree char *text = g_malloc0(2 * LARGE);
    g_autoptr(HemoSmimeSink) sink = hemo_smime_sink_new(fd);
    gssize size = 0;

    for (gsize i = 0; i < LARGE; i++)
        data[i] = (guint8)(i * 7 + i / 256);
    wanted = hemo_base64_lines_text(hemo_slice(data, LARGE));
    for (gsize done = 0, step = 1; done < LARGE; done += step, step = step * 3 + 1) {
        step = MIN(step, LARGE - done);
        g_assert_cmpint(BIO_write(hemo_smime_sink_bio(sink), data + done, (int)step), ==, step);
    }
    g_assert_true(hemo_smime_sink_finish(sink, NULL));
    size = pread(fd, text, 2 * LARGE, 0);
    g_assert_cmpint(size, ==, strlen(wanted));
    g_assert_cmpstr(text, ==, wanted);
    close(fd);
}

/* Behind what is already there. */
static void
test_offset(void)
{
    int fd = memfd_create("output", MFD_CLOEXEC);
    g_autoptr(HemoSmimeSink) sink = hemo_smime_sink_new(fd);
    char text[32] = "";

    g_assert_cmpint(write(fd, "head\r\n", 6), ==, 6);
    g_assert_cmpint(BIO_write(hemo_smime_sink_bio(sink), "abc", 3), ==, 3);
    g_assert_true(hemo_smime_sink_finish(sink, NULL));
    g_assert_cmpint(pread(fd, text, sizeof text - 1, 0), ==, 12);
    g_assert_cmpstr(text, ==, "head\r\nYWJj\r\n");
    close(fd);
}

static void
expect_error(const char *path, int flags, const char *words)
{
    int fd = open(path, flags | O_CLOEXEC);
    g_autoptr(HemoSmimeSink) sink = hemo_smime_sink_new(fd);
    g_autoptr(GError) error = NULL;
    g_autofree guint8 *data = g_malloc0(LARGE);

    g_assert_cmpint(BIO_write(hemo_smime_sink_bio(sink), data, LARGE), <, LARGE);
    g_assert_false(hemo_smime_sink_finish(sink, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    g_assert_nonnull(strstr(error->message, words));
    close(fd);
}

static void
test_errors(void)
{
    expect_error("/dev/full", O_WRONLY, "no space");
    expect_error("/dev/null", O_RDONLY, "cannot be written");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/smime-sink/large", test_large);
    g_test_add_func("/smime-sink/offset", test_offset);
    g_test_add_func("/smime-sink/errors", test_errors);
    return g_test_run();
}
