/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-walk.h.
 */
#include "hemo-walk.h"

#include <glib/gi18n-lib.h>

#include "hemo-fields.h"
#include "hemo-limits.h"
#include "hemo-part-kind.h"
#include "hemo-part-text.h"
#include "hemo-prescan.h"

/* What a reader of an attached mail sees of its header. */
static const char *const shown_fields[] =
    {"Subject", "From", "To", "Cc", "Reply-To", "Comments", "Keywords", "Thread-Topic"};

static void walk_body(HemoWalk *walk, GMimeObject *body, const char *path);

GMimeMessage *
hemo_walk_parse(GByteArray *bytes, GMimeParserOptions *options)
{
    g_autoptr(GMimeStream) memory = g_mime_stream_mem_new_with_byte_array(bytes);
    g_autoptr(GMimeParser) parser = g_mime_parser_new_with_stream(memory);

    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(memory), FALSE);
    return g_mime_parser_construct_message(parser, options);
}

static char *
join_path(const char *path, guint number)
{
    return *path != '\0' ? g_strdup_printf("%s.%u", path, number)
                         : g_strdup_printf("%u", number);
}

static HemoSecret *
shown_header(GMimeMessage *message)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    HemoBuffer *text = hemo_buffer_new();

    for (guint i = 0; i < G_N_ELEMENTS(shown_fields); i++) {
        g_autoptr(HemoSecret) value = hemo_part_field(headers, shown_fields[i]);

        if (value == NULL)
            continue;
        if (i > 0) {
            hemo_buffer_append_text(text, shown_fields[i]);
            hemo_buffer_append_text(text, ": ");
        }
        hemo_buffer_append(text, hemo_secret_slice(value));
        hemo_buffer_append_byte(text, '\n');
    }
    return hemo_buffer_finish(text);
}

static void
read_shown_header(HemoWalk *walk, GMimeMessage *message, const char *path)
{
    g_autofree char *subject_path = g_strconcat(path, ".subject", NULL);
    HemoSecret *text = shown_header(message);
    HemoDigest *digest = walk->leaves.digest;

    if (digest != NULL) {
        hemo_digest_begin_part(digest, "message/rfc822", NULL, TRUE);
        hemo_digest_add(digest, hemo_secret_slice(text));
        hemo_digest_end_part(digest);
    }
    hemo_leaf_add_text(&walk->leaves,
                       subject_path,
                       HEMO_TEXT_ATTACHMENT,
                       "message/rfc822",
                       text);
}

static void
keep_whole_mail(HemoWalk *walk, GMimeMessage *message, const char *path)
{
    g_autoptr(GMimeStream) memory = g_mime_stream_mem_new();
    GByteArray *bytes;

    g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, memory);
    bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    hemo_leaf_add_text(&walk->leaves,
                       path,
                       HEMO_TEXT_ATTACHMENT,
                       "message/rfc822",
                       hemo_secret_new_copy(hemo_slice(bytes->data, bytes->len)));
    hemo_erase(bytes->data, bytes->len);
}

static gboolean
enter(HemoWalk *walk)
{
    walk->depth++;
    walk->is_damaged = walk->is_damaged || walk->depth > HEMO_LIMIT_DEPTH;
    return !walk->is_damaged;
}

static void
walk_attached(HemoWalk *walk, GMimeMessage *message, const char *path)
{
    if (message == NULL || g_mime_message_get_mime_part(message) == NULL) {
        hemo_decoded_add_unread(walk->leaves.decoded,
                                path,
                                _("an attached mail that is damaged"));
        walk->leaves.n_open++;
        return;
    }
    if (walk->is_report) {
        keep_whole_mail(walk, message, path);
        return;
    }
    walk->leaves.attached++;
    if (enter(walk)) {
        read_shown_header(walk, message, path);
        walk_body(walk, g_mime_message_get_mime_part(message), path);
    }
    walk->depth--;
    walk->leaves.attached--;
}

/* An attached mail behind a transfer encoding, which RFC 2046 section 5.2.1 forbids but
 * mail programs write: it gets the same first look as a whole mail. */
static void
walk_encoded_mail(HemoWalk *walk, GMimePart *part, const char *path)
{
    g_autoptr(HemoSecret) content = hemo_part_content(part, HEMO_LIMIT_MAIL);
    HemoSlice mail = content != NULL ? hemo_secret_slice(content) : HEMO_SLICE_EMPTY;
    GByteArray bytes = {(guint8 *)mail.data, (guint)mail.size};
    g_autoptr(GMimeMessage) message = NULL;

    if (hemo_prescan_check(mail) == HEMO_PRESCAN_FINE)
        message = hemo_walk_parse(&bytes, walk->options);
    walk_attached(walk, message, path);
}

