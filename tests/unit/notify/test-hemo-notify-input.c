/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-notify-input.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <string.h>
#include <unistd.h>

static HemoNotifyInput *
read_bytes(const char *bytes, gsize size, GError **error)
{
    HemoNotifyInput *input;
    int ends[2];

    g_assert_no_errno(pipe(ends));
    g_assert_cmpint(write(ends[1], bytes, size), ==, (gssize)size);
    close(ends[1]);
    input = hemo_notify_input_read(ends[0], error);
    close(ends[0]);
    return input;
}

static void
test_texts(void)
{
    static const struct {
        const char *text;
        const char *title; /* NULL: refused */
        const char *body;
    } rows[] = {
        {"A title\nWhat to do", "A title", "What to do"},
        {"A title\nTwo\nlines\n", "A title", "Two\nlines\n"},
        {"A title", "A title", ""},
        {"A title\n", "A title", ""},
        {"¿Título?\nSí", "¿Título?", "Sí"},
        {"", NULL, NULL},
        {"\nno title", NULL, NULL},
        {"A title\n\xff\xfe", NULL, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoNotifyInput) input =
            read_bytes(rows[i].text, strlen(rows[i].text), &error);

        if (rows[i].title == NULL) {
            g_assert_null(input);
            g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        } else {
            g_assert_no_error(error);
            g_assert_cmpstr(input->title, ==, rows[i].title);
            g_assert_cmpstr(input->body, ==, rows[i].body);
        }
    }
}

static void
test_nul(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(read_bytes("A\0B\nbody", 8, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

static void
test_limit(void)
{
    g_autofree char *text = g_strnfill(HEMO_LIMIT_NOTICE_TEXT + 1, 'a');
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoNotifyInput) input = read_bytes(text, HEMO_LIMIT_NOTICE_TEXT, &error);

    g_assert_no_error(error);
    g_assert_cmpuint(strlen(input->title), ==, HEMO_LIMIT_NOTICE_TEXT);
    g_assert_null(read_bytes(text, HEMO_LIMIT_NOTICE_TEXT + 1, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
}

static void
test_nothing_to_read(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(hemo_notify_input_read(-1, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/notify-input/texts", test_texts);
    g_test_add_func("/notify-input/nul", test_nul);
    g_test_add_func("/notify-input/limit", test_limit);
    g_test_add_func("/notify-input/nothing-to-read", test_nothing_to_read);
    return g_test_run();
}
