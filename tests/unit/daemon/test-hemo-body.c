/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-body.h"

#include <string.h>

static void
test_digest(void)
{
    static const char first[] = "Subject: a\r\n\r\none\r\n\r\nFrom here\r\ntwo\r\n";
    static const struct {
        const char *mail;
        gboolean same;
    } rows[] = {
        {first, TRUE},
        {"Subject: b\nX-Mozilla-Status: 0001\n\none\n\nFrom here\ntwo\n", TRUE},
        {"Subject: a\n\none\n\n>From here\ntwo\n\n\n", TRUE},
        {"Subject: a\n\none\n\n>>From here\ntwo", TRUE},
        {"Subject: a\n\none\nFrom here\ntwo\n", FALSE},
        {"Subject: a\n\none\n\nFrom here\ntwo \n", FALSE},
        {"Subject: a\n\n\none\n\nFrom here\ntwo\n", FALSE},
        {"Subject: a\n\none\n\nFrom here\ntwo\nthree\n", FALSE},
        {"Subject: a\n\none\n\n>here\ntwo\n", FALSE},
        {"Subject: a\n\n", FALSE},
    };
    g_autofree char *expected = hemo_body_digest(hemo_slice_text(first));

    g_assert_cmpuint(strlen(expected), ==, 64);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *digest = hemo_body_digest(hemo_slice_text(rows[i].mail));

        g_assert_nonnull(digest);
        g_assert_cmpint(strcmp(digest, expected) == 0, ==, rows[i].same);
    }
    g_assert_null(hemo_body_digest(hemo_slice_text(" no header\n\nbody")));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/body/digest", test_digest);
    return g_test_run();
}
