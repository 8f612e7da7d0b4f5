/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-pdf-job.h"

#include <gmime/gmime.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hemo-reader-wire.h"

#define MAIL                                                                                   \
    "Content-Type: text/plain; charset=utf-8\n\n\320\226 \327\251 \330\263 \344\270\255\n"

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
    g_autoptr(GVariant) options =
        g_variant_ref_sink(g_variant_new_parsed("{'passphrase': <'one two'>}"));
    g_autoptr(GVariant) request =
        g_variant_ref_sink(g_variant_new("(su@a{sv})", operation, 20, options));

    return filled_fd(g_variant_get_data(request), g_variant_get_size(request));
}

/* The exit status of the job, and the size of its reply and of the file that it left. */
static int
run_job(int request, gssize *ret_reply, goffset *ret_file)
{
    int fds[HEMO_READER_WIRE_PDF_FDS] = {filled_fd(MAIL, strlen(MAIL)),
                                         request,
                                         -1,
                                         filled_fd("from before", 11)};
    char reply[4096];
    int status = -1;
    int ends[2];
    pid_t child;

    g_assert_cmpint(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), ==, 0);
    fds[HEMO_READER_WIRE_FD_REPLY] = ends[1];
    child = fork();
    if (child == 0) {
        g_autoptr(HemoSandboxFilter) filter = hemo_sandbox_filter_new_for_pages();
        g_autoptr(HemoPdfFonts) fonts = hemo_pdf_fonts_open();

        _exit(hemo_pdf_job_rehearse(fonts) ? hemo_pdf_job_run(fds, fonts, filter) : 9);
    }
    close(ends[1]);
    *ret_reply = recv(ends[0], reply, sizeof reply, MSG_WAITALL);
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    *ret_file = lseek(fds[HEMO_READER_WIRE_FD_OUTPUT], 0, SEEK_END);
    close(ends[0]);
    close(fds[HEMO_READER_WIRE_FD_MAIL]);
    close(fds[HEMO_READER_WIRE_FD_REQUEST]);
    close(fds[HEMO_READER_WIRE_FD_OUTPUT]);
    return status;
}

/* Scripts of other fonts than the first, within the sandbox. */
static void
test_locked_in(void)
{
    gssize reply = 0;
    goffset file = 0;

    g_assert_cmpint(run_job(request_fd(HEMO_READER_WIRE_PDF), &reply, &file), ==, 0);
    g_assert_cmpint(reply, >, 0);
    g_assert_cmpint(file, >, 1000);
}

static void
test_wrong_requests(void)
{
    gssize reply = -1;
    goffset file = 0;

    g_assert_cmpint(run_job(request_fd("mail"), &reply, &file), !=, 0);
    g_assert_cmpint(reply, ==, 0);
    g_assert_cmpint(run_job(filled_fd("rubbish", 7), &reply, &file), !=, 0);
    g_assert_cmpint(reply, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/pdf-job/locked-in", test_locked_in);
    g_test_add_func("/pdf-job/wrong-requests", test_wrong_requests);
    return g_test_run();
}
