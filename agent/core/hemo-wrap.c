/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-wrap.h.  One table says what becomes of a field in each of the three
 * messages.
 */
#include "hemo-wrap.h"

#include "hemo-error.h"
#include "hemo-header.h"
#include "hemo-limits.h"
#include "hemo-secret.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CRLF         "\r\n"
#define MIN_BOUNDARY 20
#define MAX_BOUNDARY 70

typedef enum { MESSAGE_PLAIN, MESSAGE_ENTITY, MESSAGE_OUTER, N_MESSAGES } Message;

typedef enum {
    FIELD_DROP, /* not in this message */
    FIELD_KEEP,
    FIELD_SUBJECT, /* kept or replaced */
    FIELD_DOTS,    /* a Subject that tells nothing */
    FIELD_TYPE,    /* Content-Type with the mark of protected headers */
} FieldAction;

typedef struct {
    const char *name; /* with "*" at its end: all that start so */
    FieldAction actions[N_MESSAGES];
} FieldRule;

/* The first that fits counts.  What is not named goes inside: Comments, Thread-Topic,
 * "X-Original-Subject" and whatever else repeats the subject or tells as much as it does. */
static const FieldRule rules[] = {
    {"Bcc", {FIELD_DROP, FIELD_DROP, FIELD_DROP}},
    {"Resent-Bcc", {FIELD_DROP, FIELD_DROP, FIELD_DROP}},
    {"Subject", {FIELD_SUBJECT, FIELD_SUBJECT, FIELD_DOTS}},
    {"Content-Type", {FIELD_KEEP, FIELD_TYPE, FIELD_DROP}},
    {"Content-*", {FIELD_KEEP, FIELD_KEEP, FIELD_DROP}},
    {"MIME-Version", {FIELD_KEEP, FIELD_DROP, FIELD_DROP}},
    {"From", {FIELD_KEEP, FIELD_KEEP, FIELD_KEEP}},
    {"To", {FIELD_KEEP, FIELD_KEEP, FIELD_KEEP}},
    {"Cc", {FIELD_KEEP, FIELD_KEEP, FIELD_KEEP}},
    {"Reply-To", {FIELD_KEEP, FIELD_KEEP, FIELD_KEEP}},
    {"Date", {FIELD_KEEP, FIELD_KEEP, FIELD_KEEP}},
    {"Message-ID", {FIELD_KEEP, FIELD_KEEP, FIELD_KEEP}},
    {"In-Reply-To", {FIELD_KEEP, FIELD_KEEP, FIELD_KEEP}},
    {"References", {FIELD_KEEP, FIELD_KEEP, FIELD_KEEP}},
    {"Resent-Comments", {FIELD_KEEP, FIELD_KEEP, FIELD_DROP}},
    {"Resent-Subject", {FIELD_KEEP, FIELD_KEEP, FIELD_DROP}},
    {"Resent-*", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"Received", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"Return-Path", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"Sender", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"TLS-Required", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"Auto-Submitted", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"Autocrypt", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"Disposition-Notification-To", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"Importance", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"List-*", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"Mail-Followup-To", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"Organization", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"Precedence", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"Priority", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"User-Agent", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"X-Mailer", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"X-Priority", {FIELD_KEEP, FIELD_DROP, FIELD_KEEP}},
    {"*", {FIELD_KEEP, FIELD_KEEP, FIELD_DROP}},
};

/* One message in the making. */
typedef struct {
    HemoChunks *chunks;
    HemoSlice mail;
    HemoHeader header;
    Message message;
    const HemoWrapOptions *options;
    const char *newline;
    gboolean has_subject; /* the new message has one already */
} Work;

static void
add_field(Work *work, const char *name, HemoSlice body)
{
    hemo_chunks_add_copy(work->chunks, hemo_slice_text(name));
    hemo_chunks_add_text(work->chunks, ": ");
    hemo_chunks_add_copy(work->chunks, hemo_slice_strip(body));
    hemo_chunks_add_text(work->chunks, work->newline);
}

