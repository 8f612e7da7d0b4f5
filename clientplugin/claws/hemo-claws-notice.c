/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-notice.h.
 */
#include "hemo-claws-notice.h"

#include "mainwindow.h"

#include <glib/gi18n-lib.h>

#define KEPT 4 /* lines */

struct _HemoClawsNotice {
    GtkWidget *bar; /* NULL: not made yet, or gone with the main window */
    GtkWidget *label;
    GQueue lines; /* char *, oldest first */
    guint dropped;
};

static void
forget_lines(HemoClawsNotice *notice)
{
    g_queue_clear_full(&notice->lines, g_free);
    notice->dropped = 0;
}

static void
on_response(GtkInfoBar *bar, int response, HemoClawsNotice *notice)
{
    gtk_widget_hide(GTK_WIDGET(bar));
    forget_lines(notice);
}

static void
make_bar(HemoClawsNotice *notice, GtkBox *parent)
{
    GtkWidget *bar = gtk_info_bar_new();
    GtkWidget *icon = gtk_image_new_from_icon_name("dialog-information-symbolic",
                                                   GTK_ICON_SIZE_LARGE_TOOLBAR);
    GtkWidget *label = gtk_label_new(NULL);
    GtkContainer *content = GTK_CONTAINER(gtk_info_bar_get_content_area(GTK_INFO_BAR(bar)));

    gtk_info_bar_set_message_type(GTK_INFO_BAR(bar), GTK_MESSAGE_INFO);
    gtk_info_bar_add_button(GTK_INFO_BAR(bar), _("C_lose"), GTK_RESPONSE_CLOSE);
    gtk_label_set_line_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_selectable(GTK_LABEL(label), TRUE);
    atk_object_set_name(gtk_widget_get_accessible(bar), _("Message of Hemostat"));
    gtk_container_add(content, icon);
    gtk_container_add(content, label);
    gtk_widget_show_all(bar);
    gtk_widget_hide(bar);
    gtk_box_pack_start(parent, bar, FALSE, FALSE, 0);
    gtk_box_reorder_child(parent, bar, 0);
    g_signal_connect(bar, "response", G_CALLBACK(on_response), notice);
    notice->label = label;
    g_set_weak_pointer(&notice->bar, bar);
}

static char *
join_lines(HemoClawsNotice *notice)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (notice->dropped > 0)
        g_string_append_printf(
            text,
            ngettext("(and %u earlier message)", "(and %u earlier messages)", notice->dropped),
            notice->dropped);
    for (GList *l = notice->lines.head; l != NULL; l = l->next) {
        if (text->len > 0)
            g_string_append_c(text, '\n');
        g_string_append(text, l->data);
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

void
hemo_claws_notice_show(HemoClawsNotice *notice, const char *words)
{
    MainWindow *window = mainwindow_get_mainwindow();
    g_autofree char *text = NULL;

    if (window == NULL || window->vbox_body == NULL)
        return;
    if (notice->bar == NULL)
        make_bar(notice, GTK_BOX(window->vbox_body));
    g_queue_push_tail(&notice->lines, g_strdup(words));
    if (notice->lines.length > KEPT) {
        g_free(g_queue_pop_head(&notice->lines));
        notice->dropped++;
    }
    text = join_lines(notice);
    gtk_label_set_text(GTK_LABEL(notice->label), text);
    gtk_widget_show(notice->bar);
}

HemoClawsNotice *
hemo_claws_notice_new(HemoClaws *claws)
{
    return g_new0(HemoClawsNotice, 1);
}

void
hemo_claws_notice_free(HemoClawsNotice *notice)
{
    GtkWidget *bar;

    if (notice == NULL)
        return;
    bar = notice->bar;
    g_clear_weak_pointer(&notice->bar);
    if (bar != NULL)
        gtk_widget_destroy(bar);
    forget_lines(notice);
    g_free(notice);
}
