/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-native-bytes.h"

#include "native-scene.h"

#include <string.h>

#define PUT(blob, data, last) "\"blob\":\"" blob "\",\"data\":\"" data "\",\"last\":" last

static void
test_round_trip(NativeScene *scene, gconstpointer unused)
{
    native_scene_assert_ok(scene, "put", PUT("a", "aGVs", "false"), "{\"size\":3}");
    native_scene_assert_refused(scene, "get", "\"blob\":\"a\",\"offset\":0", "invalid");
    native_scene_assert_ok(scene, "put", PUT("a", "bG8=", "true"), "{\"size\":5}");
    native_scene_assert_ok(scene,
                           "get",
                           "\"blob\":\"a\",\"offset\":0",
                           "{\"data\":\"aGVsbG8=\",\"last\":true}");
    native_scene_assert_ok(scene,
                           "get",
                           "\"blob\":\"a\",\"offset\":4",
                           "{\"data\":\"bw==\",\"last\":true}");
    native_scene_assert_ok(scene,
                           "get",
                           "\"blob\":\"a\",\"offset\":99",
                           "{\"data\":\"\",\"last\":true}");
    native_scene_assert_ok(
        scene,
        "digest",
        "\"blob\":\"a\"",
        "{\"sha256\":\"2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824\"}");
    native_scene_assert_refused(scene, "put", PUT("a", "bG8=", "true"), "invalid");
    native_scene_assert_ok(scene, "drop", "\"blobs\":[\"a\",\"b\"]", "{}");
    native_scene_assert_refused(scene, "get", "\"blob\":\"a\",\"offset\":0", "not-found");
}

static void
test_empty(NativeScene *scene, gconstpointer unused)
{
    native_scene_assert_ok(scene, "put", PUT("a", "", "true"), "{\"size\":0}");
    native_scene_assert_ok(scene,
                           "get",
                           "\"blob\":\"a\",\"offset\":0",
                           "{\"data\":\"\",\"last\":true}");
    native_scene_assert_ok(
        scene,
        "digest",
        "\"blob\":\"a\"",
        "{\"sha256\":\"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\"}");
}

static void
test_refused(NativeScene *scene, gconstpointer unused)
{
    static const char *const rows[] = {
        PUT("a", "aGVsbG8", "true"),    /* cut off */
        PUT("a", "a", "true"),          /* the same */
        PUT("a", "aG=s", "true"),       /* padding in the middle */
        PUT("a", "aG s", "true"),       /* a blank */
        PUT("a", "====", "true"),       /* nothing but padding */
        PUT("a", "aGV\\u00e9", "true"), /* no letter of it */
        PUT("a:1", "aGVs", "true"),     /* a name of ours */
        PUT("", "aGVs", "true"),
        "\"data\":\"aGVs\",\"last\":true",
        "\"blob\":\"a\",\"last\":true",
        "\"blob\":\"a\",\"data\":7,\"last\":true",
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        native_scene_assert_refused(scene, "put", rows[i], "invalid");
    native_scene_assert_refused(scene, "get", "\"blob\":\"a\",\"offset\":0", "not-found");
    native_scene_assert_refused(scene, "get", "\"blob\":\"a\",\"offset\":-1", "invalid");
    native_scene_assert_refused(scene, "get", "\"blob\":\"a\"", "invalid");
    native_scene_assert_refused(scene, "digest", "\"blob\":\"a\"", "not-found");
    native_scene_assert_refused(scene, "drop", "\"blobs\":\"a\"", "invalid");
}

static void
test_largest(NativeScene *scene, gconstpointer unused)
{
    const gsize n = 3; /* pieces that one get does not take together */
    g_autofree char *letters = g_strnfill(HEMO_NATIVE_BYTES_PUT / 3 * 4, 'Q');
    g_autofree char *piece = g_strdup_printf(PUT("a", "%s", "false"), letters);
    g_autofree char *more = g_strdup_printf(PUT("b", "%sQQQQ", "true"), letters);
    g_autoptr(HemoSecret) answer = NULL;

    for (gsize i = 0; i < n; i++)
        hemo_secret_unref(native_scene_call(scene, "put", piece));
    native_scene_assert_refused(scene, "put", more, "invalid");
    hemo_secret_unref(native_scene_call(scene, "put", PUT("a", "", "true")));
    answer = native_scene_call(scene, "get", "\"blob\":\"a\",\"offset\":0");
    g_assert_true(g_str_has_suffix(hemo_secret_text(answer), "\"last\":false}}"));
    g_assert_cmpuint(hemo_secret_size(answer), >, HEMO_NATIVE_BYTES_GET / 3 * 4);
    g_clear_pointer(&answer, hemo_secret_unref);
    answer = native_scene_call(scene, "get", "\"blob\":\"a\",\"offset\":524288");
    g_assert_true(g_str_has_suffix(hemo_secret_text(answer), "\"last\":true}}"));
}

#define TEST(name, function)                                                                   \
    g_test_add("/native-bytes/" name,                                                          \
               NativeScene,                                                                    \
               NULL,                                                                           \
               native_scene_set_up,                                                            \
               function,                                                                       \
               native_scene_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("round-trip", test_round_trip);
    TEST("empty", test_empty);
    TEST("refused", test_refused);
    TEST("largest", test_largest);
    return g_test_run();
}
