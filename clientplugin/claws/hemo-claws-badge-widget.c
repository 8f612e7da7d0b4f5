/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-badge-widget.h.
 */
#include "hemo-claws-badge-widget.h"

#include "hemo-claws-badge-look.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
add_label(GtkWidget *box)
{
    GtkWidget *label = gtk_label_new(NULL);

    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_selectable(GTK_LABEL(label), FALSE);
    gtk_box_pack_start(GTK_BOX(box), label, FALSE, FALSE, 0);
    return label;
}

static void
make_bold(GtkWidget *label)
{
    g_autoptr(PangoAttrList) attributes = pango_attr_list_new();

    pango_attr_list_insert(attributes, pango_attr_weight_new(PANGO_WEIGHT_BOLD));
    gtk_label_set_attributes(GTK_LABEL(label), attributes);
}

/* One above the other: the message pane is often too narrow for them beside the words. */
static void
add_buttons(HemoClawsBadgeWidget *widget)
{
    GtkInfoBar *bar = GTK_INFO_BAR(widget->bar);
    GtkWidget *area = gtk_info_bar_get_action_area(bar);

    gtk_orientable_set_orientation(GTK_ORIENTABLE(area), GTK_ORIENTATION_VERTICAL);
    gtk_box_set_spacing(GTK_BOX(area), 2);
    widget->way = gtk_info_bar_add_button(bar, _("Show the _way"), HEMO_CLAWS_BADGE_WIDGET_WAY);
    widget->note =
        gtk_info_bar_add_button(bar, _("Report a _problem…"), HEMO_CLAWS_BADGE_WIDGET_NOTE);
}

void
hemo_claws_badge_widget_init(HemoClawsBadgeWidget *widget)
{
    GtkWidget *bar = gtk_info_bar_new();
    GtkWidget *content = gtk_info_bar_get_content_area(GTK_INFO_BAR(bar));
    GtkWidget *text = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);

    widget->bar = bar;
    widget->icon = gtk_image_new();
    widget->title = add_label(text);
    widget->more = add_label(text);
    make_bold(widget->title);
    gtk_widget_set_valign(text, GTK_ALIGN_CENTER);
    gtk_box_pack_start(GTK_BOX(content), widget->icon, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(content), text, TRUE, TRUE, 0);
    add_buttons(widget);
    gtk_widget_show_all(content);
    gtk_widget_set_no_show_all(bar, TRUE); /* Claws Mail shows all that it finds */
}

static void
set_icon(GtkWidget *image, const HemoClawsBadgeLook *look)
{
    g_autoptr(GIcon) icon = g_themed_icon_new_from_names((char **)look->icons, -1);

    gtk_image_set_from_gicon(GTK_IMAGE(image), icon, GTK_ICON_SIZE_LARGE_TOOLBAR);
    atk_object_set_name(gtk_widget_get_accessible(image), _(look->icon_words));
}

static void
set_words(HemoClawsBadgeWidget *widget, const char *title, const char *more)
{
    gtk_label_set_text(GTK_LABEL(widget->title), title);
    gtk_label_set_text(GTK_LABEL(widget->more), more);
    gtk_widget_set_visible(widget->more, *more != '\0');
    atk_object_set_description(gtk_widget_get_accessible(widget->bar), title);
}

/* The kind of bar gives it a name too, such as "Warning": ours tells more. */
static void
set_type(GtkWidget *bar, GtkMessageType type)
{
    gtk_info_bar_set_message_type(GTK_INFO_BAR(bar), type);
    atk_object_set_name(gtk_widget_get_accessible(bar), _("How this mail came"));
}

/* Why, where the title does not tell; and the last leg.  The window has all. */
static char *
more_of(GVariant *badge, const HemoClawsBadgeLook *look, const char *title, const char *fetch)
{
    g_autoptr(GVariant) reasons =
        g_variant_lookup_value(badge, "reasons", G_VARIANT_TYPE("as"));
    g_autofree const char **lines = reasons != NULL ? g_variant_get_strv(reasons, NULL) : NULL;
    const char *reason = look->tells_why && lines != NULL ? lines[0] : NULL;

    if (reason != NULL && g_str_equal(reason, title))
        reason = NULL;
    if (reason != NULL && fetch != NULL)
        return g_strjoin(" ", reason, fetch, NULL);
    return g_strdup(reason != NULL ? reason : fetch != NULL ? fetch : "");
}

void
hemo_claws_badge_widget_show(HemoClawsBadgeWidget *widget, GVariant *badge, const char *fetch)
{
    const char *state = NULL, *title = "";
    const HemoClawsBadgeLook *look;
    g_autofree char *more = NULL;

    g_variant_lookup(badge, "badge", "&s", &state);
    g_variant_lookup(badge, "title", "&s", &title);
    look = hemo_claws_badge_look_find(state);
    more = more_of(badge, look, title, fetch);
    set_type(widget->bar, look->type);
    set_icon(widget->icon, look);
    set_words(widget, title, more);
    gtk_widget_show(widget->way);
    gtk_widget_show(widget->note);
    gtk_widget_show(widget->bar);
}

void
hemo_claws_badge_widget_show_silence(HemoClawsBadgeWidget *widget)
{
    set_type(widget->bar, GTK_MESSAGE_OTHER);
    set_icon(widget->icon, hemo_claws_badge_look_find(NULL));
    set_words(widget,
              _("Hemostat does not answer"),
              _("It is not known whether this mail came over TLS."));
    gtk_widget_hide(widget->way);
    gtk_widget_hide(widget->note);
    gtk_widget_show(widget->bar);
}

void
hemo_claws_badge_widget_add(HemoClawsBadgeWidget *widget, const char *words)
{
    const char *before = gtk_label_get_text(GTK_LABEL(widget->more));
    g_autofree char *text =
        *before != '\0' ? g_strjoin("\n", before, words, NULL) : g_strdup(words);

    gtk_label_set_text(GTK_LABEL(widget->more), text);
    gtk_widget_show(widget->more);
}
