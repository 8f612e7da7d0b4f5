/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-pdf.h.
 */
#include "hemo-pdf.h"

#include <gmime/gmime.h>
#include <langinfo.h>

#include "hemo-pdf-page.h"
#include "hemo-pdf-seal.h"
#include "hemo-reader-wire.h"

#define MAX_TEXT     (1024 * 1024) /* about 300 pages */
#define A4_HEIGHT    297           /* mm */
#define PAPER_HEIGHT _NL_PAPER_HEIGHT
#define PAPER_LETTER "letter"
#define MAX_PASSWORD 127 /* bytes, ISO 32000-2 section 7.6.4.3.3 */

/* glibc gives the number itself where others give text. */
static gboolean
has_letter_paper(void)
{
    return GPOINTER_TO_INT(nl_langinfo(PAPER_HEIGHT)) < A4_HEIGHT;
}

/* The lines at the top, as people read them: what a mail writes as encoded words is decoded
 * (RFC 2047); what is plain already stays as it is. */
typedef struct {
    char *subject;
    char *from;
    char *to;
    char *date;
} Lines;

static void
lines_clear(Lines *lines)
{
    hemo_erase_text(lines->subject);
    hemo_erase_text(lines->from);
    hemo_erase_text(lines->to);
    hemo_erase_text(lines->date);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Lines, lines_clear)

static char *
read_line(GVariant *options, const char *key)
{
    const char *text = NULL;

    if (!g_variant_lookup(options, key, "&s", &text))
        return NULL;
    return g_mime_utils_header_decode_text(NULL, text);
}

static void
read_lines(GVariant *options, Lines *ret_lines)
{
    ret_lines->subject = read_line(options, "subject");
    ret_lines->from = read_line(options, "from");
    ret_lines->to = read_line(options, "to");
    ret_lines->date = read_line(options, "date");
}

static HemoPdfPageHead
make_head(GVariant *options, const Lines *lines)
{
    const char *paper = NULL;

    g_variant_lookup(options, "paper", "&s", &paper);
    return (HemoPdfPageHead){
        .subject = lines->subject,
        .from = lines->from,
        .to = lines->to,
        .date = lines->date,
        .is_letter = paper != NULL ? g_str_equal(paper, PAPER_LETTER) : has_letter_paper(),
    };
}

/* NULL if there is none that a file can have. */
static HemoSecret *
read_passphrase(GVariant *options)
{
    const char *text = "";
    HemoSlice slice;

    g_variant_lookup(options, "passphrase", "&s", &text);
    slice = hemo_slice_text(text);
    return slice.size > 0 && slice.size <= MAX_PASSWORD ? hemo_secret_new_copy(slice) : NULL;
}

/* What is wrong, or NULL. */
static const char *
make(HemoSlice mail,
     GVariant *options,
     const HemoPdfFonts *fonts,
     int output,
     guint64 *ret_size)
{
    g_autoptr(HemoSecret) passphrase = read_passphrase(options);
    g_autoptr(HemoSecret) pages = NULL;
    g_auto(HemoPdfMail) content = {0};
    g_auto(Lines) lines = {0};
    HemoPdfPageHead head;
    const char *failure;

    if (passphrase == NULL)
        return HEMO_READER_WIRE_PASSPHRASE;
    failure = hemo_pdf_mail_read(mail, &content);
    if (failure != NULL)
        return failure;
    if (hemo_secret_size(content.text) > MAX_TEXT)
        return HEMO_READER_WIRE_TOO_BIG;
    read_lines(options, &lines);
    head = make_head(options, &lines);
    pages = hemo_pdf_page_draw(fonts, &head, &content);
    if (pages == NULL)
        return HEMO_READER_WIRE_PAGES;
    return hemo_pdf_seal_write(pages, content.files, passphrase, output, ret_size);
}

GVariant *
hemo_pdf_answer(HemoSlice mail, GVariant *options, const HemoPdfFonts *fonts, int output)
{
    g_auto(GVariantDict) values = {0};
    guint64 size = 0;
    const char *failure = make(mail, options, fonts, output, &size);

    g_variant_dict_init(&values, NULL);
    g_variant_dict_insert(&values,
                          "result",
                          "s",
                          failure != NULL ? failure : HEMO_READER_WIRE_BUILT);
    if (failure == NULL)
        g_variant_dict_insert(&values, "size", "t", size);
    return g_variant_dict_end(&values);
}
