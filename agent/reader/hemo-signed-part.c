/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-signed-part.h.  The signed bytes are found in the mail itself: what a MIME
 * library would write again need not be what was signed.
 */
#include "hemo-signed-part.h"

#include "hemo-header.h"
#include "hemo-limits.h"
#include "hemo-part.h"

#define MAX_SIGNATURE (1024 * 1024) /* of a detached one, certificates and all */
#define N_DELIMITERS  3             /* of a multipart with two parts */

typedef enum {
    DELIMITER_NONE = 0,
    DELIMITER_OPEN,
    DELIMITER_CLOSE,
} Delimiter;

static const char *const signature_types[] = {
    "application/pkcs7-signature",
    "application/x-pkcs7-signature",
};
static const char *const opaque_types[] = {
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
};

static gboolean
has_type(GMimeObject *object, const char *const *types, gsize n_types)
{
    g_autofree char *media_type = hemo_part_media_type(object);

    for (gsize i = 0; i < n_types; i++)
        if (g_str_equal(media_type, types[i]))
            return TRUE;
    return FALSE;
}

static gboolean
is_leaf_of(GMimeObject *object, const char *const *types, gsize n_types)
{
    return GMIME_IS_PART(object) && has_type(object, types, n_types) &&
           !hemo_part_is_ambiguous(object) && hemo_part_is_decodable(GMIME_PART(object)) &&
           hemo_part_is_clean(GMIME_PART(object));
}

/* RFC 2046 section 5.1.1: blanks may stand behind it, nothing else. */
static Delimiter
read_delimiter(HemoSlice line, HemoSlice boundary)
{
    HemoSlice rest = hemo_slice_from(line, 2 + boundary.size);

    if (!hemo_slice_equal(hemo_slice_sub(line, 0, 2), hemo_slice_text("--")) ||
        !hemo_slice_equal(hemo_slice_sub(line, 2, boundary.size), boundary))
        return DELIMITER_NONE;
    if (hemo_slice_strip(rest).size == 0)
        return DELIMITER_OPEN;
    if (hemo_slice_equal(hemo_slice_sub(rest, 0, 2), hemo_slice_text("--")) &&
        hemo_slice_strip(hemo_slice_from(rest, 2)).size == 0)
        return DELIMITER_CLOSE;
    return DELIMITER_NONE;
}

/* The line end before a delimiter belongs to it. */
static gsize
without_line_end(HemoSlice body, gsize start, gsize end)
{
    if (end > start && hemo_slice_at(body, end - 1) == '\n')
        end--;
    if (end > start && hemo_slice_at(body, end - 1) == '\r')
        end--;
    return end;
}

/* What stands between the first two of exactly three delimiters. */
static gboolean
find_first_part(HemoSlice body, HemoSlice boundary, HemoSlice *ret_part)
{
    static const Delimiter wanted[] = {DELIMITER_OPEN, DELIMITER_OPEN, DELIMITER_CLOSE};
    HemoSlice rest = body;
    HemoSlice line;
    gsize offset = 0;
    gsize start = 0;
    guint found = 0;

    while (hemo_slice_next_line(&rest, &line)) {
        Delimiter delimiter = read_delimiter(line, boundary);
        gsize next = body.size - rest.size;

        if (delimiter != DELIMITER_NONE) {
            if (found == N_DELIMITERS || delimiter != wanted[found])
                return FALSE;
            if (found == 0)
                start = next;
            if (found == 1)
                *ret_part =
                    hemo_slice_sub(body, start, without_line_end(body, start, offset) - start);
            found++;
        }
        offset = next;
    }
    return found == N_DELIMITERS;
}

static gboolean
ends_in_cr(HemoSlice line)
{
    return line.size > 0 && hemo_slice_at(line, line.size - 1) == '\r';
}

/* Mail programs keep mail with LF; it was signed with CRLF. */
static HemoSecret *
canonical(HemoSlice part)
{
    HemoBuffer *bytes = hemo_buffer_new();

    while (part.size > 0) {
        gsize end = hemo_slice_find(part, '\n');
        HemoSlice line = hemo_slice_sub(part, 0, end);

        hemo_buffer_append(bytes, line);
        if (end < part.size)
            hemo_buffer_append_text(bytes, ends_in_cr(line) ? "\n" : "\r\n");
        part = hemo_slice_from(part, end + 1);
    }
    return hemo_buffer_finish(bytes);
}

static gboolean
find_detached(HemoSlice mail, GMimeObject *body, HemoSignedPart *ret_part)
{
    const char *boundary = g_mime_object_get_content_type_parameter(body, "boundary");
    GMimeMultipart *multipart = GMIME_MULTIPART(body);
    GMimeObject *signature;
    HemoHeader header;
    HemoSlice part;

    if (boundary == NULL || *boundary == '\0' || g_mime_multipart_get_count(multipart) != 2 ||
        hemo_part_is_ambiguous(body) || !hemo_header_split(mail, &header, NULL) ||
        !find_first_part(header.body, hemo_slice_text(boundary), &part))
        return FALSE;
    signature = g_mime_multipart_get_part(multipart, 1);
    if (!is_leaf_of(signature, signature_types, G_N_ELEMENTS(signature_types)))
        return FALSE;
    ret_part->cms = hemo_part_content(GMIME_PART(signature), MAX_SIGNATURE);
    if (ret_part->cms == NULL)
        return FALSE;
    ret_part->content = canonical(part);
    return TRUE;
}

/* Programs leave the smime-type out now and then: whether it is signed shows then. */
static gboolean
find_opaque(GMimeObject *body, HemoSignedPart *ret_part)
{
    const char *kind = g_mime_object_get_content_type_parameter(body, "smime-type");

    if (!is_leaf_of(body, opaque_types, G_N_ELEMENTS(opaque_types)) ||
        (kind != NULL && g_ascii_strcasecmp(kind, "signed-data") != 0))
        return FALSE;
    ret_part->cms = hemo_part_content(GMIME_PART(body), HEMO_LIMIT_MAIL);
    return ret_part->cms != NULL;
}

gboolean
hemo_signed_part_find(HemoSlice mail, GMimeObject *body, HemoSignedPart *ret_part)
{
    static const char *const signed_types[] = {"multipart/signed"};

    *ret_part = (HemoSignedPart){0};
    if (GMIME_IS_MULTIPART(body) && has_type(body, signed_types, G_N_ELEMENTS(signed_types)))
        return find_detached(mail, body, ret_part);
    return find_opaque(body, ret_part);
}

void
hemo_signed_part_clear(HemoSignedPart *part)
{
    g_clear_pointer(&part->content, hemo_secret_unref);
    g_clear_pointer(&part->cms, hemo_secret_unref);
}
