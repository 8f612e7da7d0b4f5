/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "native-scene.h"

static const char *const names[] = {
    "put",
    "get",
    "drop",
    "digest",
    "assess",
    "answer",
    "protect",
    "sent",
    "abandon",
    "check",
    "watch",
    "badge",
    "incoming",
    "note",
    "account",
    "fetch",
    "prefs",
};

/* Each is known, and each needs more than its name. */
static void
test_known(NativeScene *scene, gconstpointer unused)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        native_scene_assert_refused(scene, names[i], "", "invalid");
}

static void
test_hello_first(NativeScene *scene, gconstpointer unused)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
        native_scene_assert_refused(scene, names[i], "", "version");
}

static void
test_unknown(NativeScene *scene, gconstpointer unused)
{
    static const char *const rows[] = {"", "pu", "putt", "Put", "protect ", "h\\u0065llo"};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        native_scene_assert_refused(scene, rows[i], "", "unsupported");
}

#define TEST(name, set_up, function)                                                           \
    g_test_add("/native-calls/" name,                                                          \
               NativeScene,                                                                    \
               NULL,                                                                           \
               set_up,                                                                         \
               function,                                                                       \
               native_scene_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("known", native_scene_set_up, test_known);
    TEST("hello-first", native_scene_set_up_alone, test_hello_first);
    TEST("unknown", native_scene_set_up, test_unknown);
    return g_test_run();
}
