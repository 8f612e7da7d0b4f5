/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-compose-part.h.
 */
#include "hemo-compose-part.h"

#include <string.h>

#include "hemo-part.h"

#define MAX_LINE 998 /* RFC 5322 section 2.1.1 */
#define MAX_NAME 1000
#define MAX_CID  200
#define MAX_TYPE 127 /* RFC 6838 section 4.2: of a type, and of a subtype */

static const char mail_type[] = "message/rfc822";

static gboolean
is_token_character(char character)
{
    return g_ascii_isalnum(character) ||
           (character != '\0' && strchr("!#$&-^_.+", character) != NULL);
}

static gboolean
is_token(HemoSlice word)
{
    for (gsize i = 0; i < word.size; i++)
        if (!is_token_character((char)word.data[i]))
            return FALSE;
    return word.size > 0 && word.size <= MAX_TYPE;
}

/* "type/subtype" in lower case, without parameters; what may not stand here, or says more
 * than one can know of a file, is an unknown kind of file. */
static char *
take_type(const char *type)
{
    HemoSlice whole = hemo_slice_text(type);
    HemoSlice essence = hemo_slice_strip(hemo_slice_sub(whole, 0, hemo_slice_find(whole, ';')));
    gsize slash = hemo_slice_find(essence, '/');
    g_autofree char *text = hemo_slice_dup(essence);
    g_autofree char *lower = g_ascii_strdown(text, -1);

    if (!is_token(hemo_slice_sub(essence, 0, slash)) ||
        !is_token(hemo_slice_from(essence, slash + 1)) ||
        g_str_has_prefix(lower, "multipart/") ||
        (g_str_has_prefix(lower, "message/") && strcmp(lower, mail_type) != 0))
        return g_strdup("application/octet-stream");
    return g_steal_pointer(&lower);
}

static void
free_array(gpointer data, GObject *where_the_stream_was)
{
    g_free(data);
}

/* The stream reads through a GByteArray of its own, and never writes. */
static GMimeStream *
new_stream(HemoSlice content)
{
    GByteArray *view = g_new0(GByteArray, 1);
    GMimeStream *stream;

    view->data = (guint8 *)content.data;
    view->len = (guint)content.size;
    stream = g_mime_stream_mem_new_with_byte_array(view);
    g_mime_stream_mem_set_owner(GMIME_STREAM_MEM(stream), FALSE);
    g_object_weak_ref(G_OBJECT(stream), free_array, view);
    return stream;
}

static GMimePart *
new_part(const char *type, HemoSlice content, GMimeContentEncoding encoding)
{
    g_auto(GStrv) words = g_strsplit(type, "/", 2);
    GMimePart *part = g_mime_part_new_with_type(words[0], words[1]);
    g_autoptr(GMimeStream) stream = new_stream(content);
    g_autoptr(GMimeDataWrapper) wrapper =
        g_mime_data_wrapper_new_with_stream(stream, GMIME_CONTENT_ENCODING_DEFAULT);

    g_mime_part_set_content(part, wrapper);
    g_mime_part_set_content_encoding(part, encoding);
    return part;
}

GMimePart *
hemo_compose_part_new_text(const char *subtype, HemoSlice content, gboolean is_binary)
{
    g_autofree char *type = g_strconcat("text/", subtype, NULL);
    GMimePart *part = new_part(type,
                               content,
                               is_binary ? GMIME_CONTENT_ENCODING_BASE64
                                         : GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);

    g_mime_object_set_content_type_parameter(GMIME_OBJECT(part), "charset", "utf-8");
    return part;
}

/* Whether each line can be sent as it stands, but for 8-bit characters. */
static gboolean
has_plain_lines(HemoSlice content)
{
    HemoSlice rest = content;
    HemoSlice line;

    while (hemo_slice_next_line(&rest, &line))
        if (line.size > MAX_LINE || hemo_slice_find(line, '\r') < line.size ||
            hemo_slice_find(line, '\0') < line.size)
            return FALSE;
    return content.size > 0 && content.data[content.size - 1] != '\r';
}

gboolean
hemo_compose_part_is_plain(const HemoComposeJsonPart *part, HemoSlice content)
{
    g_autofree char *type = take_type(part->type);

    return strcmp(type, mail_type) == 0 && has_plain_lines(content);
}

static gboolean
has_8bit(HemoSlice content)
{
    for (gsize i = 0; i < content.size; i++)
        if (content.data[i] >= 0x80)
            return TRUE;
    return FALSE;
}

static GMimePart *
new_file(const HemoComposeJsonPart *part, HemoSlice content)
{
    g_autofree char *type = take_type(part->type);

    if (hemo_compose_part_is_plain(part, content))
        return new_part(mail_type,
                        content,
                        has_8bit(content) ? GMIME_CONTENT_ENCODING_8BIT
                                          : GMIME_CONTENT_ENCODING_7BIT);
    if (strcmp(type, mail_type) == 0)
        return new_part("application/octet-stream", content, GMIME_CONTENT_ENCODING_BASE64);
    return new_part(type, content, GMIME_CONTENT_ENCODING_BASE64);
}

/* A file may have any name; in a mail it has no folder and no line ends. */
static char *
clean_name(const char *name)
{
    char *clean = g_strdup(name);

    for (char *at = clean; *at != '\0'; at++)
        if (g_ascii_iscntrl(*at) || *at == '/' || *at == '\\')
            *at = '_';
    return clean;
}

static void
set_name(GMimePart *entity, const char *name)
{
    g_autofree char *clean = clean_name(name);
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(entity));
    GMimeParam *parameter;

    g_mime_part_set_filename(entity, clean);
    /* Programs that know no RFC 2231 look here. */
    parameter =
        g_mime_param_list_get_parameter(g_mime_content_type_get_parameters(type), "name");
    g_mime_param_set_charset(parameter, "utf-8");
    g_mime_param_set_encoding_method(parameter, GMIME_PARAM_ENCODING_METHOD_RFC2047);
}

static gboolean
is_cid(const char *cid)
{
    for (const char *at = cid; *at != '\0'; at++)
        if (!g_ascii_isalnum(*at) && strchr("!#$%&'*+-/=?^_`{|}~.@", *at) == NULL)
            return FALSE;
    return *cid != '\0' && strlen(cid) <= MAX_CID;
}

/* Text is in UTF-8 unless its bytes say otherwise. */
static void
set_charset(GMimePart *entity, HemoSlice content)
{
    GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(entity));

    if (g_mime_content_type_is_type(type, "text", "*") && content.size > 0 &&
        g_utf8_validate((const char *)content.data, (gssize)content.size, NULL))
        g_mime_content_type_set_parameter(type, "charset", "utf-8");
}

GMimePart *
hemo_compose_part_new_file(const HemoComposeJsonPart *part, HemoSlice content)
{
    g_autoptr(GMimePart) entity = NULL;

    if ((part->name != NULL && strlen(part->name) > MAX_NAME) ||
        (part->is_inline && (part->cid == NULL || !is_cid(part->cid))))
        return NULL;
    entity = new_file(part, content);
    set_charset(entity, content);
    g_mime_object_set_disposition(GMIME_OBJECT(entity),
                                  part->is_inline ? GMIME_DISPOSITION_INLINE
                                                  : GMIME_DISPOSITION_ATTACHMENT);
    if (part->name != NULL && *part->name != '\0')
        set_name(entity, part->name);
    if (part->is_inline)
        g_mime_part_set_content_id(entity, part->cid);
    return g_steal_pointer(&entity);
}
