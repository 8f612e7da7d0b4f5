/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-hop-window.h.
 */
#include "hemo-claws-hop-window.h"

#include "hemo-claws-badge-look.h"
#include "hemo-claws-hop-text.h"

#include <glib/gi18n-lib.h>

#define MARGIN 12
#define WIDTH  560
#define HEIGHT 420

static GtkWidget *
add_label(GtkWidget *box, const char *text, const char *class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_line_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 70);
    if (class != NULL)
        gtk_style_context_add_class(gtk_widget_get_style_context(label), class);
    gtk_box_pack_start(GTK_BOX(box), label, FALSE, FALSE, 0);
    return label;
}

static GtkWidget *
add_bold(GtkWidget *box, const char *text)
{
    GtkWidget *label = add_label(box, text, NULL);
    g_autoptr(PangoAttrList) attributes = pango_attr_list_new();

    pango_attr_list_insert(attributes, pango_attr_weight_new(PANGO_WEIGHT_BOLD));
    gtk_label_set_attributes(GTK_LABEL(label), attributes);
    return label;
}

/* The icon of a hop says the same as its words. */
static GtkWidget *
icon_of(GVariant *hop)
{
    static const struct {
        const char *tls;
        const char *state; /* the badge with that look */
    } states[] = {{"yes", "full"}, {"no", "plain"}};
    const char *tls = "", *state = "unknown";
    g_autoptr(GIcon) icon = NULL;

    g_variant_lookup(hop, "tls", "&s", &tls);
    for (gsize i = 0; i < G_N_ELEMENTS(states); i++)
        if (g_str_equal(states[i].tls, tls))
            state = states[i].state;
    icon = g_themed_icon_new_from_names((char **)hemo_claws_badge_look_find(state)->icons, -1);
    return gtk_image_new_from_gicon(icon, GTK_ICON_SIZE_LARGE_TOOLBAR);
}

static GtkWidget *
row_of(GVariant *hop)
{
    g_autofree char *words = hemo_claws_hop_text_words(hop);
    g_autofree char *servers = hemo_claws_hop_text_servers(hop);
    g_autofree char *technical = hemo_claws_hop_text_technical(hop);
    g_autofree char *name = g_strdup_printf("%s %s %s", words, servers, technical);
    GtkWidget *row = gtk_list_box_row_new();
    GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, MARGIN);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
    GtkWidget *icon = icon_of(hop);

    gtk_widget_set_valign(icon, GTK_ALIGN_START);
    gtk_box_pack_start(GTK_BOX(line), icon, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(line), box, TRUE, TRUE, 0);
    add_label(box, words, NULL);
    add_label(box, servers, GTK_STYLE_CLASS_DIM_LABEL);
    add_label(box, technical, GTK_STYLE_CLASS_DIM_LABEL);
    gtk_container_set_border_width(GTK_CONTAINER(line), MARGIN / 2);
    gtk_container_add(GTK_CONTAINER(row), line);
    atk_object_set_name(gtk_widget_get_accessible(row), name);
    return row;
}

static GtkWidget *
list_of(GVariant *badge)
{
    g_autoptr(GVariant) hops = g_variant_lookup_value(badge, "hops", G_VARIANT_TYPE("aa{sv}"));
    GtkWidget *list = gtk_list_box_new();
    GtkWidget *none = gtk_label_new(_("This mail carries no record of its way."));

    gtk_widget_show(none);
    gtk_list_box_set_selection_mode(GTK_LIST_BOX(list), GTK_SELECTION_NONE);
    gtk_list_box_set_placeholder(GTK_LIST_BOX(list), none);
    atk_object_set_name(gtk_widget_get_accessible(list), _("The way of this mail"));
    for (gsize i = 0; hops != NULL && i < g_variant_n_children(hops); i++) {
        g_autoptr(GVariant) hop = g_variant_get_child_value(hops, i);

        gtk_container_add(GTK_CONTAINER(list), row_of(hop));
    }
    return list;
}

