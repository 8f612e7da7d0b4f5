/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-settings.h.
 */
#include "hemo-claws-settings.h"

#include "colorlabel.h"
#include "defs.h"
#include "prefs_gtk.h"
#include "utils.h"

#include <glib/gi18n-lib.h>

#define BLOCK  "Hemostat"
#define MARGIN 6
#define INDENT 24

enum {
    PARAM_BADGE,
    PARAM_COMPOSE,
    PARAM_LIST,
    PARAM_TLS_COLOUR,
    PARAM_NOT_TLS_COLOUR,
    N_PARAMS
};

/* The form that Claws Mail reads and writes. */
typedef struct {
    gboolean show_badge;
    gboolean show_compose;
    gint list;
    gint tls_colour;
    gint not_tls_colour;
} Raw;

typedef struct {
    GtkWidget *show_badge;
    GtkWidget *show_compose;
    GtkWidget *list[3]; /* by HemoClawsList */
    GtkWidget *tls_colour;
    GtkWidget *not_tls_colour;
} Widgets;

struct _HemoClawsSettings {
    PrefsPage page; /* first: Claws Mail hands back only its address */
    char *path[3];
    PrefParam params[N_PARAMS + 1];
    Raw raw;
    Widgets widgets;
    HemoClawsSettingsValues values;
};

static guint
valid_colour(gint colour)
{
    return colour >= 0 && colour <= COLORLABELS ? (guint)colour : 0;
}

static void
take_raw(HemoClawsSettings *settings)
{
    const Raw *raw = &settings->raw;
    gboolean known = raw->list >= HEMO_CLAWS_LIST_PLAIN && raw->list <= HEMO_CLAWS_LIST_COLOUR;

    settings->values = (HemoClawsSettingsValues){
        .show_badge = raw->show_badge,
        .show_compose = raw->show_compose,
        .list = known ? (HemoClawsList)raw->list : HEMO_CLAWS_LIST_PLAIN,
        .tls_colour = valid_colour(raw->tls_colour),
        .not_tls_colour = valid_colour(raw->not_tls_colour),
    };
}

static void
describe_param(PrefParam *param, const char *name, const char *otherwise, gpointer data)
{
    param->name = (char *)name; /* only read */
    param->defval = (char *)otherwise;
    param->data = data;
}

/* Filled here, as Claws Mail wants a table of addresses.  The last one stays empty: the end. */
static void
describe_params(HemoClawsSettings *settings)
{
    static const PrefType types[N_PARAMS] = {P_BOOL, P_BOOL, P_INT, P_INT, P_INT};
    PrefParam *params = settings->params;
    Raw *raw = &settings->raw;

    describe_param(&params[PARAM_BADGE], "show_badge", "TRUE", &raw->show_badge);
    describe_param(&params[PARAM_COMPOSE], "show_compose", "TRUE", &raw->show_compose);
    describe_param(&params[PARAM_LIST], "mark_list", "0", &raw->list);
    describe_param(&params[PARAM_TLS_COLOUR], "tls_colour", "6", &raw->tls_colour);
    describe_param(&params[PARAM_NOT_TLS_COLOUR], "not_tls_colour", "2", &raw->not_tls_colour);
    for (gsize i = 0; i < N_PARAMS; i++)
        params[i].type = types[i];
}

static char *
path_of_clawsrc(void)
{
    return g_build_filename(get_rc_dir(), COMMON_RC, NULL);
}

static void
write_params(HemoClawsSettings *settings)
{
    g_autofree char *path = path_of_clawsrc();
    PrefFile *file = prefs_write_open(path);

    if (file == NULL)
        return;
    if (prefs_set_block_label(file, BLOCK) < 0 ||
        prefs_write_param(settings->params, file->fp) < 0 || fputc('\n', file->fp) == EOF)
        prefs_file_close_revert(file);
    else
        prefs_file_close(file);
}

static GtkWidget *
add_label(GtkWidget *box, const char *text)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 60);
    gtk_box_pack_start(GTK_BOX(box), label, FALSE, FALSE, 0);
    return label;
}

static GtkWidget *
add_check(GtkWidget *box, const char *text, gboolean active)
{
    GtkWidget *check = gtk_check_button_new_with_mnemonic(text);

    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(check), active);
    gtk_box_pack_start(GTK_BOX(box), check, FALSE, FALSE, 0);
    return check;
}

static GtkWidget *
add_colour(GtkWidget *box, const char *text, guint colour)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, MARGIN);
    GtkWidget *label = gtk_label_new_with_mnemonic(text);
    GtkWidget *combo = colorlabel_create_combobox_colormenu();

    colorlabel_set_combobox_colormenu_active(GTK_COMBO_BOX(combo), (gint)colour);
    gtk_label_set_mnemonic_widget(GTK_LABEL(label), combo);
    gtk_widget_set_margin_start(row, INDENT);
    gtk_box_pack_start(GTK_BOX(row), label, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(row), combo, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), row, FALSE, FALSE, 0);
    return combo;
}

