/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See run-verb.h.
 */
#include "run-verb.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* Made once; every variable that tells where something is points into it. */
static const char *
home(void)
{
    static const char *const variables[] = {"HOME",
                                            "XDG_RUNTIME_DIR",
                                            "XDG_CONFIG_HOME",
                                            "XDG_STATE_HOME"};
    static char *folder;

    if (folder != NULL)
        return folder;
    folder = g_dir_make_tmp("hemostat-XXXXXX", NULL);
    g_assert_nonnull(folder);
    for (gsize i = 0; i < G_N_ELEMENTS(variables); i++)
        g_setenv(variables[i], folder, TRUE);
    return folder;
}

static int
file_of(const char *text)
{
    int fd = memfd_create("test", MFD_CLOEXEC);
    gsize size = text != NULL ? strlen(text) : 0;

    g_assert_cmpint(fd, >=, 0);
    g_assert_cmpint(write(fd, text, size), ==, (gssize)size);
    g_assert_cmpint(lseek(fd, 0, SEEK_SET), ==, 0);
    return fd;
}

static char *
text_of(int fd)
{
    off_t size = lseek(fd, 0, SEEK_END);
    char *text = g_malloc0((gsize)size + 1);

    g_assert_cmpint(pread(fd, text, (gsize)size, 0), ==, size);
    close(fd);
    return text;
}

static void
run_child(int (*verb)(int argc, char **argv), const int *fds, const char *const *words)
{
    g_auto(GStrv) argv = g_strdupv((char **)words);
    int status;

    for (int i = 0; i < 3; i++)
        dup2(fds[i], i);
    status = verb((int)g_strv_length(argv), argv);
    fflush(stdout);
    _exit(status);
}

RunVerb
run_verb(int (*verb)(int argc, char **argv), const char *input, const char *const *words)
{
    const int fds[] = {file_of(input), file_of(NULL), file_of(NULL)};
    RunVerb run = {0};
    int status = 0;
    pid_t child;

    home();
    fflush(stdout);
    child = fork();
    g_assert_cmpint(child, >=, 0);
    if (child == 0)
        run_child(verb, fds, words);
    g_assert_cmpint(waitpid(child, &status, 0), ==, child);
    g_assert_true(WIFEXITED(status));
    close(fds[0]);
    run.status = WEXITSTATUS(status);
    run.out = text_of(fds[1]);
    run.said = text_of(fds[2]);
    return run;
}

void
run_verb_clear(RunVerb *run)
{
    g_free(run->out);
    g_free(run->said);
}

void
run_verb_check(int (*verb)(int argc, char **argv), const RunVerbRow *rows, gsize n_rows)
{
    for (gsize i = 0; i < n_rows; i++) {
        g_auto(RunVerb) run = run_verb(verb, NULL, rows[i].words);

        g_test_message("row %" G_GSIZE_FORMAT ": %s%s", i, run.out, run.said);
        g_assert_cmpint(run.status, ==, rows[i].status);
        g_assert_true(g_pattern_match_simple(rows[i].out != NULL ? rows[i].out : "", run.out));
        g_assert_true(
            g_pattern_match_simple(rows[i].said != NULL ? rows[i].said : "", run.said));
    }
}

const char *
run_verb_file(const char *name, const char *content)
{
    g_autofree char *path = g_build_filename(home(), name, NULL);

    g_assert_true(g_file_set_contents(path, content, -1, NULL));
    return g_intern_string(path);
}
