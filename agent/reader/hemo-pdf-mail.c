/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-pdf-mail.h.
 */
#include "hemo-pdf-mail.h"

#include "hemo-limits.h"
#include "hemo-part.h"
#include "hemo-pdf-name.h"
#include "hemo-pdf-text.h"
#include "hemo-prescan.h"
#include "hemo-reader-wire.h"
#include "hemo-walk.h"

typedef struct {
    HemoBuffer *text;
    GPtrArray *files;
    const char *failure; /* NULL: none yet */
    gboolean files_only; /* inside an alternative that was not chosen */
    guint depth;
    guint n_parts;
} Reading;

static void read_object(Reading *reading, GMimeObject *object);

static void
free_file(gpointer data)
{
    HemoPdfFile *file = data;

    hemo_erase_text(file->name);
    hemo_secret_unref(file->bytes);
    g_free(file);
}

/* Takes @bytes. */
static void
add_file(Reading *reading, const char *wanted, const char *media_type, HemoSecret *bytes)
{
    HemoPdfFile *file = g_new0(HemoPdfFile, 1);

    file->name = hemo_pdf_name_new(wanted, media_type, reading->files->len + 1);
    file->bytes = bytes;
    for (guint i = 0; i < reading->files->len; i++) {
        const HemoPdfFile *other = reading->files->pdata[i];

        if (g_ascii_strcasecmp(other->name, file->name) == 0) {
            char *numbered = hemo_pdf_name_numbered(file->name, reading->files->len + 1);

            hemo_erase_text(g_steal_pointer(&file->name));
            file->name = numbered;
            break;
        }
    }
    g_ptr_array_add(reading->files, file);
}

static void
add_mail(Reading *reading, GMimeObject *object)
{
    GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));
    g_autoptr(GMimeStream) memory = g_mime_stream_mem_new();
    GMimeFormatOptions *format = g_mime_format_options_new();
    GByteArray *bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(memory));

    g_mime_format_options_set_newline_format(format, GMIME_NEWLINE_FORMAT_DOS);
    if (message != NULL)
        g_mime_object_write_to_stream(GMIME_OBJECT(message), format, memory);
    else
        reading->failure = HEMO_READER_WIRE_MAIL;
    g_mime_format_options_free(format);
    add_file(reading,
             g_mime_object_get_content_disposition_parameter(object, "filename"),
             "message/eml",
             hemo_secret_new_copy(hemo_slice(bytes->data, bytes->len)));
    hemo_erase(bytes->data, bytes->len);
}

static gboolean
has_subtype(GMimeObject *object, const char *type, const char *subtype)
{
    GMimeContentType *content = g_mime_object_get_content_type(object);

    return content != NULL && g_mime_content_type_is_type(content, type, subtype);
}

/* Not a file that happens to be text. */
static gboolean
is_body(GMimeObject *object)
{
    const char *disposition = g_mime_object_get_disposition(object);

    return GMIME_IS_PART(object) &&
           (has_subtype(object, "text", "plain") || has_subtype(object, "text", "html")) &&
           (disposition == NULL || g_ascii_strcasecmp(disposition, "attachment") != 0) &&
           g_mime_part_get_filename(GMIME_PART(object)) == NULL;
}

static HemoSecret *
content_of(Reading *reading, GMimeObject *object)
{
    HemoSecret *content = NULL;

    if (hemo_part_is_decodable(GMIME_PART(object)))
        content = hemo_part_content(GMIME_PART(object), HEMO_LIMIT_MAIL);
    if (content == NULL)
        reading->failure = HEMO_READER_WIRE_MAIL;
    return content;
}

static HemoSecret *
text_of(Reading *reading, GMimeObject *object)
{
    g_autoptr(HemoSecret) content = content_of(reading, object);
    const char *format = g_mime_object_get_content_type_parameter(object, "format");
    const char *delsp = g_mime_object_get_content_type_parameter(object, "delsp");
    HemoPdfTextForm form = {
        .charset = g_mime_object_get_content_type_parameter(object, "charset"),
        .is_html = has_subtype(object, "text", "html"),
        .is_flowed = format != NULL && g_ascii_strcasecmp(format, "flowed") == 0,
        .drops_blanks = delsp != NULL && g_ascii_strcasecmp(delsp, "yes") == 0,
    };

    return content != NULL ? hemo_pdf_text_new(hemo_secret_slice(content), &form) : NULL;
}

