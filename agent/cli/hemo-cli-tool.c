/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-tool.h.
 */
#include "hemo-cli-tool.h"

#include "hemo-error.h"
#include "hemo-slice.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <unistd.h>

gboolean
hemo_cli_tool_is_there(const char *program)
{
    g_autofree char *path = g_find_program_in_path(program);

    return path != NULL;
}

static GSubprocess *
start(const HemoCliTool *tool, GError **error)
{
    g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new(
        G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE);

    g_subprocess_launcher_setenv(launcher, "LC_ALL", "C.UTF-8", TRUE);
    for (gsize i = 0; i < tool->n_fds; i++) {
        int copy = fcntl(tool->fds[i], F_DUPFD_CLOEXEC, HEMO_CLI_TOOL_FD);

        lseek(tool->fds[i], 0, SEEK_SET);
        g_subprocess_launcher_take_fd(launcher, copy, HEMO_CLI_TOOL_FD + (int)i);
    }
    return g_subprocess_launcher_spawnv(launcher, tool->words, error);
}

static char *
last_line(GBytes *said)
{
    HemoSlice rest = hemo_slice_bytes(said);
    HemoSlice line = HEMO_SLICE_EMPTY;
    HemoSlice last = HEMO_SLICE_EMPTY;
    g_autofree char *text = NULL;

    while (hemo_slice_next_line(&rest, &line)) {
        if (hemo_slice_strip(line).size > 0)
            last = hemo_slice_strip(line);
    }
    text = hemo_slice_dup(last);
    return g_utf8_make_valid(text, -1);
}

GBytes *
hemo_cli_tool_run(const HemoCliTool *tool, int *ret_status, GError **error)
{
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GBytes) out = NULL;
    g_autoptr(GBytes) said = NULL;
    g_autofree char *words = NULL;
    int status = -1;

    if (ret_status != NULL)
        *ret_status = status;
    if (!hemo_cli_tool_is_there(tool->words[0])) {
        hemo_error_set(error,
                       HEMO_ERROR_MISSING,
                       _("the program %s is not installed"),
                       tool->words[0]);
        return NULL;
    }
    process = start(tool, error);
    if (process == NULL || !g_subprocess_communicate(process, NULL, NULL, &out, &said, error))
        return NULL;
    if (g_subprocess_get_if_exited(process))
        status = g_subprocess_get_exit_status(process);
    if (ret_status != NULL)
        *ret_status = status;
    if (status == 0)
        return g_steal_pointer(&out);
    words = last_line(said);
    hemo_error_set(error, HEMO_ERROR_FAILED, "%s: %s", tool->words[0], words);
    return NULL;
}
