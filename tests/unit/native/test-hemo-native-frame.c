/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-native-frame.h"

#include <errno.h>
#include <fcntl.h>
#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

typedef struct {
    HemoNativeFrame *frame;
    int to;   /* what Thunderbird writes */
    int from; /* what it reads */
    int theirs[2];
    GPtrArray *taken; /* char* */
    guint ends;
    HemoNativeFrameEnd end;
} Pipes;

static void
on_take(HemoSecret *text, gpointer data)
{
    Pipes *pipes = data;

    g_ptr_array_add(pipes->taken, hemo_slice_dup(hemo_secret_slice(text)));
}

static void
on_end(HemoNativeFrameEnd end, gpointer data)
{
    Pipes *pipes = data;

    pipes->ends++;
    pipes->end = end;
}

static void
set_up(Pipes *pipes, gconstpointer unused)
{
    const HemoNativeFrameHooks hooks = {on_take, on_end, pipes};
    int in[2];
    int out[2];

    signal(SIGPIPE, SIG_IGN);
    g_assert_true(g_unix_open_pipe(in, FD_CLOEXEC, NULL));
    g_assert_true(g_unix_open_pipe(out, FD_CLOEXEC, NULL));
    pipes->to = in[1];
    pipes->from = out[0];
    pipes->theirs[0] = in[0];
    pipes->theirs[1] = out[1];
    g_unix_set_fd_nonblocking(pipes->to, TRUE, NULL);
    g_unix_set_fd_nonblocking(pipes->from, TRUE, NULL);
    pipes->taken = g_ptr_array_new_with_free_func(g_free);
    pipes->frame = hemo_native_frame_new(in[0], out[1], &hooks);
}

