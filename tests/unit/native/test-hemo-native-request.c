/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-native-request.h"

#include "hemo-error.h"

#include <glib-unix.h>
#include <string.h>
#include <unistd.h>

static void
on_take(HemoSecret *text, gpointer data)
{
    g_assert_not_reached();
}

static void
on_end(HemoNativeFrameEnd end, gpointer data)
{
    g_assert_not_reached();
}

typedef struct {
    HemoNativeRelay relay;
    int in[2];
    int out[2];
} Place;

static void
set_up(Place *place, gconstpointer unused)
{
    const HemoNativeFrameHooks hooks = {on_take, on_end, place};

    g_assert_true(g_unix_open_pipe(place->in, FD_CLOEXEC, NULL));
    g_assert_true(g_unix_open_pipe(place->out, FD_CLOEXEC, NULL));
    place->relay.frames = hemo_native_frame_new(place->in[0], place->out[1], &hooks);
    place->relay.blobs = hemo_native_blobs_new();
}

static void
tear_down(Place *place, gconstpointer unused)
{
    hemo_native_frame_free(place->relay.frames);
    hemo_native_blobs_free(place->relay.blobs);
    for (guint i = 0; i < 2; i++) {
        close(place->in[i]);
        close(place->out[i]);
    }
}

static HemoNativeRequest *
make(Place *place, const char *json)
{
    g_autoptr(HemoSecret) frame = hemo_secret_new_copy(hemo_slice_text(json));

    return hemo_native_request_new(&place->relay, frame);
}

/* The next frame that went out, if it is short. */
static char *
hear(Place *place)
{
    char room[60000] = "";
    guint32 size = 0;

    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_assert_cmpint(read(place->out[0], &size, 4), ==, 4);
    g_assert_cmpuint(size, <, sizeof room);
    g_assert_cmpint(read(place->out[0], room, size), ==, size);
    return g_strndup(room, size);
}

static void
assert_heard(Place *place, const char *wanted)
{
    g_autofree char *heard = hear(place);

    g_assert_cmpstr(heard, ==, wanted);
}

static void
test_new(Place *place, gconstpointer unused)
{
    static const struct {
        const char *json;
        gboolean good;
    } rows[] = {
        {"{\"id\":1}", TRUE},
        {" {\"call\":\"x\", \"id\" : 0}\n", TRUE},
        {"{\"id\":9007199254740992}", TRUE},
        {"{\"id\":9007199254740993}", FALSE},
        {"{\"id\":-1}", FALSE},
        {"{\"id\":\"1\"}", FALSE},
        {"{\"call\":\"x\"}", FALSE},
        {"{\"id\":1", FALSE},
        {"[1]", FALSE},
        {"1", FALSE},
        {"", FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoNativeRequest) request = make(place, rows[i].json);

        g_assert_cmpint(request != NULL, ==, rows[i].good);
    }
}

