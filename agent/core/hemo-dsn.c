/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-dsn.h.  A ladder, the surest rung first: the fields of a
 * delivery-status part; the same fields in a text; X-Failed-Recipients; the
 * words of the report; a report within a report; whom the returned mail was to.  What is no
 * report (an answer by a program, a complaint, a receipt, ordinary mail) says so.
 */
#include "hemo-dsn.h"

#include <string.h>

#include "hemo-bounce-address.h"
#include "hemo-bounce-signs.h"
#include "hemo-bounce-text.h"
#include "hemo-dsn-fields.h"
#include "hemo-field-scan.h"
#include "hemo-html.h"
#include "hemo-limits.h"
#include "hemo-secret.h"

#define MAX_TEXT (1024 * 1024) /* of one text part; a report's own words stand first */

struct _HemoDsn {
    gboolean report;
    HemoSecret *envid;               /* or NULL */
    HemoSecret *original_message_id; /* or NULL */
    GPtrArray *recipients;           /* of HemoDsnRecipient */
};

/* What one reading has at hand; views of the caller's bytes, and of @text. */
typedef struct {
    HemoDsn *dsn;
    HemoSlice headers;
    const HemoDsnPart *parts;
    gsize n_parts;
    HemoSecret *text; /* the report's own words, or NULL */
    GArray *own;      /* of HemoSlice */
} Reading;

static gboolean
is_type(const HemoDsnPart *part, const char *type)
{
    return g_strcmp0(part->media_type, type) == 0;
}

