/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-decode.h.
 */
#include "hemo-decode.h"

#include <glib/gi18n-lib.h>

#include "hemo-fields.h"
#include "hemo-header.h"
#include "hemo-limits.h"
#include "hemo-outline-mail.h"
#include "hemo-prescan.h"
#include "hemo-walk.h"

#define MAX_REFERENCES 100
#define MAX_REFERENCE  998

/* Fields that tell how two programs would read the bytes. */
static const char *const kept_fields[] = {
    "MIME-Version",
    "Content-Type",
    "Content-Transfer-Encoding",
    "Content-Disposition",
};

/* Of too many the last count: those are the mails that are answered, the first can be padding.
 */
static void
add_references(GPtrArray *references, HemoSlice text)
{
    while (text.size > 0) {
        gsize end;

        text = hemo_slice_from(text, hemo_slice_find(text, '<'));
        end = hemo_slice_find(text, '>');
        if (end == text.size)
            return;
        if (end < MAX_REFERENCE)
            g_ptr_array_add(references, hemo_slice_dup(hemo_slice_sub(text, 0, end + 1)));
        if (references->len > MAX_REFERENCES)
            g_ptr_array_remove_index(references, 0);
        text = hemo_slice_from(text, end + 1);
    }
}

static char **
read_references(GMimeHeaderList *headers)
{
    static const char *const fields[] = {"References", "In-Reply-To"};
    g_autoptr(GPtrArray) references = g_ptr_array_new_with_free_func(g_free);

    for (guint i = 0; i < G_N_ELEMENTS(fields); i++) {
        g_autoptr(HemoSecret) text = hemo_part_field(headers, fields[i]);

        if (text != NULL)
            add_references(references, hemo_secret_slice(text));
    }
    g_ptr_array_add(references, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&references), FALSE);
}

/* The mail's own words above the body: Subject, and the rare fields of the same kind. */
static void
read_header(HemoDecoded *decoded, GMimeMessage *message)
{
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    HemoSecret *subject = hemo_part_field(headers, "Subject");
    HemoSender sender;
    HemoSecret *words = hemo_fields_words(headers);

    if (hemo_sender_read(message, &sender))
        hemo_decoded_set_sender(decoded, sender);
    hemo_decoded_set_references(decoded, read_references(headers));
    hemo_decoded_set_fields(decoded, hemo_fields_bound(headers));
    if (subject != NULL) {
        hemo_decoded_set_subject(decoded, hemo_secret_ref(subject));
        hemo_decoded_add_text(decoded, "subject", HEMO_TEXT_SUBJECT, "text/plain", subject);
    }
    if (hemo_secret_size(words) > 0)
        hemo_decoded_add_text(decoded, "header", HEMO_TEXT_SUBJECT, "text/plain", words);
    else
        hemo_secret_unref(words);
}

/* What the header asks for counts even where the body is too much to be read. */
static void
read_header_alone(HemoDecoded *decoded, HemoSlice mail)
{
    HemoHeader header;
    GByteArray bytes = {0};
    g_autoptr(GMimeMessage) message = NULL;

    if (!hemo_header_split(mail, &header, NULL) || header.fields.size == 0)
        return;
    bytes.data = (guint8 *)header.fields.data;
    bytes.len = (guint)header.fields.size;
    message = hemo_walk_parse(&bytes, g_mime_parser_options_get_default());
    if (message != NULL)
        read_header(decoded, message);
}

static gboolean
is_kept(HemoSlice name)
{
    for (guint i = 0; i < G_N_ELEMENTS(kept_fields); i++)
        if (hemo_slice_equal_nocase(name, kept_fields[i]))
            return TRUE;
    return FALSE;
}

