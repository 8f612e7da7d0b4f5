/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See gpg-home.h.
 */
#include "gpg-home.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>

char *
gpg_home_new(void)
{
    g_autoptr(GError) error = NULL;
    char *home = g_dir_make_tmp("hemo-gpg-XXXXXX", &error);

    g_assert_no_error(error);
    return home;
}

static int
remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    g_remove(path);
    return 0;
}

void
gpg_home_end_agent(const char *home)
{
    g_autoptr(GSubprocess) process = g_subprocess_new(G_SUBPROCESS_FLAGS_NONE,
                                                      NULL,
                                                      "gpgconf",
                                                      "--homedir",
                                                      home,
                                                      "--kill",
                                                      "all",
                                                      NULL);

    g_assert_true(g_subprocess_wait_check(process, NULL, NULL));
}

void
gpg_home_free(char *home)
{
    gpg_home_end_agent(home);
    nftw(home, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    g_free(home);
}

char *
gpg_home_run(const char *home, const char *input, ...)
{
    g_autoptr(GPtrArray) arguments = g_ptr_array_new();
    g_autoptr(GSubprocess) process = NULL;
    g_autoptr(GError) error = NULL;
    char *output = NULL;
    char *messages = NULL;
    va_list list;

    g_ptr_array_add(arguments, (char *)"gpg");
    g_ptr_array_add(arguments, (char *)"--homedir");
    g_ptr_array_add(arguments, (char *)home);
    g_ptr_array_add(arguments, (char *)"--batch");
    g_ptr_array_add(arguments, (char *)"--yes");
    va_start(list, input);
    for (char *each = va_arg(list, char *); each != NULL; each = va_arg(list, char *))
        g_ptr_array_add(arguments, each);
    va_end(list);
    g_ptr_array_add(arguments, NULL);
    process = g_subprocess_newv((const char *const *)arguments->pdata,
                                G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                    G_SUBPROCESS_FLAGS_STDERR_PIPE,
                                &error);
    g_assert_no_error(error);
    g_subprocess_communicate_utf8(process, input, NULL, &output, &messages, &error);
    g_assert_no_error(error);
    if (!g_subprocess_get_successful(process))
        g_error("gpg failed: %s", messages);
    g_free(messages);
    return output;
}

char *
gpg_home_make_key(const char *home, const char *address, const char *expires)
{
    g_autofree char *parameters = g_strdup_printf("%%no-protection\n"
                                                  "%%transient-key\n"
                                                  "Key-Type: eddsa\n"
                                                  "Key-Curve: ed25519\n"
                                                  "Key-Usage: sign\n"
                                                  "Subkey-Type: ecdh\n"
                                                  "Subkey-Curve: cv25519\n"
                                                  "Subkey-Usage: encrypt\n"
                                                  "Name-Real: Test Person\n"
                                                  "Name-Email: %s\n"
                                                  "Expire-Date: %s\n"
                                                  "%%commit\n",
                                                  address,
                                                  expires);
    g_autofree char *status =
        gpg_home_run(home, parameters, "--status-fd", "1", "--full-gen-key", NULL);
    const char *made = strstr(status, "KEY_CREATED B ");

    g_assert_nonnull(made);
    return g_strndup(made + strlen("KEY_CREATED B "), 40);
}

void
gpg_home_copy_key(const char *from, const char *to, const char *fingerprint)
{
    g_autofree char *key = gpg_home_run(from, NULL, "--armor", "--export", fingerprint, NULL);
    g_autofree char *done = gpg_home_run(to, key, "--import", NULL);
}

void
gpg_home_set_answer(const char *home, const char *answer)
{
    g_autofree char *program = g_build_filename(home, "pinentry", NULL);
    g_autofree char *config = g_build_filename(home, "gpg-agent.conf", NULL);
    g_autofree char *line = g_strdup_printf("pinentry-program %s\n", program);
    g_autofree char *script = g_strdup_printf("#!/bin/sh\n"
                                              "ANSWER='%s'\n"
                                              "echo OK\n"
                                              "while read -r word rest; do\n"
                                              "    case $word in\n"
                                              "    GETPIN) %s ;;\n"
                                              "    BYE) echo OK; exit 0 ;;\n"
                                              "    *) echo OK ;;\n"
                                              "    esac\n"
                                              "done\n",
                                              answer != NULL ? answer : "",
                                              answer != NULL ? "echo \"D $ANSWER\"; echo OK"
                                                             : "echo 'ERR 83886179 cancelled'");

    g_assert_true(g_file_set_contents(program, script, -1, NULL));
    g_assert_cmpint(g_chmod(program, 0700), ==, 0);
    g_assert_true(g_file_set_contents(config, line, -1, NULL));
}

void
gpg_wait_done(GObject *source, GAsyncResult *result, gpointer data)
{
    GpgWait *wait = data;

    g_assert_null(wait->result);
    wait->result = g_object_ref(result);
}

GAsyncResult *
gpg_wait(GpgWait *wait)
{
    while (wait->result == NULL)
        g_main_context_iteration(NULL, TRUE);
    return g_steal_pointer(&wait->result);
}
