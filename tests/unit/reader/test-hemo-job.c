/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-job.h"

#include <gmime/gmime.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hemo-limits.h"
#include "hemo-reader-wire.h"

static int
filled_fd(const void *data, gsize size)
{
    int fd = memfd_create("test", MFD_CLOEXEC);

    g_assert_cmpint(write(fd, data, size), ==, (gssize)size);
    return fd;
}

static int
request_fd(const char *operation)
{
    g_autoptr(GVariant) request = g_variant_ref_sink(
        g_variant_new("(su@a{sv})", operation, 5, g_variant_new("a{sv}", NULL)));

    return filled_fd(g_variant_get_data(request), g_variant_get_size(request));
}

/* Runs a job with @fds, whose reply is still to come, in a child; gives its exit status and
 * what it wrote. */
static int
run_fds(int *fds, gsize n_fds, guint8 *reply, gssize *ret_size)
{
    g_autoptr(HemoSandboxFilter) filter = hemo_sandbox_filter_new();
    int status = -1;
    int ends[2];
    pid_t child;

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
    fds[HEMO_READER_WIRE_FD_REPLY] = ends[1];
    child = fork();
    if (child == 0)
        _exit(hemo_job_run(fds, n_fds, filter));
    close(ends[1]);
    *ret_size = recv(ends[0], reply, 65536, MSG_WAITALL);
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    close(ends[0]);
    return status;
}

/* Takes the descriptors. */
static int
run_job(int mail, int request, guint8 *reply, gssize *ret_size)
{
    int fds[HEMO_READER_WIRE_FDS] = {mail, request, -1};
    int status = run_fds(fds, HEMO_READER_WIRE_FDS, reply, ret_size);

    close(mail);
    close(request);
    return status;
}

static void
test_answer(void)
{
    g_autofree guint32 *reply = g_malloc0(65536);
    g_autoptr(GVariant) values = NULL;
    gssize size;

    g_assert_cmpint(
        run_job(filled_fd("Subject: x\n\ny\n", 14), request_fd("mail"), (guint8 *)reply, &size),
        ==,
        0);
    g_assert_cmpint(size, ==, (gssize)(reply[0] + sizeof *reply));
    values = g_variant_ref_sink(g_variant_new_from_bytes(G_VARIANT_TYPE_VARDICT,
                                                         g_bytes_new(reply + 1, reply[0]),
                                                         FALSE));
    g_assert_true(g_variant_is_normal_form(values));
    g_assert_true(g_variant_lookup(values, "verdict", "s", NULL));
}

/* Nothing at all is written when there is no answer. */
static void
test_no_answer(void)
{
    g_autofree guint8 *reply = g_malloc0(65536);
    gssize size = -1;

    g_assert_cmpint(run_job(filled_fd("x", 1), request_fd("nonsense"), reply, &size), !=, 0);
    g_assert_cmpint(size, ==, 0);
    g_assert_cmpint(run_job(filled_fd("x", 1), filled_fd("rubbish", 7), reply, &size), !=, 0);
    g_assert_cmpint(size, ==, 0);
    g_assert_cmpint(run_job(filled_fd("x", 1), filled_fd("", 0), reply, &size), !=, 0);
    g_assert_cmpint(size, ==, 0);
}

/* The output is filled from its start, whoever wrote to it before. */
static void
test_compose(void)
{
    static const char json[] = "{\"from\": \"a@example.org\", \"text\": \"x\"}";
    g_autofree guint8 *reply = g_malloc0(65536);
    char head[9] = "";
    int fds[] = {filled_fd(json, strlen(json)),
                 request_fd(HEMO_READER_WIRE_COMPOSE),
                 -1,
                 filled_fd("what another one began", 22)};
    gssize size = -1;

    g_assert_cmpint(run_fds(fds, G_N_ELEMENTS(fds), reply, &size), ==, 0);
    g_assert_cmpint(size, >, 0);
    g_assert_cmpint(pread(fds[HEMO_READER_WIRE_FD_OUTPUT], head, 8, 0), ==, 8);
    g_assert_cmpstr(head, ==, "From: a@");
    for (guint i = 0; i < G_N_ELEMENTS(fds); i++)
        if (i != HEMO_READER_WIRE_FD_REPLY)
            close(fds[i]);
}

/* No other operation has an output; none is built without one. */
static void
test_wrong_counts(void)
{
    g_autofree guint8 *reply = g_malloc0(65536);
    int fds[] = {filled_fd("{}", 2), request_fd("mail"), -1, filled_fd("", 0)};
    gssize size = -1;

    g_assert_cmpint(run_fds(fds, G_N_ELEMENTS(fds), reply, &size), !=, 0);
    g_assert_cmpint(size, ==, 0);
    g_assert_cmpint(
        run_job(filled_fd("{}", 2), request_fd(HEMO_READER_WIRE_COMPOSE), reply, &size),
        !=,
        0);
    g_assert_cmpint(size, ==, 0);
    close(fds[HEMO_READER_WIRE_FD_MAIL]);
    close(fds[HEMO_READER_WIRE_FD_REQUEST]);
    close(fds[HEMO_READER_WIRE_FD_OUTPUT]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/job/answer", test_answer);
    g_test_add_func("/job/no-answer", test_no_answer);
    g_test_add_func("/job/compose", test_compose);
    g_test_add_func("/job/wrong-counts", test_wrong_counts);
    return g_test_run();
}
