/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-sandbox.h.
 */
#include "hemo-sandbox.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "hemo-limits.h"

/* Sanitizers reserve terabytes of address space and call what they like. */
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED TRUE
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(memory_sanitizer) ||                     \
    __has_feature(thread_sanitizer)
#define IS_SANITIZED TRUE
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED FALSE
#endif

#define MAX_FDS     8
#define MAX_PROGRAM 4096 /* BPF instructions */

struct _HemoSandboxFilter {
    struct sock_fprog program;
    struct sock_filter *instructions;
};

/* Reading memory-mapped mail, getting memory, writing the answer. */
static const int allowed[] = {
    SCMP_SYS(read),
    SCMP_SYS(write),
    SCMP_SYS(close),
    SCMP_SYS(lseek),
    SCMP_SYS(brk),
    SCMP_SYS(munmap),
    SCMP_SYS(mremap),
    SCMP_SYS(madvise),
    SCMP_SYS(futex),
    SCMP_SYS(rt_sigreturn),
    SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(restart_syscall),
    SCMP_SYS(exit),
    SCMP_SYS(exit_group),
    SCMP_SYS(clock_gettime),
    SCMP_SYS(clock_getres),
    SCMP_SYS(gettimeofday),
    SCMP_SYS(time),
    SCMP_SYS(getrandom),
    SCMP_SYS(sched_yield),
    SCMP_SYS(getpid),
    SCMP_SYS(gettid),
    SCMP_SYS(sysinfo),
    SCMP_SYS(fstat),
};

/* Libraries try these now and then, and live with a refusal: iconv looks for a character
 * set, gettext for a catalogue, stdio for a terminal. */
static const int refused[] = {
    SCMP_SYS(open),
    SCMP_SYS(openat),
    SCMP_SYS(stat),
    SCMP_SYS(lstat),
    SCMP_SYS(newfstatat),
    SCMP_SYS(statx),
    SCMP_SYS(readlink),
    SCMP_SYS(ioctl),
    SCMP_SYS(getcwd),
    SCMP_SYS(prlimit64),
    SCMP_SYS(uname),
    SCMP_SYS(sched_getaffinity),
};

/* Asked before an open.  cairo asks even about fonts that it has open, and then must be told
 * that they can be read. */
static const int asked[] = {
    SCMP_SYS(access),
    SCMP_SYS(faccessat),
};

/* What a thread does when it begins; it has the filter of the one that made it. */
static const int thread_calls[] = {
    SCMP_SYS(set_robust_list),
    SCMP_SYS(rseq),
};

/* A thread as glibc makes it, nothing that would be a process or a namespace. */
#define THREAD_FLAGS                                                                           \
    (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SYSVSEM | CLONE_SIGHAND | CLONE_THREAD |        \
     CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

static gboolean
forbid_core_dumps(void)
{
    const struct rlimit none = {0, 0};

    return setrlimit(RLIMIT_CORE, &none) == 0;
}

gboolean
hemo_sandbox_protect(void)
{
    return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 &&
           prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 &&
           prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && forbid_core_dumps();
}

static gboolean
add_rules(scmp_filter_ctx context, gboolean draws_pages)
{
    guint32 answer = draws_pages ? SCMP_ACT_ERRNO(0) : SCMP_ACT_ERRNO(EACCES);
    int status = 0;

    for (guint i = 0; i < G_N_ELEMENTS(allowed); i++)
        status |= seccomp_rule_add(context, SCMP_ACT_ALLOW, allowed[i], 0);
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++)
        status |= seccomp_rule_add(context, SCMP_ACT_ERRNO(EACCES), refused[i], 0);
    for (guint i = 0; i < G_N_ELEMENTS(asked); i++)
        status |= seccomp_rule_add(context, answer, asked[i], 0);
    /* Memory, but none that holds code, and no files. */
    status |= seccomp_rule_add(context,
                               SCMP_ACT_ALLOW,
                               SCMP_SYS(mmap),
                               2,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0),
                               SCMP_A3(SCMP_CMP_MASKED_EQ, MAP_ANONYMOUS, MAP_ANONYMOUS));
    status |= seccomp_rule_add(context,
                               SCMP_ACT_ALLOW,
                               SCMP_SYS(mprotect),
                               1,
                               SCMP_A2(SCMP_CMP_MASKED_EQ, PROT_EXEC, 0));
    return status == 0;
}

