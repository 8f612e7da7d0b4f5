/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-mozilla-outbox.h"

#define FROM "From - Thu Jan  1 00:00:00 1970\n"

static void
test_rows(void)
{
    static const struct {
        const char *mbox;
        guint waiting;
    } rows[] = {
        {"", 0},
        {FROM "X-Mozilla-Status: 0800\nSubject: x\n\nhello\n", 1},
        {FROM "X-Mozilla-Status: 0009\nSubject: x\n\nhello\n", 0},
        {FROM "X-Mozilla-Status: 0009\r\nX-Mozilla-Status: 0009\r\n\r\n" FROM
              "X-Mozilla-Status: 0001\r\n\r\n",
         1},
        /* what stands in a mail says nothing */
        {FROM "Subject: x\n\nX-Mozilla-Status: 0009\n>From me\n", 1},
        {FROM "X-Mozilla-Status: zz\n\n", 1},
        {FROM "X-Mozilla-Status: 00", 1},
        {"X-Mozilla-Status: 0009\n", 0},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpuint(hemo_mozilla_outbox_count(hemo_slice_text(rows[i].mbox)),
                         ==,
                         rows[i].waiting);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/mozilla-outbox/rows", test_rows);
    return g_test_run();
}
