/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-secret.h"

#include <string.h>

static void
test_value(void)
{
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(hemo_slice_text("open sesame"));
    g_autoptr(HemoSecret) again = hemo_secret_ref(secret);

    g_assert_cmpuint(hemo_secret_size(again), ==, 11);
    g_assert_cmpstr(hemo_secret_text(again), ==, "open sesame");
    g_assert_true(hemo_secret_equal(hemo_secret_slice(secret), hemo_slice_text("open sesame")));
    g_assert_false(
        hemo_secret_equal(hemo_secret_slice(secret), hemo_slice_text("open sesamE")));
    hemo_secret_unref(NULL);
}

static void
test_buffer_grows(void)
{
    HemoBuffer *buffer = hemo_buffer_new();
    g_autoptr(HemoSecret) secret = NULL;

    for (guint i = 0; i < 5000; i++)
        hemo_buffer_append_byte(buffer, (guint8)('a' + i % 26));
    hemo_buffer_append_text(buffer, "end");
    hemo_buffer_append(buffer, HEMO_SLICE_EMPTY);
    hemo_buffer_truncate(buffer, 5002);
    hemo_buffer_truncate(buffer, 9000);
    secret = hemo_buffer_finish(buffer);
    g_assert_cmpuint(hemo_secret_size(secret), ==, 5002);
    g_assert_cmpint(hemo_secret_data(secret)[27], ==, 'b');
    g_assert_cmpstr(hemo_secret_text(secret) + 5000, ==, "en");
}

static void
test_erase(void)
{
    char text[] = "patient";

    hemo_erase(text, sizeof text);
    for (gsize i = 0; i < sizeof text; i++)
        g_assert_cmpint(text[i], ==, 0);
    hemo_erase(NULL, 5);
    hemo_erase_text(NULL);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/secret/value", test_value);
    g_test_add_func("/secret/buffer-grows", test_buffer_grows);
    g_test_add_func("/secret/erase", test_erase);
    return g_test_run();
}
