/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-notice.h.
 */
#include "hemo-notice.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-names.h"
#include "hemo-paths.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

typedef struct {
    GSubprocess *process;
    guint timer;
    gboolean late;
} Notice;

/* As hemostat-notify knows them. */
static const HemoName urgencies[] = {
    {HEMO_NOTICE_CRITICAL, "critical"},
    {HEMO_NOTICE_NORMAL, "normal"},
    {HEMO_NOTICE_LOW, "low"},
    {0, NULL},
};

/* It needs the way to the session's bus, and nothing else of ours. */
static const char *const kept_variables[] = {
    "DBUS_SESSION_BUS_ADDRESS",
    "XDG_RUNTIME_DIR",
    "ASAN_OPTIONS",
    "UBSAN_OPTIONS",
};

static void
notice_free(gpointer data)
{
    Notice *notice = data;

    g_clear_handle_id(&notice->timer, g_source_remove);
    g_clear_object(&notice->process);
    g_free(notice);
}

static char **
make_environment(void)
{
    char **environment = g_new0(char *, 1);

    for (guint i = 0; i < G_N_ELEMENTS(kept_variables); i++) {
        const char *value = g_getenv(kept_variables[i]);

        if (value != NULL)
            environment = g_environ_setenv(environment, kept_variables[i], value, TRUE);
    }
    return environment;
}

/* As its standard input: arguments can be read by everybody on the machine. */
static int
make_input(const char *title, const char *body)
{
    const HemoSlice chunks[] = {
        hemo_slice_text(title),
        hemo_slice_text("\n"),
        hemo_slice_text(body),
    };
    int fd = hemo_sealed_fd_new(chunks, G_N_ELEMENTS(chunks), NULL);

    if (fd >= 0)
        lseek(fd, 0, SEEK_SET);
    return fd;
}

/* Takes @input. */
static GSubprocess *
spawn(const char *urgency, int input)
{
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
        G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
    g_autofree char *program = hemo_paths_program("hemostat-notify");
    g_auto(GStrv) environment = make_environment();

    g_subprocess_launcher_set_environ(launcher, environment);
    g_subprocess_launcher_set_cwd(launcher, "/");
    g_subprocess_launcher_take_stdin_fd(launcher, input);
    return g_subprocess_launcher_spawn(launcher, NULL, program, urgency, NULL);
}

static void
give_up(GTask *task, HemoError code)
{
    g_task_return_new_error(task,
                            HEMO_ERROR,
                            (int)code,
                            "%s",
                            _("no notification can be shown"));
}

static gboolean
on_late(gpointer data)
{
    Notice *notice = data;

    notice->timer = 0;
    notice->late = TRUE;
    g_subprocess_force_exit(notice->process);
    return G_SOURCE_REMOVE;
}

static void
on_ended(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Notice *notice = g_task_get_task_data(task);

    g_clear_handle_id(&notice->timer, g_source_remove);
    if (g_subprocess_wait_check_finish(notice->process, result, NULL))
        g_task_return_boolean(task, TRUE);
    else
        give_up(task, notice->late ? HEMO_ERROR_TIMED_OUT : HEMO_ERROR_UNREACHABLE);
}

void
hemo_notice_show_async(HemoNoticeUrgency urgency,
                       const char *title,
                       const char *body,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Notice *notice = g_new0(Notice, 1);
    int input = make_input(title, body);

    g_task_set_task_data(task, notice, notice_free);
    if (input >= 0)
        notice->process = spawn(hemo_names_find(urgencies, (int)urgency), input);
    if (notice->process == NULL) {
        give_up(task, input >= 0 ? HEMO_ERROR_MISSING : HEMO_ERROR_STORAGE);
        return;
    }
    notice->timer = g_timeout_add_seconds(HEMO_LIMIT_NOTICE, on_late, notice);
    g_subprocess_wait_check_async(notice->process, NULL, on_ended, g_steal_pointer(&task));
}

gboolean
hemo_notice_show_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}
