/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-job.h.
 */
#include "hemo-job.h"

#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "hemo-answer.h"
#include "hemo-limits.h"
#include "hemo-reader-wire.h"

#define REPLY_FD      3 /* the only descriptor that is left */
#define BIG_BLOCK     (32 * 1024 * 1024)
#define MEMORY_STRIDE (1024 * 1024)

/* Views the regular file @fd; FALSE if it is none or has more than @max bytes. */
static gboolean
map_file(int fd, gsize max, HemoSlice *ret_bytes)
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

static GVariant *
read_request(int fd)
{
    g_autoptr(GVariant) request = NULL;
    HemoSlice bytes;

    if (!map_file(fd, HEMO_READER_WIRE_REQUEST_MAX, &bytes))
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

/* Leaves the reply as REPLY_FD and nothing else. */
static gboolean
close_others(int reply)
{
    return (reply == REPLY_FD || dup2(reply, REPLY_FD) == REPLY_FD) &&
           close_range(REPLY_FD + 1, ~0u, 0) == 0 && close_range(0, REPLY_FD - 1, 0) == 0;
}

static gboolean
write_all(HemoSlice bytes)
{
    while (bytes.size > 0) {
        gssize written = write(REPLY_FD, bytes.data, bytes.size);

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
static void
keep_memory(void)
{
    mallopt(M_MMAP_THRESHOLD, BIG_BLOCK);
    mallopt(M_TRIM_THRESHOLD, BIG_BLOCK);
    mallopt(M_TOP_PAD, MEMORY_STRIDE);
}

/* In order from here on: nothing of the mail is looked at before the lock. */
static gboolean
answer(const char *operation, HemoSlice mail, GVariant *parameters)
{
    GVariant *floating = hemo_answer_make(operation, mail, parameters);
    g_autoptr(GVariant) values = floating != NULL ? g_variant_ref_sink(floating) : NULL;
    gsize size = values != NULL ? g_variant_get_size(values) : G_MAXSIZE;
    guint32 announced = (guint32)size;

    /* Closed at once: the client need not wait until all memory is given back. */
    return size <= HEMO_LIMIT_READER_REPLY &&
           write_all(hemo_slice(&announced, sizeof announced)) &&
           write_all(hemo_slice(g_variant_get_data(values), size)) && close(REPLY_FD) == 0;
}

int
hemo_job_run(const int *fds, const HemoSandboxFilter *filter)
{
    g_autoptr(GVariant) request = read_request(fds[HEMO_READER_WIRE_FD_REQUEST]);
    g_autoptr(GVariant) parameters = NULL;
    const char *operation;
    HemoSlice mail;
    guint32 seconds;

    if (request == NULL)
        return 1;
    g_variant_get(request, "(&su@a{sv})", &operation, &seconds, &parameters);
    if (!hemo_sandbox_limit(seconds) ||
        !map_file(fds[HEMO_READER_WIRE_FD_MAIL], G_MAXSSIZE, &mail) ||
        !close_others(fds[HEMO_READER_WIRE_FD_REPLY]) || !hemo_sandbox_lock(filter))
        return 1;
    keep_memory();
    return answer(operation, mail, parameters) ? 0 : 1;
}
