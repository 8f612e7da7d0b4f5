/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-error.h"

static void
test_set(void)
{
    g_autoptr(GError) error = NULL;

    hemo_error_set(NULL, HEMO_ERROR_FAILED, "nobody listens");
    hemo_error_set(&error, HEMO_ERROR_LOCKED, "the %s is locked", "keyring");
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_assert_cmpstr(error->message, ==, "the keyring is locked");
    g_assert_true(hemo_error_is(error, HEMO_ERROR_LOCKED));
    g_assert_false(hemo_error_is(error, HEMO_ERROR_LOST));
    g_assert_false(hemo_error_is(NULL, HEMO_ERROR_LOCKED));
    g_assert_cmpstr(g_quark_to_string(HEMO_ERROR), ==, "hemo-error");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/error/set", test_set);
    return g_test_run();
}
