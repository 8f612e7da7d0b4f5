/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-pdf-page.h.  Units are points; y grows downwards.
 */
#include "hemo-pdf-page.h"

#include <cairo-pdf.h>
#include <glib/gi18n-lib.h>

#define MARGIN     56.0
#define FOOT       34.0 /* above the lower edge of the page */
#define LABEL      64.0 /* width of the column of labels */
#define LINE_SPACE 1.15
#define MAX_PIECE  4096 /* bytes of a paragraph that are laid out at once */

static const struct {
    double width;
    double height;
} papers[] = {{595.276, 841.89}, {612.0, 792.0}};

typedef enum {
    INK_TEXT,
    INK_PALE,
    INK_QUOTE,
} Ink;

static const double inks[][3] = {{0.10, 0.10, 0.12}, {0.40, 0.42, 0.46}, {0.20, 0.32, 0.50}};

static const char *const faces[] = {"Sans 10", "Sans 9", "Sans Bold 9", "Sans Bold 15"};

enum {
    FACE_TEXT,
    FACE_SMALL,
    FACE_LABEL,
    FACE_TITLE,
};

typedef struct {
    cairo_t *cairo;
    PangoContext *context;
    double width;
    double height;
    double y; /* the next line begins here */
    guint number;
} Sheet;

typedef struct {
    guint face;
    Ink ink;
    double x;
} Style;

static cairo_status_t
keep_bytes(void *closure, const unsigned char *data, unsigned int size)
{
    hemo_buffer_append(closure, hemo_slice(data, size));
    return CAIRO_STATUS_SUCCESS;
}

static PangoLayout *
new_layout(const Sheet *sheet, const Style *style, HemoSlice text)
{
    PangoLayout *layout = pango_layout_new(sheet->context);
    PangoFontDescription *font = pango_font_description_from_string(faces[style->face]);
    PangoAttrList *attributes = pango_attr_list_new();

    /* where a long number or address is broken nothing may be added to it */
    pango_attr_list_insert(attributes, pango_attr_insert_hyphens_new(FALSE));
    pango_layout_set_attributes(layout, attributes);
    pango_attr_list_unref(attributes);
    pango_layout_set_font_description(layout, font);
    pango_font_description_free(font);
    pango_layout_set_width(layout, (int)((sheet->width - MARGIN - style->x) * PANGO_SCALE));
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_text(layout, text.size > 0 ? (const char *)text.data : "", (int)text.size);
    return layout;
}

static void
set_ink(const Sheet *sheet, Ink ink)
{
    cairo_set_source_rgb(sheet->cairo, inks[ink][0], inks[ink][1], inks[ink][2]);
}

static void
draw_number(const Sheet *sheet)
{
    const Style style = {FACE_SMALL, INK_PALE, MARGIN};
    g_autofree char *number = g_strdup_printf("%u", sheet->number);
    PangoLayout *layout = new_layout(sheet, &style, hemo_slice_text(number));

    pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT);
    set_ink(sheet, style.ink);
    cairo_move_to(sheet->cairo, style.x, sheet->height - FOOT);
    pango_cairo_show_layout(sheet->cairo, layout);
    g_object_unref(layout);
}

static void
end_page(Sheet *sheet)
{
    draw_number(sheet);
    cairo_show_page(sheet->cairo);
    sheet->number++;
    sheet->y = MARGIN;
}

static gboolean
is_fine(const Sheet *sheet)
{
    return cairo_status(sheet->cairo) == CAIRO_STATUS_SUCCESS;
}

/* The lines of @text below each other, over as many pages as they need. */
static void
draw_piece(Sheet *sheet, const Style *style, HemoSlice text)
{
    PangoLayout *layout = new_layout(sheet, style, text);
    PangoLayoutIter *lines = pango_layout_get_iter(layout);

    do {
        PangoRectangle box;
        double height;
        int top;
        int bottom;

        pango_layout_iter_get_line_yrange(lines, &top, &bottom);
        pango_layout_iter_get_line_extents(lines, NULL, &box);
        height = (double)(bottom - top) / PANGO_SCALE;
        if (sheet->y + height > sheet->height - MARGIN)
            end_page(sheet);
        set_ink(sheet, style->ink);
        cairo_move_to(sheet->cairo,
                      style->x + (double)box.x / PANGO_SCALE,
                      sheet->y +
                          (double)(pango_layout_iter_get_baseline(lines) - top) / PANGO_SCALE);
        pango_cairo_show_layout_line(sheet->cairo, pango_layout_iter_get_line_readonly(lines));
        sheet->y += height * LINE_SPACE;
    } while (is_fine(sheet) && pango_layout_iter_next_line(lines));
    pango_layout_iter_free(lines);
    g_object_unref(layout);
}

/* Where @text can be cut so that no more than MAX_PIECE bytes stand before it: behind a
 * blank, else between two characters. */