static gboolean
rule_fits(const FieldRule *rule, HemoSlice name)
{
    gsize size = strlen(rule->name);

    if (rule->name[size - 1] != '*')
        return hemo_slice_equal_nocase(name, rule->name);
    return name.size >= size - 1 &&
           g_ascii_strncasecmp((const char *)name.data, rule->name, size - 1) == 0;
}

static FieldAction
find_action(const Work *work, HemoSlice name)
{
    const HemoWrapOptions *options = work->options;
    gsize i = 0;

    if (work->message != MESSAGE_ENTITY &&
        ((options->drop_tls_required && hemo_slice_equal_nocase(name, "TLS-Required")) ||
         (options->added_name != NULL && hemo_slice_equal_nocase(name, options->added_name))))
        return FIELD_DROP;
    while (i < G_N_ELEMENTS(rules) - 1 && !rule_fits(&rules[i], name))
        i++;
    return rules[i].actions[work->message];
}

/* The parameter goes right behind the type: what stands at the end may be a comment. */
static void
add_content_type(Work *work, const HemoHeaderField *field)
{
    HemoSlice whole = field->whole;
    gsize start = (gsize)(field->body.data - whole.data);
    gsize split = start + hemo_slice_find(field->body, ';');

    while (split > start && hemo_slice_strip(hemo_slice_sub(whole, split - 1, 1)).size == 0)
        split--;
    hemo_chunks_add(work->chunks, hemo_slice_sub(whole, 0, split));
    hemo_chunks_add_text(work->chunks, "; protected-headers=\"v1\"");
    hemo_chunks_add(work->chunks, hemo_slice_from(whole, split));
}

/* Ends a last line that had no end. */
static void
close_line(Work *work, HemoSlice line)
{
    if (line.size > 0 && hemo_slice_at(line, line.size - 1) != '\n')
        hemo_chunks_add_text(work->chunks, work->newline);
}

static void
add_subject(Work *work, HemoSlice body)
{
    if (!work->has_subject)
        add_field(work, "Subject", body);
    work->has_subject = TRUE;
}

static void
copy_field(Work *work, const HemoHeaderField *field)
{
    switch (find_action(work, field->name)) {
    case FIELD_DROP:
        return;
    case FIELD_DOTS:
        add_subject(work, hemo_slice_text("..."));
        return;
    case FIELD_SUBJECT:
        if (work->options->subject.data != NULL) {
            add_subject(work, work->options->subject);
            return;
        }
        hemo_chunks_add(work->chunks, field->whole);
        break;
    case FIELD_TYPE:
        add_content_type(work, field);
        break;
    case FIELD_KEEP:
        hemo_chunks_add(work->chunks, field->whole);
        break;
    }
    close_line(work, field->whole);
}

static void
copy_fields(Work *work)
{
    HemoHeaderField field;
    gsize offset = 0;

    while (hemo_header_next(&work->header, &offset, &field))
        copy_field(work, &field);
    if (work->message != MESSAGE_OUTER && work->options->subject.data != NULL)
        add_subject(work, work->options->subject);
}

static void
add_if_missing(Work *work, const char *name, const char *body)
{
    if (body != NULL && hemo_header_count(&work->header, name) == 0)
        add_field(work, name, hemo_slice_text(body));
}

/* The fields at the end of a message that goes out. */
static void
add_options(Work *work)
{
    const HemoWrapOptions *options = work->options;

    add_if_missing(work, "Message-ID", options->message_id);
    add_if_missing(work, "Date", options->date);
    if (options->added_name != NULL)
        add_field(work, options->added_name, hemo_slice_text(options->added_body));
}

