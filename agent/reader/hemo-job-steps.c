/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-job-steps.h.
 */
#include "hemo-job-steps.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hemo-limits.h"
#include "hemo-reader-wire.h"

#define BIG_BLOCK     (32 * 1024 * 1024)
#define MEMORY_STRIDE (1024 * 1024)

gboolean
hemo_job_steps_map(int fd, gsize max, HemoSlice *ret_bytes)
{
    struct stat status;
    void *data;

    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) || (guint64)status.st_size > max)
        return FALSE;
    *ret_bytes = HEMO_SLICE_EMPTY;
    if (status.st_size == 0)
        return TRUE;
    data = mmap(NULL, (gsize)status.st_size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED)
        return FALSE;
    *ret_bytes = hemo_slice(data, (gsize)status.st_size);
    return TRUE;
}

GVariant *
hemo_job_steps_request(int fd)
{
    g_autoptr(GVariant) request = NULL;
    HemoSlice bytes;

    if (!hemo_job_steps_map(fd, HEMO_READER_WIRE_REQUEST_MAX, &bytes))
        return NULL;
    request =
        g_variant_ref_sink(g_variant_new_from_data(G_VARIANT_TYPE(HEMO_READER_WIRE_REQUEST),
                                                   bytes.data,
                                                   bytes.size,
                                                   FALSE,
                                                   NULL,
                                                   NULL));
    return g_variant_is_normal_form(request) ? g_steal_pointer(&request) : NULL;
}

gboolean
hemo_job_steps_close_others(int reply, int output)
{
    unsigned int first = output >= 0 ? HEMO_JOB_STEPS_OUTPUT + 1 : HEMO_JOB_STEPS_REPLY + 1;
    int copy = output >= 0 ? fcntl(output, F_DUPFD, HEMO_JOB_STEPS_OUTPUT + 1) : -1;

    return (output < 0 || copy >= 0) &&
           (reply == HEMO_JOB_STEPS_REPLY || dup2(reply, HEMO_JOB_STEPS_REPLY) >= 0) &&
           (output < 0 || dup2(copy, HEMO_JOB_STEPS_OUTPUT) >= 0) &&
           close_range(first, ~0u, 0) == 0 && close_range(0, HEMO_JOB_STEPS_REPLY - 1, 0) == 0;
}

static gboolean
write_all(HemoSlice bytes)
{
    while (bytes.size > 0) {
        gssize written = write(HEMO_JOB_STEPS_REPLY, bytes.data, bytes.size);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return FALSE;
        bytes = hemo_slice_from(bytes, (gsize)written);
    }
    return TRUE;
}

/* A process that ends soon keeps what it has: that saves most of its system calls and
 * page faults.  Sanitizers ignore it. */
void
hemo_job_steps_keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, BIG_BLOCK);
    mallopt(M_TRIM_THRESHOLD, BIG_BLOCK);
    mallopt(M_TOP_PAD, MEMORY_STRIDE);
}

gboolean
hemo_job_steps_answer(GVariant *floating)
{
    g_autoptr(GVariant) values = floating != NULL ? g_variant_ref_sink(floating) : NULL;
    gsize size = values != NULL ? g_variant_get_size(values) : G_MAXSIZE;
    guint32 announced = (guint32)size;

    /* Closed at once: the client need not wait until all memory is given back. */
    return size <= HEMO_LIMIT_READER_REPLY &&
           write_all(hemo_slice(&announced, sizeof announced)) &&
           write_all(hemo_slice(g_variant_get_data(values), size)) &&
           close(HEMO_JOB_STEPS_REPLY) == 0;
}

gboolean
hemo_job_steps_empty(int fd)
{
    return ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0;
}
