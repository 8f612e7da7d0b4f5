/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-hello.h.
 */
#include "hemo-native-hello.h"

#include "hemo-bus.h"

#include <glib/gi18n-lib.h>

#define CLIENT "thunderbird"

static void
answer(HemoNativeRequest *request, const char *agent, const char *words)
{
    GVariantBuilder values;

    g_variant_builder_init(&values, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(&values,
                          "{sv}",
                          "version",
                          g_variant_new_uint32(HEMO_NATIVE_VERSION));
    g_variant_builder_add(&values, "{sv}", "host", g_variant_new_string(PACKAGE_VERSION));
    g_variant_builder_add(&values, "{sv}", "agent", g_variant_new_string(agent));
    g_variant_builder_add(&values, "{sv}", "words", g_variant_new_string(words));
    hemo_native_request_answer(request, g_variant_builder_end(&values));
}

/* Takes @error. */
static void
answer_without_agent(HemoNativeRequest *request, GError *error)
{
    g_autoptr(GError) owned = error;

    hemo_bus_convert_error(&owned);
    answer(request, "", owned->message);
}

static void
on_hello(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoNativeRequest *request = data;
    g_autofree char *version = NULL;
    GError *error = NULL;

    if (hemo_agent1_call_hello_finish(HEMO_AGENT1(source), &version, result, &error))
        answer(request, version, "");
    else
        answer_without_agent(request, error);
}

static void
on_agent(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoNativeRequest *request = data;
    GError *error = NULL;
    g_autoptr(HemoAgent1) agent = hemo_agent_link_get_finish(result, &error);

    if (agent == NULL) {
        answer_without_agent(request, error);
        return;
    }
    hemo_agent1_call_hello(agent,
                           HEMO_BUS_VERSION,
                           CLIENT,
                           G_DBUS_CALL_FLAGS_NONE,
                           -1,
                           request->native->cancellable,
                           on_hello,
                           request);
}

static void
refuse_version(HemoNativeRequest *request)
{
    GError *error = NULL;

    hemo_error_set(
        &error,
        HEMO_ERROR_VERSION,
        _("Hemostat's add-on in Thunderbird and Hemostat on this computer are of "
          "different versions: close Thunderbird and open it again; if that does not "
          "help, install both anew"));
    hemo_native_request_refuse(request, error);
}

void
hemo_native_hello(HemoNativeRequest *request)
{
    HemoNativeRelay *native = request->native;
    guint64 version = 0;

    native->greeted = hemo_native_json_number(hemo_native_request_member(request, "version"),
                                              G_MAXUINT32,
                                              &version) &&
                      version == HEMO_NATIVE_VERSION;
    if (native->greeted)
        hemo_agent_link_get_async(native->link, native->cancellable, on_agent, request);
    else
        refuse_version(request);
}