static gboolean
has_part(const Reading *reading, const char *type)
{
    for (gsize i = 0; i < reading->n_parts; i++) {
        if (is_type(&reading->parts[i], type))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_status_part(const HemoDsnPart *part)
{
    return is_type(part, "message/delivery-status") ||
           is_type(part, "message/global-delivery-status");
}

static gboolean
is_returned_part(const HemoDsnPart *part)
{
    return is_type(part, "message/rfc822") || is_type(part, "text/rfc822-headers") ||
           is_type(part, "message/global") || is_type(part, "message/global-headers");
}

/* ---- the report's own words ---- */

/* Joins the texts before the returned mail; HTML only if there is no plain text. */
static HemoSecret *
join_texts(const Reading *reading)
{
    g_autoptr(HemoBuffer) buffer = hemo_buffer_new();
    gboolean plain = has_part(reading, "text/plain");

    for (gsize i = 0; i < reading->n_parts && !is_returned_part(&reading->parts[i]); i++) {
        const HemoDsnPart *part = &reading->parts[i];
        HemoSlice body = hemo_slice_sub(part->body, 0, MAX_TEXT);

        if (is_type(part, "text/html") && !plain) {
            g_autoptr(HemoSecret) text = hemo_html_to_text(body);

            hemo_buffer_append(buffer, hemo_secret_slice(text));
        } else if (g_str_has_prefix(part->media_type, "text/") && !is_type(part, "text/html")) {
            hemo_buffer_append(buffer, body);
        }
        hemo_buffer_append_byte(buffer, '\n');
    }
    return hemo_buffer_finish(g_steal_pointer(&buffer));
}

/* ---- the rungs ---- */

static void
read_status_parts(Reading *reading, HemoSlice *envid)
{
    for (gsize i = 0; i < reading->n_parts; i++) {
        if (is_status_part(&reading->parts[i]))
            hemo_dsn_fields_read(reading->parts[i].body, reading->dsn->recipients, envid);
    }
}

static void
read_text_fields(Reading *reading, HemoSlice *envid)
{
    HemoSlice text = hemo_secret_slice(reading->text);

    if (hemo_slice_find_text(text, "inal-Recipient:") < text.size ||
        hemo_slice_find_text(text, "inal-recipient:") < text.size)
        hemo_dsn_fields_read(text, reading->dsn->recipients, envid);
}

static const HemoDsnRecipient *
find_recipient(GPtrArray *recipients, HemoSlice address)
{
    for (guint i = 0; i < recipients->len; i++) {
        const HemoDsnRecipient *recipient = g_ptr_array_index(recipients, i);

        if (hemo_slice_equal(address, hemo_secret_slice(recipient->address)))
            return recipient;
    }
    return NULL;
}

/* @said: what the text says of each, where it does; else @model. */
static void
add_addresses(Reading *reading, HemoSlice text, GPtrArray *said, const HemoDsnRecipient *model)
{
    HemoSlice address;

    for (gsize at = 0; (at = hemo_bounce_address_find(text, at, &address)) < text.size;
         at += address.size) {
        const HemoDsnRecipient *known = find_recipient(said, address);
        HemoDsnRecipient *recipient = hemo_dsn_recipient_new(address, model->action);

        if (known == NULL)
            known = model;
        memcpy(recipient->status, known->status, sizeof recipient->status);
        recipient->group = known->group;
        hemo_dsn_recipient_add(reading->dsn->recipients, recipient);
    }
}

/* Exim and Gmail: whom in a field of the header, why in the text. */
static void
read_failed_header(Reading *reading)
{
    HemoSlice headers = reading->headers, name, body;
    HemoSlice text = hemo_secret_slice(reading->text);
    HemoDsnRecipient model = {.action = HEMO_DSN_ACTION_FAILED};
    g_autoptr(GPtrArray) said =
        g_ptr_array_new_with_free_func((GDestroyNotify)hemo_dsn_recipient_free);

    if (!hemo_field_scan_find(headers, "X-Failed-Recipients", &body))
        return;
    hemo_bounce_text_read(text, reading->own, said);
    text = hemo_slice_sub(text, 0, hemo_bounce_text_find_returned(text));
    if (hemo_bounce_signs_of_delay(text))
        model.action = HEMO_DSN_ACTION_DELAYED;
    hemo_dsn_recipient_find_status(text, "45", model.status);
    model.group = hemo_bounce_group_find(hemo_slice_text(model.status), text);
    while (hemo_field_scan_next(&headers, &name, &body)) {
        if (hemo_slice_equal_nocase(name, "X-Failed-Recipients"))
            add_addresses(reading, body, said, &model);
    }
}

/* A report within a report, as filters make them. */
static void
read_inner_fields(Reading *reading, HemoSlice *envid)
{
    for (gsize i = 0; i < reading->n_parts; i++) {
        if (is_type(&reading->parts[i], "message/rfc822"))
            hemo_dsn_fields_read(reading->parts[i].body, reading->dsn->recipients, envid);
    }
}

static void
read_words(Reading *reading)
{
    hemo_bounce_text_read(hemo_secret_slice(reading->text),
                          reading->own,
                          reading->dsn->recipients);
}

/* A report that names nobody: the one whom the returned mail was sent to. */
static void
read_returned_to(Reading *reading)
{
    for (gsize i = 0; i < reading->n_parts; i++) {
        HemoSlice to, address, other;
        gsize at;

        if (!is_returned_part(&reading->parts[i]) ||
            !hemo_field_scan_find(reading->parts[i].body, "To", &to))
            continue;
        at = hemo_bounce_address_find(to, 0, &address);
        if (at < to.size && hemo_bounce_address_find(to, at + address.size, &other) == to.size)
            hemo_dsn_recipient_add(reading->dsn->recipients,
                                   hemo_dsn_recipient_new(address, HEMO_DSN_ACTION_FAILED));
    }
}

/* ---- what it is ---- */

static gboolean
is_other_report(const Reading *reading)
{
    return has_part(reading, "message/feedback-report") ||
           has_part(reading, "message/disposition-notification");
}

/* A report that is forwarded, or that a challenge is dressed up as, is none. */
static gboolean
has_status_part(const Reading *reading)
{
    if (hemo_bounce_signs_of_reply(reading->headers) &&
        !hemo_bounce_signs_in_sender(reading->headers))
        return FALSE;
    return has_part(reading, "message/delivery-status") ||
           has_part(reading, "message/global-delivery-status");
}

static gboolean
looks_like_report(const Reading *reading)
{
    HemoSlice text = hemo_secret_slice(reading->text), value;
    gboolean sender = hemo_bounce_signs_in_sender(reading->headers);
    gboolean subject = hemo_bounce_signs_in_subject(reading->headers);

    if (hemo_bounce_signs_of_answer(reading->headers))
        return FALSE;
    if (hemo_field_scan_find(reading->headers, "X-Failed-Recipients", &value))
        return TRUE;
    return (sender && subject) || ((sender || subject) && (hemo_bounce_signs_in_text(text) ||
                                                           hemo_bounce_signs_of_delay(text)));
}

/* ---- the mail that it is about ---- */

static void
add_own(Reading *reading, HemoSlice headers, const char *field)
{
    HemoSlice body, address;

    if (!hemo_field_scan_find(headers, field, &body) ||
        hemo_bounce_address_find(body, 0, &address) == body.size)
        return;
    g_array_append_val(reading->own, address);
}

static void
collect_own(Reading *reading)
{
    add_own(reading, reading->headers, "To");
    for (gsize i = 0; i < reading->n_parts; i++) {
        if (is_returned_part(&reading->parts[i]))
            add_own(reading, reading->parts[i].body, "From");
    }
}

static gboolean
find_message_id(HemoSlice block, HemoSlice *ret_id)
{
    return hemo_field_scan_find(block, "Message-ID", ret_id) && ret_id->size > 0;
}

/* In a text the returned mail begins somewhere behind the mark. */
static gboolean
find_message_id_in_text(HemoSlice text, HemoSlice *ret_id)
{
    gsize returned = hemo_bounce_text_find_returned(text);
    HemoSlice rest = hemo_slice_from(text, returned < text.size ? returned : 0), line;

    while (hemo_slice_next_line(&rest, &line)) {
        if (!hemo_slice_has_prefix_nocase(hemo_slice_strip(line), "Message-ID:"))
            continue;
        *ret_id = hemo_slice_strip(hemo_slice_from(line, hemo_slice_find(line, ':') + 1));
        return ret_id->size > 0;
    }
    return FALSE;
}

static HemoSecret *
find_original(const Reading *reading)
{
    HemoSlice id;

    for (gsize i = 0; i < reading->n_parts; i++) {
        if (is_returned_part(&reading->parts[i]) &&
            find_message_id(reading->parts[i].body, &id))
            return hemo_secret_new_copy(id);
    }
    if (find_message_id_in_text(hemo_secret_slice(reading->text), &id))
        return hemo_secret_new_copy(id);
    return NULL;
}

/* @sure: it is a report even if it names nobody. */
static void
read_report(Reading *reading, gboolean sure)
{
    HemoDsn *dsn = reading->dsn;
    HemoSlice envid = HEMO_SLICE_EMPTY;

    read_status_parts(reading, &envid);
    if (dsn->recipients->len == 0)
        read_text_fields(reading, &envid);
    if (dsn->recipients->len == 0)
        read_failed_header(reading);
    if (dsn->recipients->len == 0)
        read_words(reading);
    if (dsn->recipients->len == 0)
        read_inner_fields(reading, &envid);
    if (dsn->recipients->len == 0 && sure)
        read_returned_to(reading);
    if (envid.size > 0)
        dsn->envid = hemo_secret_new_copy(envid);
    dsn->original_message_id = find_original(reading);
    dsn->report = sure || dsn->recipients->len > 0;
}

HemoDsn *
hemo_dsn_read(HemoSlice headers, const HemoDsnPart *parts, gsize n_parts)
{
    HemoDsn *dsn = g_new0(HemoDsn, 1);
    Reading reading = {.dsn = dsn, .parts = parts, .n_parts = n_parts};
    g_autoptr(HemoSecret) text = NULL;
    g_autoptr(GArray) own = g_array_new(FALSE, FALSE, sizeof(HemoSlice));
    gboolean status;

    dsn->recipients = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_dsn_recipient_free);
    reading.headers = hemo_slice_sub(headers, 0, HEMO_LIMIT_HEADER_BLOCK);
    reading.text = text = join_texts(&reading);
    reading.own = own;
    status = has_status_part(&reading);
    if (is_other_report(&reading) || (!status && !looks_like_report(&reading)))
        return dsn;
    collect_own(&reading);
    read_report(&reading, status || hemo_bounce_signs_in_sender(reading.headers));
    return dsn;
}

void
hemo_dsn_free(HemoDsn *dsn)
{
    if (dsn == NULL)
        return;
    hemo_secret_unref(dsn->envid);
    hemo_secret_unref(dsn->original_message_id);
    g_ptr_array_unref(dsn->recipients);
    g_free(dsn);
}

gboolean
hemo_dsn_is_report(const HemoDsn *dsn)
{
    return dsn->report;
}

/* ---- the object ---- */

/* @text as a maybe string; NULL and empty are nothing. */
static GVariant *
build_text(HemoSlice text)
{
    g_autofree char *valid = NULL;

    if (text.size > 0)
        valid = g_utf8_make_valid((const char *)text.data, (gssize)text.size);
    return g_variant_new_maybe(G_VARIANT_TYPE_STRING,
                               valid == NULL ? NULL : g_variant_new_string(valid));
}

static GVariant *
build_secret(HemoSecret *secret)
{
    return build_text(secret == NULL ? HEMO_SLICE_EMPTY : hemo_secret_slice(secret));
}

static GVariant *
build_recipient(const HemoDsnRecipient *recipient)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert_value(&dict, "address", build_secret(recipient->address));
    g_variant_dict_insert_value(
        &dict,
        "action",
        build_text(
            hemo_slice_text(hemo_names_find(hemo_dsn_action_names, (int)recipient->action))));
    g_variant_dict_insert_value(&dict,
                                "status",
                                build_text(hemo_slice_text(recipient->status)));
    g_variant_dict_insert(&dict,
                          "group",
                          "s",
                          hemo_names_find(hemo_bounce_group_names, (int)recipient->group));
    return g_variant_dict_end(&dict);
}

GVariant *
hemo_dsn_object(const HemoDsn *dsn)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    GVariantBuilder recipients;

    g_variant_builder_init(&recipients, G_VARIANT_TYPE("aa{sv}"));
    for (guint i = 0; i < dsn->recipients->len; i++)
        g_variant_builder_add_value(&recipients,
                                    build_recipient(g_ptr_array_index(dsn->recipients, i)));
    g_variant_dict_insert(&dict, "report", "b", dsn->report);
    g_variant_dict_insert_value(&dict, "envid", build_secret(dsn->envid));
    g_variant_dict_insert_value(&dict,
                                "original_message_id",
                                build_secret(dsn->original_message_id));
    g_variant_dict_insert_value(&dict, "recipients", g_variant_builder_end(&recipients));
    return g_variant_dict_end(&dict);
}
