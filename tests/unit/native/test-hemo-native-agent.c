/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "native-scene.h"

#include <string.h>

static gboolean
on_abandon(HemoAgent1 *agent, GDBusMethodInvocation *call, const char *ticket, gpointer data)
{
    GPtrArray *waiting = data;

    g_ptr_array_add(waiting, g_object_ref(call));
    return TRUE;
}

static void
answer(NativeScene *scene, GPtrArray *waiting, guint index)
{
    hemo_agent1_complete_abandon(native_scene_agent(scene), waiting->pdata[index]);
}

static char *
hear_answer(NativeScene *scene)
{
    for (;;) {
        g_autoptr(HemoSecret) frame = native_scene_hear(scene);

        if (strstr(hemo_secret_text(frame), "\"event\"") == NULL)
            return g_strdup(hemo_secret_text(frame));
    }
}

static void
assert_next(NativeScene *scene, const char *wanted)
{
    g_autofree char *heard = hear_answer(scene);

    g_assert_cmpstr(heard, ==, wanted);
}

static GPtrArray *
ask_twice(NativeScene *scene)
{
    GPtrArray *waiting = g_ptr_array_new();

    g_signal_connect(native_scene_agent(scene),
                     "handle-abandon",
                     G_CALLBACK(on_abandon),
                     waiting);
    native_scene_say(scene, "{\"id\":10,\"call\":\"abandon\",\"ticket\":\"a\"}");
    native_scene_say(scene, "{\"id\":11,\"call\":\"abandon\",\"ticket\":\"b\"}");
    while (waiting->len < 2)
        g_main_context_iteration(NULL, TRUE);
    return waiting;
}

/* A slow answer holds up nobody. */
static void
test_overlap(NativeScene *scene, gconstpointer unused)
{
    g_autoptr(GPtrArray) waiting = ask_twice(scene);

    native_scene_assert_ok(scene, "drop", "\"blobs\":[]", "{}");
    answer(scene, waiting, 1);
    assert_next(scene, "{\"id\":11,\"ok\":{}}");
    answer(scene, waiting, 0);
    assert_next(scene, "{\"id\":10,\"ok\":{}}");
    g_object_unref(waiting->pdata[0]);
    g_object_unref(waiting->pdata[1]);
}

/* All who wait hear of it at once. */
static void
test_agent_ends(NativeScene *scene, gconstpointer unused)
{
    g_autoptr(GPtrArray) waiting = ask_twice(scene);

    fake_agent_stop(&scene->agent);
    for (guint i = 0; i < 2; i++) { /* in any order */
        g_autofree char *heard = hear_answer(scene);

        g_assert_nonnull(
            strstr(heard, ",\"error\":{\"code\":\"unreachable\",\"words\":\"Hemostat's"));
    }
    g_object_unref(waiting->pdata[0]);
    g_object_unref(waiting->pdata[1]);
}

#define TEST(name, function)                                                                   \
    g_test_add("/native-agent/" name,                                                          \
               NativeScene,                                                                    \
               NULL,                                                                           \
               native_scene_set_up,                                                            \
               function,                                                                       \
               native_scene_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("overlap", test_overlap);
    TEST("agent-ends", test_agent_ends);
    return g_test_run();
}
