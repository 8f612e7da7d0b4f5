/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-sandbox.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "hemo-limits.h"

/* What a locked child tries; its exit status is 0 if it may. */
typedef int (*Attempt)(void);

#if defined(__SANITIZE_ADDRESS__)
#define IS_SANITIZED TRUE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define IS_SANITIZED TRUE
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED FALSE
#endif

static int
try_compute(void)
{
    char *memory = g_malloc(8 * 1024 * 1024);

    memset(memory, 1, 8 * 1024 * 1024);
    memory = g_realloc(memory, 16 * 1024 * 1024);
    g_free(memory);
    return memory != NULL ? 0 : 1;
}

static int
try_open(void)
{
    return open("/etc/passwd", O_RDONLY | O_CLOEXEC) < 0 && errno == EACCES ? 0 : 1;
}

static int
try_socket(void)
{
    return socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0) >= 0 ? 0 : 1;
}

static int
try_fork(void)
{
    return fork() >= 0 ? 0 : 1;
}

static int
try_exec(void)
{
    return execl("/bin/true", "true", NULL);
}

static int
try_kill(void)
{
    return kill(getppid(), 0);
}

static int
try_code(void)
{
    return mmap(NULL, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
                   MAP_FAILED
               ? 0
               : 1;
}

static int
try_unlink(void)
{
    return unlink("/nonexistent");
}

static gpointer
do_nothing(gpointer data)
{
    return data;
}

static gpointer
make_socket(gpointer data)
{
    try_socket();
    return data;
}

static gpointer
wait_then_socket(gpointer data)
{
    g_async_queue_pop(data);
    return make_socket(data);
}

static int
try_thread(void)
{
    return g_thread_join(g_thread_new("test", do_nothing, (gpointer) "x")) != NULL ? 0 : 1;
}

/* A thread may do no more than the one that made it. */
static int
try_socket_in_thread(void)
{
    g_thread_join(g_thread_new("test", make_socket, NULL));
    return 0;
}

static int
try_namespace(void)
{
    return unshare(CLONE_NEWUSER);
}

/* It is told that it may read, and still may not. */
static int
try_access(void)
{
    return access("/etc/passwd", R_OK) == 0 && try_open() == 0 ? 0 : 1;
}

/* The wait status of a child that locks itself in with @filter, which is taken, and makes
 * @attempt. */
static int
run_with(HemoSandboxFilter *taken, Attempt attempt)
{
    g_autoptr(HemoSandboxFilter) filter = taken;
    int parent = getpid();
    int status = -1;
    pid_t child;

    g_assert_nonnull(filter);
    child = fork();
    if (child == 0)
        _exit(hemo_sandbox_protect() && hemo_sandbox_follow(parent) &&
                      hemo_sandbox_limit(10, 0) && hemo_sandbox_lock(filter)
                  ? attempt()
                  : 99);
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    return status;
}

static int
run_locked(Attempt attempt)
{
    return run_with(hemo_sandbox_filter_new(), attempt);
}

static int
run_pages(Attempt attempt)
{
    return run_with(hemo_sandbox_filter_new_for_pages(), attempt);
}

static void
test_pages(void)
{
    static const Attempt may[] = {try_compute, try_open, try_access, try_thread};
    static const Attempt may_not[] = {
        try_socket,
        try_socket_in_thread,
        try_fork,
        try_namespace,
        try_exec,
        try_kill,
        try_code,
        try_unlink,
    };

    if (IS_SANITIZED) {
        g_test_skip("no filter under a sanitizer");
        return;
    }
    try_thread(); /* before the first one GLib asks the system how threads are */
    for (guint i = 0; i < G_N_ELEMENTS(may); i++)
        g_assert_cmpint(run_pages(may[i]), ==, 0);
    for (guint i = 0; i < G_N_ELEMENTS(may_not); i++) {
        int status = run_pages(may_not[i]);

        g_assert_true(WIFSIGNALED(status));
        g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
    }
    /* the others have no threads */
    g_assert_true(WIFSIGNALED(run_locked(try_thread)));
}

/* The lock holds for threads that are there already. */
static void
test_other_threads(void)
{
    g_autoptr(HemoSandboxFilter) filter = hemo_sandbox_filter_new_for_pages();
    int status = -1;
    pid_t child;

    if (IS_SANITIZED) {
        g_test_skip("no filter under a sanitizer");
        return;
    }
    child = fork();
    if (child == 0) {
        GAsyncQueue *queue = g_async_queue_new();
        GThread *thread = g_thread_new("test", wait_then_socket, queue);

        if (!hemo_sandbox_protect() || !hemo_sandbox_lock(filter))
            _exit(99);
        g_async_queue_push(queue, queue);
        g_thread_join(thread);
        _exit(0);
    }
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFSIGNALED(status));
    g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
}