static void
add_text(Reading *reading, const HemoSecret *text)
{
    if (text == NULL || hemo_slice_strip(hemo_secret_slice(text)).size == 0)
        return;
    if (hemo_buffer_slice(reading->text).size > 0)
        hemo_buffer_append_text(reading->text, "\n\n");
    hemo_buffer_append(reading->text, hemo_secret_slice(text));
}

static void
read_leaf(Reading *reading, GMimeObject *object)
{
    g_autofree char *media_type = hemo_part_media_type(object);
    HemoSecret *bytes;

    if (is_body(object)) {
        g_autoptr(HemoSecret) text = reading->files_only ? NULL : text_of(reading, object);

        add_text(reading, text);
        return;
    }
    bytes = content_of(reading, object);
    if (bytes != NULL)
        add_file(reading, g_mime_part_get_filename(GMIME_PART(object)), media_type, bytes);
}

/* The plain text if it says anything, else the last, which is the richest (RFC 2046 section
 * 5.1.4). */
static int
choose_alternative(Reading *reading, GMimeMultipart *multipart)
{
    int count = g_mime_multipart_get_count(multipart);

    for (int i = 0; i < count; i++) {
        GMimeObject *child = g_mime_multipart_get_part(multipart, i);
        g_autoptr(HemoSecret) text = NULL;

        if (!is_body(child) || !has_subtype(child, "text", "plain"))
            continue;
        text = text_of(reading, child);
        if (text != NULL && hemo_slice_strip(hemo_secret_slice(text)).size > 0)
            return i;
    }
    return count - 1;
}

static void
read_multipart(Reading *reading, GMimeMultipart *multipart)
{
    gboolean outer = reading->files_only;
    gboolean is_choice = has_subtype(GMIME_OBJECT(multipart), "multipart", "alternative");
    int chosen = is_choice ? choose_alternative(reading, multipart) : -1;
    int count = g_mime_multipart_get_count(multipart);

    for (int i = 0; i < count && reading->failure == NULL; i++) {
        reading->files_only = outer || (is_choice && i != chosen);
        read_object(reading, g_mime_multipart_get_part(multipart, i));
    }
    reading->files_only = outer;
}

static void
read_object(Reading *reading, GMimeObject *object)
{
    reading->depth++;
    reading->n_parts++;
    if (reading->depth > HEMO_LIMIT_DEPTH || reading->n_parts > HEMO_LIMIT_PARTS ||
        hemo_part_is_ambiguous(object))
        reading->failure = HEMO_READER_WIRE_MAIL;
    else if (GMIME_IS_MULTIPART(object))
        read_multipart(reading, GMIME_MULTIPART(object));
    else if (GMIME_IS_MESSAGE_PART(object))
        add_mail(reading, object);
    else if (GMIME_IS_PART(object))
        read_leaf(reading, object);
    else
        reading->failure = HEMO_READER_WIRE_MAIL;
    reading->depth--;
}

const char *
hemo_pdf_mail_read(HemoSlice mail, HemoPdfMail *ret_mail)
{
    GByteArray bytes = {(guint8 *)mail.data, (guint)MIN(mail.size, HEMO_LIMIT_MAIL)};
    g_autoptr(GMimeMessage) message = NULL;
    Reading reading = {.text = hemo_buffer_new(),
                       .files = g_ptr_array_new_with_free_func(free_file)};
    HemoPrescan prescan = hemo_prescan_check(mail);

    if (prescan == HEMO_PRESCAN_FINE && mail.size > 0)
        message = hemo_walk_parse(&bytes, g_mime_parser_options_get_default());
    if (prescan == HEMO_PRESCAN_SIZE)
        reading.failure = HEMO_READER_WIRE_TOO_BIG;
    else if (message == NULL || g_mime_message_get_mime_part(message) == NULL)
        reading.failure = HEMO_READER_WIRE_MAIL;
    else
        read_object(&reading, g_mime_message_get_mime_part(message));
    *ret_mail = (HemoPdfMail){hemo_buffer_finish(reading.text), reading.files};
    return reading.failure;
}

void
hemo_pdf_mail_clear(HemoPdfMail *mail)
{
    g_clear_pointer(&mail->text, hemo_secret_unref);
    g_clear_pointer(&mail->files, g_ptr_array_unref);
}