/* clone3 has its flags where no filter can see them; without it glibc takes clone. */
static gboolean
add_thread_rules(scmp_filter_ctx context)
{
    int status = seccomp_rule_add(context, SCMP_ACT_ERRNO(ENOSYS), SCMP_SYS(clone3), 0);

    for (guint i = 0; i < G_N_ELEMENTS(thread_calls); i++)
        status |= seccomp_rule_add(context, SCMP_ACT_ALLOW, thread_calls[i], 0);
    status |= seccomp_rule_add(context,
                               SCMP_ACT_ALLOW,
                               SCMP_SYS(clone),
                               1,
                               SCMP_A0(SCMP_CMP_EQ, THREAD_FLAGS));
    status |= seccomp_rule_add(context,
                               SCMP_ACT_ALLOW,
                               SCMP_SYS(prctl),
                               1,
                               SCMP_A0(SCMP_CMP_EQ, PR_SET_NAME));
    return status == 0;
}

/* libseccomp hands out its program by descriptor only. */
static gboolean
export_program(scmp_filter_ctx context, HemoSandboxFilter *filter)
{
    int fd = memfd_create("hemostat-filter", MFD_CLOEXEC);
    gsize room = MAX_PROGRAM * sizeof(struct sock_filter);
    gssize size = -1;

    filter->instructions = g_malloc0(room);
    if (fd >= 0 && seccomp_export_bpf(context, fd) == 0)
        size = pread(fd, filter->instructions, room, 0);
    if (fd >= 0)
        close(fd);
    if (size <= 0 || (gsize)size == room)
        return FALSE;
    filter->instructions = g_realloc(filter->instructions, (gsize)size);
    filter->program.len = (unsigned short)((gsize)size / sizeof(struct sock_filter));
    filter->program.filter = filter->instructions;
    return TRUE;
}

static HemoSandboxFilter *
new_filter(gboolean draws_pages)
{
    g_autoptr(HemoSandboxFilter) filter = g_new0(HemoSandboxFilter, 1);
    scmp_filter_ctx context = seccomp_init(SCMP_ACT_KILL_PROCESS);
    gboolean is_ready;

    if (context == NULL)
        return NULL;
    is_ready = add_rules(context, draws_pages) && (!draws_pages || add_thread_rules(context)) &&
               export_program(context, filter);
    seccomp_release(context);
    return is_ready ? g_steal_pointer(&filter) : NULL;
}

HemoSandboxFilter *
hemo_sandbox_filter_new(void)
{
    return new_filter(FALSE);
}

HemoSandboxFilter *
hemo_sandbox_filter_new_for_pages(void)
{
    return new_filter(TRUE);
}

void
hemo_sandbox_filter_free(HemoSandboxFilter *filter)
{
    if (filter == NULL)
        return;
    g_free(filter->instructions);
    g_free(filter);
}

static gboolean
limit_resource(__rlimit_resource_t resource, rlim_t most)
{
    const struct rlimit limit = {most, most};

    return setrlimit(resource, &limit) == 0;
}

gboolean
hemo_sandbox_follow(int parent)
{
    return prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) == 0 && getppid() == parent;
}

gboolean
hemo_sandbox_limit(guint seconds, gsize output)
{
    signal(SIGALRM, SIG_DFL);
    alarm(CLAMP(seconds, 1, HEMO_LIMIT_READER_TIME));
    return limit_resource(RLIMIT_CPU, HEMO_LIMIT_READER_CPU) &&
           limit_resource(RLIMIT_NOFILE, MAX_FDS) && limit_resource(RLIMIT_FSIZE, output) &&
           (IS_SANITIZED || limit_resource(RLIMIT_AS, HEMO_LIMIT_READER_MEMORY));
}

gboolean
hemo_sandbox_lock(const HemoSandboxFilter *filter)
{
    return IS_SANITIZED || syscall(SYS_seccomp,
                                   SECCOMP_SET_MODE_FILTER,
                                   SECCOMP_FILTER_FLAG_TSYNC,
                                   &filter->program) == 0;
}
