/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Can a file be an add-on of Claws Mail?  Its bytes are read, as nothing of it may run
 * here.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_CLI_PLUGIN_FILE_BROKEN = 0, /* no shared object that this computer loads, or cut off */
    HEMO_CLI_PLUGIN_FILE_OTHER,      /* one without what each add-on has */
    HEMO_CLI_PLUGIN_FILE_GOOD,
} HemoCliPluginFile;

/* Of a file's bytes: an ELF object (gABI chapter 4) of this program's own class, byte order
 * and machine, whose tables lie inside of it, and which defines plugin_init. */
HemoCliPluginFile hemo_cli_plugin_file_judge(HemoSlice bytes);

/* The same of the file @path, up to 64 MiB; what cannot be read is BROKEN. */
HemoCliPluginFile hemo_cli_plugin_file_check(const char *path);
