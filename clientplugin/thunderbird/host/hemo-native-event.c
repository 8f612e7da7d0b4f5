/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-native-event.h.
 */
#include "hemo-native-event.h"

#include "hemo-json-text.h"

typedef void (*Send)(HemoNativeFrame *frames, HemoSlice json);

static void
begin(GVariantBuilder *values, const char *event)
{
    g_variant_builder_init(values, G_VARIANT_TYPE_VARDICT);
    g_variant_builder_add(values, "{sv}", "event", g_variant_new_string(event));
}

static void
add_text(GVariantBuilder *values, const char *name, const char *text)
{
    g_variant_builder_add(values, "{sv}", name, g_variant_new_string(text));
}

/* One too big for a frame, which only an agent gone mad would cause, is left out. */
static void
queue(HemoNativeFrame *frames, HemoSlice json)
{
    hemo_native_frame_send(frames, json);
}

static void
end(HemoNativeFrame *frames, GVariantBuilder *values, Send send)
{
    g_autoptr(GVariant) event = g_variant_ref_sink(g_variant_builder_end(values));
    GString *text = g_string_sized_new(512);

    hemo_json_text_append(text, event);
    send(frames, hemo_slice(text->str, text->len));
    hemo_erase(text->str, text->len);
    g_string_free(text, TRUE);
}

void
hemo_native_event_fault(HemoNativeFrame *frames, const char *words)
{
    GVariantBuilder values;

    begin(&values, "fault");
    add_text(&values, "words", words);
    end(frames, &values, hemo_native_frame_finish);
}

void
hemo_native_event_link(HemoNativeFrame *frames, gboolean up, const char *words)
{
    GVariantBuilder values;

    begin(&values, "link");
    g_variant_builder_add(&values, "{sv}", "up", g_variant_new_boolean(up));
    add_text(&values, "words", words);
    end(frames, &values, queue);
}

void
hemo_native_event_locked(HemoNativeFrame *frames)
{
    GVariantBuilder values;

    begin(&values, "locked");
    end(frames, &values, queue);
}

void
hemo_native_event_state(HemoNativeFrame *frames,
                        const char *address,
                        const char *state,
                        const char *words)
{
    GVariantBuilder values;

    begin(&values, "state");
    add_text(&values, "address", address);
    add_text(&values, "state", state);
    add_text(&values, "words", words);
    end(frames, &values, queue);
}
