/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-anchors.h"

#include "hemo-error.h"
#include "key-place.h"

#include <glib/gstdio.h>

static void
test_read_again(KeyPlace *place, gconstpointer data)
{
    g_autofree char *path = g_build_filename(services_place_system(), "anchors.pem", NULL);
    g_autofree char *one = key_place_pem(place->authority);
    g_autofree char *more = key_place_pem(place->stranger);
    g_autofree char *both = g_strconcat(one, more, NULL);
    g_autoptr(HemoAnchors) anchors = hemo_anchors_new();
    g_autoptr(GError) error = NULL;
    GPtrArray *first;

    services_place_write("anchors.pem", one);
    first = hemo_anchors_get(anchors, path, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(first->len, ==, 1);
    g_assert_true(hemo_anchors_get(anchors, path, NULL) == first);
    services_place_write("anchors.pem", both);
    g_assert_cmpuint(hemo_anchors_get(anchors, path, NULL)->len, ==, 2);
}

static void
test_unreadable(KeyPlace *place, gconstpointer data)
{
    g_autofree char *path = g_build_filename(services_place_system(), "anchors.pem", NULL);
    g_autofree char *one = key_place_pem(place->authority);
    g_autoptr(HemoAnchors) anchors = hemo_anchors_new();
    static const char *const texts[] = {"", "no PEM", "-----BEGIN CERTIFICATE-----\nx\n"};

    services_place_write("anchors.pem", one);
    g_assert_nonnull(hemo_anchors_get(anchors, path, NULL));
    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;

        services_place_write("anchors.pem", texts[i]);
        g_assert_null(hemo_anchors_get(anchors, path, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    }
    g_assert_no_errno(g_unlink(path));
    g_assert_null(hemo_anchors_get(anchors, path, NULL));
    g_assert_null(hemo_anchors_get(anchors, "/", NULL));
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/anchors/read-again", test_read_again);
    key_place_add("/anchors/unreadable", test_unreadable);
    status = g_test_run();
    services_place_end();
    return status;
}