static void
test_allowed(void)
{
    static const Attempt attempts[] = {try_compute, try_open};

    if (IS_SANITIZED) {
        g_test_skip("no filter under a sanitizer");
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(attempts); i++)
        g_assert_cmpint(run_locked(attempts[i]), ==, 0);
}

static void
test_killed(void)
{
    static const Attempt attempts[] = {
        try_socket,
        try_fork,
        try_exec,
        try_kill,
        try_code,
        try_unlink,
    };

    if (IS_SANITIZED) {
        g_test_skip("no filter under a sanitizer");
        return;
    }
    for (guint i = 0; i < G_N_ELEMENTS(attempts); i++) {
        int status = run_locked(attempts[i]);

        g_assert_true(WIFSIGNALED(status));
        g_assert_cmpint(WTERMSIG(status), ==, SIGSYS);
    }
}

static int
try_forever(void)
{
    volatile gboolean goes_on = TRUE;

    while (goes_on)
        continue;
    return 1;
}

static void
test_deadline(void)
{
    pid_t child = fork();
    int status = -1;

    if (child == 0)
        _exit(hemo_sandbox_limit(1, 0) ? try_forever() : 99);
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFSIGNALED(status));
    g_assert_cmpint(WTERMSIG(status), ==, SIGALRM);
}

static int
read_limits(void)
{
    struct rlimit memory;
    struct rlimit time;
    struct rlimit files;

    getrlimit(RLIMIT_AS, &memory);
    getrlimit(RLIMIT_CPU, &time);
    getrlimit(RLIMIT_NOFILE, &files);
    return (IS_SANITIZED || memory.rlim_max == HEMO_LIMIT_READER_MEMORY) &&
                   time.rlim_max == HEMO_LIMIT_READER_CPU && files.rlim_max <= 16
               ? 0
               : 1;
}

static void
test_limits(void)
{
    pid_t child = fork();
    int status = -1;

    if (child == 0)
        _exit(hemo_sandbox_limit(1, 0) ? read_limits() : 99);
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_cmpint(status, ==, 0);
}

/* Writes 10 bytes where only 5 may stand. */
static int
write_too_much(void)
{
    int fd = memfd_create("test", MFD_CLOEXEC);
    gboolean is_cut = hemo_sandbox_limit(5, 5) && write(fd, "0123456789", 10) == 5;

    return is_cut && write(fd, "56789", 5) >= 0 ? 0 : 1;
}

static void
test_output(void)
{
    pid_t child = fork();
    int status = -1;

    if (child == 0)
        _exit(write_too_much());
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFSIGNALED(status));
    g_assert_cmpint(WTERMSIG(status), ==, SIGXFSZ);
}

static void
test_follow_stranger(void)
{
    g_assert_false(hemo_sandbox_follow(getpid()));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/sandbox/allowed", test_allowed);
    g_test_add_func("/sandbox/pages", test_pages);
    g_test_add_func("/sandbox/other-threads", test_other_threads);
    g_test_add_func("/sandbox/killed", test_killed);
    g_test_add_func("/sandbox/deadline", test_deadline);
    g_test_add_func("/sandbox/limits", test_limits);
    g_test_add_func("/sandbox/output", test_output);
    g_test_add_func("/sandbox/follow-stranger", test_follow_stranger);
    return g_test_run();
}
