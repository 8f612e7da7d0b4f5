/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-claws-process.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define UPTIME "1000.00 500.00\n"
#define WITH   "7f00-7f01 r-xp 0 08:01 5 /usr/lib/claws-mail/plugins/hemostat.so\n"
#define GONE   "7f00-7f01 r-xp 0 08:01 5 /usr/lib/claws-mail/plugins/hemostat.so (deleted)\n"
#define OTHER                                                                                  \
    "7f00-7f01 r-xp 0 08:01 5 /usr/lib/libc.so.6\n"                                            \
    "7f02-7f03 r-xp 0 08:01 5 /opt/hemostat.so.old\n7f04-7f05 r-xp 0 08:01 5 /opt/x.so\n"

static void
put(const char *folder, const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* A process that began @age seconds ago. */
static char *
make_proc(const char *comm, const char *environ, const char *maps, guint age)
{
    char *proc = g_dir_make_tmp("hemostat-XXXXXX", NULL);
    g_autofree char *process = g_build_filename(proc, "77", NULL);
    g_autofree char *stat =
        g_strdup_printf("77 (a ) b) S 1 1 1 0 -1 4194560 1 0 0 0 1 1 0 0 20 0 4 0 %ld 1 1\n",
                        (1000 - (long)age) * sysconf(_SC_CLK_TCK));

    g_assert_cmpint(g_mkdir(process, 0700), ==, 0);
    put(proc, "uptime", UPTIME);
    put(process, "comm", comm);
    put(process, "environ", environ);
    put(process, "stat", stat);
    if (maps != NULL)
        put(process, "maps", maps);
    return proc;
}

static void
remove_proc(const char *proc)
{
    static const char *const names[] =
        {"77/comm", "77/environ", "77/stat", "77/maps", "77", "uptime", ""};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(proc, names[i], NULL);

        g_remove(path);
    }
}

static void
test_rows(void)
{
    static const struct {
        const char *comm;
        const char *environ;
        const char *maps;
        guint age;
        HemoCliClawsProcess found;
    } rows[] = {
        {"claws-mail\n", "HOME=/home/ana", WITH, 500, HEMO_CLI_CLAWS_PROCESS_LOADED},
        {"claws-mail\n", "HOME=/home/ana", GONE, 500, HEMO_CLI_CLAWS_PROCESS_LOADED},
        {"claws-mail\n", "HOME=/home/ana", WITH, 1, HEMO_CLI_CLAWS_PROCESS_LOADED},
        {"claws-mail\n", "HOME=/home/ana", OTHER, 500, HEMO_CLI_CLAWS_PROCESS_BARE},
        {"claws-mail\n", "USER=ana", OTHER, 21, HEMO_CLI_CLAWS_PROCESS_BARE},
        {"claws-mail\n", "HOME=/home/ana", OTHER, 19, HEMO_CLI_CLAWS_PROCESS_STARTING},
        {"claws-mail\n", "HOME=/home/ana", NULL, 500, HEMO_CLI_CLAWS_PROCESS_UNSEEN},
        {"claws-mail\n", "HOME=/home/eva", OTHER, 500, HEMO_CLI_CLAWS_PROCESS_NONE},
        {"claws-mailer\n", "HOME=/home/ana", OTHER, 500, HEMO_CLI_CLAWS_PROCESS_NONE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *proc =
            make_proc(rows[i].comm, rows[i].environ, rows[i].maps, rows[i].age);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(hemo_cli_claws_process_find(proc, "/home/ana", "hemostat.so"),
                        ==,
                        rows[i].found);
        remove_proc(proc);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-claws-process/rows", test_rows);
    return g_test_run();
}
