/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-gpg-scratch.h"

#include "hemo-error.h"

#include <glib/gstdio.h>

/* Only we can look in, and it goes with all that is in it. */
static void
test_life(void)
{
    g_autofree char *runtime = g_dir_make_tmp("hemo-scratch-XXXXXX", NULL);
    g_autoptr(GError) error = NULL;
    HemoGpgScratch *scratch = NULL;
    HemoGpgScratch *other = NULL;
    g_autofree char *home = NULL;
    g_autofree char *folder = NULL;
    g_autofree char *file = NULL;
    GStatBuf status;

    g_setenv("XDG_RUNTIME_DIR", runtime, TRUE);
    scratch = hemo_gpg_scratch_new(&error);
    g_assert_no_error(error);
    other = hemo_gpg_scratch_new(NULL);
    home = g_strdup(hemo_gpg_scratch_home(scratch));
    g_assert_cmpstr(home, !=, hemo_gpg_scratch_home(other));
    g_assert_true(g_str_has_prefix(home, runtime));
    g_assert_cmpint(g_stat(home, &status), ==, 0);
    g_assert_cmpuint(status.st_mode & 0777, ==, 0700);
    folder = g_build_filename(home, "private-keys-v1.d", NULL);
    file = g_build_filename(folder, "x", NULL);
    g_assert_cmpint(g_mkdir(folder, 0700), ==, 0);
    g_assert_true(g_file_set_contents(file, "x", 1, NULL));
    hemo_gpg_scratch_free(scratch);
    hemo_gpg_scratch_free(other);
    g_assert_false(g_file_test(home, G_FILE_TEST_EXISTS));
    g_assert_no_errno(g_rmdir(runtime));
}

static void
test_no_room(void)
{
    g_autoptr(GError) error = NULL;

    if (!g_test_subprocess()) {
        g_test_trap_subprocess(NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
        g_test_trap_assert_passed();
        return;
    }
    g_unsetenv("XDG_RUNTIME_DIR");
    g_setenv("TMPDIR", "/nonexistent", TRUE);
    g_assert_null(hemo_gpg_scratch_new(&error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    hemo_gpg_scratch_free(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/gpg-scratch/life", test_life);
    g_test_add_func("/gpg-scratch/no-room", test_no_room);
    return g_test_run();
}
