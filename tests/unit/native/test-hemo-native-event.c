/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-native-event.h"

#include "native-scene.h"

#include <string.h>

static void
test_state(NativeScene *scene, gconstpointer unused)
{
    g_autoptr(HemoSecret) event = NULL;

    hemo_agent1_emit_recipient_state(native_scene_agent(scene),
                                     "bo@example.org",
                                     "tls",
                                     "goes \"encrypted\"");
    do {
        g_clear_pointer(&event, hemo_secret_unref);
        event = native_scene_hear(scene);
    } while (strstr(hemo_secret_text(event), "\"link\"") != NULL);
    g_assert_cmpstr(hemo_secret_text(event),
                    ==,
                    "{\"event\":\"state\",\"address\":\"bo@example.org\",\"state\":\"tls\","
                    "\"words\":\"goes \\\"encrypted\\\"\"}");
}

static void
test_locked(NativeScene *scene, gconstpointer unused)
{
    g_autoptr(HemoSecret) event = NULL;

    hemo_agent1_emit_locked(native_scene_agent(scene));
    do {
        g_clear_pointer(&event, hemo_secret_unref);
        event = native_scene_hear(scene);
    } while (strstr(hemo_secret_text(event), "\"link\"") != NULL);
    g_assert_cmpstr(hemo_secret_text(event), ==, "{\"event\":\"locked\"}");
}

static void
test_link(NativeScene *scene, gconstpointer unused)
{
    g_autoptr(HemoSecret) event = NULL;

    fake_agent_stop(&scene->agent);
    do {
        g_clear_pointer(&event, hemo_secret_unref);
        event = native_scene_hear(scene);
    } while (strstr(hemo_secret_text(event), "\"up\":true") != NULL);
    g_assert_nonnull(strstr(hemo_secret_text(event), "{\"event\":\"link\",\"up\":false"));
    g_assert_nonnull(strstr(hemo_secret_text(event), "agent"));
    fake_agent_start(&scene->agent);
    g_clear_pointer(&event, hemo_secret_unref);
    event = native_scene_hear(scene);
    g_assert_cmpstr(hemo_secret_text(event),
                    ==,
                    "{\"event\":\"link\",\"up\":true,\"words\":\"\"}");
}

#define TEST(name, function)                                                                   \
    g_test_add("/native-event/" name,                                                          \
               NativeScene,                                                                    \
               NULL,                                                                           \
               native_scene_set_up,                                                            \
               function,                                                                       \
               native_scene_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("state", test_state);
    TEST("locked", test_locked);
    TEST("link", test_link);
    return g_test_run();
}
