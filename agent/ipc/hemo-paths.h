/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Where things are: folders of the XDG base directory specification, the private
 * socket, the programs.  Folders are made with mode 0700 where a function says so.
 */
#pragma once

#include <glib.h>

/* $XDG_CONFIG_HOME/hemostat; not created. */
char *hemo_paths_config(void);

/* $XDG_STATE_HOME/hemostat, created; NULL and HEMO_ERROR_STORAGE if that fails,
 * HEMO_ERROR_DENIED if it belongs to somebody else or others may write there. */
char *hemo_paths_state(GError **error);

/* The folder of the socket: $XDG_RUNTIME_DIR/hemostat, or /run/user/UID/hemostat, or a
 * folder below the state folder; created and checked like it. */
char *hemo_paths_runtime(GError **error);

/* The socket itself; HEMO_ERROR_CONFIG if the path is too long for a socket. */
char *hemo_paths_socket(GError **error);

/* The path of one of our programs ("hemostat-agent", "hemostat-reader"): in the folder
 * HEMOSTAT_LIBEXEC if that is set, else where it was installed. */
char *hemo_paths_program(const char *name);
