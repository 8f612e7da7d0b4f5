/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the agent is asked, and what the add-on hears of its answer.
 */
#include "hemo-native-mail.h"

#include "hemo-sealed-fd.h"
#include "native-scene.h"

#include <gio/gunixfdlist.h>
#include <string.h>
#include <unistd.h>

#define ENVELOPE                                                                               \
    "\"envelope\":{\"account\":\"clinic\",\"from\":\"ana@example.org\","                       \
    "\"to\":[\"bo@example.com\"],\"mode\":\"send\",\"format\":\"compose\"}"

/* What came with a call. */
typedef struct {
    char *values;
    char *texts[3]; /* of the descriptors */
    gboolean refuse;
} Heard;

static char *
read_fd(GUnixFDList *fds, int index)
{
    int fd = g_unix_fd_list_get(fds, index, NULL);
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, NULL);
    char *text;

    g_assert_nonnull(map); /* it is sealed */
    text = hemo_slice_dup(hemo_sealed_fd_slice(map));
    close(fd);
    return text;
}

static void
hear(Heard *heard, GDBusMethodInvocation *call, GUnixFDList *fds)
{
    GVariant *values = g_dbus_method_invocation_get_parameters(call);
    int n = fds != NULL ? g_unix_fd_list_get_length(fds) : 0;

    g_assert_cmpint(n, <=, (int)G_N_ELEMENTS(heard->texts));
    heard->values = g_variant_print(values, FALSE);
    for (int i = 0; i < n; i++)
        heard->texts[i] = read_fd(fds, i);
}

static void
heard_clear(Heard *heard)
{
    g_free(heard->values);
    for (gsize i = 0; i < G_N_ELEMENTS(heard->texts); i++)
        g_free(heard->texts[i]);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Heard, heard_clear)

static gboolean
on_assess(HemoAgent1 *agent,
          GDBusMethodInvocation *call,
          GUnixFDList *fds,
          GVariant *mail,
          GVariant *parts,
          GVariant *envelope,
          gpointer data)
{
    Heard *heard = data;

    hear(heard, call, fds);
    if (heard->refuse)
        g_dbus_method_invocation_return_dbus_error(call,
                                                   "org.hemostat.Error.Held",
                                                   "because it is so");
    else
        hemo_agent1_complete_assess(agent,
                                    call,
                                    NULL,
                                    "ask",
                                    "t1",
                                    g_variant_new_parsed("{'title': <'Well?'>}"));
    return TRUE;
}

#define PUT(blob, data) "\"blob\":\"" blob "\",\"data\":\"" data "\",\"last\":true"

static void
test_assess_object(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {0};

    g_signal_connect(native_scene_agent(scene), "handle-assess", G_CALLBACK(on_assess), &heard);
    native_scene_assert_ok(scene, "put", PUT("p", "aGVs"), "{\"size\":3}");
    native_scene_assert_ok(scene,
                           "assess",
                           "\"mail\": {\"text\" : \"h\\u00e9\"} ,\"parts\":[\"p\"]," ENVELOPE,
                           "{\"verdict\":\"ask\",\"ticket\":\"t1\",\"details\":{\"title\":"
                           "\"Well?\"},\"blob\":\"mail:1\"}");
    g_assert_cmpstr(heard.values,
                    ==,
                    "(0, [1], {'account': <'clinic'>, 'from': <'ana@example.org'>, 'to': "
                    "<['bo@example.com']>, 'mode': <'send'>, 'format': <'compose'>})");
    g_assert_cmpstr(heard.texts[0], ==, "{\"text\" : \"h\\u00e9\"}"); /* to the letter */
    g_assert_cmpstr(heard.texts[1], ==, "hel");
    native_scene_assert_ok(scene,
                           "get",
                           "\"blob\":\"mail:1\",\"offset\":19",
                           "{\"data\":\"fQ==\",\"last\":true}");
}

static void
test_assess_blob(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {0};

    g_signal_connect(native_scene_agent(scene), "handle-assess", G_CALLBACK(on_assess), &heard);
    native_scene_assert_ok(scene, "put", PUT("m", "aGVs"), "{\"size\":3}");
    native_scene_assert_ok(scene,
                           "assess",
                           "\"mail\":\"m\"," ENVELOPE,
                           "{\"verdict\":\"ask\",\"ticket\":\"t1\",\"details\":{\"title\":"
                           "\"Well?\"}}");
    g_assert_cmpstr(heard.texts[0], ==, "hel");
    g_assert_null(heard.texts[1]);
}

