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
#include "hemo-compose.h"
#include "hemo-limits.h"
#include "hemo-reader-wire.h"

#define REPLY_FD      3 /* the descriptors that are left */
#define OUTPUT_FD     4 /* only if there is one */
#define BIG_BLOCK     (32 * 1024 * 1024)
#define MEMORY_STRIDE (1024 * 1024)

typedef struct {
    const char *operation;
    guint32 seconds;
    HemoSlice mail;
    GVariant *parameters;
} Task;

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

/* Leaves @reply as REPLY_FD, @output (-1: none) as OUTPUT_FD, and nothing else. */
static gboolean
close_others(int reply, int output)
{
    unsigned int first = output >= 0 ? OUTPUT_FD + 1 : REPLY_FD + 1;
    int copy = output >= 0 ? fcntl(output, F_DUPFD, OUTPUT_FD + 1) : -1;

    return (output < 0 || copy >= 0) && (reply == REPLY_FD || dup2(reply, REPLY_FD) >= 0) &&
           (output < 0 || dup2(copy, OUTPUT_FD) >= 0) && close_range(first, ~0u, 0) == 0 &&
           close_range(0, REPLY_FD - 1, 0) == 0;
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

/* Takes @floating, which may be NULL. */
static gboolean
answer(GVariant *floating)
{
    g_autoptr(GVariant) values = floating != NULL ? g_variant_ref_sink(floating) : NULL;
    gsize size = values != NULL ? g_variant_get_size(values) : G_MAXSIZE;
    guint32 announced = (guint32)size;

    /* Closed at once: the client need not wait until all memory is given back. */
    return size <= HEMO_LIMIT_READER_REPLY &&
           write_all(hemo_slice(&announced, sizeof announced)) &&
           write_all(hemo_slice(g_variant_get_data(values), size)) && close(REPLY_FD) == 0;
}

/* What a child that died before this one wrote is void. */
static gboolean
empty_output(int fd)
{
    return ftruncate(fd, 0) == 0 && lseek(fd, 0, SEEK_SET) == 0;
}

/* In order from here on: nothing of the mail is looked at before the lock. */
static int
run_compose(const int *fds, gsize n_fds, Task *task, const HemoSandboxFilter *filter)
{
    HemoSlice parts[HEMO_LIMIT_ATTACHED_FDS];
    HemoComposeInput input = {task->mail, parts, n_fds - HEMO_READER_WIRE_FD_PARTS, OUTPUT_FD};
    int output = fds[HEMO_READER_WIRE_FD_OUTPUT];

    for (gsize i = 0; i < input.n_parts; i++)
        if (!map_file(fds[HEMO_READER_WIRE_FD_PARTS + i], HEMO_LIMIT_MAIL, &parts[i]))
            return 1;
    if (!empty_output(output) || !close_others(fds[HEMO_READER_WIRE_FD_REPLY], output) ||
        !hemo_sandbox_limit(task->seconds, HEMO_LIMIT_MAIL) || !hemo_sandbox_lock(filter))
        return 1;
    keep_memory();
    return answer(hemo_compose_answer(&input, task->parameters)) ? 0 : 1;
}

static int
run_answer(const int *fds, gsize n_fds, Task *task, const HemoSandboxFilter *filter)
{
    if (n_fds != HEMO_READER_WIRE_FDS || !close_others(fds[HEMO_READER_WIRE_FD_REPLY], -1) ||
        !hemo_sandbox_limit(task->seconds, 0) || !hemo_sandbox_lock(filter))
        return 1;
    keep_memory();
    return answer(hemo_answer_make(task->operation, task->mail, task->parameters)) ? 0 : 1;
}

int
hemo_job_run(const int *fds, gsize n_fds, const HemoSandboxFilter *filter)
{
    g_autoptr(GVariant) request = read_request(fds[HEMO_READER_WIRE_FD_REQUEST]);
    g_autoptr(GVariant) parameters = NULL;
    Task task = {0};

    if (request == NULL)
        return 1;
    g_variant_get(request, "(&su@a{sv})", &task.operation, &task.seconds, &parameters);
    task.parameters = parameters;
    if (!map_file(fds[HEMO_READER_WIRE_FD_MAIL], G_MAXSSIZE, &task.mail))
        return 1;
    if (n_fds >= HEMO_READER_WIRE_FD_PARTS &&
        g_str_equal(task.operation, HEMO_READER_WIRE_COMPOSE))
        return run_compose(fds, n_fds, &task, filter);
    return run_answer(fds, n_fds, &task, filter);
}
