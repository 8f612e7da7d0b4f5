/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-request.h.
 */
#include "hemo-native-request.h"

#include "hemo-bus.h"
#include "hemo-json-text.h"
#include "hemo-names.h"
#include "hemo-native-shorten.h"
#include "hemo-native-value.h"

#include <glib/gi18n-lib.h>

#define MAX_ID (G_GUINT64_CONSTANT(1) << 53) /* whole numbers of JavaScript */

HemoNativeRequest *
hemo_native_request_new(HemoNativeRelay *native, HemoSecret *frame)
{
    HemoSlice object = hemo_slice_strip(hemo_secret_slice(frame));
    HemoNativeRequest *request;
    guint64 id = 0;

    if (!hemo_native_json_check(object) ||
        !hemo_native_json_number(hemo_native_json_member(object, "id"), MAX_ID, &id))
        return NULL;
    request = g_new0(HemoNativeRequest, 1);
    request->native = native;
    request->frame = hemo_secret_ref(frame);
    request->object = object;
    request->id = id;
    return request;
}

void
hemo_native_request_free(HemoNativeRequest *request)
{
    if (request == NULL)
        return;
    hemo_secret_unref(request->frame);
    g_free(request->made);
    g_free(request);
}

HemoSlice
hemo_native_request_member(const HemoNativeRequest *request, const char *name)
{
    return hemo_native_json_member(request->object, name);
}

static void
set_invalid(GError **error)
{
    hemo_error_set(error,
                   HEMO_ERROR_INVALID,
                   _("the mail program sent something that Hemostat does not know"));
}

HemoSecret *
hemo_native_request_text(const HemoNativeRequest *request, const char *name, GError **error)
{
    HemoSecret *text = hemo_native_json_text(hemo_native_request_member(request, name));

    if (text == NULL)
        set_invalid(error);
    return text;
}

GVariant *
hemo_native_request_value(const HemoNativeRequest *request,
                          const char *name,
                          const char *type,
                          GError **error)
{
    GVariant *value = hemo_native_value_read(hemo_native_request_member(request, name), type);

    if (value == NULL)
        set_invalid(error);
    return value;
}

/* FALSE if it is too big for a frame. */
static gboolean
send(const HemoNativeRequest *request, const char *what, HemoSlice json)
{
    g_autoptr(HemoBuffer) text = hemo_buffer_new();
    g_autofree char *head =
        g_strdup_printf("{\"id\":%" G_GUINT64_FORMAT ",\"%s\":", request->id, what);

    hemo_buffer_append_text(text, head);
    hemo_buffer_append(text, json);
    hemo_buffer_append_byte(text, '}');
    return hemo_native_frame_send(request->native->frames, hemo_buffer_slice(text));
}

static gboolean
send_values(const HemoNativeRequest *request, const char *what, GVariant *values)
{
    GString *text = g_string_sized_new(1024);
    gboolean sent;

    hemo_json_text_append(text, values);
    sent = send(request, what, hemo_slice(text->str, text->len));
    hemo_erase(text->str, text->len);
    g_string_free(text, TRUE);
    return sent;
}

static void
refuse_as_too_big(HemoNativeRequest *request)
{
    GError *error = NULL;

    hemo_error_set(&error,
                   HEMO_ERROR_TOO_BIG,
                   _("Hemostat's answer is too long for the mail program: send the mail to "
                     "fewer people at a time"));
    hemo_native_request_refuse(request, error);
}

void
hemo_native_request_answer(HemoNativeRequest *request, GVariant *values)
{
    g_autoptr(GVariant) owned = g_variant_take_ref(
        values != NULL ? values : g_variant_new_array(G_VARIANT_TYPE("{sv}"), NULL, 0));
    g_autoptr(GVariant) shorter = NULL;

    if (!send_values(request, "ok", owned)) {
        shorter = g_variant_ref_sink(hemo_native_shorten(owned));
        if (!send_values(request, "ok", shorter)) {
            refuse_as_too_big(request);
            return;
        }
    }
    hemo_native_request_free(request);
}

void
hemo_native_request_answer_json(HemoNativeRequest *request, HemoSlice json)
{
    if (send(request, "ok", json))
        hemo_native_request_free(request);
    else
        refuse_as_too_big(request);
}

void
hemo_native_request_refuse(HemoNativeRequest *request, GError *error)
{
    g_autoptr(GError) owned = error;
    g_autoptr(GVariant) sent = NULL;
    GVariantBuilder values;

    if (request->made != NULL)
        hemo_native_blobs_drop(request->native->blobs, request->made);
    hemo_bus_convert_error(&owned);
    g_variant_builder_init(&values, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&values,
                          "{sv}",
                          "code",
                          g_variant_new_string(hemo_names_find(hemo_error_names, owned->code)));
    g_variant_builder_add(&values, "{sv}", "words", g_variant_new_string(owned->message));
    sent = g_variant_ref_sink(g_variant_builder_end(&values));
    send_values(request, "error", sent);
    hemo_native_request_free(request);
}
