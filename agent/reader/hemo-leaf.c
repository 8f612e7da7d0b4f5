/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-leaf.h.
 */
#include "hemo-leaf.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hemo-html.h"
#include "hemo-limits.h"
#include "hemo-part-kind.h"
#include "hemo-part-pictures.h"
#include "hemo-part-seal.h"
#include "hemo-part-text.h"

#define PIECE       16384
#define HEAD_SIZE   (64 * 1024) /* of a leaf that is looked at, not read */
#define META_SEARCH 2048        /* where HTML names its own character set */

G_STATIC_ASSERT(HEAD_SIZE >= HEMO_PART_PICTURES_MAX);

typedef struct {
    char *path;
    char *cid;
} Picture;

/* The leaf at hand. */
typedef struct {
    GMimePart *part;
    const char *media_type;
    const char *path;
    HemoPartKind kind;
} Leaf;

static void
free_picture(gpointer data)
{
    Picture *picture = data;

    g_free(picture->path);
    g_free(picture->cid);
    g_free(picture);
}

void
hemo_leaf_begin(HemoLeaves *leaves, HemoDecoded *decoded, HemoDigest *digest)
{
    *leaves = (HemoLeaves){
        .decoded = decoded,
        .digest = digest,
        .text_left = HEMO_LIMIT_TEXT,
        .cids = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
        .pictures = g_ptr_array_new_with_free_func(free_picture),
    };
}

void
hemo_leaf_end(HemoLeaves *leaves)
{
    for (guint i = 0; i < leaves->pictures->len; i++) {
        const Picture *picture = leaves->pictures->pdata[i];

        if (!g_hash_table_contains(leaves->cids, picture->cid))
            hemo_decoded_add_unread(leaves->decoded, picture->path, _("a picture"));
    }
    if (leaves->seal != NULL && leaves->n_open == 0)
        hemo_decoded_set_protection(leaves->decoded, leaves->seal);
    g_clear_pointer(&leaves->cids, g_hash_table_unref);
    g_clear_pointer(&leaves->pictures, g_ptr_array_unref);
}

static void
add_unread(HemoLeaves *leaves, const Leaf *leaf, const char *reason)
{
    hemo_decoded_add_unread(leaves->decoded, leaf->path, reason);
}

void
hemo_leaf_add_text(HemoLeaves *leaves,
                   const char *path,
                   HemoTextRole role,
                   const char *media_type,
                   HemoSecret *text)
{
    gsize size = hemo_secret_size(text);

    if (size > leaves->text_left) {
        hemo_decoded_add_unread(leaves->decoded, path, _("more text than can be read"));
        hemo_secret_unref(text);
        return;
    }
    leaves->text_left -= size;
    hemo_decoded_add_text(leaves->decoded, path, role, media_type, text);
}

static void
begin_digest(HemoLeaves *leaves, const Leaf *leaf, gboolean is_text)
{
    if (leaves->digest != NULL)
        hemo_digest_begin_part(leaves->digest,
                               leaf->media_type,
                               g_mime_part_get_filename(leaf->part),
                               is_text);
}

static void
add_digest(HemoLeaves *leaves, HemoSlice bytes)
{
    if (leaves->digest != NULL)
        hemo_digest_add(leaves->digest, bytes);
}

static void
end_digest(HemoLeaves *leaves)
{
    if (leaves->digest != NULL)
        hemo_digest_end_part(leaves->digest);
}

/* Runs the content through the digest and gives its first HEAD_SIZE bytes, and its size. */
static HemoSecret *
digest_stream(HemoLeaves *leaves, const Leaf *leaf, GMimeStream *stream, gsize *ret_size)
{
    HemoBuffer *head = hemo_buffer_new();
    guint8 piece[PIECE];
    gsize size = 0;
    gsize got;

    begin_digest(leaves, leaf, FALSE);
    while (stream != NULL && (got = hemo_part_read(stream, piece, sizeof piece)) > 0) {
        HemoSlice bytes = hemo_slice(piece, got);

        add_digest(leaves, bytes);
        hemo_buffer_append(head, hemo_slice_sub(bytes, 0, HEAD_SIZE - MIN(size, HEAD_SIZE)));
        size += got;
    }
    hemo_erase(piece, sizeof piece);
    end_digest(leaves);
    *ret_size = size;
    return hemo_buffer_finish(head);
}

static HemoSecret *
digest_content(HemoLeaves *leaves, const Leaf *leaf, gsize *ret_size)
{
    g_autoptr(GMimeStream) stream = hemo_part_open(leaf->part);

    return digest_stream(leaves, leaf, stream, ret_size);
}

