/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See native-scene.h.
 */
#include "native-scene.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

static void
on_ended(int status, const char *words, gpointer data)
{
    NativeScene *scene = data;

    scene->status = status;
    g_free(scene->words);
    scene->words = g_strdup(words);
}

static void
make_place(NativeScene *scene)
{
    scene->top = g_dir_make_tmp("hemo-native-XXXXXX", NULL);
    g_setenv("XDG_RUNTIME_DIR", scene->top, TRUE);
    g_setenv("HEMOSTAT_LIBEXEC", scene->top, TRUE); /* there is no other agent */
    g_setenv("HOME", scene->top, TRUE);
}

static void
start_host(NativeScene *scene)
{
    g_assert_true(g_unix_open_pipe(scene->in, FD_CLOEXEC, NULL));
    g_assert_true(g_unix_open_pipe(scene->out, FD_CLOEXEC, NULL));
    g_assert_true(g_unix_set_fd_nonblocking(scene->in[1], TRUE, NULL));
    g_assert_true(g_unix_set_fd_nonblocking(scene->out[0], TRUE, NULL));
    scene->status = -1;
    scene->unread = g_byte_array_new();
    scene->host = hemo_native_host_new(scene->in[0], scene->out[1], on_ended, scene);
}

void
native_scene_set_up_alone(NativeScene *scene, gconstpointer unused)
{
    make_place(scene);
    start_host(scene);
}

void
native_scene_set_up(NativeScene *scene, gconstpointer unused)
{
    make_place(scene);
    fake_agent_start(&scene->agent);
    start_host(scene);
    hemo_secret_unref(native_scene_call(scene, "hello", "\"version\": 1"));
}

void
native_scene_hang_up(NativeScene *scene)
{
    close(scene->in[1]);
    scene->in[1] = -1;
}

static void
remove_folder(const char *path)
{
    g_autoptr(GDir) folder = g_dir_open(path, 0, NULL);
    const char *name = folder != NULL ? g_dir_read_name(folder) : NULL;

    for (; name != NULL; name = g_dir_read_name(folder)) {
        g_autofree char *inner = g_build_filename(path, name, NULL);

        remove_folder(inner);
    }
    g_remove(path);
}

void
native_scene_tear_down(NativeScene *scene, gconstpointer unused)
{
    /* a thread that still looks for the agent would look in the next test's folder */
    if (scene->status < 0)
        hemo_secret_unref(native_scene_call(scene, "hello", "\"version\": 1"));
    hemo_native_host_free(scene->host);
    if (scene->agent.service != NULL)
        fake_agent_stop(&scene->agent);
    if (scene->in[1] >= 0)
        native_scene_hang_up(scene);
    close(scene->in[0]);
    close(scene->out[0]);
    close(scene->out[1]);
    g_byte_array_unref(scene->unread);
    remove_folder(scene->top);
    g_free(scene->top);
    g_free(scene->words);
}

void
native_scene_say_bytes(NativeScene *scene, HemoSlice bytes)
{
    while (bytes.size > 0) {
        gssize size = write(scene->in[1], bytes.data, bytes.size);

        g_assert_true(size > 0 || errno == EAGAIN);
        if (size > 0)
            bytes = hemo_slice_from(bytes, (gsize)size);
        g_main_context_iteration(NULL, FALSE);
    }
}

void
native_scene_say(NativeScene *scene, const char *json)
{
    guint32 size = (guint32)strlen(json);

    native_scene_say_bytes(scene, hemo_slice(&size, sizeof size));
    native_scene_say_bytes(scene, hemo_slice(json, size));
}

/* The frame that is complete in what was read, if there is one. */
static HemoSecret *
take_frame(NativeScene *scene)
{
    guint32 size = 0;
    HemoSecret *text;

    if (scene->unread->len < sizeof size)
        return NULL;
    memcpy(&size, scene->unread->data, sizeof size);
    g_assert_cmpuint(size, <=, HEMO_NATIVE_FRAME_OUT);
    if (scene->unread->len < sizeof size + size)
        return NULL;
    text = hemo_secret_new_copy(hemo_slice(scene->unread->data + sizeof size, size));
    g_byte_array_remove_range(scene->unread, 0, (guint)sizeof size + size);
    g_assert_true(hemo_native_json_check(hemo_secret_slice(text)));
    return text;
}

HemoSecret *
native_scene_hear(NativeScene *scene)
{
    HemoSecret *frame = take_frame(scene);

    while (frame == NULL) {
        guint8 room[4096];
        gssize size = read(scene->out[0], room, sizeof room);

        if (size > 0)
            g_byte_array_append(scene->unread, room, (guint)size);
        else
            g_main_context_iteration(NULL, TRUE);
        frame = take_frame(scene);
    }
    return frame;
}

HemoSecret *
native_scene_call(NativeScene *scene, const char *call, const char *members)
{
    guint64 id = ++scene->last_id;
    g_autofree char *json =
        g_strdup_printf("{\"id\":%" G_GUINT64_FORMAT ",\"call\":\"%s\"%s%s}",
                        id,
                        call,
                        *members != '\0' ? "," : "",
                        members);

    native_scene_say(scene, json);
    for (;;) {
        HemoSecret *frame = native_scene_hear(scene);
        HemoSlice member = hemo_native_json_member(hemo_secret_slice(frame), "id");
        guint64 number = 0;

        if (hemo_native_json_number(member, G_MAXUINT64, &number)) {
            g_assert_cmpuint(number, ==, id);
            return frame;
        }
        hemo_secret_unref(frame);
    }
}

void
native_scene_assert_ok(NativeScene *scene,
                       const char *call,
                       const char *members,
                       const char *wanted)
{
    g_autoptr(HemoSecret) answer = native_scene_call(scene, call, members);
    g_autofree char *whole =
        g_strdup_printf("{\"id\":%" G_GUINT64_FORMAT ",\"ok\":%s}", scene->last_id, wanted);

    g_assert_cmpstr(hemo_secret_text(answer), ==, whole);
}

void
native_scene_assert_refused(NativeScene *scene,
                            const char *call,
                            const char *members,
                            const char *code)
{
    g_autoptr(HemoSecret) answer = native_scene_call(scene, call, members);
    HemoSlice error = hemo_native_json_member(hemo_secret_slice(answer), "error");
    g_autoptr(HemoSecret) found = hemo_native_json_text(hemo_native_json_member(error, "code"));
    g_autoptr(HemoSecret) words =
        hemo_native_json_text(hemo_native_json_member(error, "words"));

    g_assert_nonnull(found);
    g_assert_cmpstr(hemo_secret_text(found), ==, code);
    g_assert_cmpuint(hemo_secret_size(words), >, 5);
}

HemoAgent1 *
native_scene_agent(NativeScene *scene)
{
    return scene->agent.agents->pdata[scene->agent.agents->len - 1];
}

void
native_scene_wait_end(NativeScene *scene)
{
    while (scene->status < 0)
        g_main_context_iteration(NULL, TRUE);
}
