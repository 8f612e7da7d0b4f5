/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-new-file.h"

#include "hemo-error.h"
#include "hemo-sealed-fd.h"
#include "run-verb.h"

#include <glib/gstdio.h>
#include <unistd.h>

static void
check(const char *path, const char *content)
{
    g_autofree char *text = NULL;
    GStatBuf status;

    g_assert_true(g_file_get_contents(path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, content);
    g_assert_cmpint(g_stat(path, &status), ==, 0);
    g_assert_cmpuint(status.st_mode & 0777, ==, 0600);
}

static void
test_new(void)
{
    g_autofree char *path = g_strconcat(run_verb_file("mark", ""), "-new", NULL);
    HemoSlice slice = hemo_slice_text("secret");
    g_autoptr(GError) error = NULL;
    int fd = hemo_sealed_fd_new(&slice, 1, NULL);

    g_assert_true(hemo_cli_new_file_write(path, slice, &error));
    check(path, "secret");
    g_assert_false(hemo_cli_new_file_write(path, hemo_slice_text("other"), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    check(path, "secret");
    g_clear_error(&error);
    g_unlink(path);
    g_assert_true(hemo_cli_new_file_copy(path, fd, &error));
    check(path, "secret");
    close(fd);
}

static void
test_no_folder(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(hemo_cli_new_file_write("/nowhere/x", HEMO_SLICE_EMPTY, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
}

/* Nobody can make it point elsewhere. */
static void
test_link(void)
{
    g_autofree char *path = g_strconcat(run_verb_file("mark", ""), "-link", NULL);
    g_autofree char *target = g_strconcat(path, "-target", NULL);
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(symlink(target, path), ==, 0);
    g_assert_false(hemo_cli_new_file_write(path, HEMO_SLICE_EMPTY, &error));
    g_assert_false(g_file_test(target, G_FILE_TEST_EXISTS));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-new-file/new", test_new);
    g_test_add_func("/cli-new-file/no-folder", test_no_folder);
    g_test_add_func("/cli-new-file/link", test_link);
    return g_test_run();
}
