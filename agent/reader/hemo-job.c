/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-job.h.
 */
#include "hemo-job.h"

#include <fcntl.h>
#include <unistd.h>

#include "hemo-answer.h"
#include "hemo-compose.h"
#include "hemo-job-steps.h"
#include "hemo-limits.h"
#include "hemo-reader-wire.h"

#define PDF_PROGRAM "hemostat-pdf"

typedef struct {
    const char *operation;
    guint32 seconds;
    HemoSlice mail;
    GVariant *parameters;
} Task;

/* In order from here on: nothing of the mail is looked at before the lock. */
static int
run_compose(const int *fds, gsize n_fds, Task *task, const HemoSandboxFilter *filter)
{
    HemoSlice parts[HEMO_LIMIT_ATTACHED_FDS];
    HemoComposeInput input = {task->mail,
                              parts,
                              n_fds - HEMO_READER_WIRE_FD_PARTS,
                              HEMO_JOB_STEPS_OUTPUT};
    int output = fds[HEMO_READER_WIRE_FD_OUTPUT];

    for (gsize i = 0; i < input.n_parts; i++)
        if (!hemo_job_steps_map(fds[HEMO_READER_WIRE_FD_PARTS + i], HEMO_LIMIT_MAIL, &parts[i]))
            return 1;
    if (!hemo_job_steps_empty(output) ||
        !hemo_job_steps_close_others(fds[HEMO_READER_WIRE_FD_REPLY], output) ||
        !hemo_sandbox_limit(task->seconds, HEMO_LIMIT_MAIL) || !hemo_sandbox_lock(filter))
        return 1;
    hemo_job_steps_keep_memory();
    return hemo_job_steps_answer(hemo_compose_answer(&input, task->parameters)) ? 0 : 1;
}

static int
run_answer(const int *fds, gsize n_fds, Task *task, const HemoSandboxFilter *filter)
{
    if (n_fds != HEMO_READER_WIRE_FDS ||
        !hemo_job_steps_close_others(fds[HEMO_READER_WIRE_FD_REPLY], -1) ||
        !hemo_sandbox_limit(task->seconds, 0) || !hemo_sandbox_lock(filter))
        return 1;
    hemo_job_steps_keep_memory();
    return hemo_job_steps_answer(
               hemo_answer_make(task->operation, task->mail, task->parameters))
               ? 0
               : 1;
}

/* The program that makes PDF files stands beside this one.  It is one of its own, so that
 * the libraries for fonts and pages are never where other mails are read. */
static char *
find_pdf_program(void)
{
    g_autofree char *own = g_file_read_link("/proc/self/exe", NULL);
    g_autofree char *folder = own != NULL ? g_path_get_dirname(own) : NULL;

    return folder != NULL ? g_build_filename(folder, PDF_PROGRAM, NULL) : NULL;
}

/* Gives the descriptors the numbers that pdf/main.c knows.  It locks itself in: this process
 * has not looked at the mail. */
static int
run_pdf(const int *fds)
{
    char *const arguments[] = {(char *)PDF_PROGRAM, NULL};
    g_autofree char *program = find_pdf_program();
    int copies[HEMO_READER_WIRE_PDF_FDS];
    const unsigned int last = HEMO_READER_WIRE_PDF_FIRST + HEMO_READER_WIRE_PDF_FDS - 1;

    for (guint i = 0; i < G_N_ELEMENTS(copies); i++) {
        copies[i] = fcntl(fds[i], F_DUPFD_CLOEXEC, (int)last + 1);
        if (copies[i] < 0)
            return 1;
    }
    for (guint i = 0; i < G_N_ELEMENTS(copies); i++)
        if (dup2(copies[i], (int)(HEMO_READER_WIRE_PDF_FIRST + i)) < 0)
            return 1;
    if (program != NULL && close_range(last + 1, ~0u, 0) == 0)
        execv(program, arguments);
    return 1;
}

int
hemo_job_run(const int *fds, gsize n_fds, const HemoSandboxFilter *filter)
{
    g_autoptr(GVariant) request = hemo_job_steps_request(fds[HEMO_READER_WIRE_FD_REQUEST]);
    g_autoptr(GVariant) parameters = NULL;
    Task task = {0};

    if (request == NULL)
        return 1;
    g_variant_get(request, "(&su@a{sv})", &task.operation, &task.seconds, &parameters);
    task.parameters = parameters;
    if (!hemo_job_steps_map(fds[HEMO_READER_WIRE_FD_MAIL], G_MAXSSIZE, &task.mail))
        return 1;
    if (n_fds >= HEMO_READER_WIRE_FD_PARTS &&
        g_str_equal(task.operation, HEMO_READER_WIRE_COMPOSE))
        return run_compose(fds, n_fds, &task, filter);
    if (n_fds == HEMO_READER_WIRE_PDF_FDS && g_str_equal(task.operation, HEMO_READER_WIRE_PDF))
        return run_pdf(fds);
    return run_answer(fds, n_fds, &task, filter);
}