static void
close_end(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

static void
tear_down(Pipes *pipes, gconstpointer unused)
{
    hemo_native_frame_free(pipes->frame);
    close_end(&pipes->to);
    close_end(&pipes->from);
    close(pipes->theirs[0]);
    close(pipes->theirs[1]);
    g_ptr_array_unref(pipes->taken);
}

static void
say(Pipes *pipes, const void *data, gsize size)
{
    g_assert_cmpint(write(pipes->to, data, size), ==, (gssize)size);
}

static void
say_size(Pipes *pipes, guint32 size)
{
    say(pipes, &size, sizeof size);
}

static void
settle(void)
{
    while (g_main_context_iteration(NULL, FALSE))
        continue;
}

static void
test_take(Pipes *pipes, gconstpointer unused)
{
    say_size(pipes, 2);
    say(pipes, "{}", 2);
    say_size(pipes, 0);
    say_size(pipes, 3);
    say(pipes, "abc", 3);
    settle();
    g_assert_cmpuint(pipes->taken->len, ==, 3);
    g_assert_cmpstr(pipes->taken->pdata[0], ==, "{}");
    g_assert_cmpstr(pipes->taken->pdata[1], ==, "");
    g_assert_cmpstr(pipes->taken->pdata[2], ==, "abc");
    g_assert_cmpuint(pipes->ends, ==, 0);
}

/* However it is cut, and never waited for. */
static void
test_pieces(Pipes *pipes, gconstpointer unused)
{
    static const char whole[] = "\5\0\0\0hello\2\0\0\0you";

    for (gsize i = 0; i < sizeof whole - 1; i++) {
        char byte = whole[i];

        if (G_BYTE_ORDER == G_BIG_ENDIAN && (i < 4 || (i >= 9 && i < 13)))
            byte = whole[(i < 4 ? 3 : 21) - i];
        say(pipes, &byte, 1);
        settle();
        g_assert_cmpuint(pipes->taken->len, ==, i < 8 ? 0 : i < 14 ? 1 : 2);
    }
    g_assert_cmpstr(pipes->taken->pdata[0], ==, "hello");
    g_assert_cmpstr(pipes->taken->pdata[1], ==, "yo");
}

static void
test_closed(Pipes *pipes, gconstpointer unused)
{
    say(pipes, "\5\0", 2); /* also in the middle */
    close_end(&pipes->to);
    settle();
    g_assert_cmpuint(pipes->ends, ==, 1);
    g_assert_cmpint(pipes->end, ==, HEMO_NATIVE_FRAME_CLOSED);
    g_assert_cmpuint(pipes->taken->len, ==, 0);
}

/* Nothing is allocated by a number that somebody says. */
static void
test_too_big(Pipes *pipes, gconstpointer unused)
{
    say_size(pipes, HEMO_NATIVE_FRAME_IN + 1);
    say(pipes, "{}", 2);
    settle();
    g_assert_cmpuint(pipes->ends, ==, 1);
    g_assert_cmpint(pipes->end, ==, HEMO_NATIVE_FRAME_TOO_BIG);
    g_assert_cmpuint(pipes->taken->len, ==, 0);
    g_assert_true(hemo_native_frame_send(pipes->frame, hemo_slice_text("{}")));
    settle();
    g_assert_cmpint(read(pipes->from, (char[9]){0}, 9), ==, 6);
}

static void
test_largest(Pipes *pipes, gconstpointer unused)
{
    g_autofree char *text = g_strnfill(HEMO_NATIVE_FRAME_IN, 'x');
    gsize said = 0;

    say_size(pipes, HEMO_NATIVE_FRAME_IN);
    while (said < HEMO_NATIVE_FRAME_IN) {
        gssize size = write(pipes->to, text + said, HEMO_NATIVE_FRAME_IN - said);

        said += size > 0 ? (gsize)size : 0;
        settle();
    }
    g_assert_cmpuint(pipes->taken->len, ==, 1);
    g_assert_cmpuint(strlen(pipes->taken->pdata[0]), ==, HEMO_NATIVE_FRAME_IN);
}

static GByteArray *
hear(Pipes *pipes, gsize size)
{
    GByteArray *heard = g_byte_array_new();

    while (heard->len < size) {
        guint8 room[65536];
        gssize part;

        settle();
        part = read(pipes->from, room, sizeof room);
        g_assert_cmpint(part, >, 0);
        g_byte_array_append(heard, room, (guint)part);
    }
    return heard;
}

/* More than a pipe holds waits in memory, and comes in order. */
static void
test_send(Pipes *pipes, gconstpointer unused)
{
    g_autofree char *most = g_strnfill(HEMO_NATIVE_FRAME_OUT, 'x');
    g_autofree char *more = g_strnfill(HEMO_NATIVE_FRAME_OUT + 1, 'x');
    g_autoptr(GByteArray) heard = NULL;
    guint32 size = 0;

    g_assert_false(hemo_native_frame_send(pipes->frame, hemo_slice_text(more)));
    g_assert_true(hemo_native_frame_send(pipes->frame, hemo_slice_text(most)));
    g_assert_true(hemo_native_frame_send(pipes->frame, hemo_slice_text("[]")));
    heard = hear(pipes, HEMO_NATIVE_FRAME_OUT + 10);
    memcpy(&size, heard->data, 4);
    g_assert_cmpuint(size, ==, HEMO_NATIVE_FRAME_OUT);
    g_assert_cmpint(memcmp(heard->data + 4, most, size), ==, 0);
    memcpy(&size, heard->data + 4 + HEMO_NATIVE_FRAME_OUT, 4);
    g_assert_cmpuint(size, ==, 2);
    g_assert_cmpint(memcmp(heard->data + heard->len - 2, "[]", 2), ==, 0);
}

/* Who does not read is not listened to until she does. */
static void
test_patience(Pipes *pipes, gconstpointer unused)
{
    g_autofree char *most = g_strnfill(HEMO_NATIVE_FRAME_OUT, 'x');

    for (guint i = 0; i < 12; i++)
        g_assert_true(hemo_native_frame_send(pipes->frame, hemo_slice_text(most)));
    settle();
    for (guint i = 0; i < 2; i++) { /* the first one may have been asked for already */
        say_size(pipes, 1);
        say(pipes, "x", 1);
        settle();
    }
    g_assert_cmpuint(pipes->taken->len, <, 2);
    g_byte_array_unref(hear(pipes, 12 * (HEMO_NATIVE_FRAME_OUT + 4)));
    settle();
    g_assert_cmpuint(pipes->taken->len, ==, 2);
}

static void
test_end_without_patience(Pipes *pipes, gconstpointer unused)
{
    g_autofree char *most = g_strnfill(HEMO_NATIVE_FRAME_OUT, 'x');

    for (guint i = 0; i < 12; i++)
        hemo_native_frame_send(pipes->frame, hemo_slice_text(most));
    say_size(pipes, 1);
    say(pipes, "x", 1);
    settle();
    close_end(&pipes->to);
    settle();
    g_assert_cmpuint(pipes->ends, ==, 1);
    g_assert_cmpint(pipes->end, ==, HEMO_NATIVE_FRAME_CLOSED);
}

static void
test_finish(Pipes *pipes, gconstpointer unused)
{
    hemo_native_frame_send(pipes->frame, hemo_slice_text("one"));
    hemo_native_frame_finish(pipes->frame, hemo_slice_text("last"));
    say_size(pipes, 2);
    say(pipes, "{}", 2);
    settle();
    g_assert_cmpuint(pipes->taken->len, ==, 0);
    g_assert_cmpuint(pipes->ends, ==, 1);
    g_assert_cmpint(pipes->end, ==, HEMO_NATIVE_FRAME_FINISHED);
    g_byte_array_unref(hear(pipes, 4 + 3 + 4 + 4));
}

static void
test_nobody_reads(Pipes *pipes, gconstpointer unused)
{
    close_end(&pipes->from);
    hemo_native_frame_send(pipes->frame, hemo_slice_text("one"));
    settle();
    g_assert_cmpuint(pipes->ends, ==, 1);
    g_assert_cmpint(pipes->end, ==, HEMO_NATIVE_FRAME_BROKEN);
}

#define TEST(name, function)                                                                   \
    g_test_add("/native-frame/" name, Pipes, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("take", test_take);
    TEST("pieces", test_pieces);
    TEST("closed", test_closed);
    TEST("too-big", test_too_big);
    TEST("largest", test_largest);
    TEST("send", test_send);
    TEST("patience", test_patience);
    TEST("end-without-patience", test_end_without_patience);
    TEST("finish", test_finish);
    TEST("nobody-reads", test_nobody_reads);
    return g_test_run();
}
