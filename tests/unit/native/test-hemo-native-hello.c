/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "native-scene.h"

#include <string.h>

static void
test_good(NativeScene *scene, gconstpointer unused)
{
    native_scene_assert_ok(scene,
                           "hello",
                           "\"version\":1,\"extension\":\"0.1.0\"",
                           "{\"version\":1,\"host\":\"" PACKAGE_VERSION
                           "\",\"agent\":\"0\",\"words\":\"\"}");
    g_assert_cmpstr(scene->agent.client, ==, "thunderbird");
}

static void
test_other_version(NativeScene *scene, gconstpointer unused)
{
    static const char *const rows[] = {"\"version\":2",
                                       "\"version\":0",
                                       "\"version\":\"1\"",
                                       "\"extension\":\"0.1.0\""};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        native_scene_assert_refused(scene, "hello", rows[i], "version");
        native_scene_assert_refused(scene, "drop", "\"blobs\":[]", "version");
    }
    hemo_secret_unref(native_scene_call(scene, "hello", "\"version\":1"));
    native_scene_assert_ok(scene, "drop", "\"blobs\":[]", "{}");
}

/* Thunderbird works on: what needs the agent says why it cannot be. */
static void
test_no_agent(NativeScene *scene, gconstpointer unused)
{
    g_autoptr(HemoSecret) answer = native_scene_call(scene, "hello", "\"version\":1");

    g_assert_nonnull(strstr(hemo_secret_text(answer), "\"agent\":\"\""));
    g_assert_nonnull(strstr(hemo_secret_text(answer), "is Hemostat installed?"));
    native_scene_assert_refused(scene, "abandon", "\"ticket\":\"x\"", "missing");
    native_scene_assert_ok(scene, "drop", "\"blobs\":[\"x\"]", "{}");
}

#define TEST(name, set_up, function)                                                           \
    g_test_add("/native-hello/" name,                                                          \
               NativeScene,                                                                    \
               NULL,                                                                           \
               set_up,                                                                         \
               function,                                                                       \
               native_scene_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("good", native_scene_set_up, test_good);
    TEST("other-version", native_scene_set_up, test_other_version);
    TEST("no-agent", native_scene_set_up_alone, test_no_agent);
    return g_test_run();
}