static void
add_list_choices(HemoClawsSettings *settings, GtkWidget *box)
{
    static const char *const words[] = {
        [HEMO_CLAWS_LIST_PLAIN] = N_("_Nothing"),
        [HEMO_CLAWS_LIST_TAG] = N_("A _tag in words"),
        [HEMO_CLAWS_LIST_COLOUR] = N_("A _colour"),
    };
    Widgets *widgets = &settings->widgets;
    GtkWidget *first = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(words); i++) {
        widgets->list[i] = gtk_radio_button_new_with_mnemonic_from_widget(
            first != NULL ? GTK_RADIO_BUTTON(first) : NULL,
            _(words[i]));
        first = widgets->list[0];
        gtk_widget_set_tooltip_text(
            widgets->list[i],
            i == HEMO_CLAWS_LIST_PLAIN
                ? NULL
                : _("On an IMAP server, marks are kept with the mail: other programs and other "
                    "people who read this mailbox can see them. There, mail is marked when it "
                    "is "
                    "first opened."));
        gtk_box_pack_start(GTK_BOX(box), widgets->list[i], FALSE, FALSE, 0);
    }
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(widgets->list[settings->values.list]), TRUE);
}

static void
on_create(PrefsPage *page, GtkWindow *window, gpointer data)
{
    HemoClawsSettings *settings = (HemoClawsSettings *)page;
    Widgets *widgets = &settings->widgets;
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, MARGIN);

    gtk_container_set_border_width(GTK_CONTAINER(box), MARGIN);
    widgets->show_badge = add_check(box,
                                    _("Show on received mail whether it came over _TLS"),
                                    settings->values.show_badge);
    widgets->show_compose =
        add_check(box,
                  _("Show how each _recipient can be reached while writing"),
                  settings->values.show_compose);
    add_label(box, _("Mark received mail in the message list with:"));
    add_list_choices(settings, box);
    widgets->tls_colour = add_colour(box, _("Came over TLS:"), settings->values.tls_colour);
    widgets->not_tls_colour = add_colour(box,
                                         _("Came without TLS, or with it only in part:"),
                                         settings->values.not_tls_colour);
    add_label(
        box,
        _("Claws Mail asks for no delivery reports. For mail sent with it Hemostat says "
          "\"no report expected\", never \"delivered\". If a mail cannot be delivered, you "
          "are told as soon as the failure report arrives."));
    gtk_widget_show_all(box);
    page->widget = box;
}

static void
on_destroy(PrefsPage *page)
{
}

static void
on_save(PrefsPage *page)
{
    HemoClawsSettings *settings = (HemoClawsSettings *)page;
    const Widgets *widgets = &settings->widgets;
    Raw *raw = &settings->raw;

    raw->show_badge = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(widgets->show_badge));
    raw->show_compose = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(widgets->show_compose));
    for (gint i = 0; i < (gint)G_N_ELEMENTS(widgets->list); i++)
        if (gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(widgets->list[i])))
            raw->list = i;
    raw->tls_colour =
        colorlabel_get_combobox_colormenu_active(GTK_COMBO_BOX(widgets->tls_colour));
    raw->not_tls_colour =
        colorlabel_get_combobox_colormenu_active(GTK_COMBO_BOX(widgets->not_tls_colour));
    take_raw(settings);
    write_params(settings);
}

static void
register_page(HemoClawsSettings *settings)
{
    settings->path[0] = g_strdup(g_dgettext("claws-mail", "Plugins")); /* its own branch */
    settings->path[1] = g_strdup(_("Hemostat"));
    settings->page = (PrefsPage){
        .path = settings->path,
        .weight = 60.0f,
        .create_widget = on_create,
        .destroy_widget = on_destroy,
        .save_page = on_save,
    };
    prefs_gtk_register_page(&settings->page);
}

HemoClawsSettings *
hemo_claws_settings_new(HemoClaws *claws)
{
    HemoClawsSettings *settings = g_new0(HemoClawsSettings, 1);
    g_autofree char *path = path_of_clawsrc();

    describe_params(settings);
    prefs_set_default(settings->params);
    prefs_read_config(settings->params, BLOCK, path, NULL);
    take_raw(settings);
    register_page(settings);
    return settings;
}

void
hemo_claws_settings_free(HemoClawsSettings *settings)
{
    if (settings == NULL)
        return;
    prefs_gtk_unregister_page(&settings->page);
    for (gsize i = 0; i < G_N_ELEMENTS(settings->path); i++)
        g_free(settings->path[i]);
    g_free(settings);
}

const HemoClawsSettingsValues *
hemo_claws_settings_values(const HemoClawsSettings *settings)
{
    return &settings->values;
}