/* The set that an HTML text names in its own head, for want of a better one. */
static char *
find_meta_charset(HemoSlice html)
{
    HemoSlice head = hemo_slice_sub(html, 0, META_SEARCH);
    g_autofree char *text = hemo_slice_dup(head);
    g_autofree char *lower = g_ascii_strdown(text, -1);
    const char *found = strstr(lower, "charset=");
    gsize size = 0;

    if (found == NULL)
        return NULL;
    found += strlen("charset=");
    found += *found == '"' || *found == '\'' ? 1 : 0;
    while (g_ascii_isalnum(found[size]) || found[size] == '-' || found[size] == '_')
        size++;
    return size > 0 ? g_strndup(found, size) : NULL;
}

static HemoSecret *
decode_text(const Leaf *leaf, HemoSlice content, gboolean *ret_is_exact)
{
    const char *charset =
        g_mime_object_get_content_type_parameter(GMIME_OBJECT(leaf->part), "charset");
    g_autofree char *meta = NULL;

    if (charset == NULL && leaf->kind == HEMO_PART_KIND_HTML)
        meta = find_meta_charset(content);
    return hemo_part_text_decode(content, charset != NULL ? charset : meta, ret_is_exact);
}

static HemoTextRole
role_of(const HemoLeaves *leaves, const Leaf *leaf)
{
    const char *disposition = g_mime_object_get_disposition(GMIME_OBJECT(leaf->part));
    gboolean is_file =
        g_mime_part_get_filename(leaf->part) != NULL ||
        (disposition != NULL && g_ascii_strcasecmp(disposition, "attachment") == 0);

    return leaves->attached > 0 || is_file ? HEMO_TEXT_ATTACHMENT : HEMO_TEXT_BODY;
}

static void
note_seal(HemoLeaves *leaves, const Leaf *leaf, const char *seal)
{
    leaves->seal = seal;
    add_unread(leaves, leaf, _("an encrypted message"));
}

/* RFC 3156 section 4: the first part of multipart/encrypted says nothing but this. */
static gboolean
is_pgp_version(const Leaf *leaf, HemoSlice text)
{
    return g_str_equal(leaf->media_type, "application/pgp-encrypted") &&
           hemo_slice_equal_nocase(hemo_slice_strip(text), "Version: 1");
}

static HemoSecret *
read_html(HemoLeaves *leaves, const Leaf *leaf, HemoSecret *html)
{
    HemoSecret *text = hemo_html_to_text(hemo_secret_slice(html));

    if (hemo_part_pictures_find(hemo_secret_slice(html), leaves->cids))
        add_unread(leaves, leaf, _("a picture inside the text"));
    hemo_secret_unref(html);
    return text;
}

/* "begin 644 NAME" and a line that begins with the sign for 45 bytes, or is as short as it
 * says: some mail programs show this as a file. */
static gboolean
has_uuencoded_file(HemoSlice text)
{
    static const char begin[] = "begin ";
    gboolean is_begun = FALSE;
    HemoSlice line;

    while (hemo_slice_next_line(&text, &line)) {
        int first = hemo_slice_at(line, 0);
        gsize bytes = first > ' ' && first < '`' ? (gsize)(first - ' ') : 0;

        if (is_begun && bytes > 0 && line.size >= 1 + (bytes * 4 + 2) / 3 &&
            line.size <= 3 + (bytes + 2) / 3 * 4)
            return TRUE;
        is_begun = hemo_slice_has_prefix_nocase(line, begin) && line.size >= 11 &&
                   g_ascii_isdigit((char)line.data[6]) && g_ascii_isdigit((char)line.data[8]);
    }
    return FALSE;
}

/* Takes @text. */
static void
keep_text(HemoLeaves *leaves, const Leaf *leaf, HemoSecret *text)
{
    HemoSlice slice = hemo_secret_slice(text);

    if (is_pgp_version(leaf, slice) || hemo_part_seal_is_openpgp(slice)) {
        if (!is_pgp_version(leaf, slice))
            note_seal(leaves, leaf, "openpgp");
        hemo_secret_unref(text);
        return;
    }
    leaves->n_open++;
    if (hemo_slice_find_text(slice, "-----BEGIN PGP MESSAGE-----") < slice.size)
        add_unread(leaves, leaf, _("an encrypted message inside the text"));
    if (has_uuencoded_file(slice))
        add_unread(leaves, leaf, _("a file in an unknown transfer encoding"));
    if (leaf->kind == HEMO_PART_KIND_HTML)
        text = read_html(leaves, leaf, text);
    hemo_leaf_add_text(leaves, leaf->path, role_of(leaves, leaf), leaf->media_type, text);
}

