/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-compose-copy.h"

static void
test_values(void)
{
    g_autoptr(GVariant) parameters = g_variant_ref_sink(
        g_variant_new_parsed("{'recipients': <['a@example.org']>, 'note': <'n'>,"
                             " 'blind': <true>, 'envelope': <{'from': <'x'>}>}"));
    g_auto(HemoComposeCopy) copy = {0};

    hemo_compose_copy_read(&copy, parameters);
    g_assert_cmpstr(copy.recipients[0], ==, "a@example.org");
    g_assert_cmpstr(copy.note, ==, "n");
    g_assert_true(copy.is_blind);
    g_assert_true(g_variant_lookup(copy.envelope, "from", "s", NULL));
}

/* Absent is not the same as empty. */
static void
test_absent(void)
{
    g_autoptr(GVariant) parameters =
        g_variant_ref_sink(g_variant_new_parsed("{'recipients': <@as []>}"));
    g_auto(HemoComposeCopy) none = {0};
    g_auto(HemoComposeCopy) empty = {0};

    hemo_compose_copy_read(&none, NULL);
    g_assert_null(none.recipients);
    g_assert_cmpstr(none.note, ==, "");
    g_assert_null(none.envelope);
    hemo_compose_copy_read(&empty, parameters);
    g_assert_nonnull(empty.recipients);
    g_assert_null(empty.recipients[0]);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/compose-copy/values", test_values);
    g_test_add_func("/compose-copy/absent", test_absent);
    return g_test_run();
}