static void
walk_leaf(HemoWalk *walk, GMimeObject *object, const char *path)
{
    g_autofree char *media_type = hemo_part_media_type(object);

    if (GMIME_IS_MESSAGE_PART(object))
        walk_attached(walk, g_mime_message_part_get_message(GMIME_MESSAGE_PART(object)), path);
    else if (!GMIME_IS_PART(object))
        walk->is_damaged = TRUE;
    else if (hemo_part_kind_find(media_type) == HEMO_PART_KIND_MAIL &&
             hemo_part_is_decodable(GMIME_PART(object)) &&
             hemo_part_is_clean(GMIME_PART(object)))
        walk_encoded_mail(walk, GMIME_PART(object), path);
    else
        hemo_leaf_read(&walk->leaves, GMIME_PART(object), media_type, path);
}

/* Where an attached mail was cut off, its margins are all there is; they stand for a leaf
 * then.  In the mail itself nothing is cut off: there it is damage. */
static void
read_stump(HemoWalk *walk, const char *path)
{
    walk->is_damaged = walk->is_damaged || walk->leaves.attached == 0;
    walk->leaves.n_open++;
    hemo_decoded_add_unread(walk->leaves.decoded, path, _("an attached mail that is damaged"));
}

/* @text is sent with the mail, though it is no leaf. */
static void
bind_text(HemoWalk *walk, const char *media_type, HemoSlice text)
{
    HemoDigest *digest = walk->leaves.digest;

    if (digest == NULL)
        return;
    hemo_digest_begin_part(digest, media_type, NULL, TRUE);
    hemo_digest_add(digest, text);
    hemo_digest_end_part(digest);
}

/* Text before the first and behind the last boundary, which no program shows. */
static void
read_margins(HemoWalk *walk, GMimeMultipart *multipart, const char *path)
{
    g_autofree char *margin_path = join_path(path, 0);
    g_autoptr(HemoBuffer) margins = hemo_buffer_new();
    HemoSecret *text;
    gboolean is_exact;

    hemo_buffer_append_text(margins, g_mime_multipart_get_prologue(multipart));
    hemo_buffer_append_byte(margins, '\n');
    hemo_buffer_append_text(margins, g_mime_multipart_get_epilogue(multipart));
    if (g_mime_multipart_get_count(multipart) == 0)
        read_stump(walk, margin_path);
    bind_text(walk, "multipart/mixed", hemo_slice_strip(hemo_buffer_slice(margins)));
    if (hemo_slice_strip(hemo_buffer_slice(margins)).size == 0)
        return;
    text = hemo_part_text_decode(hemo_buffer_slice(margins), NULL, &is_exact);
    hemo_leaf_add_text(&walk->leaves, margin_path, HEMO_TEXT_BODY, "text/plain", text);
}

static void
check_object(HemoWalk *walk, GMimeObject *object)
{
    g_autoptr(HemoSecret) names = hemo_fields_of_part(object);

    hemo_buffer_append(walk->names, hemo_secret_slice(names));
    walk->n_parts++;
    walk->is_damaged =
        walk->is_damaged || walk->n_parts > HEMO_LIMIT_PARTS || hemo_part_is_ambiguous(object);
}

/* @object at @path itself, and all below it. */
static void
walk_object(HemoWalk *walk, GMimeObject *object, const char *path)
{
    int count;

    check_object(walk, object);
    if (!GMIME_IS_MULTIPART(object)) {
        walk_leaf(walk, object, path);
        return;
    }
    count = g_mime_multipart_get_count(GMIME_MULTIPART(object));
    read_margins(walk, GMIME_MULTIPART(object), path);
    if (enter(walk)) {
        for (int i = 0; i < count; i++) {
            g_autofree char *child = join_path(path, (guint)i + 1);

            walk_object(walk, g_mime_multipart_get_part(GMIME_MULTIPART(object), i), child);
        }
    }
    walk->depth--;
}

/* The body of the mail at @path; a body that is one part alone is number 1 below it. */
static void
walk_body(HemoWalk *walk, GMimeObject *body, const char *path)
{
    g_autofree char *single = join_path(path, 1);

    walk_object(walk, body, GMIME_IS_MULTIPART(body) ? path : single);
}

/* Names are judged as what a person reads: "harriet_penfold.txt" has two words. */
static void
read_names(HemoWalk *walk)
{
    HemoSecret *names = hemo_buffer_finish(g_steal_pointer(&walk->names));
    guint8 *bytes = hemo_secret_data(names);

    bind_text(walk, "text/rfc822-headers", hemo_secret_slice(names));
    for (gsize i = 0; i < hemo_secret_size(names); i++)
        bytes[i] = bytes[i] == '_' ? ' ' : bytes[i];
    if (hemo_secret_size(names) > 0 && !walk->is_report)
        hemo_leaf_add_text(&walk->leaves, "names", HEMO_TEXT_ATTACHMENT, "text/plain", names);
    else
        hemo_secret_unref(names);
}

void
hemo_walk_message(HemoWalk *walk, GMimeMessage *message)
{
    GMimeObject *body = g_mime_message_get_mime_part(message);

    walk->names = hemo_buffer_new();
    if (body != NULL)
        walk_body(walk, body, "");
    else
        walk->is_damaged = TRUE;
    read_names(walk);
}