/* The empty line, as it stands in the mail if it has one. */
static void
add_body(Work *work)
{
    gsize fields = work->header.fields.size;
    HemoSlice line =
        hemo_slice_sub(work->mail, fields, work->mail.size - work->header.body.size - fields);

    if (line.size > 0)
        hemo_chunks_add(work->chunks, line);
    else
        hemo_chunks_add_text(work->chunks, work->newline);
    hemo_chunks_add(work->chunks, work->header.body);
}

/* A field body: every line end in it starts a fold, no other control bytes. */
static gboolean
is_field_body(HemoSlice body)
{
    HemoSlice rest = hemo_slice_strip(body);
    HemoSlice line = HEMO_SLICE_EMPTY;
    gboolean is_first = TRUE;

    while (hemo_slice_next_line(&rest, &line)) {
        if (!is_first && hemo_slice_at(line, 0) != ' ' && hemo_slice_at(line, 0) != '\t')
            return FALSE;
        for (gsize i = 0; i < line.size; i++)
            if ((line.data[i] < ' ' && line.data[i] != '\t') || line.data[i] == 0x7f)
                return FALSE;
        is_first = FALSE;
    }
    return TRUE;
}

static gboolean
is_field_name(const char *name)
{
    for (gsize i = 0; name[i] != '\0'; i++)
        if (!g_ascii_isgraph(name[i]) || name[i] == ':')
            return FALSE;
    return name[0] != '\0';
}

static gboolean
check_options(const HemoWrapOptions *options, GError **error)
{
    if (is_field_body(options->subject) &&
        is_field_body(hemo_slice_text(options->message_id)) &&
        is_field_body(hemo_slice_text(options->date)) &&
        (options->added_name == NULL ||
         (is_field_name(options->added_name) && options->added_body != NULL &&
          is_field_body(hemo_slice_text(options->added_body)))))
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_INVALID, _("a line for the mail's header is not valid"));
    return FALSE;
}

static const char *
find_newline(HemoSlice mail)
{
    gsize end = hemo_slice_find(mail, '\n');

    return end == mail.size || hemo_slice_at(mail, end - 1) == '\r' ? CRLF : "\n";
}

/* Checks and splits; @ret_work->chunks is the caller's then. */
static gboolean
work_start(Work *ret_work,
           Message message,
           HemoSlice mail,
           const HemoWrapOptions *options,
           GError **error)
{
    *ret_work = (Work){.mail = mail, .message = message, .options = options};
    if (mail.size > HEMO_LIMIT_MAIL) {
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the mail is too large"));
        return FALSE;
    }
    if (!check_options(options, error) || !hemo_header_split(mail, &ret_work->header, error))
        return FALSE;
    if (message != MESSAGE_PLAIN && hemo_header_count(&ret_work->header, "Content-Type") > 1) {
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("the mail says twice what it contains, so that mail programs "
                         "would show different things"));
        return FALSE;
    }
    ret_work->newline = find_newline(mail);
    ret_work->chunks = hemo_chunks_new();
    return TRUE;
}

HemoChunks *
hemo_wrap_plain(HemoSlice mail, const HemoWrapOptions *options, GError **error)
{
    Work work;

    if (!work_start(&work, MESSAGE_PLAIN, mail, options, error))
        return NULL;
    copy_fields(&work);
    add_options(&work);
    add_body(&work);
    if (options->canonical)
        hemo_chunks_make_canonical(work.chunks);
    return work.chunks;
}

HemoChunks *
hemo_wrap_entity(HemoSlice mail, const HemoWrapOptions *options, GError **error)
{
    Work work;

    if (!work_start(&work, MESSAGE_ENTITY, mail, options, error))
        return NULL;
    work.newline = CRLF;
    if (hemo_header_count(&work.header, "Content-Type") == 0)
        hemo_chunks_add_text(
            work.chunks,
            "Content-Type: text/plain; protected-headers=\"v1\"; charset=us-ascii" CRLF);
    copy_fields(&work);
    add_body(&work);
    hemo_chunks_make_canonical(work.chunks);
    return work.chunks;
}

