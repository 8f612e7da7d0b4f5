/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A relay in the middle: the test is Thunderbird on one side, and the agent on the other.
 */
#pragma once

#include "fake-agent.h"
#include "hemo-native-host.h"
#include "hemo-native-json.h"

typedef struct {
    char *top; /* a folder of its own, also the home */
    FakeAgent agent;
    HemoNativeHost *host;
    int in[2];  /* what Thunderbird writes */
    int out[2]; /* what it reads */
    int status; /* -1 until it ended */
    char *words;
    GByteArray *unread;
    guint64 last_id;
} NativeScene;

/* Hello is said. */
void native_scene_set_up(NativeScene *scene, gconstpointer unused);
/* No agent is there, and hello is not said. */
void native_scene_set_up_alone(NativeScene *scene, gconstpointer unused);
void native_scene_tear_down(NativeScene *scene, gconstpointer unused);

/* Closes the host's input. */
void native_scene_hang_up(NativeScene *scene);

void native_scene_say(NativeScene *scene, const char *json);
void native_scene_say_bytes(NativeScene *scene, HemoSlice bytes);

/* The next frame; waits for it. */
HemoSecret *native_scene_hear(NativeScene *scene);

/* The answer to a call: {"id": N, "call": @call, @members}, events before it are passed over.
 * @members is JSON without braces, "" for none. */
HemoSecret *native_scene_call(NativeScene *scene, const char *call, const char *members);

/* Asserts that the answer to that call is {"id": N, "ok": @wanted}. */
void native_scene_assert_ok(NativeScene *scene,
                            const char *call,
                            const char *members,
                            const char *wanted);

/* Asserts that it is refused with @code, and with words. */
void native_scene_assert_refused(NativeScene *scene,
                                 const char *call,
                                 const char *members,
                                 const char *code);

/* The agent's side of the living connection: connect to its "handle-..." signals. */
HemoAgent1 *native_scene_agent(NativeScene *scene);

/* Runs until the host has ended. */
void native_scene_wait_end(NativeScene *scene);
