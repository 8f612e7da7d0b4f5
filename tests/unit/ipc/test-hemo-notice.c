/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What is asked of the program that shows notifications, and what comes of one that fails,
 * hangs or is not there.  The real one is in tests/ipc/test_notify.py.
 */
#include "hemo-notice.h"

#include "hemo-error.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#define SHOWS "#!/bin/sh\n{ echo \"$*\"; cat; echo; env; } > \"$0.got\"\n"
#define FAILS "#!/bin/sh\nexit 1\n"
#define HANGS "#!/bin/sh\necho $$ > \"$0.got\"\nexec sleep 100\n"

typedef struct {
    char *folder;
    char *program;
    char *got;
} Place;

static void
write_program(Place *place, const char *text)
{
    g_assert_true(g_file_set_contents_full(place->program,
                                           text,
                                           -1,
                                           G_FILE_SET_CONTENTS_NONE,
                                           0700,
                                           NULL));
}

static void
set_up(Place *place, gconstpointer text)
{
    place->folder = g_dir_make_tmp("hemo-notice-XXXXXX", NULL);
    place->program = g_build_filename(place->folder, "hemostat-notify", NULL);
    place->got = g_strconcat(place->program, ".got", NULL);
    g_setenv("HEMOSTAT_LIBEXEC", place->folder, TRUE);
    if (text != NULL)
        write_program(place, text);
}

static void
tear_down(Place *place, gconstpointer text)
{
    g_unlink(place->got);
    g_unlink(place->program);
    g_assert_no_errno(g_rmdir(place->folder));
    g_free(place->folder);
    g_free(place->program);
    g_free(place->got);
}

static char *
read_got(const Place *place)
{
    g_autoptr(GError) error = NULL;
    char *text = NULL;

    g_file_get_contents(place->got, &text, NULL, &error);
    g_assert_no_error(error);
    return text;
}

static void
on_result(GObject *source, GAsyncResult *result, gpointer data)
{
    *(GAsyncResult **)data = g_object_ref(result);
}

static gboolean
show(HemoNoticeUrgency urgency, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_notice_show_async(urgency, "The title", "What\nto do", on_result, &result);
    g_assert_null(result);
    while (result == NULL)
        g_main_context_iteration(NULL, TRUE);
    return hemo_notice_show_finish(result, error);
}

/* Title and body are no arguments, and nothing of ours goes along but the way to the bus. */
static void
test_shown(Place *place, gconstpointer unused)
{
    static const struct {
        HemoNoticeUrgency urgency;
        const char *begin;
    } rows[] = {
        {HEMO_NOTICE_CRITICAL, "critical\nThe title\nWhat\nto do\n"},
        {HEMO_NOTICE_NORMAL, "normal\nThe title\nWhat\nto do\n"},
        {HEMO_NOTICE_LOW, "low\nThe title\nWhat\nto do\n"},
    };

    g_setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/somewhere/bus", TRUE);
    g_setenv("DISPLAY", ":nowhere", TRUE);
    g_setenv("HEMOSTAT_SECRET", "word", TRUE);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *got = NULL;
        g_autoptr(GError) error = NULL;

        g_assert_true(show(rows[i].urgency, &error));
        g_assert_no_error(error);
        got = read_got(place);
        g_assert_true(g_str_has_prefix(got, rows[i].begin));
        g_assert_nonnull(strstr(got, "\nDBUS_SESSION_BUS_ADDRESS=unix:path=/somewhere/bus\n"));
        g_assert_null(strstr(got, "DISPLAY"));
        g_assert_null(strstr(got, "HEMOSTAT"));
        g_assert_null(strstr(got, "HOME"));
    }
}

static void
test_fails(Place *place, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(show(HEMO_NOTICE_CRITICAL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
}

static void
test_missing(Place *place, gconstpointer unused)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(show(HEMO_NOTICE_CRITICAL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_MISSING);
}

/* Killed, and buried: there is not even a zombie. */
static void
test_hangs(Place *place, gconstpointer unused)
{
    g_autofree char *got = NULL;
    g_autoptr(GError) error = NULL;
    guint64 pid = 0;

    g_assert_false(show(HEMO_NOTICE_CRITICAL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TIMED_OUT);
    got = g_strchomp(read_got(place));
    g_assert_true(g_ascii_string_to_unsigned(got, 10, 2, G_MAXINT32, &pid, NULL));
    g_assert_cmpint(kill((pid_t)pid, 0), ==, -1);
    g_assert_cmpint(errno, ==, ESRCH);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add("/notice/shown", Place, SHOWS, set_up, test_shown, tear_down);
    g_test_add("/notice/fails", Place, FAILS, set_up, test_fails, tear_down);
    g_test_add("/notice/missing", Place, NULL, set_up, test_missing, tear_down);
    g_test_add("/notice/hangs", Place, HANGS, set_up, test_hangs, tear_down);
    return g_test_run();
}
