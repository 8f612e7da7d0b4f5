/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-pdf-fonts.h.  Two libraries keep font files open: HarfBuzz maps a file when it
 * shapes with it first, and cairo closes all but a few faces unless they are locked.
 */
#include "hemo-pdf-fonts.h"

#include <cairo-ft.h>
#include <fontconfig/fontconfig.h>
#include <pango/pangofc-fontmap.h>

#define MAX_FONTS 40
#define SIZE      10.0
#define DPI       72.0

static const char *const weights[] = {"sans", "sans:bold"};

struct _HemoPdfFonts {
    FcConfig *config;
    PangoFontMap *map;
    GPtrArray *fonts;  /* of PangoFont, each with its cairo font locked */
    GHashTable *files; /* that are open */
};

/* Adds the fonts that cover most for the pattern @name: the best first, each of the others
 * with characters that none before it has. */
static void
choose(FcConfig *config, const char *name, GHashTable *chosen)
{
    FcPattern *wanted = FcNameParse((const FcChar8 *)name);
    FcFontSet *sorted = NULL;
    FcResult result = FcResultNoMatch;

    FcConfigSubstitute(config, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    sorted = FcFontSort(config, wanted, FcTrue, NULL, &result);
    for (int i = 0; sorted != NULL && i < sorted->nfont; i++) {
        if (g_hash_table_size(chosen) >= MAX_FONTS)
            break;
        g_hash_table_add(chosen, sorted->fonts[i]);
    }
    if (sorted != NULL)
        FcFontSetDestroy(sorted);
    FcPatternDestroy(wanted);
}

static const char *
file_of(FcPattern *pattern)
{
    FcChar8 *file = NULL;

    return FcPatternGetString(pattern, FC_FILE, 0, &file) == FcResultMatch ? (const char *)file
                                                                           : "";
}

/* From here on there are no other fonts.  The patterns that go belong to mapped caches. */
static void
keep_only(FcConfig *config, GHashTable *chosen)
{
    FcFontSet *all = FcConfigGetFonts(config, FcSetSystem);
    int kept = 0;

    for (int i = 0; all != NULL && i < all->nfont; i++)
        if (g_hash_table_contains(chosen, all->fonts[i]))
            all->fonts[kept++] = all->fonts[i];
    if (all != NULL)
        all->nfont = kept;
}

static void
open_font(HemoPdfFonts *fonts, PangoContext *context, FcPattern *pattern)
{
    PangoFontDescription *description = pango_fc_font_description_from_pattern(pattern, FALSE);
    PangoFont *font;
    cairo_scaled_font_t *scaled;

    pango_font_description_set_absolute_size(description, SIZE * PANGO_SCALE);
    font = pango_font_map_load_font(fonts->map, context, description);
    pango_font_description_free(description);
    if (font == NULL)
        return;
    scaled = pango_cairo_font_get_scaled_font(PANGO_CAIRO_FONT(font));
    if (scaled == NULL || pango_font_get_hb_font(font) == NULL ||
        cairo_ft_scaled_font_lock_face(scaled) == NULL) {
        g_object_unref(font);
        return;
    }
    g_ptr_array_add(fonts->fonts, font);
    g_hash_table_add(fonts->files,
                     g_strdup(file_of(pango_fc_font_get_pattern(PANGO_FC_FONT(font)))));
}

/* Leaves out what could not be opened, or was answered with another file. */
static void
drop_closed(HemoPdfFonts *fonts, GHashTable *chosen)
{
    GHashTableIter each;
    gpointer pattern;

    g_hash_table_iter_init(&each, chosen);
    while (g_hash_table_iter_next(&each, &pattern, NULL))
        if (!g_hash_table_contains(fonts->files, file_of(pattern)))
            g_hash_table_iter_remove(&each);
    keep_only(fonts->config, chosen);
    pango_fc_font_map_config_changed(PANGO_FC_FONT_MAP(fonts->map));
}

static void
open_all(HemoPdfFonts *fonts, GHashTable *chosen)
{
    PangoContext *context = hemo_pdf_fonts_new_context(fonts);
    GHashTableIter each;
    gpointer pattern;

    g_hash_table_iter_init(&each, chosen);
    while (g_hash_table_iter_next(&each, &pattern, NULL))
        open_font(fonts, context, pattern);
    g_object_unref(context);
    drop_closed(fonts, chosen);
}

HemoPdfFonts *
hemo_pdf_fonts_open(void)
{
    g_autoptr(HemoPdfFonts) fonts = g_new0(HemoPdfFonts, 1);
    g_autoptr(GHashTable) chosen = g_hash_table_new(NULL, NULL);

    fonts->config = FcInitLoadConfigAndFonts();
    if (fonts->config == NULL)
        return NULL;
    for (guint i = 0; i < G_N_ELEMENTS(weights); i++)
        choose(fonts->config, weights[i], chosen);
    keep_only(fonts->config, chosen);
    fonts->fonts = g_ptr_array_new();
    fonts->files = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    fonts->map = pango_cairo_font_map_new_for_font_type(CAIRO_FONT_TYPE_FT);
    if (fonts->map == NULL)
        return NULL;
    pango_cairo_font_map_set_resolution(PANGO_CAIRO_FONT_MAP(fonts->map), DPI);
    pango_fc_font_map_set_config(PANGO_FC_FONT_MAP(fonts->map), fonts->config);
    open_all(fonts, chosen);
    return fonts->fonts->len > 0 ? g_steal_pointer(&fonts) : NULL;
}

void
hemo_pdf_fonts_free(HemoPdfFonts *fonts)
{
    if (fonts == NULL)
        return;
    for (guint i = 0; fonts->fonts != NULL && i < fonts->fonts->len; i++) {
        PangoCairoFont *font = fonts->fonts->pdata[i];

        cairo_ft_scaled_font_unlock_face(pango_cairo_font_get_scaled_font(font));
        g_object_unref(font);
    }
    g_clear_pointer(&fonts->fonts, g_ptr_array_unref);
    g_clear_pointer(&fonts->files, g_hash_table_unref);
    g_clear_object(&fonts->map);
    g_clear_pointer(&fonts->config, FcConfigDestroy);
    g_free(fonts);
}

guint
hemo_pdf_fonts_count(const HemoPdfFonts *fonts)
{
    return g_hash_table_size(fonts->files);
}

PangoContext *
hemo_pdf_fonts_new_context(const HemoPdfFonts *fonts)
{
    PangoContext *context = pango_font_map_create_context(fonts->map);
    cairo_font_options_t *options = cairo_font_options_create();

    /* as a printer sees it, not a screen */
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(context, options);
    pango_context_set_round_glyph_positions(context, FALSE);
    cairo_font_options_destroy(options);
    return context;
}
