/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-database.h"

#include "daemon-home.h"
#include "hemo-error.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void
test_private(DaemonHome *home, gconstpointer data)
{
    struct stat status;

    g_assert_no_errno(stat(home->database_path, &status));
    g_assert_cmpuint(status.st_mode & 0777, ==, 0600);
}

static void
test_meta(DaemonHome *home, gconstpointer data)
{
    static const guint8 bytes[] = {0, 1, 255, 0};
    g_autoptr(GError) error = NULL;
    g_autoptr(GBytes) value = NULL;
    g_autoptr(GBytes) empty = NULL;

    g_assert_null(hemo_database_get_meta(home->database, "x", &error));
    g_assert_no_error(error);
    g_assert_true(hemo_database_set_meta(home->database, "x", hemo_slice("old", 3), &error));
    g_assert_true(
        hemo_database_set_meta(home->database, "x", hemo_slice(bytes, sizeof bytes), &error));
    g_assert_true(hemo_database_set_meta(home->database, "y", HEMO_SLICE_EMPTY, &error));
    daemon_home_close(home);
    daemon_home_open(home);
    value = hemo_database_get_meta(home->database, "x", &error);
    empty = hemo_database_get_meta(home->database, "y", &error);
    g_assert_no_error(error);
    g_assert_cmpmem(g_bytes_get_data(value, NULL),
                    (int)g_bytes_get_size(value),
                    bytes,
                    sizeof bytes);
    g_assert_cmpuint(g_bytes_get_size(empty), ==, 0);
}

/* An older agent must not spoil what a newer one wrote. */
static void
test_newer_schema(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    daemon_home_sql(home, "PRAGMA user_version = 1000");
    g_assert_null(hemo_database_open(home->database_path, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_VERSION);
}

static void
test_damaged(DaemonHome *home, gconstpointer data)
{
    g_autofree char *path = g_build_filename(home->top, "damaged.sqlite", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(path, "this is no database, but long enough", -1, NULL));
    g_assert_null(hemo_database_open(path, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
}

static void
test_places(DaemonHome *home, gconstpointer data)
{
    g_autofree char *missing = g_build_filename(home->top, "no", "such.sqlite", NULL);
    g_autofree char *link = g_build_filename(home->top, "link.sqlite", NULL);
    g_autofree char *target = g_build_filename(home->top, "target.sqlite", NULL);
    const char *paths[] = {missing, link, home->top};

    g_assert_no_errno(symlink(target, link));
    for (gsize i = 0; i < G_N_ELEMENTS(paths); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(hemo_database_open(paths[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    }
    g_assert_false(g_file_test(target, G_FILE_TEST_EXISTS));
}

static void
test_rows(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(sqlite3_stmt) statement = NULL;
    gboolean row = FALSE;
    HemoSlice bytes;

    statement = hemo_database_prepare(home->database, "SELECT ?1, ?2, ?3, NULL", &error);
    g_assert_no_error(error);
    hemo_database_bind_text(statement, 1, "text");
    hemo_database_bind_bytes(statement, 2, hemo_slice("a\0b", 3));
    hemo_database_bind_number(statement, 3, G_MININT64);
    g_assert_true(hemo_database_step(home->database, statement, &row, &error));
    g_assert_true(row);
    bytes = hemo_database_column_bytes(statement, 1);
    g_assert_cmpstr(hemo_database_column_text(statement, 0), ==, "text");
    g_assert_cmpmem(bytes.data, (int)bytes.size, "a\0b", 3);
    g_assert_cmpint(sqlite3_column_int64(statement, 2), ==, G_MININT64);
    g_assert_cmpstr(hemo_database_column_text(statement, 3), ==, "");
    g_assert_true(hemo_database_step(home->database, statement, &row, &error));
    g_assert_false(row);
}

static void
test_errors(DaemonHome *home, gconstpointer data)
{
    const char *insert = "INSERT INTO meta (key, value) VALUES ('k', x'00')";
    g_autoptr(GError) error = NULL;

    g_assert_null(
        hemo_database_prepare(home->database, "SELECT nonsense FROM nowhere", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    g_clear_error(&error);
    daemon_home_sql(home, insert);
    g_assert_false(hemo_database_run(home->database,
                                     hemo_database_prepare(home->database, insert, NULL),
                                     &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    hemo_database_finish(NULL);
    hemo_database_close(NULL);
}

#define ADD(name, function)                                                                    \
    g_test_add("/database/" name,                                                              \
               DaemonHome,                                                                     \
               NULL,                                                                           \
               daemon_home_set_up,                                                             \
               function,                                                                       \
               daemon_home_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("private", test_private);
    ADD("meta", test_meta);
    ADD("newer-schema", test_newer_schema);
    ADD("damaged", test_damaged);
    ADD("places", test_places);
    ADD("rows", test_rows);
    ADD("errors", test_errors);
    return g_test_run();
}
