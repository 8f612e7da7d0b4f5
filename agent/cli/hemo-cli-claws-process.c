/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-claws-process.h.
 */
#include "hemo-cli-claws-process.h"

#include "hemo-cli-file.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAX_COMM    64
#define MAX_ENVIRON (256 * 1024)
#define MAX_STAT    4096
#define MAX_MAPS    (1024 * 1024)
#define START_FIELD 20 /* of those behind the name in stat, proc(5): starttime is the 22nd */

/* A file of /proc, which has no size of its own; empty if it may not be read. */
static GBytes *
read_proc(const char *folder, const char *name, gsize limit)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, NULL);

    return bytes != NULL && g_bytes_get_size(bytes) <= limit ? g_steal_pointer(&bytes)
                                                             : g_bytes_new(NULL, 0);
}

/* TRUE unless its environment says that it has another home. */
static gboolean
may_have_home(const char *process, const char *home)
{
    g_autoptr(GBytes) bytes = read_proc(process, "environ", MAX_ENVIRON);
    HemoSlice rest = hemo_slice_bytes(bytes);

    while (rest.size > 0) {
        gsize end = hemo_slice_find(rest, '\0');
        HemoSlice variable = hemo_slice_sub(rest, 0, end);

        if (variable.size >= 5 && memcmp(variable.data, "HOME=", 5) == 0)
            return hemo_slice_equal(hemo_slice_from(variable, 5), hemo_slice_text(home));
        rest = hemo_slice_from(rest, end + 1);
    }
    return TRUE;
}

static gboolean
is_claws(const char *process, const char *home)
{
    g_autoptr(GBytes) name = NULL;
    struct stat status;

    if (stat(process, &status) != 0 || status.st_uid != getuid())
        return FALSE;
    name = read_proc(process, "comm", MAX_COMM);
    return hemo_slice_equal(hemo_slice_strip(hemo_slice_bytes(name)),
                            hemo_slice_text("claws-mail")) &&
           may_have_home(process, home);
}

/* Seconds since it was started; 0 if that cannot be told. */
static double
find_age(const char *proc, const char *process)
{
    g_autoptr(GBytes) bytes = read_proc(process, "stat", MAX_STAT);
    g_autoptr(GBytes) uptime = read_proc(proc, "uptime", MAX_STAT);
    g_autofree char *text = hemo_slice_dup(hemo_slice_bytes(bytes));
    g_autofree char *now = hemo_slice_dup(hemo_slice_bytes(uptime));
    const char *behind = strrchr(text, ')');
    long ticks = sysconf(_SC_CLK_TCK);
    g_auto(GStrv) fields = NULL;

    if (behind == NULL || behind[1] == '\0' || ticks <= 0)
        return 0;
    fields = g_strsplit(behind + 2, " ", -1);
    if (g_strv_length(fields) < START_FIELD)
        return 0;
    return g_ascii_strtod(now, NULL) -
           g_ascii_strtod(fields[START_FIELD - 1], NULL) / (double)ticks;
}

/* A line of maps ends with the path, and with " (deleted)" if the file was replaced. */
static gboolean
has_mapped(HemoSlice maps, const char *plugin)
{
    g_autofree char *name = g_strconcat("/", plugin, NULL);
    HemoSlice line;

    while (hemo_slice_next_line(&maps, &line)) {
        gsize at = hemo_slice_find_text(line, name);
        HemoSlice rest = hemo_slice_from(line, at + strlen(name));

        if (at < line.size &&
            (rest.size == 0 || hemo_slice_equal(rest, hemo_slice_text(" (deleted)"))))
            return TRUE;
    }
    return FALSE;
}

static HemoCliClawsProcess
examine(const char *proc, const char *process, const char *plugin)
{
    g_autoptr(GBytes) maps = read_proc(process, "maps", MAX_MAPS);

    if (has_mapped(hemo_slice_bytes(maps), plugin))
        return HEMO_CLI_CLAWS_PROCESS_LOADED;
    if (find_age(proc, process) <= HEMO_CLI_CLAWS_PROCESS_START)
        return HEMO_CLI_CLAWS_PROCESS_STARTING;
    return g_bytes_get_size(maps) > 0 ? HEMO_CLI_CLAWS_PROCESS_BARE
                                      : HEMO_CLI_CLAWS_PROCESS_UNSEEN;
}

HemoCliClawsProcess
hemo_cli_claws_process_find(const char *proc, const char *home, const char *plugin)
{
    g_autoptr(GDir) processes = g_dir_open(proc, 0, NULL);
    HemoCliClawsProcess worst = HEMO_CLI_CLAWS_PROCESS_NONE;
    const char *name;

    while (processes != NULL && (name = g_dir_read_name(processes)) != NULL) {
        g_autofree char *process = g_build_filename(proc, name, NULL);

        if (g_ascii_isdigit(*name) && is_claws(process, home))
            worst = MIN(worst, examine(proc, process, plugin));
    }
    return worst;
}
