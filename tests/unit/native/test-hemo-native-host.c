/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "native-scene.h"

#include <string.h>

static void
test_closed(NativeScene *scene, gconstpointer unused)
{
    native_scene_hang_up(scene);
    native_scene_wait_end(scene);
    g_assert_cmpint(scene->status, ==, 0);
    g_assert_null(scene->words);
}

static void
assert_fault(NativeScene *scene)
{
    g_autoptr(HemoSecret) fault = NULL;

    do {
        g_clear_pointer(&fault, hemo_secret_unref);
        fault = native_scene_hear(scene);
    } while (strstr(hemo_secret_text(fault), "\"event\":\"link\"") != NULL);
    g_assert_true(
        g_str_has_prefix(hemo_secret_text(fault), "{\"event\":\"fault\",\"words\":\"Hemostat"));
    native_scene_wait_end(scene);
    g_assert_cmpint(scene->status, ==, 1);
    g_assert_nonnull(scene->words);
}

static void
test_garbage(NativeScene *scene, gconstpointer json)
{
    native_scene_say(scene, json);
    native_scene_say(scene, "{\"id\":9,\"call\":\"drop\",\"blobs\":[]}"); /* too late */
    assert_fault(scene);
}

static void
test_huge(NativeScene *scene, gconstpointer unused)
{
    guint32 size = 0x7fffffff;

    native_scene_say_bytes(scene, hemo_slice(&size, sizeof size));
    assert_fault(scene);
}

/* What the settings said before is said to a new agent first of all. */
static void
test_agent_again(NativeScene *scene, gconstpointer unused)
{
    guint hellos = scene->agent.hellos;

    fake_agent_stop(&scene->agent);
    fake_agent_start(&scene->agent);
    native_scene_assert_ok(scene,
                           "hello",
                           "\"version\":1",
                           "{\"version\":1,\"host\":\"" PACKAGE_VERSION
                           "\",\"agent\":\"0\",\"words\":\"\"}");
    g_assert_cmpuint(scene->agent.hellos, >, hellos);
}

#define TEST(name, data, function)                                                             \
    g_test_add("/native-host/" name,                                                           \
               NativeScene,                                                                    \
               data,                                                                           \
               native_scene_set_up,                                                            \
               function,                                                                       \
               native_scene_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("closed", NULL, test_closed);
    TEST("garbage",
         "\x7f"
         "ELF",
         test_garbage);
    TEST("empty", "", test_garbage);
    TEST("no-object", "[]", test_garbage);
    TEST("no-id", "{\"call\":\"drop\"}", test_garbage);
    TEST("huge", NULL, test_huge);
    TEST("agent-again", NULL, test_agent_again);
    return g_test_run();
}