static void
test_members(Place *place, gconstpointer unused)
{
    g_autoptr(HemoNativeRequest) request =
        make(place, "{\"id\":1,\"blob\":\"b\\u00e9\",\"n\":[\"x\"]}");
    g_autoptr(HemoSecret) text = hemo_native_request_text(request, "blob", NULL);
    g_autoptr(GVariant) list =
        g_variant_ref_sink(hemo_native_request_value(request, "n", "as", NULL));
    g_autoptr(GError) error = NULL;

    g_assert_cmpstr(hemo_secret_text(text), ==, "b\xc3\xa9");
    g_assert_cmpuint(g_variant_n_children(list), ==, 1);
    g_assert_null(hemo_native_request_text(request, "n", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(hemo_native_request_value(request, "missing", "as", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

static void
test_answers(Place *place, gconstpointer unused)
{
    hemo_native_request_answer(make(place, "{\"id\":1}"), NULL);
    assert_heard(place, "{\"id\":1,\"ok\":{}}");
    hemo_native_request_answer(
        make(place, "{\"id\":9007199254740992}"),
        g_variant_new_parsed("{'a': <'x \"'>, 'b': <[{'c': <@as []>}]>}"));
    assert_heard(place,
                 "{\"id\":9007199254740992,\"ok\":{\"a\":\"x \\\"\",\"b\":[{\"c\":[]}]}}");
    hemo_native_request_answer_json(make(place, "{\"id\":2}"), hemo_slice_text("[1]"));
    assert_heard(place, "{\"id\":2,\"ok\":[1]}");
}

static void
test_errors(Place *place, gconstpointer unused)
{
    static const struct {
        HemoError code;
        const char *name;
    } rows[] = {
        {HEMO_ERROR_HELD, "held"},
        {HEMO_ERROR_CHANGED, "changed"},
        {HEMO_ERROR_TIMED_OUT, "timed-out"},
        {HEMO_ERROR_TOO_BIG, "too-big"},
        {HEMO_ERROR_NOT_FOUND, "not-found"},
        {HEMO_ERROR_FAILED, "failed"},
        {HEMO_ERROR_UNSUPPORTED, "unsupported"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *wanted =
            g_strdup_printf("{\"id\":3,\"error\":{\"code\":\"%s\",\"words\":\"why\"}}",
                            rows[i].name);
        GError *error = NULL;

        hemo_error_set(&error, rows[i].code, "why");
        hemo_native_request_refuse(make(place, "{\"id\":3}"), error);
        assert_heard(place, wanted);
    }
}

/* A person can do nothing with a library's words. */
static void
test_foreign_error(Place *place, gconstpointer unused)
{
    g_autofree char *heard = NULL;

    hemo_native_request_refuse(
        make(place, "{\"id\":3}"),
        g_error_new_literal(G_IO_ERROR, G_IO_ERROR_CLOSED, "The connection is closed"));
    heard = hear(place);
    g_assert_nonnull(strstr(heard, "\"code\":\"unreachable\""));
    g_assert_nonnull(strstr(heard, "agent does not answer"));
    g_assert_null(strstr(heard, "The connection is closed"));
}

static void
test_refused_drops(Place *place, gconstpointer unused)
{
    HemoNativeRequest *request = make(place, "{\"id\":1}");
    gsize size = 0;
    GError *error = NULL;

    g_assert_true(hemo_native_blobs_write(place->relay.blobs,
                                          "made",
                                          hemo_slice_text("x"),
                                          TRUE,
                                          &size,
                                          NULL));
    request->made = g_strdup("made");
    hemo_error_set(&error, HEMO_ERROR_HELD, "why");
    hemo_native_request_refuse(request, error);
    g_assert_cmpint(hemo_native_blobs_find(place->relay.blobs, "made", NULL), ==, -1);
}

/* @n texts of @size under @name. */
static GVariant *
make_long(const char *name, gsize n, gsize size)
{
    g_autofree char *text = g_strnfill(size, 'x');
    GVariantBuilder list;

    g_variant_builder_init(&list, G_VARIANT_TYPE_STRING_ARRAY);
    for (gsize i = 0; i < n; i++)
        g_variant_builder_add(&list, "s", text);
    return g_variant_new_parsed("{%s: <%@as>}", name, g_variant_builder_end(&list));
}

static void
test_too_long(Place *place, gconstpointer unused)
{
    g_autofree char *shorter = NULL;
    g_autofree char *refused = NULL;

    hemo_native_request_answer(make(place, "{\"id\":1}"), make_long("reasons", 200, 10000));
    shorter = hear(place);
    g_assert_true(g_str_has_prefix(shorter, "{\"id\":1,\"ok\":{\"reasons\":[\"xxx"));
    g_assert_cmpuint(strlen(shorter), <, 21000);
    hemo_native_request_answer(make(place, "{\"id\":2}"), make_long("recipients", 200, 10000));
    refused = hear(place);
    g_assert_true(
        g_str_has_prefix(refused, "{\"id\":2,\"error\":{\"code\":\"too-big\",\"words\":"));
}

#define TEST(name, function)                                                                   \
    g_test_add("/native-request/" name, Place, NULL, set_up, function, tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    TEST("new", test_new);
    TEST("members", test_members);
    TEST("answers", test_answers);
    TEST("errors", test_errors);
    TEST("foreign-error", test_foreign_error);
    TEST("refused-drops", test_refused_drops);
    TEST("too-long", test_too_long);
    return g_test_run();
}
