/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-dsn-recipient.h"

#include "hemo-limits.h"

static void
test_status(void)
{
    static const struct {
        const char *text, *classes, *status;
    } ROWS[] = {
        {"550 5.1.1 unknown", "45", "5.1.1"},
        {"(#5.7.26)", "45", "5.7.26"},
        {"host [5.1.1.1] said 4.2.0", "45", "4.2.0"},
        {"mx 15.1.1 and 5.1.1.1", "45", NULL},
        {"2.0.0", "45", NULL},
        {"2.0.0", "245", "2.0.0"},
        {"version 5.1.2005", "45", NULL},
        {"5.1", "45", NULL},
        {"", "45", NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        char status[HEMO_DSN_STATUS_SIZE] = "";
        gboolean found = hemo_dsn_recipient_find_status(hemo_slice_text(ROWS[i].text),
                                                        ROWS[i].classes,
                                                        status);

        g_test_message("%s", ROWS[i].text);
        g_assert_cmpint(found, ==, ROWS[i].status != NULL);
        g_assert_cmpstr(status, ==, ROWS[i].status == NULL ? "" : ROWS[i].status);
    }
}

static void
test_add(void)
{
    g_autoptr(GPtrArray) array =
        g_ptr_array_new_with_free_func((GDestroyNotify)hemo_dsn_recipient_free);

    hemo_dsn_recipient_add(
        array,
        hemo_dsn_recipient_new(hemo_slice_text("a@x.example"), HEMO_DSN_ACTION_FAILED));
    hemo_dsn_recipient_add(
        array,
        hemo_dsn_recipient_new(hemo_slice_text("A@X.example"), HEMO_DSN_ACTION_FAILED));
    hemo_dsn_recipient_add(array,
                           hemo_dsn_recipient_new(HEMO_SLICE_EMPTY, HEMO_DSN_ACTION_FAILED));
    g_assert_cmpuint(array->len, ==, 1);
    for (guint i = 0; i < HEMO_LIMIT_REPORT_RECIPIENTS + 2; i++) {
        g_autofree char *address = g_strdup_printf("u%u@x.example", i);

        hemo_dsn_recipient_add(
            array,
            hemo_dsn_recipient_new(hemo_slice_text(address), HEMO_DSN_ACTION_FAILED));
    }
    g_assert_cmpuint(array->len, ==, HEMO_LIMIT_REPORT_RECIPIENTS);
    g_assert_cmpstr(hemo_names_find(hemo_dsn_action_names, HEMO_DSN_ACTION_RELAYED),
                    ==,
                    "relayed");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/recipient/status", test_status);
    g_test_add_func("/recipient/add", test_add);
    return g_test_run();
}