static gsize
cut_of(HemoSlice text)
{
    gsize end = MIN(text.size, MAX_PIECE);
    gsize cut = end;

    if (end == text.size)
        return end;
    while (cut > 0 && text.data[cut - 1] != ' ')
        cut--;
    if (cut > 0)
        return cut;
    while (end > 1 && (text.data[end] & 0xc0) == 0x80)
        end--;
    return end;
}

static void
draw_line(Sheet *sheet, const Style *style, HemoSlice line)
{
    do {
        gsize cut = cut_of(line);

        draw_piece(sheet, style, hemo_slice_sub(line, 0, cut));
        line = hemo_slice_from(line, cut);
    } while (line.size > 0 && is_fine(sheet));
}

static void
draw_text(Sheet *sheet, HemoSlice text)
{
    const Style plain = {FACE_TEXT, INK_TEXT, MARGIN};
    const Style quoted = {FACE_TEXT, INK_QUOTE, MARGIN};
    HemoSlice line;

    while (is_fine(sheet) && hemo_slice_next_line(&text, &line))
        draw_line(sheet, hemo_slice_at(line, 0) == '>' ? &quoted : &plain, line);
}

static void
draw_rule(Sheet *sheet)
{
    sheet->y += 8;
    cairo_set_line_width(sheet->cairo, 0.6);
    cairo_set_source_rgb(sheet->cairo, 0.78, 0.79, 0.82);
    cairo_move_to(sheet->cairo, MARGIN, sheet->y);
    cairo_line_to(sheet->cairo, sheet->width - MARGIN, sheet->y);
    cairo_stroke(sheet->cairo);
    sheet->y += 14;
}

/* A label and what it is of, side by side. */
static void
draw_field(Sheet *sheet, const char *label, const char *value)
{
    const Style left = {FACE_LABEL, INK_PALE, MARGIN};
    const Style right = {FACE_SMALL, INK_TEXT, MARGIN + LABEL};
    double y = sheet->y;
    guint number = sheet->number;

    if (value == NULL || *value == '\0')
        return;
    draw_line(sheet, &left, hemo_slice_text(label));
    if (sheet->number == number)
        sheet->y = y;
    draw_line(sheet, &right, hemo_slice_text(value));
}

static void
draw_head(Sheet *sheet, const HemoPdfPageHead *head)
{
    const Style title = {FACE_TITLE, INK_TEXT, MARGIN};

    if (head->subject != NULL && *head->subject != '\0') {
        draw_line(sheet, &title, hemo_slice_text(head->subject));
        sheet->y += 6;
    }
    draw_field(sheet, _("From"), head->from);
    draw_field(sheet, _("To"), head->to);
    draw_field(sheet, _("Date"), head->date);
    draw_rule(sheet);
}

static void
draw_files(Sheet *sheet, const GPtrArray *files)
{
    const Style heading = {FACE_LABEL, INK_PALE, MARGIN};
    const Style entry = {FACE_SMALL, INK_TEXT, MARGIN};
    const Style hint = {FACE_SMALL, INK_PALE, MARGIN};

    if (files->len == 0)
        return;
    draw_rule(sheet);
    draw_line(sheet, &heading, hemo_slice_text(_("Attachments in this file")));
    for (guint i = 0; i < files->len; i++) {
        const HemoPdfFile *file = files->pdata[i];
        g_autofree char *size = g_format_size(hemo_secret_size(file->bytes));
        char *line = g_strdup_printf("\342\200\242 %s (%s)", file->name, size);

        draw_line(sheet, &entry, hemo_slice_text(line));
        hemo_erase_text(line);
    }
    sheet->y += 4;
    draw_line(sheet,
              &hint,
              hemo_slice_text(_("To save them, open the list of attachments in your PDF "
                                "program (often a paper clip).")));
}

HemoSecret *
hemo_pdf_page_draw(const HemoPdfFonts *fonts,
                   const HemoPdfPageHead *head,
                   const HemoPdfMail *mail)
{
    g_autoptr(HemoBuffer) bytes = hemo_buffer_new();
    guint paper = head->is_letter ? 1 : 0;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(keep_bytes,
                                                                   bytes,
                                                                   papers[paper].width,
                                                                   papers[paper].height);
    Sheet sheet = {.cairo = cairo_create(surface),
                   .context = hemo_pdf_fonts_new_context(fonts),
                   .width = papers[paper].width,
                   .height = papers[paper].height,
                   .y = MARGIN,
                   .number = 1};
    gboolean is_drawn;

    draw_head(&sheet, head);
    draw_text(&sheet, hemo_secret_slice(mail->text));
    draw_files(&sheet, mail->files);
    end_page(&sheet);
    is_drawn = is_fine(&sheet);
    cairo_destroy(sheet.cairo);
    g_object_unref(sheet.context);
    cairo_surface_finish(surface);
    is_drawn = is_drawn && cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;
    cairo_surface_destroy(surface);
    return is_drawn ? hemo_buffer_finish(g_steal_pointer(&bytes)) : NULL;
}
