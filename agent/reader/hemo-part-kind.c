/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-part-kind.h.
 */
#include "hemo-part-kind.h"

#include <glib/gi18n-lib.h>

typedef struct {
    const char *prefix; /* of the media type; the first row that fits counts */
    HemoPartKind kind;
} Kind;

typedef struct {
    const char *prefix;
    const char *words;
} Words;

typedef struct {
    const char *head;
    gsize size;
    const char *words;
} Mark;

static const Kind kinds[] = {
    {"text/html", HEMO_PART_KIND_HTML},
    {"text/rtf", HEMO_PART_KIND_UNREADABLE},
    {"text/richtext", HEMO_PART_KIND_UNREADABLE},
    {"text/enriched", HEMO_PART_KIND_UNREADABLE},
    {"text/", HEMO_PART_KIND_TEXT},
    {"message/rfc822", HEMO_PART_KIND_MAIL},
    {"message/global", HEMO_PART_KIND_MAIL},
    {"message/news", HEMO_PART_KIND_MAIL},
    {"message/delivery-status", HEMO_PART_KIND_TEXT},
    {"message/disposition-notification", HEMO_PART_KIND_TEXT},
    {"message/feedback-report", HEMO_PART_KIND_TEXT},
    {"application/pgp-encrypted", HEMO_PART_KIND_TEXT},
    {"application/pgp-signature", HEMO_PART_KIND_SIGNATURE},
    {"application/pgp-keys", HEMO_PART_KIND_SIGNATURE},
    {"application/pkcs7-signature", HEMO_PART_KIND_SIGNATURE},
    {"application/x-pkcs7-signature", HEMO_PART_KIND_SIGNATURE},
    {"image/svg", HEMO_PART_KIND_UNREADABLE}, /* text, not a logo that nobody need read */
    {"image/", HEMO_PART_KIND_PICTURE},
};

static const Mark marks[] = {
    {"-----BEGIN PGP MESSAGE-----", 27, N_("an encrypted message")},
    {"%PDF-", 5, N_("a PDF document")},
    {"PK\003\004", 4, N_("an archive or office document")},
    {"\211PNG", 4, N_("a picture")},
    {"\377\330\377", 3, N_("a picture")},
    {"GIF8", 4, N_("a picture")},
    {"{\\rtf", 5, N_("a rich text document")},
    {"\320\317\021\340", 4, N_("an office document")},
};

static const Words words[] = {
    {"image/", N_("a picture")},
    {"audio/", N_("a sound recording")},
    {"video/", N_("a video")},
    {"application/pdf", N_("a PDF document")},
    {"application/rtf", N_("a rich text document")},
    {"text/r", N_("a rich text document")},
    {"text/enriched", N_("a rich text document")},
    {"application/msword", N_("a text document")},
    {"application/vnd.openxmlformats-officedocument.wordprocessing", N_("a text document")},
    {"application/vnd.oasis.opendocument.text", N_("a text document")},
    {"application/vnd.ms-excel", N_("a spreadsheet")},
    {"application/vnd.openxmlformats-officedocument.spreadsheet", N_("a spreadsheet")},
    {"application/vnd.oasis.opendocument.spreadsheet", N_("a spreadsheet")},
    {"application/vnd.ms-powerpoint", N_("a presentation")},
    {"application/vnd.openxmlformats-officedocument.presentation", N_("a presentation")},
    {"application/vnd.oasis.opendocument.presentation", N_("a presentation")},
    {"application/zip", N_("an archive")},
    {"application/x-zip", N_("an archive")},
    {"application/x-7z", N_("an archive")},
    {"application/vnd.rar", N_("an archive")},
    {"application/x-rar", N_("an archive")},
    {"application/gzip", N_("an archive")},
    {"application/x-tar", N_("an archive")},
    {"application/dicom", N_("a medical image")},
    {"application/ms-tnef", N_("a package of Outlook")},
    {"application/vnd.ms-tnef", N_("a package of Outlook")},
    {"application/pgp-signature", N_("something that claims to be a signature")},
    {"application/pkcs7-signature", N_("something that claims to be a signature")},
    {"application/x-pkcs7-signature", N_("something that claims to be a signature")},
    {"application/pgp-keys", N_("something that claims to be a public key")},
    {"application/pkcs7-mime", N_("an encrypted or sealed message")},
    {"application/x-pkcs7-mime", N_("an encrypted or sealed message")},
    {"message/partial", N_("a piece of a bigger mail")},
    {"message/external-body", N_("a file that is kept elsewhere")},
};

HemoPartKind
hemo_part_kind_find(const char *media_type)
{
    for (guint i = 0; i < G_N_ELEMENTS(kinds); i++)
        if (g_str_has_prefix(media_type, kinds[i].prefix))
            return kinds[i].kind;
    return HEMO_PART_KIND_UNREADABLE;
}

/* APPNOTE section 4.4.4: bit 0 of the flags says that an entry is encrypted. */
static gboolean
is_encrypted_zip(HemoSlice head)
{
    return hemo_slice_equal(hemo_slice_sub(head, 0, 4), hemo_slice("PK\003\004", 4)) &&
           head.size > 6 && (head.data[6] & 1) != 0;
}

const char *
hemo_part_kind_words(const char *media_type, HemoSlice head)
{
    if (is_encrypted_zip(head))
        return _("an encrypted archive");
    for (guint i = 0; i < G_N_ELEMENTS(words); i++)
        if (g_str_has_prefix(media_type, words[i].prefix))
            return _(words[i].words);
    for (guint i = 0; i < G_N_ELEMENTS(marks); i++)
        if (hemo_slice_equal(hemo_slice_sub(head, 0, marks[i].size),
                             hemo_slice(marks[i].head, marks[i].size)))
            return _(marks[i].words);
    return _("a file of a kind that cannot be read");
}
