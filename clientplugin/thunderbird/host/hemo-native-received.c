/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-received.h.
 */
#include "hemo-native-received.h"

#include "hemo-native-agent.h"
#include "hemo-native-value.h"
#include "hemo-sealed-fd.h"

#include <unistd.h>

static const HemoNativeValue note_values[] = {
    {"message_id", "s"},
    {"badge", "s"},
    {"account", "s"},
    {NULL, NULL},
};

/* The bytes of a header as they came, out of a string of JavaScript. */
static HemoSecret *
make_bytes(const HemoSecret *text)
{
    const char *at = hemo_secret_text(text);
    HemoBuffer *bytes = hemo_buffer_new();

    while (*at != '\0') {
        gunichar letter = g_utf8_get_char(at);
        const char *next = g_utf8_next_char(at);

        if (letter <= 0xff)
            hemo_buffer_append_byte(bytes, (guint8)letter);
        else
            hemo_buffer_append(bytes, hemo_slice(at, (gsize)(next - at)));
        at = next;
    }
    return hemo_buffer_finish(bytes);
}

static int
append_headers(GUnixFDList *fds, const HemoSecret *text, GError **error)
{
    g_autoptr(HemoSecret) bytes = make_bytes(text);
    HemoSlice chunk = hemo_secret_slice(bytes);
    int fd = hemo_sealed_fd_new(&chunk, 1, error);
    int index;

    if (fd < 0)
        return -1;
    index = g_unix_fd_list_append(fds, fd, error);
    close(fd);
    return index;
}

static int
append_mail(const HemoNativeRequest *request, GUnixFDList *fds, GError **error)
{
    g_autoptr(HemoSecret) headers =
        hemo_native_json_text(hemo_native_request_member(request, "headers"));
    g_autoptr(HemoSecret) name = NULL;
    int fd = -1;

    if (headers != NULL)
        return append_headers(fds, headers, error);
    name = hemo_native_request_text(request, "blob", error);
    if (name != NULL)
        fd = hemo_native_blobs_find(request->native->blobs, hemo_secret_text(name), error);
    return fd >= 0 ? g_unix_fd_list_append(fds, fd, error) : -1;
}

/* The agent's one value is the answer. */
static GVariant *
make_answer(HemoNativeRequest *request, GVariant *values, GUnixFDList *fds, GError **error)
{
    return g_variant_get_child_value(values, 0);
}

static void
ask(HemoNativeRequest *request, const char *method)
{
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();
    GError *error = NULL;
    g_autoptr(HemoSecret) account = hemo_native_request_text(request, "account", &error);
    int mail = account != NULL ? append_mail(request, fds, &error) : -1;

    if (mail < 0)
        hemo_native_request_refuse(request, error);
    else
        hemo_native_agent_call(request,
                               method,
                               g_variant_new("(hs)", mail, hemo_secret_text(account)),
                               g_steal_pointer(&fds),
                               make_answer);
}

void
hemo_native_received_badge(HemoNativeRequest *request)
{
    ask(request, "Badge");
}

void
hemo_native_received_incoming(HemoNativeRequest *request)
{
    ask(request, "Incoming");
}

void
hemo_native_received_note(HemoNativeRequest *request)
{
    GError *error = NULL;
    g_autoptr(HemoSecret) kind = hemo_native_request_text(request, "kind", &error);
    GVariant *context = NULL;

    if (kind != NULL)
        context = hemo_native_value_dict(hemo_native_request_member(request, "context"),
                                         note_values,
                                         &error);
    if (context == NULL) {
        hemo_native_request_refuse(request, error);
        return;
    }
    hemo_native_agent_call(request,
                           "Note",
                           g_variant_new("(s@a{sv})", hemo_secret_text(kind), context),
                           NULL,
                           NULL);
}