/* The agent's words go on, and what was made for the call is gone. */
static void
test_assess_held(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {.refuse = TRUE};
    g_autoptr(HemoSecret) answer = NULL;

    g_signal_connect(native_scene_agent(scene), "handle-assess", G_CALLBACK(on_assess), &heard);
    answer = native_scene_call(scene, "assess", "\"mail\":{},\"parts\":[]," ENVELOPE);
    g_assert_true(
        g_str_has_suffix(hemo_secret_text(answer),
                         "\"error\":{\"code\":\"held\",\"words\":\"because it is so\"}}"));
    native_scene_assert_refused(scene, "get", "\"blob\":\"mail:1\",\"offset\":0", "not-found");
}

static void
test_assess_refused(NativeScene *scene, gconstpointer unused)
{
    static const struct {
        const char *members;
        const char *code;
    } rows[] = {
        {"\"mail\":{}", "invalid"},
        {"\"mail\":7," ENVELOPE, "invalid"},
        {"\"mail\":\"missing\"," ENVELOPE, "not-found"},
        {"\"mail\":{},\"parts\":[\"missing\"]," ENVELOPE, "not-found"},
        {"\"mail\":{},\"parts\":\"p\"," ENVELOPE, "invalid"},
        {"\"mail\":{},\"envelope\":{\"to\":\"bo@example.com\"}", "invalid"},
        {"\"mail\":{},\"envelope\":{\"colour\":\"red\"}", "invalid"},
        {"\"mail\":{},\"envelope\":[]", "invalid"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        native_scene_assert_refused(scene, "assess", rows[i].members, rows[i].code);
}

static gboolean
on_answer(HemoAgent1 *agent,
          GDBusMethodInvocation *call,
          const char *ticket,
          const char *choice,
          const char *reason,
          gpointer data)
{
    hear(data, call, NULL);
    hemo_agent1_complete_answer(agent, call, "send", "t2", g_variant_new_parsed("@a{sv} {}"));
    return TRUE;
}

static void
test_answer(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {0};

    g_signal_connect(native_scene_agent(scene), "handle-answer", G_CALLBACK(on_answer), &heard);
    native_scene_assert_ok(scene,
                           "answer",
                           "\"ticket\":\"t1\",\"choice\":\"wait\",\"reason\":\"r\"",
                           "{\"verdict\":\"send\",\"ticket\":\"t2\",\"details\":{}}");
    g_assert_cmpstr(heard.values, ==, "('t1', 'wait', 'r')");
    native_scene_assert_refused(scene, "answer", "\"ticket\":\"t1\"", "invalid");
}

static gboolean
on_protect(HemoAgent1 *agent,
           GDBusMethodInvocation *call,
           GUnixFDList *fds,
           const char *ticket,
           GVariant *mail,
           GVariant *parts,
           gpointer data)
{
    Heard *heard = data;
    g_autoptr(GUnixFDList) made = g_unix_fd_list_new();
    HemoSlice bytes = hemo_slice_text("protected");
    int fd = heard->refuse ? hemo_sealed_fd_create(NULL) : hemo_sealed_fd_new(&bytes, 1, NULL);

    hear(heard, call, fds);
    g_assert_cmpint(g_unix_fd_list_append(made, fd, NULL), ==, 0);
    close(fd);
    hemo_agent1_complete_protect(
        agent,
        call,
        made,
        g_variant_new_parsed(
            "[(@h 0, {'recipients': <['bo@example.com']>, 'blind': <true>})]"));
    return TRUE;
}

static void
test_protect(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {0};

    g_signal_connect(native_scene_agent(scene),
                     "handle-protect",
                     G_CALLBACK(on_protect),
                     &heard);
    native_scene_assert_ok(scene, "put", PUT("m", "aGVs"), "{\"size\":3}");
    native_scene_assert_ok(scene, "put", PUT("p", "bG8="), "{\"size\":2}");
    native_scene_assert_ok(scene,
                           "protect",
                           "\"ticket\":\"t1\",\"mail\":\"m\",\"parts\":[\"p\",\"m\"]",
                           "{\"messages\":[{\"blob\":\"message:1\",\"size\":9,"
                           "\"recipients\":[\"bo@example.com\"],\"blind\":true}]}");
    g_assert_cmpstr(heard.values, ==, "('t1', 0, [1, 2])");
    g_assert_cmpstr(heard.texts[0], ==, "hel");
    g_assert_cmpstr(heard.texts[1], ==, "lo");
    g_assert_cmpstr(heard.texts[2], ==, "hel");
    native_scene_assert_ok(scene,
                           "get",
                           "\"blob\":\"message:1\",\"offset\":7",
                           "{\"data\":\"ZWQ=\",\"last\":true}");
}

static void
test_protect_unsealed(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {.refuse = TRUE};

    g_signal_connect(native_scene_agent(scene),
                     "handle-protect",
                     G_CALLBACK(on_protect),
                     &heard);
    native_scene_assert_ok(scene, "put", PUT("m", "aGVs"), "{\"size\":3}");
    native_scene_assert_refused(scene,
                                "protect",
                                "\"ticket\":\"t1\",\"mail\":\"m\",\"parts\":[]",
                                "invalid");
}

static gboolean
on_sent(HemoAgent1 *agent,
        GDBusMethodInvocation *call,
        const char *ticket,
        GVariant *messages,
        gpointer data)
{
    hear(data, call, NULL);
    hemo_agent1_complete_sent(agent, call);
    return TRUE;
}

static void
test_sent(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {0};

    g_signal_connect(native_scene_agent(scene), "handle-sent", G_CALLBACK(on_sent), &heard);
    native_scene_assert_ok(scene,
                           "sent",
                           "\"ticket\":\"t1\",\"messages\":[[\"<1@x>\",[\"bo@example.com\"]]]",
                           "{}");
    g_assert_cmpstr(heard.values, ==, "('t1', [('<1@x>', ['bo@example.com'])])");
    native_scene_assert_refused(scene, "sent", "\"ticket\":\"t1\",\"messages\":{}", "invalid");
}

static gboolean
on_abandon(HemoAgent1 *agent, GDBusMethodInvocation *call, const char *ticket, gpointer data)
{
    hear(data, call, NULL);
    hemo_agent1_complete_abandon(agent, call);
    return TRUE;
}

static void
test_abandon(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {0};

    g_signal_connect(native_scene_agent(scene),
                     "handle-abandon",
                     G_CALLBACK(on_abandon),
                     &heard);
    native_scene_assert_ok(scene, "abandon", "\"ticket\":\"t1\"", "{}");
    g_assert_cmpstr(heard.values, ==, "('t1',)");
}

static gboolean
on_check(HemoAgent1 *agent,
         GDBusMethodInvocation *call,
         GUnixFDList *fds,
         const char *ticket,
         GVariant *mail,
         gpointer data)
{
    hear(data, call, fds);
    hemo_agent1_complete_check(agent, call, NULL, FALSE, "another text");
    return TRUE;
}

static void
test_check(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {0};

    g_signal_connect(native_scene_agent(scene), "handle-check", G_CALLBACK(on_check), &heard);
    native_scene_assert_ok(scene, "put", PUT("s", "aGVs"), "{\"size\":3}");
    native_scene_assert_ok(scene,
                           "check",
                           "\"ticket\":\"t1\",\"blob\":\"s\"",
                           "{\"same\":false,\"words\":\"another text\"}");
    g_assert_cmpstr(heard.texts[0], ==, "hel");
}

static gboolean
on_watch(HemoAgent1 *agent,
         GDBusMethodInvocation *call,
         const char *account,
         const char *const *addresses,
         gpointer data)
{
    hear(data, call, NULL);
    hemo_agent1_complete_watch(agent, call);
    return TRUE;
}

static void
test_watch(NativeScene *scene, gconstpointer unused)
{
    g_auto(Heard) heard = {0};

    g_signal_connect(native_scene_agent(scene), "handle-watch", G_CALLBACK(on_watch), &heard);
    native_scene_assert_ok(scene,
                           "watch",
                           "\"account\":\"clinic\",\"addresses\":[\"bo@example.com\"]",
                           "{}");
    g_assert_cmpstr(heard.values, ==, "('clinic', ['bo@example.com'])");
}

#define TEST(name, function)                                                                   \
    g_test_add("/native-mail/" name,                                                           \
               NativeScene,                                                                    \
               NULL,                                                                           \
               native_scene_set_up,                                                            \
               function,                                                                       \
               native_scene_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("assess-object", test_assess_object);
    TEST("assess-blob", test_assess_blob);
    TEST("assess-held", test_assess_held);
    TEST("assess-refused", test_assess_refused);
    TEST("answer", test_answer);
    TEST("protect", test_protect);
    TEST("protect-unsealed", test_protect_unsealed);
    TEST("sent", test_sent);
    TEST("abandon", test_abandon);
    TEST("check", test_check);
    TEST("watch", test_watch);
    return g_test_run();
}