static gboolean
check_boundary(const char *boundary, HemoSlice armor, GError **error)
{
    gsize size = strlen(boundary);
    gboolean is_valid = size >= MIN_BOUNDARY && size <= MAX_BOUNDARY;

    for (gsize i = 0; is_valid && i < size; i++)
        is_valid = g_ascii_isalnum(boundary[i]) || strchr("-_=", boundary[i]) != NULL;
    if (is_valid && hemo_slice_find_text(armor, boundary) == armor.size)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_INVALID,
                   _("the line between the parts of the mail is not valid"));
    return FALSE;
}

/* In the templates '@' stands for what is filled in, LF for the line end in use. */
static void
add_template(Work *work, const char *template, const char *filling)
{
    HemoBuffer *text = hemo_buffer_new();

    for (const char *byte = template; *byte != '\0'; byte++) {
        if (*byte == '@')
            hemo_buffer_append_text(text, filling);
        else if (*byte == '\n')
            hemo_buffer_append_text(text, work->newline);
        else
            hemo_buffer_append_byte(text, (guint8)*byte);
    }
    hemo_chunks_take(work->chunks, hemo_buffer_finish(text));
}

/* Lines that end in CRLF, with the line end in use: a view of each that needs another. */
static void
add_crlf_lines(Work *work, HemoSlice lines)
{
    HemoSlice rest = lines;

    if (strcmp(work->newline, CRLF) == 0) {
        hemo_chunks_add(work->chunks, lines);
        return;
    }
    while (rest.size > 0) {
        gsize end = hemo_slice_find(hemo_slice_from(rest, 1), '\r') + 1;

        hemo_chunks_add(work->chunks, hemo_slice_sub(rest, 0, end));
        rest = hemo_slice_from(rest, end + 1);
    }
}

/* The fields of a message that carries something encrypted. */
static gboolean
start_outer(Work *ret_work, HemoSlice mail, const HemoWrapOptions *options, GError **error)
{
    if (!work_start(ret_work, MESSAGE_OUTER, mail, options, error))
        return FALSE;
    copy_fields(ret_work);
    add_options(ret_work);
    return TRUE;
}

static HemoChunks *
finish_outer(Work *work)
{
    if (work->options->canonical || strcmp(work->newline, CRLF) == 0)
        hemo_chunks_make_canonical(work->chunks);
    return work->chunks;
}

static const char pgp_before[] = "MIME-Version: 1.0\n"
                                 "Content-Type: multipart/encrypted;\n"
                                 " protocol=\"application/pgp-encrypted\";\n"
                                 " boundary=\"@\"\n"
                                 "\n"
                                 "This message is encrypted with OpenPGP.\n"
                                 "\n"
                                 "--@\n"
                                 "Content-Type: application/pgp-encrypted\n"
                                 "\n"
                                 "Version: 1\n"
                                 "\n"
                                 "--@\n"
                                 "Content-Type: application/octet-stream;\n"
                                 " name=\"encrypted.asc\"\n"
                                 "Content-Disposition: inline; filename=\"encrypted.asc\"\n"
                                 "\n";
static const char parts_after[] = "\n--@--\n";

HemoChunks *
hemo_wrap_pgp_mime(HemoSlice mail,
                   const HemoWrapOptions *options,
                   const char *boundary,
                   HemoSlice armor,
                   GError **error)
{
    Work work;

    if (!check_boundary(boundary, armor, error) || !start_outer(&work, mail, options, error))
        return NULL;
    add_template(&work, pgp_before, boundary);
    hemo_chunks_add(work.chunks, armor);
    add_template(&work, parts_after, boundary);
    return finish_outer(&work);
}

static const char smime_before[] = "MIME-Version: 1.0\n"
                                   "Content-Type: application/pkcs7-mime;\n"
                                   " smime-type=@;\n"
                                   " name=\"smime.p7m\"\n"
                                   "Content-Transfer-Encoding: base64\n"
                                   "Content-Disposition: attachment; filename=\"smime.p7m\"\n"
                                   "\n";
