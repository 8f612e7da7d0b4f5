/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-found.h"

/* What was handed over may go. */
static void
test_keeps(void)
{
    GBytes *material = g_bytes_new("der", 3);
    g_autoptr(HemoFound) found =
        hemo_found_new(HEMO_KEY_KIND_SMIME, HEMO_FINDER_SMIMEA, TRUE, material);

    g_bytes_unref(material);
    g_assert_cmpint(found->kind, ==, HEMO_KEY_KIND_SMIME);
    g_assert_cmpint(found->finder, ==, HEMO_FINDER_SMIMEA);
    g_assert_true(found->secure);
    g_assert_cmpuint(g_bytes_get_size(found->material), ==, 3);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/found/keeps", test_keeps);
    return g_test_run();
}
