/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-wire.h"

#include <sys/socket.h>
#include <unistd.h>

static HemoWire *
make_pair(gsize limit, int *ret_peer)
{
    int fds[2];

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, fds), ==, 0);
    *ret_peer = fds[1];
    return hemo_wire_new(fds[0], limit);
}

static void
test_plain(void)
{
    int peer = -1;
    g_autoptr(HemoWire) wire = make_pair(0, &peer);
    char bytes[8];
    gsize size = 0;

    g_assert_cmpint(hemo_wire_read(wire, bytes, sizeof bytes, &size), ==, HEMO_WIRE_WAIT_READ);
    g_assert_false(hemo_wire_has_unread(wire));
    g_assert_cmpint(write(peer, "abc", 3), ==, 3);
    g_assert_true(hemo_wire_has_unread(wire));
    g_assert_cmpint(hemo_wire_read(wire, bytes, sizeof bytes, &size), ==, HEMO_WIRE_DONE);
    g_assert_cmpuint(size, ==, 3);
    g_assert_false(hemo_wire_has_unread(wire));
    close(peer);
    g_assert_cmpint(hemo_wire_read(wire, bytes, sizeof bytes, &size), ==, HEMO_WIRE_CLOSED);
}

static void
test_limit(void)
{
    int peer = -1;
    g_autoptr(HemoWire) wire = make_pair(4, &peer);
    char bytes[8];
    gsize size = 0;

    g_assert_cmpint(write(peer, "abcdef", 6), ==, 6);
    g_assert_cmpint(hemo_wire_read(wire, bytes, sizeof bytes, &size), ==, HEMO_WIRE_DONE);
    g_assert_cmpuint(size, ==, 4);
    g_assert_cmpint(hemo_wire_read(wire, bytes, sizeof bytes, &size), ==, HEMO_WIRE_FAILED);
    close(peer);
}

/* A peer that has gone is a result, not a signal. */
static void
test_gone(void)
{
    int peer = -1;
    g_autoptr(HemoWire) wire = make_pair(0, &peer);
    gsize size = 0;

    close(peer);
    g_assert_cmpint(hemo_wire_write(wire, hemo_slice_text("x"), &size), ==, HEMO_WIRE_FAILED);
}

static void
test_full(void)
{
    int peer = -1;
    g_autoptr(HemoWire) wire = make_pair(0, &peer);
    g_autofree char *block = g_strnfill(65536, 'x');
    HemoWireState state = HEMO_WIRE_DONE;
    gsize size = 0;

    for (guint i = 0; i < 1000 && state == HEMO_WIRE_DONE; i++)
        state = hemo_wire_write(wire, hemo_slice_text(block), &size);
    g_assert_cmpint(state, ==, HEMO_WIRE_WAIT_WRITE);
    close(peer);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wire/plain", test_plain);
    g_test_add_func("/wire/limit", test_limit);
    g_test_add_func("/wire/gone", test_gone);
    g_test_add_func("/wire/full", test_full);
    return g_test_run();
}