static const char *const smime_types[] = {"enveloped-data", "authEnveloped-data", NULL};

HemoChunks *
hemo_wrap_smime(HemoSlice mail,
                const HemoWrapOptions *options,
                const char *type,
                HemoSlice base64,
                GError **error)
{
    Work work;

    if (!g_strv_contains(smime_types, type)) {
        hemo_error_set(error, HEMO_ERROR_INVALID, _("the encrypted mail is of no known kind"));
        return NULL;
    }
    if (!start_outer(&work, mail, options, error))
        return NULL;
    add_template(&work, smime_before, type);
    add_crlf_lines(&work, base64);
    return finish_outer(&work);
}

static const char text_before[] = "MIME-Version: 1.0\n"
                                  "Content-Type: multipart/mixed;\n"
                                  " boundary=\"@\"\n"
                                  "\n"
                                  "--@\n"
                                  "Content-Type: text/plain; charset=utf-8\n"
                                  "Content-Transfer-Encoding: quoted-printable\n"
                                  "\n";
static const char pdf_before[] = "\n--@\n";
static const char pdf_fields[] = "Content-Type: application/pdf; name=\"@\"\n"
                                 "Content-Transfer-Encoding: base64\n"
                                 "Content-Disposition: attachment; filename=\"@\"\n"
                                 "\n";

#define QUOTED_LINE 73 /* a quoted byte and the sign of a soft break still fit in 76 */

/* RFC 2045 section 6.7. */
static void
add_quoted(Work *work, const char *text)
{
    HemoBuffer *quoted = hemo_buffer_new();
    gsize column = 0;

    for (const char *byte = text; *byte != '\0'; byte++) {
        gboolean last = byte[1] == '\0' || byte[1] == '\n';
        gboolean plain = g_ascii_isgraph(*byte) || (*byte == ' ' && !last);
        char code[4];

        if (*byte == '\n') {
            hemo_buffer_append_text(quoted, work->newline);
            column = 0;
            continue;
        }
        if (column >= QUOTED_LINE) {
            hemo_buffer_append_text(quoted, "=");
            hemo_buffer_append_text(quoted, work->newline);
            column = 0;
        }
        g_snprintf(code, sizeof code, plain && *byte != '=' ? "%c" : "=%02X", (guint8)*byte);
        hemo_buffer_append_text(quoted, code);
        column += strlen(code);
    }
    hemo_chunks_take(work->chunks, hemo_buffer_finish(quoted));
}

static gboolean
check_file_name(const char *name, GError **error)
{
    gboolean is_valid = name[0] != '\0';

    for (gsize i = 0; is_valid && name[i] != '\0'; i++)
        is_valid = g_ascii_isalnum(name[i]) || strchr("-.", name[i]) != NULL;
    if (!is_valid)
        hemo_error_set(error, HEMO_ERROR_INVALID, _("the name of the PDF is not valid"));
    return is_valid;
}

HemoChunks *
hemo_wrap_pdf(HemoSlice mail,
              const HemoWrapOptions *options,
              const HemoWrapPdf *pdf,
              GError **error)
{
    Work work;

    if (!check_boundary(pdf->boundary, hemo_slice_text(pdf->text), error) ||
        !check_boundary(pdf->boundary, pdf->base64, error) ||
        !check_file_name(pdf->file, error) || !start_outer(&work, mail, options, error))
        return NULL;
    add_template(&work, text_before, pdf->boundary);
    add_quoted(&work, pdf->text);
    add_template(&work, pdf_before, pdf->boundary);
    add_template(&work, pdf_fields, pdf->file);
    add_crlf_lines(&work, pdf->base64);
    add_template(&work, parts_after, pdf->boundary);
    return finish_outer(&work);
}
