/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-outline-mail.h.
 */
#include "hemo-outline-mail.h"

#include <string.h>

#include "hemo-header.h"
#include "hemo-html.h"
#include "hemo-limits.h"
#include "hemo-outline.h"
#include "hemo-part-text.h"
#include "hemo-part.h"

#define PIECE 16384

/* The forms of the text that a leaf belongs to. */
typedef enum {
    FORM_PLAIN = 1 << 0,
    FORM_HTML = 1 << 1,
    FORM_BOTH = FORM_PLAIN | FORM_HTML,
} Form;

typedef struct {
    HemoBuffer *plain;
    HemoBuffer *html;
    GPtrArray *files; /* hashes */
    GPtrArray *cards;
    guint depth;
} Outline;

/* What a mail program may add by itself. */
static const char *const card_types[] = {
    "application/pgp-keys",
    "application/pgp-signature",
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
    "text/directory",
    "text/vcard",
    "text/x-vcard",
    NULL,
};

static void walk(Outline *outline, GMimeObject *object, Form form);

static gboolean
is_attached(GMimeObject *object)
{
    const char *disposition = g_mime_object_get_disposition(object);

    return disposition != NULL && g_ascii_strcasecmp(disposition, "attachment") == 0;
}

/* A picture inside the text counts by what it shows. */
static const char *
name_of(GMimePart *part, const char *media_type)
{
    if (g_str_has_prefix(media_type, "image/") && !is_attached(GMIME_OBJECT(part)))
        return NULL;
    return g_mime_part_get_filename(part);
}

static void
add_file(Outline *outline, GMimePart *part, const char *media_type)
{
    HemoOutlineFile *file = hemo_outline_file_new(name_of(part, media_type));
    g_autoptr(GMimeStream) stream = hemo_part_open(part);
    guint8 piece[PIECE];
    gsize got;

    while (stream != NULL && (got = hemo_part_read(stream, piece, sizeof piece)) > 0)
        hemo_outline_file_add(file, hemo_slice(piece, got));
    hemo_erase(piece, sizeof piece);
    g_ptr_array_add(g_strv_contains(card_types, media_type) ? outline->cards : outline->files,
                    hemo_outline_file_finish(file));
}

/* An attached mail: by its body, as programs leave out fields that they added themselves. */
static void
add_mail(Outline *outline, HemoSlice mail)
{
    HemoOutlineFile *file = hemo_outline_file_new("message/rfc822");
    HemoHeader header;

    hemo_outline_file_add(file, hemo_header_split(mail, &header, NULL) ? header.body : mail);
    g_ptr_array_add(outline->files, hemo_outline_file_finish(file));
}

static void
add_message_part(Outline *outline, GMimeMessagePart *part)
{
    GMimeMessage *message = g_mime_message_part_get_message(part);
    g_autoptr(GMimeStream) memory = g_mime_stream_mem_new();
    GByteArray *bytes;

    if (message != NULL)
        g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, memory);
    bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));
    add_mail(outline, hemo_slice(bytes->data, bytes->len));
    if (bytes->len > 0)
        hemo_erase(bytes->data, bytes->len);
}

static void
add_text(Outline *outline, HemoSlice text, Form form)
{
    HemoBuffer *buffers[] = {outline->plain, outline->html};

    for (guint i = 0; i < G_N_ELEMENTS(buffers); i++) {
        if ((form & (1u << i)) == 0)
            continue;
        hemo_buffer_append(buffers[i], text);
        hemo_buffer_append_byte(buffers[i], '\n');
    }
}

/* FALSE if it is too much. */
static gboolean
read_text(Outline *outline, GMimePart *part, gboolean is_html, Form form)
{
    g_autoptr(HemoSecret) content = hemo_part_content(part, HEMO_LIMIT_TEXT);
    const char *charset =
        g_mime_object_get_content_type_parameter(GMIME_OBJECT(part), "charset");
    g_autoptr(HemoSecret) text = NULL;
    g_autoptr(HemoSecret) seen = NULL;
    gboolean is_exact;

    if (content == NULL)
        return FALSE;
    text = hemo_part_text_decode(hemo_secret_slice(content), charset, &is_exact);
    seen = is_html ? hemo_html_to_text(hemo_secret_slice(text)) : hemo_secret_ref(text);
    add_text(outline, hemo_secret_slice(seen), form);
    return TRUE;
}

static void
walk_part(Outline *outline, GMimePart *part, Form form)
{
    g_autofree char *media_type = hemo_part_media_type(GMIME_OBJECT(part));
    gboolean is_html = g_str_equal(media_type, "text/html");
    gboolean is_body = (is_html || g_str_equal(media_type, "text/plain")) &&
                       g_mime_part_get_filename(part) == NULL &&
                       !is_attached(GMIME_OBJECT(part));
    g_autoptr(HemoSecret) mail = NULL;

    if (is_body && read_text(outline, part, is_html, form))
        return;
    if (g_str_has_prefix(media_type, "message/"))
        mail = hemo_part_content(part, HEMO_LIMIT_MAIL);
    if (mail != NULL)
        add_mail(outline, hemo_secret_slice(mail));
    else
        add_file(outline, part, media_type);
}

