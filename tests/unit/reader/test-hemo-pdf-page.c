/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-pdf-page.h"

#include <gmime/gmime.h>
#include <qpdf/qpdf-c.h>
#include <string.h>

/* How many pages @text takes; 0 if they cannot be drawn. */
static int
count_pages(const char *text, gboolean is_letter)
{
    g_autoptr(HemoPdfFonts) fonts = hemo_pdf_fonts_open();
    HemoPdfPageHead head = {.subject = "Subject", .from = "a", .is_letter = is_letter};
    g_auto(HemoPdfMail) mail = {
        .text = hemo_secret_new_copy(hemo_slice_text(text)),
        .files = g_ptr_array_new(),
    };
    g_autoptr(HemoSecret) pages = hemo_pdf_page_draw(fonts, &head, &mail);
    qpdf_data document = qpdf_init();
    int count = 0;

    if (pages != NULL) {
        HemoSlice bytes = hemo_secret_slice(pages);

        /* only what every file of cairo says */
        g_assert_null(memmem(bytes.data, bytes.size, "/Title", 6));
        qpdf_read_memory(document, "x", (const char *)bytes.data, bytes.size, NULL);
        count = qpdf_get_num_pages(document);
    }
    qpdf_cleanup(&document);
    return count;
}

static char *
repeat(const char *text, guint times)
{
    g_autoptr(GString) all = g_string_new(NULL);

    for (guint i = 0; i < times; i++)
        g_string_append(all, text);
    return g_strdup(all->str);
}

static void
test_count(void)
{
    static const struct {
        const char *text;
        guint times;
        int min;
        int max;
    } rows[] = {
        {"", 1, 1, 1},
        {"one line\n", 10, 1, 1},
        {"\n", 40, 1, 1},
        {"one line\n", 100, 2, 3},
        {"one line\n", 1000, 15, 22},
        {"> quoted\n", 100, 2, 3},
        {"words without any line end ", 2000, 8, 16},
        {"x", 50000, 5, 20},
        {"\344\270\255", 20000, 5, 20},
        {"a\314\201\314\201\314\201\314\201", 2000, 1, 5},
        {"\342\200\256right to left\n", 10, 1, 1},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *text = repeat(rows[i].text, rows[i].times);
        int count = count_pages(text, FALSE);

        g_assert_cmpint(count, >=, rows[i].min);
        g_assert_cmpint(count, <=, rows[i].max);
    }
}

/* The sheet is shorter. */
static void
test_letter(void)
{
    g_autofree char *text = repeat("one line\n", 3000);

    g_assert_cmpint(count_pages(text, TRUE), >, count_pages(text, FALSE));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pdf-page/count", test_count);
    g_test_add_func("/pdf-page/letter", test_letter);
    return g_test_run();
}
