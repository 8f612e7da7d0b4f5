/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A mail that nobody can change any more, and refusal of what only looks like one.
 */
#include "hemo-sealed-fd.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

static int
make(const char *text)
{
    g_autoptr(GError) error = NULL;
    HemoSlice chunk = hemo_slice_text(text);
    int fd = hemo_sealed_fd_new(&chunk, 1, &error);

    g_assert_no_error(error);
    g_assert_cmpint(fd, >=, 0);
    return fd;
}

static void
assert_text(int fd, const char *text)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, &error);

    g_assert_no_error(error);
    g_assert_true(hemo_slice_equal(hemo_sealed_fd_slice(map), hemo_slice_text(text)));
    hemo_sealed_fd_rest(map);
    g_assert_true(hemo_slice_equal(hemo_sealed_fd_slice(map), hemo_slice_text(text)));
}

static void
test_round_trip(void)
{
    const HemoSlice chunks[] = {
        hemo_slice_text("Subject: x\r\n"),
        HEMO_SLICE_EMPTY,
        hemo_slice_text("\r\nbody"),
    };
    g_autoptr(GError) error = NULL;
    int fd = hemo_sealed_fd_new(chunks, G_N_ELEMENTS(chunks), &error);

    g_assert_no_error(error);
    assert_text(fd, "Subject: x\r\n\r\nbody");
    assert_text(fd, "Subject: x\r\n\r\nbody");
    close(fd);
}

static void
test_empty(void)
{
    g_autoptr(GError) error = NULL;
    int fd = hemo_sealed_fd_new(NULL, 0, &error);

    g_assert_no_error(error);
    assert_text(fd, "");
    close(fd);
}

/* Neither the receiver nor the sender can change it, not even by taking a seal away. */
static void
test_cannot_be_changed(void)
{
    int fd = make("the judged mail");
    g_autofree char *path = g_strdup_printf("/proc/self/fd/%d", fd);
    int other = open(path, O_RDWR | O_CLOEXEC);

    for (int i = 0; i < 2; i++) {
        int at = i == 0 ? fd : other;

        g_assert_cmpint(at, >=, 0);
        g_assert_cmpint(pwrite(at, "x", 1, 0), <, 0);
        g_assert_cmpint(ftruncate(at, 0), <, 0);
        g_assert_cmpint(ftruncate(at, 100), <, 0);
        g_assert_true(mmap(NULL, 4, PROT_READ | PROT_WRITE, MAP_SHARED, at, 0) == MAP_FAILED);
        g_assert_cmpint(fcntl(at, F_ADD_SEALS, F_SEAL_WRITE), <, 0);
    }
    assert_text(fd, "the judged mail");
    close(other);
    close(fd);
}

static void
test_not_inherited(void)
{
    int fd = make("x");

    g_assert_cmpint(fcntl(fd, F_GETFD) & FD_CLOEXEC, !=, 0);
    close(fd);
}

static void
assert_refused(int fd, int code)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(hemo_sealed_fd_map(fd, &error));
    g_assert_error(error, HEMO_ERROR, code);
}

/* Every set of seals but the whole one. */
static void
test_missing_seals(void)
{
    static const int seals[] = {F_SEAL_WRITE, F_SEAL_SHRINK, F_SEAL_GROW};

    for (int set = 0; set < 8; set++) {
        int fd = memfd_create("test", MFD_CLOEXEC | MFD_ALLOW_SEALING);

        g_assert_cmpint(write(fd, "mail", 4), ==, 4);
        for (int i = 0; i < 3; i++) {
            if ((set & 1 << i) != 0)
                g_assert_no_errno(fcntl(fd, F_ADD_SEALS, seals[i]));
        }
        if (set == 7)
            assert_text(fd, "mail");
        else
            assert_refused(fd, HEMO_ERROR_INVALID);
        close(fd);
    }
}

static void
test_other_files(void)
{
    g_autofree char *path = NULL;
    int file = g_file_open_tmp("hemo-fd-XXXXXX", &path, NULL);
    int pipes[2];

    g_assert_no_errno(pipe(pipes));
    g_assert_cmpint(write(file, "mail", 4), ==, 4);
    assert_refused(file, HEMO_ERROR_INVALID);
    assert_refused(pipes[0], HEMO_ERROR_INVALID);
    assert_refused(-1, HEMO_ERROR_INVALID);
    close(pipes[0]);
    close(pipes[1]);
    close(file);
    unlink(path);
}

static void
test_too_big(void)
{
    g_autoptr(GError) error = NULL;
    int fd = hemo_sealed_fd_create(&error);
    HemoSlice one = hemo_slice_text("x");

    g_assert_no_error(error);
    g_assert_no_errno(ftruncate(fd, HEMO_LIMIT_MAIL)); /* costs nothing: it has holes */
    g_assert_cmpint(lseek(fd, 0, SEEK_END), ==, HEMO_LIMIT_MAIL);
    g_assert_true(hemo_sealed_fd_write(fd, &one, 1, &error));
    g_assert_true(hemo_sealed_fd_seal(fd, &error));
    assert_refused(fd, HEMO_ERROR_TOO_BIG);
    close(fd);
}

static void
test_too_big_to_make(void)
{
    g_autoptr(GError) error = NULL;
    const HemoSlice chunks[] = {
        hemo_slice("x", HEMO_LIMIT_MAIL), /* never read: the sum is looked at first */
        hemo_slice("x", 1),
    };

    g_assert_cmpint(hemo_sealed_fd_new(chunks, G_N_ELEMENTS(chunks), &error), ==, -1);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
}

/* Sizes that would wrap around are too big, not small. */
static void
test_huge_sum(void)
{
    g_autoptr(GError) error = NULL;
    const HemoSlice chunks[] = {hemo_slice("x", G_MAXSIZE), hemo_slice("xy", 2)};

    g_assert_cmpint(hemo_sealed_fd_new(chunks, G_N_ELEMENTS(chunks), &error), ==, -1);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
}

static void
test_written_in_steps(void)
{
    g_autoptr(GError) error = NULL;
    const HemoSlice parts[] = {hemo_slice_text("one "), hemo_slice_text("two")};
    int fd = hemo_sealed_fd_create(&error);

    g_assert_true(hemo_sealed_fd_write(fd, &parts[0], 1, &error));
    g_assert_true(hemo_sealed_fd_write(fd, &parts[1], 1, &error));
    assert_refused(fd, HEMO_ERROR_INVALID);
    g_assert_true(hemo_sealed_fd_seal(fd, &error));
    assert_text(fd, "one two");
    g_assert_false(hemo_sealed_fd_write(fd, &parts[0], 1, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    close(fd);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sealed-fd/round-trip", test_round_trip);
    g_test_add_func("/sealed-fd/empty", test_empty);
    g_test_add_func("/sealed-fd/cannot-be-changed", test_cannot_be_changed);
    g_test_add_func("/sealed-fd/not-inherited", test_not_inherited);
    g_test_add_func("/sealed-fd/missing-seals", test_missing_seals);
    g_test_add_func("/sealed-fd/other-files", test_other_files);
    g_test_add_func("/sealed-fd/too-big", test_too_big);
    g_test_add_func("/sealed-fd/too-big-to-make", test_too_big_to_make);
    g_test_add_func("/sealed-fd/huge-sum", test_huge_sum);
    g_test_add_func("/sealed-fd/written-in-steps", test_written_in_steps);
    return g_test_run();
}
