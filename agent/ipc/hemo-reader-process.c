/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-reader-process.h.
 */
#include "hemo-reader-process.h"

#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "hemo-error.h"
#include "hemo-reader-wire.h"

struct _HemoReaderProcess {
    grefcount refs;
    GSubprocess *subprocess;
    int control;
};

/* The reader needs the language of its reasons, and nothing else of ours. */
static const char *const kept_variables[] = {
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "ASAN_OPTIONS",
    "UBSAN_OPTIONS",
};

static char **
reader_environment(void)
{
    char **environment = g_new0(char *, 1);

    for (guint i = 0; i < G_N_ELEMENTS(kept_variables); i++) {
        const char *value = g_getenv(kept_variables[i]);

        if (value != NULL)
            environment = g_environ_setenv(environment, kept_variables[i], value, TRUE);
    }
    return environment;
}

/* Takes @control. */
static GSubprocess *
spawn(const char *program, int control, GError **error)
{
    g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
    g_auto(GStrv) environment = reader_environment();

    g_subprocess_launcher_set_environ(launcher, environment);
    g_subprocess_launcher_set_cwd(launcher, "/");
    g_subprocess_launcher_take_fd(launcher, control, HEMO_READER_WIRE_CONTROL);
    return g_subprocess_launcher_spawn(launcher, error, program, NULL);
}

HemoReaderProcess *
hemo_reader_process_start(const char *program, GError **error)
{
    g_autoptr(GSubprocess) subprocess = NULL;
    HemoReaderProcess *process;
    int ends[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        hemo_error_set(error,
                       HEMO_ERROR_FAILED,
                       _("the program that reads mail cannot be reached"));
        return NULL;
    }
    subprocess = spawn(program, ends[1], NULL);
    if (subprocess == NULL) {
        close(ends[0]);
        hemo_error_set(error,
                       HEMO_ERROR_MISSING,
                       _("Hemostat's reader cannot be started: is Hemostat installed?"));
        return NULL;
    }
    process = g_new0(HemoReaderProcess, 1);
    g_ref_count_init(&process->refs);
    process->subprocess = g_steal_pointer(&subprocess);
    process->control = ends[0];
    return process;
}

HemoReaderProcess *
hemo_reader_process_ref(HemoReaderProcess *process)
{
    g_ref_count_inc(&process->refs);
    return process;
}

void
hemo_reader_process_unref(HemoReaderProcess *process)
{
    if (process == NULL || !g_ref_count_dec(&process->refs))
        return;
    hemo_reader_process_kill(process);
    close(process->control);
    g_object_unref(process->subprocess);
    g_free(process);
}

void
hemo_reader_process_kill(HemoReaderProcess *process)
{
    g_subprocess_force_exit(process->subprocess);
}

gboolean
hemo_reader_process_send(HemoReaderProcess *process, const int *fds, gsize n_fds)
{
    guint8 version = HEMO_READER_WIRE_VERSION;
    union {
        struct cmsghdr align;
        char bytes[CMSG_SPACE(HEMO_READER_WIRE_MAX_FDS * sizeof *fds)];
    } control = {0};
    struct iovec vector = {&version, sizeof version};
    struct msghdr message = {
        .msg_iov = &vector,
        .msg_iovlen = 1,
        .msg_control = control.bytes,
        .msg_controllen = CMSG_SPACE(n_fds * sizeof *fds),
    };
    struct cmsghdr *head = CMSG_FIRSTHDR(&message);

    g_return_val_if_fail(n_fds > 0 && n_fds <= HEMO_READER_WIRE_MAX_FDS, FALSE);
    head->cmsg_level = SOL_SOCKET;
    head->cmsg_type = SCM_RIGHTS;
    head->cmsg_len = CMSG_LEN(n_fds * sizeof *fds);
    memcpy(CMSG_DATA(head), fds, n_fds * sizeof *fds);
    return sendmsg(process->control, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == sizeof version;
}

gboolean
hemo_reader_process_is_gone(const HemoReaderProcess *process)
{
    struct pollfd control = {process->control, POLLIN, 0};

    return poll(&control, 1, 0) != 0;
}