/* The mail as one leaf: all that can be said where its parts are not known for sure. */
static void
digest_raw(HemoDigest *digest, HemoSlice mail)
{
    HemoHeader header = {HEMO_SLICE_EMPTY, mail};
    HemoHeaderField field;
    gsize offset = 0;

    hemo_digest_begin_part(digest, "message/rfc822", NULL, FALSE);
    if (!hemo_header_split(mail, &header, NULL))
        header = (HemoHeader){HEMO_SLICE_EMPTY, mail};
    while (hemo_header_next(&header, &offset, &field))
        if (is_kept(field.name))
            hemo_digest_add(digest, field.whole);
    hemo_digest_add(digest, hemo_slice_text("\n"));
    hemo_digest_add(digest, header.body);
    hemo_digest_end_part(digest);
}

static HemoDigest *
new_digest(const HemoDecoded *decoded, const HemoDecodeOptions *options)
{
    HemoDigest *digest = NULL;

    if (options->from == NULL)
        return NULL;
    digest = hemo_digest_new(options->from, options->recipients, hemo_decoded_subject(decoded));
    hemo_digest_begin_part(digest, "text/rfc822-headers", NULL, TRUE);
    hemo_digest_add(digest, hemo_decoded_fields(decoded));
    hemo_digest_end_part(digest);
    return digest;
}

/* The mail as a whole counts as unread, for @reason. */
static void
refuse_mail(HemoDecoded *decoded,
            HemoSlice mail,
            const HemoDecodeOptions *options,
            const char *reason)
{
    g_autoptr(HemoDigest) digest = new_digest(decoded, options);

    hemo_decoded_add_unread(decoded, "mail", reason);
    hemo_decoded_set_protection(decoded, "none");
    if (digest == NULL)
        return;
    digest_raw(digest, mail);
    hemo_decoded_set_digest(decoded, hemo_digest_finish(digest));
}

static void
walk_mail(HemoDecoded *decoded,
          GMimeMessage *message,
          HemoSlice mail,
          const HemoDecodeOptions *options)
{
    g_autoptr(HemoDigest) digest = new_digest(decoded, options);
    HemoWalk walk = {.is_report = options->is_report};

    walk.options = g_mime_parser_options_get_default();
    hemo_leaf_begin(&walk.leaves, decoded, digest);
    hemo_walk_message(&walk, message);
    hemo_leaf_end(&walk.leaves);
    if (walk.is_damaged)
        refuse_mail(decoded,
                    mail,
                    options,
                    _("the mail is built so that programs disagree about it"));
    else if (digest != NULL)
        hemo_decoded_set_digest(decoded, hemo_digest_finish(digest));
}

static void
decode_empty(HemoDecoded *decoded, const HemoDecodeOptions *options)
{
    g_autoptr(HemoDigest) digest = new_digest(decoded, options);

    if (digest != NULL)
        hemo_decoded_set_digest(decoded, hemo_digest_finish(digest));
}

HemoDecoded *
hemo_decode_mail(HemoSlice mail, const HemoDecodeOptions *options)
{
    HemoDecoded *decoded = hemo_decoded_new();
    HemoPrescan prescan = hemo_prescan_check(mail);
    GByteArray bytes = {(guint8 *)mail.data, (guint)MIN(mail.size, HEMO_LIMIT_MAIL)};
    g_autoptr(GMimeMessage) message = NULL;

    if (prescan != HEMO_PRESCAN_FINE) {
        read_header_alone(decoded, mail);
        refuse_mail(decoded, mail, options, hemo_prescan_reason(prescan));
        return decoded;
    }
    if (hemo_slice_strip(mail).size == 0) {
        decode_empty(decoded, options);
        return decoded;
    }
    message = hemo_walk_parse(&bytes, g_mime_parser_options_get_default());
    if (message == NULL) {
        refuse_mail(decoded, mail, options, _("the mail is damaged"));
        return decoded;
    }
    read_header(decoded, message);
    walk_mail(decoded, message, mail, options);
    if (options->outline)
        hemo_decoded_set_outline(decoded, hemo_outline_mail_object(message));
    return decoded;
}