static gboolean
is_plain_text(GMimeObject *object)
{
    g_autofree char *media_type = hemo_part_media_type(object);

    return g_str_equal(media_type, "text/plain");
}

/* Two forms of one text; a lone form stands for both. */
static void
walk_alternative(Outline *outline, GMimeMultipart *multipart, Form form)
{
    int count = g_mime_multipart_get_count(multipart);
    int n_plain = 0;

    for (int i = 0; i < count; i++)
        n_plain += is_plain_text(g_mime_multipart_get_part(multipart, i));
    for (int i = 0; i < count; i++) {
        GMimeObject *object = g_mime_multipart_get_part(multipart, i);
        Form own = is_plain_text(object) ? FORM_PLAIN : FORM_HTML;

        walk(outline, object, n_plain > 0 && n_plain < count && form == FORM_BOTH ? own : form);
    }
}

static void
walk_multipart(Outline *outline, GMimeMultipart *multipart, Form form)
{
    g_autofree char *media_type = hemo_part_media_type(GMIME_OBJECT(multipart));
    int count = g_mime_multipart_get_count(multipart);

    if (g_str_equal(media_type, "multipart/alternative")) {
        walk_alternative(outline, multipart, form);
        return;
    }
    for (int i = 0; i < count; i++)
        walk(outline, g_mime_multipart_get_part(multipart, i), form);
}

static void
walk(Outline *outline, GMimeObject *object, Form form)
{
    outline->depth++;
    if (GMIME_IS_MULTIPART(object) && outline->depth <= HEMO_LIMIT_DEPTH)
        walk_multipart(outline, GMIME_MULTIPART(object), form);
    else if (GMIME_IS_MESSAGE_PART(object))
        add_message_part(outline, GMIME_MESSAGE_PART(object));
    else if (GMIME_IS_PART(object))
        walk_part(outline, GMIME_PART(object), form);
    outline->depth--;
}

static void
collect(InternetAddressList *list, GPtrArray *addresses, guint depth)
{
    int count = list != NULL ? internet_address_list_length(list) : 0;

    for (int i = 0; i < count; i++) {
        InternetAddress *one = internet_address_list_get_address(list, i);

        if (INTERNET_ADDRESS_IS_MAILBOX(one)) {
            const char *text = internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(one));

            g_ptr_array_add(addresses, hemo_slice_dup(hemo_slice_strip(hemo_slice_text(text))));
        } else if (depth < HEMO_LIMIT_DEPTH) {
            collect(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(one)),
                    addresses,
                    depth + 1);
        }
    }
}

static GPtrArray *
addresses_of(InternetAddressList *list)
{
    GPtrArray *addresses = g_ptr_array_new_with_free_func(g_free);

    collect(list, addresses, 0);
    return addresses;
}

static void
add_list(GVariantDict *object, const char *key, const GPtrArray *list)
{
    g_variant_dict_insert_value(
        object,
        key,
        g_variant_new_strv((const char *const *)list->pdata, (gssize)list->len));
}

static void
add_people(GVariantDict *object, GMimeMessage *message)
{
    g_autoptr(GPtrArray) from = addresses_of(g_mime_message_get_from(message));
    g_autoptr(GPtrArray) to = addresses_of(g_mime_message_get_to(message));
    g_autoptr(GPtrArray) cc = addresses_of(g_mime_message_get_cc(message));
    g_autoptr(GPtrArray) bcc = addresses_of(g_mime_message_get_bcc(message));

    g_variant_dict_insert(object, "from", "s", from->len == 1 ? from->pdata[0] : "");
    add_list(object, "to", to);
    add_list(object, "cc", cc);
    add_list(object, "bcc", bcc);
}

static void
add_subject(GVariantDict *object, GMimeMessage *message)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    g_autoptr(HemoSecret) subject = hemo_part_field(headers, "Subject");
    g_autofree char *hash =
        hemo_outline_hash_text(subject != NULL ? hemo_secret_slice(subject) : HEMO_SLICE_EMPTY);

    g_variant_dict_insert(object, "subject", "s", hash);
}

static void
add_texts(GVariantDict *object, const Outline *outline)
{
    g_autofree char *plain = hemo_outline_hash_text(hemo_buffer_slice(outline->plain));
    g_autofree char *html = hemo_outline_hash_text(hemo_buffer_slice(outline->html));
    const char *texts[] = {plain, strcmp(plain, html) != 0 ? html : NULL, NULL};

    g_variant_dict_insert(object, "texts", "^as", texts);
}

GVariant *
hemo_outline_mail_object(GMimeMessage *message)
{
    g_autoptr(HemoBuffer) plain = hemo_buffer_new();
    g_autoptr(HemoBuffer) html = hemo_buffer_new();
    g_autoptr(GPtrArray) files = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) cards = g_ptr_array_new_with_free_func(g_free);
    Outline outline = {plain, html, files, cards, 0};
    g_auto(GVariantDict) object = G_VARIANT_DICT_INIT(NULL);

    if (g_mime_message_get_mime_part(message) != NULL)
        walk(&outline, g_mime_message_get_mime_part(message), FORM_BOTH);
    add_people(&object, message);
    add_subject(&object, message);
    add_texts(&object, &outline);
    add_list(&object, "files", files);
    add_list(&object, "cards", cards);
    return g_variant_dict_end(&object);
}
