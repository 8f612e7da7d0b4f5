/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-file.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <glib/gstdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char *
make_path(const char *name)
{
    g_autofree char *folder = g_dir_make_tmp("hemostat-XXXXXX", NULL);

    return g_build_filename(folder, name, NULL);
}

static void
check(const char *path, const char *suffix, const char *text, mode_t mode)
{
    g_autofree char *name = g_strconcat(path, suffix, NULL);
    g_autofree char *now = NULL;
    struct stat status;

    g_assert_true(g_file_get_contents(name, &now, NULL, NULL));
    g_assert_cmpstr(now, ==, text);
    g_assert_cmpint(stat(name, &status), ==, 0);
    g_assert_cmpint(status.st_mode & 0777, ==, mode);
}

static void
replace(const char *path, const char *text)
{
    GError *error = NULL;

    g_assert_true(hemo_cli_file_replace(path, hemo_slice_text(text), &error));
    g_assert_no_error(error);
}

/* The first one is kept, whatever comes later, and the mode stays. */
static void
test_replace(void)
{
    g_autofree char *path = make_path("new/file");

    replace(path, "one");
    check(path, "", "one", 0600);
    g_assert_cmpint(chmod(path, 0640), ==, 0);
    replace(path, "two");
    replace(path, "three");
    check(path, "", "three", 0640);
    check(path, ".before-hemostat", "one", 0640);
}

static void
test_symbolic_link(void)
{
    g_autofree char *path = make_path("file");
    g_autofree char *other = make_path("other");

    replace(other, "one");
    g_assert_cmpint(symlink(other, path), ==, 0);
    replace(path, "two");
    check(other, "", "two", 0600);
    g_assert_true(g_file_test(path, G_FILE_TEST_IS_SYMLINK));
}

static void
test_read(void)
{
    g_autofree char *path = make_path("file");
    g_autofree char *folder = g_path_get_dirname(path);
    g_autofree char *big = g_strnfill(HEMO_LIMIT_CONFIG + 1, 'x');
    g_autoptr(GBytes) bytes = NULL;
    GError *error = NULL;

    g_assert_null(hemo_cli_file_read(path, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    g_clear_error(&error);
    g_assert_null(hemo_cli_file_read(folder, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    replace(path, "one");
    bytes = hemo_cli_file_read(path, &error);
    g_assert_true(hemo_slice_equal(hemo_slice_bytes(bytes), hemo_slice_text("one")));
    g_assert_true(g_file_set_contents(path, big, -1, NULL));
    g_assert_null(hemo_cli_file_read(path, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
    g_clear_error(&error);
}

/* What cannot be written is told, and nothing is left behind. */
static void
test_cannot_write(void)
{
    g_autofree char *path = make_path("file");
    g_autofree char *below = g_build_filename(path, "below", NULL);
    GError *error = NULL;

    replace(path, "one");
    g_assert_false(hemo_cli_file_replace(below, hemo_slice_text("two"), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    g_clear_error(&error);
    check(path, "", "one", 0600);
}

static void
refuse(const char *path)
{
    GError *error = NULL;

    g_assert_false(hemo_cli_file_replace(path, hemo_slice_text("two"), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    g_clear_error(&error);
}

/* Not a file, or somebody else's: it stays what it is, whoever runs this. */
static void
test_not_ours(void)
{
    g_autofree char *pipe = make_path("pipe");
    g_autofree char *link = make_path("link");
    struct stat status;

    g_assert_cmpint(mkfifo(pipe, 0600), ==, 0);
    refuse(pipe);
    g_assert_cmpint(lstat(pipe, &status), ==, 0);
    g_assert_true(S_ISFIFO(status.st_mode));
    g_assert_cmpint(symlink("/dev/null", link), ==, 0);
    refuse(link);
}

static void
test_of_another(void)
{
    g_autofree char *path = make_path("file");

    if (geteuid() != 0) {
        g_test_skip("only the administrator can give a file away");
        return;
    }
    replace(path, "one");
    g_assert_cmpint(chown(path, 65534, 65534), ==, 0);
    refuse(path);
    check(path, "", "one", 0600);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-file/replace", test_replace);
    g_test_add_func("/cli-file/symbolic-link", test_symbolic_link);
    g_test_add_func("/cli-file/read", test_read);
    g_test_add_func("/cli-file/cannot-write", test_cannot_write);
    g_test_add_func("/cli-file/not-ours", test_not_ours);
    g_test_add_func("/cli-file/of-another", test_of_another);
    return g_test_run();
}
