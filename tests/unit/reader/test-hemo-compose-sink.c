/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-compose-sink.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "hemo-limits.h"
#include "hemo-reader-wire.h"

/* Pieces of any size come out in one, in order. */
static void
test_order(void)
{
    int fd = memfd_create("test", MFD_CLOEXEC);
    g_autoptr(HemoComposeSink) sink = hemo_compose_sink_new(fd);
    g_autofree char *big = g_strnfill(100000, 'b');
    g_autofree char *expected = g_strconcat("a", big, "c", NULL);
    g_autofree char *written = g_malloc0(200000);
    guint64 size = 0;

    g_mime_stream_write_string(GMIME_STREAM(sink), "a");
    g_mime_stream_write_string(GMIME_STREAM(sink), big);
    g_mime_stream_write_string(GMIME_STREAM(sink), "c");
    g_assert_null(hemo_compose_sink_finish(sink, &size));
    g_assert_cmpuint(size, ==, 100002);
    g_assert_cmpint(pread(fd, written, 200000, 0), ==, 100002);
    g_assert_cmpstr(written, ==, expected);
    close(fd);
}

static void
test_too_big(void)
{
    int fd = memfd_create("test", MFD_CLOEXEC);
    g_autoptr(HemoComposeSink) sink = hemo_compose_sink_new(fd);
    gsize step = 1024 * 1024;
    g_autofree char *bytes = g_malloc0(step);
    guint64 size = 0;

    for (gsize i = 0; i < HEMO_LIMIT_MAIL / step; i++)
        g_assert_cmpint(g_mime_stream_write(GMIME_STREAM(sink), bytes, step), ==, step);
    g_assert_cmpint(g_mime_stream_write(GMIME_STREAM(sink), bytes, 1), ==, -1);
    g_assert_cmpstr(hemo_compose_sink_finish(sink, &size), ==, HEMO_READER_WIRE_TOO_BIG);
    close(fd);
}

/* A disk that is full, as it were. */
static void
test_storage(void)
{
    int fd = open("/dev/full", O_WRONLY | O_CLOEXEC);
    g_autoptr(HemoComposeSink) sink = hemo_compose_sink_new(fd);
    guint64 size = 0;

    g_mime_stream_write_string(GMIME_STREAM(sink), "a");
    g_assert_cmpstr(hemo_compose_sink_finish(sink, &size), ==, HEMO_READER_WIRE_STORAGE);
    close(fd);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/compose-sink/order", test_order);
    g_test_add_func("/compose-sink/too-big", test_too_big);
    g_test_add_func("/compose-sink/storage", test_storage);
    return g_test_run();
}
