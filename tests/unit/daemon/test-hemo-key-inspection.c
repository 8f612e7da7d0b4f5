/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-inspection.h"

#include "daemon-home.h"
#include "key-place.h"

#include <string.h>

/* What is no key stays none, and costs nobody else anything. */
static void
test_rubbish(KeyPlace *place, gconstpointer data)
{
    static const char *const texts[] = {"", "rubbish", "\x99\x01\x0d"};

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GBytes) material = g_bytes_new(texts[i], strlen(texts[i]));
        g_autoptr(GAsyncResult) result = NULL;
        g_autoptr(GError) error = NULL;

        hemo_key_inspection_look_async(place->services->inspection,
                                       material,
                                       NORA,
                                       NULL,
                                       daemon_home_on_result,
                                       &result);
        g_assert_null(hemo_key_inspection_look_finish(daemon_home_wait(&result), &error));
        g_assert_nonnull(error);
    }
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-inspection/rubbish", test_rubbish);
    status = g_test_run();
    services_place_end();
    return status;
}
