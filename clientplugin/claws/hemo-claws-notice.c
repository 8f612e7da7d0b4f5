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
    GQueue offers; /* GtkWidget *, bars of their own, oldest first */
};

typedef struct {
    HemoClawsNotice *notice;
    void (*accepted)(gpointer user_data);
    gpointer user_data;
    GDestroyNotify free;
} Offer;

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

/* A bar on top of @parent, not shown yet; @ret_label takes the words. */
static GtkWidget *
add_bar(GtkBox *parent, GtkWidget **ret_label)
{
    GtkWidget *bar = gtk_info_bar_new();
    GtkWidget *icon = gtk_image_new_from_icon_name("dialog-information-symbolic",
                                                   GTK_ICON_SIZE_LARGE_TOOLBAR);
    GtkWidget *label = gtk_label_new(NULL);
    GtkContainer *content = GTK_CONTAINER(gtk_info_bar_get_content_area(GTK_INFO_BAR(bar)));

    gtk_info_bar_set_message_type(GTK_INFO_BAR(bar), GTK_MESSAGE_INFO);
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
    *ret_label = label;
    return bar;
}

static void
make_bar(HemoClawsNotice *notice, GtkBox *parent)
{
    GtkWidget *bar = add_bar(parent, &notice->label);

    gtk_info_bar_add_button(GTK_INFO_BAR(bar), _("C_lose"), GTK_RESPONSE_CLOSE);
    g_signal_connect(bar, "response", G_CALLBACK(on_response), notice);
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

static void
offer_free(gpointer data, GClosure *closure)
{
    Offer *offer = data;

    offer->free(offer->user_data);
    g_free(offer);
}

static void
on_offer_gone(GtkWidget *bar, Offer *offer)
{
    g_queue_remove(&offer->notice->offers, bar);
}

static void
on_offer_response(GtkInfoBar *bar, int response, Offer *offer)
{
    gtk_widget_hide(GTK_WIDGET(bar));
    if (response == GTK_RESPONSE_ACCEPT)
        offer->accepted(offer->user_data);
    gtk_widget_destroy(GTK_WIDGET(bar)); /* frees offer */
}

void
hemo_claws_notice_offer(HemoClawsNotice *notice,
                        const char *words,
                        const char *button,
                        void (*accepted)(gpointer user_data),
                        gpointer user_data,
                        GDestroyNotify free)
{
    MainWindow *window = mainwindow_get_mainwindow();
    Offer *offer;
    GtkWidget *bar;
    GtkWidget *label;

    if (window == NULL || window->vbox_body == NULL) {
        free(user_data);
        return;
    }
    if (notice->offers.length == KEPT)
        gtk_widget_destroy(g_queue_peek_head(&notice->offers));
    offer = g_new0(Offer, 1);
    *offer = (Offer){notice, accepted, user_data, free};
    bar = add_bar(GTK_BOX(window->vbox_body), &label);
    gtk_label_set_text(GTK_LABEL(label), words);
    gtk_info_bar_add_button(GTK_INFO_BAR(bar), button, GTK_RESPONSE_ACCEPT);
    gtk_info_bar_add_button(GTK_INFO_BAR(bar), _("C_lose"), GTK_RESPONSE_CLOSE);
    g_signal_connect(bar, "destroy", G_CALLBACK(on_offer_gone), offer);
    g_signal_connect_data(bar, "response", G_CALLBACK(on_offer_response), offer, offer_free, 0);
    g_queue_push_tail(&notice->offers, bar);
    gtk_widget_show(bar);
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
    while (notice->offers.length > 0)
        gtk_widget_destroy(g_queue_peek_head(&notice->offers));
    forget_lines(notice);
    g_free(notice);
}
