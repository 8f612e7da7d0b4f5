/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A program of the system, run to its end without a shell: certutil, pk12util, gpgsm.  What is
 * secret goes to it by descriptor, never by argument or file.
 */
#pragma once

#include <gio/gio.h>

/* The descriptors become these numbers in the program, in their order: "/dev/fd/10". */
#define HEMO_CLI_TOOL_FD 10

typedef struct {
    const char *const *words; /* program and arguments, with a NULL at the end */
    int fds[3];               /* borrowed, read from their beginning */
    gsize n_fds;
} HemoCliTool;

gboolean hemo_cli_tool_is_there(const char *program);

/* What it wrote to standard output; @ret_status (may be NULL) is its exit status.
 * HEMO_ERROR_MISSING it is not installed; HEMO_ERROR_FAILED it did not end with 0: then the
 * error holds the last line that it said. */
GBytes *hemo_cli_tool_run(const HemoCliTool *tool, int *ret_status, GError **error);