static void
add_head(GtkWidget *box, GVariant *badge, const char *fetch)
{
    g_autoptr(GVariant) reasons =
        g_variant_lookup_value(badge, "reasons", G_VARIANT_TYPE("as"));
    g_autofree const char **lines = reasons != NULL ? g_variant_get_strv(reasons, NULL) : NULL;
    const char *title = "";

    g_variant_lookup(badge, "title", "&s", &title);
    add_bold(box, title);
    for (gsize i = 0; lines != NULL && lines[i] != NULL; i++)
        add_label(box, lines[i], NULL);
    if (fetch != NULL)
        add_label(box, fetch, NULL);
    add_label(box,
              _("The servers that handed this mail on, the last one first:"),
              GTK_STYLE_CLASS_DIM_LABEL);
}

static void
on_copy(GtkButton *button, GVariant *badge)
{
    g_autofree char *text = hemo_claws_hop_text_details(badge);

    gtk_clipboard_set_text(
        gtk_widget_get_clipboard(GTK_WIDGET(button), GDK_SELECTION_CLIPBOARD),
        text,
        -1);
}

static void
unref_badge(gpointer badge, GClosure *closure)
{
    g_variant_unref(badge);
}

static void
add_buttons(GtkWidget *box, GtkWidget *window, GVariant *badge)
{
    GtkWidget *row = gtk_button_box_new(GTK_ORIENTATION_HORIZONTAL);
    GtkWidget *copy = gtk_button_new_with_mnemonic(_("_Copy for a technician"));
    GtkWidget *shut = gtk_button_new_with_mnemonic(_("C_lose"));

    gtk_button_box_set_layout(GTK_BUTTON_BOX(row), GTK_BUTTONBOX_END);
    gtk_box_set_spacing(GTK_BOX(row), MARGIN / 2);
    gtk_container_add(GTK_CONTAINER(row), copy);
    gtk_container_add(GTK_CONTAINER(row), shut);
    gtk_box_pack_start(GTK_BOX(box), row, FALSE, FALSE, 0);
    g_signal_connect_data(copy,
                          "clicked",
                          G_CALLBACK(on_copy),
                          g_variant_ref(badge),
                          unref_badge,
                          (GConnectFlags)0);
    g_signal_connect_swapped(shut, "clicked", G_CALLBACK(gtk_widget_destroy), window);
}

static gboolean
on_key(GtkWidget *window, GdkEventKey *event)
{
    if (event->keyval != GDK_KEY_Escape)
        return GDK_EVENT_PROPAGATE;
    gtk_widget_destroy(window);
    return GDK_EVENT_STOP;
}

GtkWidget *
hemo_claws_hop_window_show(GtkWindow *parent, GVariant *badge, const char *fetch)
{
    GtkWidget *window = gtk_window_new(GTK_WINDOW_TOPLEVEL);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, MARGIN / 2);
    GtkWidget *scrolled = gtk_scrolled_window_new(NULL, NULL);
    GtkWidget *list = list_of(badge);

    gtk_window_set_title(GTK_WINDOW(window), _("The way of this mail"));
    gtk_window_set_transient_for(GTK_WINDOW(window), parent);
    gtk_window_set_destroy_with_parent(GTK_WINDOW(window), TRUE);
    gtk_window_set_type_hint(GTK_WINDOW(window), GDK_WINDOW_TYPE_HINT_DIALOG);
    gtk_window_set_default_size(GTK_WINDOW(window), WIDTH, HEIGHT);
    gtk_container_set_border_width(GTK_CONTAINER(window), MARGIN);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scrolled),
                                   GTK_POLICY_NEVER,
                                   GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_shadow_type(GTK_SCROLLED_WINDOW(scrolled), GTK_SHADOW_IN);
    add_head(box, badge, fetch);
    gtk_container_add(GTK_CONTAINER(scrolled), list);
    gtk_box_pack_start(GTK_BOX(box), scrolled, TRUE, TRUE, 0);
    add_buttons(box, window, badge);
    gtk_container_add(GTK_CONTAINER(window), box);
    g_signal_connect(window, "key-press-event", G_CALLBACK(on_key), NULL);
    gtk_widget_show_all(window);
    gtk_widget_grab_focus(list);
    return window;
}
