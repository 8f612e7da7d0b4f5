/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-pdf-fonts.h"

/* Latin, Greek, Cyrillic: no letter of these is a box, in either weight. */
static void
test_letters(void)
{
    static const char *const faces[] = {"Sans 10", "Sans Bold 15"};
    g_autoptr(HemoPdfFonts) fonts = hemo_pdf_fonts_open();
    PangoContext *context;

    g_assert_nonnull(fonts);
    g_assert_cmpuint(hemo_pdf_fonts_count(fonts), >=, 2);
    context = hemo_pdf_fonts_new_context(fonts);
    for (guint i = 0; i < G_N_ELEMENTS(faces); i++) {
        PangoFontDescription *face = pango_font_description_from_string(faces[i]);
        PangoLayout *layout = pango_layout_new(context);

        pango_layout_set_font_description(layout, face);
        pango_layout_set_text(layout,
                              "A\303\251\305\202 \316\261\317\211 \320\226\321\217",
                              -1);
        g_assert_cmpint(pango_layout_get_unknown_glyphs_count(layout), ==, 0);
        g_object_unref(layout);
        pango_font_description_free(face);
    }
    g_object_unref(context);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/pdf-fonts/letters", test_letters);
    hemo_pdf_fonts_free(NULL);
    return g_test_run();
}
