/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How Thunderbird finds the program that speaks with the agent: a small file in one of two
 * folders, of which the user's own counts before the system's.
 */
#pragma once

#include "hemo-cli-thunderbird.h"

typedef enum {
    HEMO_CLI_NATIVE_HOST_ABSENT = 0, /* no such file */
    HEMO_CLI_NATIVE_HOST_WRONG,      /* it cannot be read, or names another add-on */
    HEMO_CLI_NATIVE_HOST_GONE,       /* the program that it names is not there */
    HEMO_CLI_NATIVE_HOST_OTHER,      /* it names another program than the installed one */
    HEMO_CLI_NATIVE_HOST_GOOD,
} HemoCliNativeHost;

/* Of the file that counts; its path in @ret_path, of the user's own if there is none. */
HemoCliNativeHost hemo_cli_native_host_find(const HemoCliThunderbird *thunderbird,
                                            char **ret_path);

/* The user's own file, whether or not it is there. */
char *hemo_cli_native_host_path(const HemoCliThunderbird *thunderbird);

/* The program as it was installed. */
char *hemo_cli_native_host_program(void);

/* What the file has to say; free it with g_free(). */
char *hemo_cli_native_host_text(void);

/* TRUE if the program runs as a child of the process @parent; @proc is "/proc". */
gboolean hemo_cli_native_host_runs(const char *proc, gint parent);
