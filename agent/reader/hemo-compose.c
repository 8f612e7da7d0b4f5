/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-compose.h.
 */
#include "hemo-compose.h"

#include <gmime/gmime.h>

#include "hemo-compose-body.h"
#include "hemo-compose-header.h"
#include "hemo-compose-sink.h"
#include "hemo-reader-wire.h"

/* What is wrong, or NULL. */
static const char *
write_message(GMimeMessage *message, int output, guint64 *ret_size)
{
    GMimeFormatOptions *options = g_mime_format_options_new();
    g_autoptr(HemoComposeSink) sink = hemo_compose_sink_new(output);

    g_mime_format_options_set_newline_format(options, GMIME_NEWLINE_FORMAT_DOS);
    g_mime_object_write_to_stream(GMIME_OBJECT(message), options, GMIME_STREAM(sink));
    g_mime_format_options_free(options);
    return hemo_compose_sink_finish(sink, ret_size);
}

static const char *
compose(const HemoComposeInput *input, const HemoComposeCopy *copy, guint64 *ret_size)
{
    g_autoptr(HemoComposeJson) mail = hemo_compose_json_read(input->json);
    g_autoptr(HemoComposeBody) body = NULL;
    g_autoptr(GMimeMessage) message = NULL;
    const char *failure;

    if (mail == NULL)
        return HEMO_READER_WIRE_NO_OBJECT;
    message = g_mime_message_new(FALSE);
    failure = hemo_compose_header_add(message, mail, copy);
    if (failure != NULL)
        return failure;
    body = hemo_compose_body_new(mail, copy->note, input->parts, input->n_parts, input->json);
    if (body == NULL)
        return HEMO_READER_WIRE_PARTS;
    g_mime_message_set_mime_part(message, hemo_compose_body_entity(body));
    return write_message(message, input->output, ret_size);
}

GVariant *
hemo_compose_answer(const HemoComposeInput *input, GVariant *copy)
{
    g_auto(HemoComposeCopy) wanted = {0};
    g_auto(GVariantDict) values = {0};
    guint64 size = 0;
    const char *failure;

    hemo_compose_copy_read(&wanted, copy);
    failure = compose(input, &wanted, &size);
    g_variant_dict_init(&values, NULL);
    g_variant_dict_insert(&values,
                          "result",
                          "s",
                          failure != NULL ? failure : HEMO_READER_WIRE_BUILT);
    if (failure == NULL)
        g_variant_dict_insert(&values, "size", "t", size);
    return g_variant_dict_end(&values);
}
