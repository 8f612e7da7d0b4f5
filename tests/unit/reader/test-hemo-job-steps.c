/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-job-steps.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hemo-reader-wire.h"

static int
filled_fd(const void *data, gsize size)
{
    int fd = memfd_create("test", MFD_CLOEXEC);

    g_assert_cmpint(write(fd, data, size), ==, (gssize)size);
    return fd;
}

static void
test_map(void)
{
    int full = filled_fd("12345", 5);
    int empty = filled_fd("", 0);
    int device = open("/dev/null", O_RDONLY | O_CLOEXEC);
    HemoSlice bytes = HEMO_SLICE_EMPTY;

    g_assert_true(hemo_job_steps_map(full, 5, &bytes));
    g_assert_true(hemo_slice_equal(bytes, hemo_slice_text("12345")));
    g_assert_false(hemo_job_steps_map(full, 4, &bytes));
    g_assert_false(hemo_job_steps_map(device, 5, &bytes));
    g_assert_false(hemo_job_steps_map(-1, 5, &bytes));
    g_assert_true(hemo_job_steps_map(empty, 5, &bytes));
    g_assert_cmpuint(bytes.size, ==, 0);
    g_assert_true(hemo_job_steps_empty(full));
    g_assert_true(hemo_job_steps_map(full, 5, &bytes));
    g_assert_cmpuint(bytes.size, ==, 0);
    close(full);
    close(empty);
    close(device);
}

static void
test_request(void)
{
    g_autoptr(GVariant) given =
        g_variant_ref_sink(g_variant_new_parsed("('mail', uint32 5, {'a': <'b'>})"));
    int fd = filled_fd(g_variant_get_data(given), g_variant_get_size(given));
    int rubbish = filled_fd("rubbish", 7);
    g_autoptr(GVariant) request = hemo_job_steps_request(fd);

    g_assert_true(g_variant_equal(request, given));
    g_assert_null(hemo_job_steps_request(rubbish));
    close(fd);
    close(rubbish);
}

/* In a child, as nothing else is open afterwards: the two that are left, in their places even
 * where each had the other's. */
static void
test_close_others(void)
{
    static const int places[][2] = {{3, 4}, {4, 3}, {7, 8}, {3, -1}, {9, -1}};

    for (guint i = 0; i < G_N_ELEMENTS(places); i++) {
        gboolean has_output = places[i][1] >= 0;
        int status = -1;
        pid_t child = fork();

        if (child == 0) {
            gboolean is_fine;

            close_range(3, ~0u, 0);
            for (int fd = 3; fd < 10; fd++)
                open("/dev/null", fd == places[i][0] ? O_WRONLY : O_RDWR);
            is_fine = hemo_job_steps_close_others(places[i][0], places[i][1]) &&
                      (fcntl(HEMO_JOB_STEPS_REPLY, F_GETFL) & O_ACCMODE) == O_WRONLY &&
                      (fcntl(HEMO_JOB_STEPS_OUTPUT, F_GETFD) >= 0) == has_output;
            for (int fd = 0; fd < 20; fd++)
                is_fine = is_fine && (fd == HEMO_JOB_STEPS_REPLY ||
                                      fd == HEMO_JOB_STEPS_OUTPUT || fcntl(fd, F_GETFD) < 0);
            _exit(is_fine ? 0 : 1);
        }
        g_assert_cmpint(waitpid(child, &status, 0), ==, child);
        g_assert_cmpint(status, ==, 0);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/job-steps/map", test_map);
    g_test_add_func("/job-steps/request", test_request);
    g_test_add_func("/job-steps/close-others", test_close_others);
    return g_test_run();
}
