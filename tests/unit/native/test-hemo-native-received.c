/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-native-received.h"

#include "hemo-sealed-fd.h"
#include "native-scene.h"

#include <gio/gunixfdlist.h>
#include <unistd.h>

typedef struct {
    char *account;
    char *bytes;
} Heard;

static void
heard_clear(Heard *heard)
{
    g_free(heard->account);
    g_free(heard->bytes);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Heard, heard_clear)

static void
hear(Heard *heard, GUnixFDList *fds, const char *account)
{
    int fd = g_unix_fd_list_get(fds, 0, NULL);
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, NULL);

    heard_clear(heard);
    heard->account = g_strdup(account);
    heard->bytes = hemo_slice_dup(hemo_sealed_fd_slice(map));
    close(fd);
}

static gboolean
on_badge(HemoAgent1 *agent,
         GDBusMethodInvocation *call,
         GUnixFDList *fds,
         GVariant *headers,
         const char *account,
         gpointer data)
{
    hear(data, fds, account);
    hemo_agent1_complete_badge(agent, call, NULL, g_variant_new_parsed("{'badge': <'good'>}"));
    return TRUE;
}

/* A string of JavaScript stands for bytes, as Thunderbird reads a header. */
static void
test_badge(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {0};

    g_signal_connect(native_scene_agent(scene), "handle-badge", G_CALLBACK(on_badge), &heard);
    native_scene_assert_ok(scene,
                           "badge",
                           "\"headers\":\"Received: \\u00c3\\u00a9\\u00ff\\u20ac\\r\\n\","
                           "\"account\":\"clinic\"",
                           "{\"badge\":\"good\"}");
    g_assert_cmpstr(heard.account, ==, "clinic");
    g_assert_cmpstr(heard.bytes, ==, "Received: \xc3\xa9\xff\xe2\x82\xac\r\n");
    hemo_secret_unref(
        native_scene_call(scene, "put", "\"blob\":\"m\",\"data\":\"aGVs\",\"last\":true"));
    native_scene_assert_ok(scene,
                           "badge",
                           "\"blob\":\"m\",\"account\":\"\"",
                           "{\"badge\":\"good\"}");
    g_assert_cmpstr(heard.bytes, ==, "hel");
    native_scene_assert_refused(scene, "badge", "\"blob\":\"x\",\"account\":\"\"", "not-found");
    native_scene_assert_refused(scene, "badge", "\"headers\":\"x\"", "invalid");
}

static gboolean
on_incoming(HemoAgent1 *agent,
            GDBusMethodInvocation *call,
            GUnixFDList *fds,
            GVariant *mail,
            const char *account,
            gpointer data)
{
    hear(data, fds, account);
    hemo_agent1_complete_incoming(agent,
                                  call,
                                  NULL,
                                  g_variant_new_parsed("{'report': <false>}"));
    return TRUE;
}

static void
test_incoming(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {0};

    g_signal_connect(native_scene_agent(scene),
                     "handle-incoming",
                     G_CALLBACK(on_incoming),
                     &heard);
    hemo_secret_unref(
        native_scene_call(scene, "put", "\"blob\":\"m\",\"data\":\"aGVs\",\"last\":true"));
    native_scene_assert_ok(scene,
                           "incoming",
                           "\"blob\":\"m\",\"account\":\"clinic\"",
                           "{\"report\":false}");
    g_assert_cmpstr(heard.bytes, ==, "hel");
}

static gboolean
on_note(HemoAgent1 *agent,
        GDBusMethodInvocation *call,
        const char *kind,
        GVariant *context,
        gpointer data)
{
    Heard *heard = data;

    heard->bytes = g_variant_print(g_dbus_method_invocation_get_parameters(call), FALSE);
    hemo_agent1_complete_note(agent, call);
    return TRUE;
}

static void
test_note(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {0};

    g_signal_connect(native_scene_agent(scene), "handle-note", G_CALLBACK(on_note), &heard);
    native_scene_assert_ok(scene,
                           "note",
                           "\"kind\":\"other\",\"context\":{\"badge\":\"bad\"}",
                           "{}");
    g_assert_cmpstr(heard.bytes, ==, "('other', {'badge': <'bad'>})");
    native_scene_assert_refused(scene,
                                "note",
                                "\"kind\":\"other\",\"context\":{\"text\":\"Mrs.\"}",
                                "invalid");
}

#define TEST(name, function)                                                                   \
    g_test_add("/native-received/" name,                                                       \
               NativeScene,                                                                    \
               NULL,                                                                           \
               native_scene_set_up,                                                            \
               function,                                                                       \
               native_scene_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("badge", test_badge);
    TEST("incoming", test_incoming);
    TEST("note", test_note);
    return g_test_run();
}
