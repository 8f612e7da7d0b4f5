/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-serve.h"

#include <gmime/gmime.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hemo-reader-wire.h"

/* A serving process; *@ret_control is our end. */
static pid_t
start(int *ret_control)
{
    g_autoptr(HemoSandboxFilter) filter = hemo_sandbox_filter_new();
    int ends[2];
    pid_t server;

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), ==, 0);
    server = fork();
    if (server == 0) {
        close(ends[0]);
        hemo_serve_run(ends[1], filter);
        _exit(0);
    }
    close(ends[1]);
    *ret_control = ends[0];
    return server;
}

static void
assert_ends(pid_t server)
{
    int status = -1;

    g_assert_cmpint(waitpid(server, &status, 0), ==, server);
    g_assert_cmpint(status, ==, 0);
}

static void
test_end(void)
{
    int control;
    pid_t server = start(&control);

    close(control);
    assert_ends(server);
}

/* Sends @n_fds copies of @fd. */
static void
send_fds(int control, guint8 version, int fd, gsize n_fds)
{
    int fds[8] = {fd, fd, fd, fd, fd, fd, fd, fd};
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof fds)];
    } space = {0};
    struct iovec vector = {&version, 1};
    struct msghdr message = {.msg_iov = &vector, .msg_iovlen = 1};
    struct cmsghdr *head;

    if (n_fds > 0) {
        message.msg_control = space.bytes;
        message.msg_controllen = CMSG_SPACE(n_fds * sizeof *fds);
        head = CMSG_FIRSTHDR(&message);
        head->cmsg_level = SOL_SOCKET;
        head->cmsg_type = SCM_RIGHTS;
        head->cmsg_len = CMSG_LEN(n_fds * sizeof *fds);
        memcpy(CMSG_DATA(head), fds, n_fds * sizeof *fds);
    }
    g_assert_cmpint(sendmsg(control, &message, MSG_NOSIGNAL), ==, 1);
}

/* A message that is no request is dropped with all its descriptors, and the next is taken. */
static void
test_wrong_messages(void)
{
    static const struct {
        guint8 version;
        gsize n_fds;
    } cases[] = {{0, 3},
                 {HEMO_READER_WIRE_VERSION, 0},
                 {HEMO_READER_WIRE_VERSION, 1},
                 {HEMO_READER_WIRE_VERSION, 8},
                 {HEMO_READER_WIRE_VERSION + 1, 3}};
    int control;
    pid_t server = start(&control);

    for (guint i = 0; i < 20; i++) {
        char byte;
        int ends[2];

        g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
        send_fds(control,
                 cases[i % G_N_ELEMENTS(cases)].version,
                 ends[1],
                 cases[i % G_N_ELEMENTS(cases)].n_fds);
        close(ends[1]);
        g_assert_cmpint(read(ends[0], &byte, 1), ==, 0);
        close(ends[0]);
    }
    close(control);
    assert_ends(server);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/serve/end", test_end);
    g_test_add_func("/serve/wrong-messages", test_wrong_messages);
    return g_test_run();
}
