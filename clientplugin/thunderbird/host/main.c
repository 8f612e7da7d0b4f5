/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * hemostat-native: Thunderbird starts it with its pipes as standard input and output, and ends
 * it by closing them.
 */
#include "hemo-harden.h"
#include "hemo-native-host.h"

#include <glib/gi18n-lib.h>
#include <locale.h>
#include <unistd.h>

typedef struct {
    GMainLoop *loop;
    int status;
} Run;

static void
on_ended(int status, const char *words, gpointer data)
{
    Run *run = data;

    if (words != NULL && g_main_loop_is_running(run->loop))
        g_printerr("hemostat-native: %s\n", words);
    run->status = status;
    g_main_loop_quit(run->loop);
}

int
main(int argc, char **argv)
{
    Run run = {0};
    HemoNativeHost *host;

    hemo_harden_process();
    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, HEMOSTAT_LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
    textdomain(GETTEXT_PACKAGE);
    run.loop = g_main_loop_new(NULL, FALSE);
    host = hemo_native_host_new(STDIN_FILENO, STDOUT_FILENO, on_ended, &run);
    g_main_loop_run(run.loop);
    hemo_native_host_free(host);
    g_main_loop_unref(run.loop);
    return run.status;
}
