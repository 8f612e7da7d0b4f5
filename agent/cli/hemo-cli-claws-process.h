/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The running Claws Mail of this user: is there one, and did it load the add-on?  Only
 * looks, into /proc.
 */
#pragma once

#include <glib.h>

typedef enum {
    HEMO_CLI_CLAWS_PROCESS_BARE = 0, /* runs without the add-on */
    HEMO_CLI_CLAWS_PROCESS_UNSEEN,   /* runs; what it loaded cannot be seen */
    HEMO_CLI_CLAWS_PROCESS_STARTING, /* for less than HEMO_CLI_CLAWS_PROCESS_START */
    HEMO_CLI_CLAWS_PROCESS_LOADED,
    HEMO_CLI_CLAWS_PROCESS_NONE, /* none runs */
} HemoCliClawsProcess;

/* Seconds after which it has loaded its add-ons. */
#define HEMO_CLI_CLAWS_PROCESS_START 20

/* The worst of those that run for @home; @proc is "/proc", @plugin the add-on's file name
 * without a folder. */
HemoCliClawsProcess
hemo_cli_claws_process_find(const char *proc, const char *home, const char *plugin);