static void
read_unreadable(HemoLeaves *leaves, const Leaf *leaf)
{
    gsize size;
    g_autoptr(HemoSecret) head = digest_content(leaves, leaf, &size);
    HemoSlice slice = hemo_secret_slice(head);
    g_autoptr(HemoSecret) whole = NULL;

    if (hemo_slice_has_prefix_nocase(hemo_slice_strip(slice), "-----BEGIN PGP MESSAGE"))
        whole = hemo_part_content(leaf->part, HEMO_LIMIT_MAIL);
    if (whole != NULL && hemo_part_seal_is_openpgp(hemo_secret_slice(whole))) {
        note_seal(leaves, leaf, "openpgp");
    } else if (hemo_part_seal_is_smime(slice)) {
        note_seal(leaves, leaf, "smime");
    } else {
        leaves->n_open++;
        add_unread(leaves, leaf, hemo_part_kind_words(leaf->media_type, slice));
    }
}

static void
read_text(HemoLeaves *leaves, const Leaf *leaf)
{
    g_autoptr(HemoSecret) content = hemo_part_content(leaf->part, leaves->text_left);
    HemoSecret *text;
    gboolean is_exact;
    gsize size;

    if (content == NULL) {
        hemo_secret_unref(digest_content(leaves, leaf, &size));
        leaves->n_open++;
        add_unread(leaves, leaf, _("more text than can be read"));
        return;
    }
    text = decode_text(leaf, hemo_secret_slice(content), &is_exact);
    if (!is_exact)
        add_unread(leaves, leaf, _("text with characters that cannot be read"));
    begin_digest(leaves, leaf, is_exact);
    add_digest(leaves, hemo_secret_slice(is_exact ? text : content));
    end_digest(leaves);
    keep_text(leaves, leaf, text);
}

static void
read_signature(HemoLeaves *leaves, const Leaf *leaf)
{
    gsize size;
    g_autoptr(HemoSecret) head = digest_content(leaves, leaf, &size);

    leaves->n_open++;
    if (size > HEAD_SIZE || !hemo_part_seal_is_signature(hemo_secret_slice(head)))
        add_unread(leaves, leaf, hemo_part_kind_words(leaf->media_type, HEMO_SLICE_EMPTY));
}

static void
read_picture(HemoLeaves *leaves, const Leaf *leaf)
{
    const char *cid = g_mime_object_get_content_id(GMIME_OBJECT(leaf->part));
    gsize size;
    g_autoptr(HemoSecret) head = digest_content(leaves, leaf, &size);
    Picture *picture;

    leaves->n_open++;
    if (cid == NULL || size > HEMO_PART_PICTURES_MAX) {
        add_unread(leaves,
                   leaf,
                   hemo_part_kind_words(leaf->media_type, hemo_secret_slice(head)));
        return;
    }
    picture = g_new0(Picture, 1);
    picture->path = g_strdup(leaf->path);
    picture->cid = g_strdup(cid);
    g_ptr_array_add(leaves->pictures, picture);
}

/* Bytes that no decoder gives, or not all of them: unread, and bound as they stand. */
static void
add_raw(HemoLeaves *leaves, const Leaf *leaf, const char *reason)
{
    g_autoptr(GMimeStream) stream = hemo_part_open_raw(leaf->part);
    gsize size;

    hemo_secret_unref(digest_stream(leaves, leaf, stream, &size));
    leaves->n_open++;
    add_unread(leaves, leaf, reason);
}

void
hemo_leaf_read(HemoLeaves *leaves, GMimePart *part, const char *media_type, const char *path)
{
    static void (*const readers[])(HemoLeaves *, const Leaf *) = {
        [HEMO_PART_KIND_UNREADABLE] = read_unreadable,
        [HEMO_PART_KIND_TEXT] = read_text,
        [HEMO_PART_KIND_HTML] = read_text,
        [HEMO_PART_KIND_MAIL] = read_unreadable,
        [HEMO_PART_KIND_SIGNATURE] = read_signature,
        [HEMO_PART_KIND_PICTURE] = read_picture,
    };
    Leaf leaf = {part, media_type, path, hemo_part_kind_find(media_type)};

    if (!hemo_part_is_decodable(part)) {
        add_raw(leaves, &leaf, _("a file in an unknown transfer encoding"));
        return;
    }
    if (!hemo_part_is_clean(part))
        add_raw(leaves, &leaf, _("text with characters that cannot be read"));
    readers[leaf.kind](leaves, &leaf);
}
