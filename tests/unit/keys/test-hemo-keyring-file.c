/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-keyring-backend.h"

#include "hemo-error.h"

#include <glib/gstdio.h>

static void
clean(const char *path)
{
    g_autofree char *folder = g_path_get_dirname(path);

    g_unlink(path);
    g_assert_no_errno(g_rmdir(folder));
}

static char *
make_path(void)
{
    g_autofree char *folder = g_dir_make_tmp("hemo-keyring-XXXXXX", NULL);

    return g_build_filename(folder, "keyring", NULL);
}

static void
test_survives_and_keeps_the_others(void)
{
    const HemoKeyringBackend *file = &hemo_keyring_file;
    g_autofree char *path = make_path();
    g_autoptr(HemoSecret) first = hemo_secret_new_copy(hemo_slice("\0\n=#", 4));
    g_autoptr(HemoSecret) second = hemo_secret_new_copy(hemo_slice_text("two"));
    g_autoptr(HemoSecret) found = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_true(file->store(path, "audit-key", first, NULL, &error));
    g_assert_true(file->store(path, "audit-head", second, NULL, &error));
    g_assert_true(file->store(path, "audit-head", first, NULL, &error));
    g_assert_true(file->remove(path, "audit-head", NULL, &error));
    g_assert_no_error(error);
    found = file->load(path, "audit-key", NULL, &error);
    g_assert_no_error(error);
    g_assert_true(hemo_secret_equal(hemo_secret_slice(found), hemo_secret_slice(first)));
    g_assert_null(file->load(path, "audit-head", NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
    clean(path);
}

/* A damaged file is neither read as empty nor written over. */
static void
test_damage_stays_for_a_person(void)
{
    const HemoKeyringBackend *file = &hemo_keyring_file;
    static const char damaged[] = "[hemostat-keyring 1]\nstate-key=Zm9\n";
    g_autofree char *path = make_path();
    g_autofree char *after = NULL;
    g_autoptr(HemoSecret) secret = hemo_secret_new(4);
    g_autoptr(GError) error = NULL;

    g_assert_true(g_file_set_contents(path, damaged, -1, NULL));
    g_assert_no_errno(g_chmod(path, 0600));
    g_assert_null(file->load(path, "audit-key", NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    g_clear_error(&error);
    g_assert_false(file->store(path, "audit-key", secret, NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    g_clear_error(&error);
    g_assert_false(file->remove(path, "state-key", NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    g_assert_true(g_file_get_contents(path, &after, NULL, NULL));
    g_assert_cmpstr(after, ==, damaged);
    clean(path);
}

/* Everything goes, with what cannot be read. */
static void
test_clear(void)
{
    const HemoKeyringBackend *file = &hemo_keyring_file;
    g_autofree char *path = make_path();
    g_autofree char *folder = g_path_get_dirname(path);
    g_autoptr(HemoSecret) secret = hemo_secret_new(4);

    g_assert_true(file->store(path, "smtp:old.example.org:2525:ana", secret, NULL, NULL));
    g_assert_true(file->clear(path, NULL, NULL));
    g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
    g_assert_true(g_file_set_contents(path, "[hemostat-keyring 1]\nx=Zm9\n", -1, NULL));
    g_assert_no_errno(g_chmod(path, 0600));
    g_assert_true(file->clear(path, NULL, NULL));
    g_assert_true(file->clear(path, NULL, NULL));
    g_assert_no_errno(g_rmdir(folder));
}

static void
test_open_to_others(void)
{
    const HemoKeyringBackend *file = &hemo_keyring_file;
    g_autofree char *path = make_path();
    g_autoptr(HemoSecret) secret = hemo_secret_new(4);
    g_autoptr(GError) error = NULL;

    g_assert_true(file->store(path, "audit-key", secret, NULL, NULL));
    g_assert_no_errno(g_chmod(path, 0644));
    g_assert_null(file->load(path, "audit-key", NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_false(file->store(path, "audit-key", secret, NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
    clean(path);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/keyring-file/survives-and-keeps-the-others",
                    test_survives_and_keeps_the_others);
    g_test_add_func("/keyring-file/damage-stays-for-a-person", test_damage_stays_for_a_person);
    g_test_add_func("/keyring-file/clear", test_clear);
    g_test_add_func("/keyring-file/open-to-others", test_open_to_others);
    return g_test_run();
}
