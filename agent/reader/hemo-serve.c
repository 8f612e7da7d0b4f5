/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-serve.h.
 */
#include "hemo-serve.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hemo-job.h"
#include "hemo-reader-wire.h"

static const char taken = 't';
static const char ended = 'e';

typedef struct {
    int fds[HEMO_READER_WIRE_MAX_FDS];
    gsize n_fds;
} Request;

/* Every descriptor that came is taken, whatever it is. */
static void
take_fds(struct msghdr *message, Request *request)
{
    struct cmsghdr *head = CMSG_FIRSTHDR(message);

    request->n_fds = 0;
    if (head == NULL || head->cmsg_level != SOL_SOCKET || head->cmsg_type != SCM_RIGHTS)
        return;
    request->n_fds =
        MIN((head->cmsg_len - CMSG_LEN(0)) / sizeof(int), HEMO_READER_WIRE_MAX_FDS);
    memcpy(request->fds, CMSG_DATA(head), request->n_fds * sizeof(int));
}

/* FALSE at the end of the connection. */
static gboolean
receive(int fd, Request *request, gboolean *ret_is_valid)
{
    guint8 version = 0;
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(sizeof request->fds)];
    } control = {0};
    struct iovec vector = {&version, sizeof version};
    struct msghdr message = {
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = sizeof control.bytes,
    };
    gssize size;

    do
        size = recvmsg(fd, &message, MSG_CMSG_CLOEXEC);
    while (size < 0 && errno == EINTR);
    if (size <= 0)
        return FALSE;
    take_fds(&message, request);
    *ret_is_valid = version == HEMO_READER_WIRE_VERSION &&
                    request->n_fds >= HEMO_READER_WIRE_FDS &&
                    (message.msg_flags & (MSG_CTRUNC | MSG_TRUNC)) == 0;
    return TRUE;
}

/* The child: waits for one request, tells the parent, and reads the mail. */
static int
serve_one(int fd, int notice, int parent, const HemoSandboxFilter *filter)
{
    Request request;
    gboolean is_valid;
    gboolean is_taken;
    gboolean is_told;

    if (!hemo_sandbox_follow(parent))
        return 1;
    is_taken = receive(fd, &request, &is_valid);
    /* The client takes a closed control socket for the end of the parent, so it closes
     * here first.  If the parent does not get the notice it is gone, and so is this child
     * soon; until then it does its work. */
    close(fd);
    is_told = write(notice, is_taken ? &taken : &ended, 1) == 1;
    if (!is_taken || !is_valid || (!is_told && errno != EPIPE))
        return 1;
    return hemo_job_run(request.fds, request.n_fds, filter);
}

/* TRUE if the child has taken a request, so that another child is needed. */
static gboolean
wait_for_notice(int notice)
{
    char news = ended;
    gssize size;

    do
        size = read(notice, &news, 1);
    while (size < 0 && errno == EINTR);
    return size == 1 && news == taken;
}

/* Has one child wait ahead; FALSE if there will be no more. */
static gboolean
fork_one(int fd, const HemoSandboxFilter *filter)
{
    int parent = getpid();
    int ends[2];
    pid_t child;
    gboolean is_taken;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return FALSE;
    child = fork();
    if (child == 0)
        _exit(serve_one(fd, ends[1], parent, filter));
    close(ends[1]);
    is_taken = child > 0 && wait_for_notice(ends[0]);
    close(ends[0]);
    return is_taken;
}

void
hemo_serve_run(int fd, const HemoSandboxFilter *filter)
{
    /* Children are not waited for; what they had to say stands in their replies. */
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    while (fork_one(fd, filter))
        continue;
}
