/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-content.h"

static void
test_names(void)
{
    for (int i = HEMO_CONTENT_INVALID + 1; i < HEMO_N_CONTENTS; i++)
        g_assert_nonnull(hemo_names_find(hemo_content_names, i));
    for (int bit = 1; bit & HEMO_CLASS_ALL; bit <<= 1)
        g_assert_nonnull(hemo_names_find(hemo_class_names, bit));
    g_assert_cmpint(hemo_names_value(hemo_content_names, "clean", HEMO_CONTENT_INVALID),
                    ==,
                    HEMO_CONTENT_INVALID);
}

static void
test_precedence(void)
{
    g_assert_cmpint(HEMO_CONTENT_PHI, >, HEMO_CONTENT_UNREAD);
    g_assert_cmpint(HEMO_CONTENT_UNREAD, >, HEMO_CONTENT_HEALTH);
    g_assert_cmpint(HEMO_CONTENT_HEALTH, >, HEMO_CONTENT_NONE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/content/names", test_names);
    g_test_add_func("/content/precedence", test_precedence);
    return g_test_run();
}
