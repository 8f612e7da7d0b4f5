/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Preloaded into a program under test: its clocks jump when a test says so.  The file that
 * HEMOSTAT_LAB_CLOCK names holds two numbers, seconds that are added to the time of day and
 * to the time since the machine started.  tests/lab/clock.py builds and steers it.
 */
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile const int64_t *offsets; /* day, boot */

__attribute__((constructor)) static void
open_offsets(void)
{
    const char *path = getenv("HEMOSTAT_LAB_CLOCK");
    int fd = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
    void *map =
        fd >= 0 ? mmap(NULL, 2 * sizeof *offsets, PROT_READ, MAP_SHARED, fd, 0) : MAP_FAILED;

    if (map != MAP_FAILED)
        offsets = map;
    if (fd >= 0)
        close(fd);
}

int
clock_gettime(clockid_t clock, struct timespec *ret_time)
{
    int result = (int)syscall(SYS_clock_gettime, clock, ret_time);

    if (result == 0 && offsets != NULL && (clock == CLOCK_REALTIME || clock == CLOCK_BOOTTIME))
        ret_time->tv_sec += offsets[clock == CLOCK_BOOTTIME];
    return result;
}

int
gettimeofday(struct timeval *restrict ret_time, void *restrict zone)
{
    struct timespec now = {0};
    int result = clock_gettime(CLOCK_REALTIME, &now);

    ret_time->tv_sec = now.tv_sec;
    ret_time->tv_usec = now.tv_nsec / 1000;
    return result;
}

time_t
time(time_t *ret_time)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_REALTIME, &now);
    if (ret_time != NULL)
        *ret_time = now.tv_sec;
    return now.tv_sec;
}
