/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-compose-body.h.
 */
#include "hemo-compose-body.h"

#include "hemo-compose-note.h"
#include "hemo-compose-part.h"

#define N_BOUNDARY 32 /* hex digits */

struct _HemoComposeBody {
    const HemoComposeJson *mail;
    const HemoSlice *files;
    char *seed; /* of the boundaries */
    guint n_boundaries;
    HemoSecret *text;
    HemoSecret *html; /* NULL: none */
    GMimeObject *entity;
};

typedef HemoSecret *(*AddNote)(const char *note, const char *text, const char *newline);

/* A mail that quotes the boundary would have to quote a digest of itself. */
static char *
make_seed(const HemoComposeJson *mail, const HemoSlice *files, HemoSlice seed)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);

    g_checksum_update(checksum, seed.data, (gssize)seed.size);
    for (gsize i = 0; i < mail->n_parts; i++)
        if (hemo_compose_part_is_plain(&mail->parts[i], files[i]))
            g_checksum_update(checksum, files[i].data, (gssize)files[i].size);
    return g_strndup(g_checksum_get_string(checksum), N_BOUNDARY);
}

/* "=_" comes out of no encoding (RFC 2045 section 6.7). */
static GMimeMultipart *
new_multipart(HemoComposeBody *body, const char *subtype)
{
    GMimeMultipart *multipart = g_mime_multipart_new_with_subtype(subtype);
    g_autofree char *boundary = g_strdup_printf("=_%s_%u", body->seed, ++body->n_boundaries);

    g_mime_multipart_set_boundary(multipart, boundary);
    return multipart;
}

/* Takes @entity. */
static void
add_entity(GMimeMultipart *multipart, GMimeObject *entity)
{
    g_mime_multipart_add(multipart, entity);
    g_object_unref(entity);
}

/* Quoted-printable makes three bytes of each that is not ASCII. */
static gboolean
is_mostly_foreign(const char *text)
{
    gsize n_foreign = 0;
    gsize size = 0;

    for (const char *at = text; *at != '\0'; at++, size++)
        n_foreign += (guint8)*at >= 0x80 ? 1 : 0;
    return n_foreign > size / 3;
}

/* Base64 keeps line ends as they are, so they must be those of RFC 2045 section 6.8. */
static GMimeObject *
new_text(const char *subtype,
         AddNote add_note,
         const char *note,
         const char *text,
         HemoSecret **ret)
{
    gboolean is_binary = is_mostly_foreign(text);

    *ret = add_note(note, text, is_binary ? "\r\n" : "\n");
    return GMIME_OBJECT(
        hemo_compose_part_new_text(subtype, hemo_secret_slice(*ret), is_binary));
}

/* A picture only has a place where there is HTML that shows it. */
static gboolean
is_related(const HemoComposeJson *mail, gsize i)
{
    return mail->html != NULL && mail->parts[i].is_inline;
}

static gsize
count_parts(const HemoComposeJson *mail, gboolean related)
{
    gsize count = 0;

    for (gsize i = 0; i < mail->n_parts; i++)
        count += is_related(mail, i) == related ? 1 : 0;
    return count;
}

static gboolean
add_files(HemoComposeBody *body, GMimeMultipart *multipart, gboolean related)
{
    for (gsize i = 0; i < body->mail->n_parts; i++) {
        GMimePart *file;

        if (is_related(body->mail, i) != related)
            continue;
        file = hemo_compose_part_new_file(&body->mail->parts[i], body->files[i]);
        if (file == NULL)
            return FALSE;
        add_entity(multipart, GMIME_OBJECT(file));
    }
    return TRUE;
}

/* NULL if a picture may not stand in a mail. */
static GMimeObject *
new_html(HemoComposeBody *body, const char *note)
{
    g_autoptr(GMimeMultipart) related = NULL;
    GMimeObject *html = NULL;

    if (count_parts(body->mail, TRUE) == 0)
        return new_text("html", hemo_compose_note_html, note, body->mail->html, &body->html);
    related = new_multipart(body, "related");
    g_mime_object_set_content_type_parameter(GMIME_OBJECT(related), "type", "text/html");
    html = new_text("html", hemo_compose_note_html, note, body->mail->html, &body->html);
    add_entity(related, html);
    if (!add_files(body, related, TRUE))
        return NULL;
    return GMIME_OBJECT(g_steal_pointer(&related));
}

static GMimeObject *
new_texts(HemoComposeBody *body, const char *note)
{
    g_autoptr(GMimeMultipart) alternative = NULL;
    GMimeObject *html;

    if (body->mail->html == NULL)
        return new_text("plain", hemo_compose_note_text, note, body->mail->text, &body->text);
    alternative = new_multipart(body, "alternative");
    add_entity(alternative,
               new_text("plain", hemo_compose_note_text, note, body->mail->text, &body->text));
    html = new_html(body, note);
    if (html == NULL)
        return NULL;
    add_entity(alternative, html);
    return GMIME_OBJECT(g_steal_pointer(&alternative));
}

static GMimeObject *
new_whole(HemoComposeBody *body, const char *note)
{
    g_autoptr(GMimeMultipart) mixed = NULL;
    GMimeObject *texts;

    if (count_parts(body->mail, FALSE) == 0)
        return new_texts(body, note);
    mixed = new_multipart(body, "mixed");
    texts = new_texts(body, note);
    if (texts == NULL)
        return NULL;
    add_entity(mixed, texts);
    if (!add_files(body, mixed, FALSE))
        return NULL;
    return GMIME_OBJECT(g_steal_pointer(&mixed));
}

HemoComposeBody *
hemo_compose_body_new(const HemoComposeJson *mail,
                      const char *note,
                      const HemoSlice *files,
                      gsize n_files,
                      HemoSlice seed)
{
    g_autoptr(HemoComposeBody) body = NULL;

    if (n_files != mail->n_parts)
        return NULL;
    body = g_new0(HemoComposeBody, 1);
    body->mail = mail;
    body->files = files;
    body->seed = make_seed(mail, files, seed);
    body->entity = new_whole(body, note);
    return body->entity != NULL ? g_steal_pointer(&body) : NULL;
}

void
hemo_compose_body_free(HemoComposeBody *body)
{
    if (body == NULL)
        return;
    g_clear_object(&body->entity);
    hemo_secret_unref(body->text);
    hemo_secret_unref(body->html);
    g_free(body->seed);
    g_free(body);
}

GMimeObject *
hemo_compose_body_entity(const HemoComposeBody *body)
{
    return body->entity;
}
