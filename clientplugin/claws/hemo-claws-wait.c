/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-wait.h.
 */
#include "hemo-claws-wait.h"

#include <glib/gi18n-lib.h>

#define PATIENCE 500 /* ms before anything is shown */
#define SPACE    12  /* px */

struct _HemoClawsWait {
    GtkWindow *parent; /* weak */
    GCancellable *cancellable;
    GtkWidget *dialog; /* NULL: not shown yet, or closed */
    guint timer;
};

static void
on_response(GtkDialog *dialog, int response, gpointer data)
{
    HemoClawsWait *wait = data;

    g_cancellable_cancel(wait->cancellable);
}

/* The whole of it can have the focus: a label cannot. */
static GtkWidget *
make_content(void)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, SPACE);
    GtkWidget *spinner = gtk_spinner_new();
    GtkWidget *label = gtk_label_new(_("Checking the mail…"));

    gtk_spinner_start(GTK_SPINNER(spinner));
    gtk_container_set_border_width(GTK_CONTAINER(box), SPACE * 2);
    gtk_box_pack_start(GTK_BOX(box), spinner, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), label, FALSE, FALSE, 0);
    gtk_widget_set_can_focus(box, TRUE);
    atk_object_set_name(gtk_widget_get_accessible(box), gtk_label_get_text(GTK_LABEL(label)));
    return box;
}

static gboolean
on_patience_ended(gpointer data)
{
    HemoClawsWait *wait = data;
    GtkWidget *content = make_content();
    GtkWidget *area;

    wait->timer = 0;
    wait->dialog =
        gtk_dialog_new_with_buttons(_("Hemostat"),
                                    wait->parent,
                                    GTK_DIALOG_MODAL | GTK_DIALOG_DESTROY_WITH_PARENT,
                                    _("_Cancel"),
                                    GTK_RESPONSE_CANCEL,
                                    NULL);
    area = gtk_dialog_get_content_area(GTK_DIALOG(wait->dialog));
    gtk_container_add(GTK_CONTAINER(area), content);
    gtk_window_set_resizable(GTK_WINDOW(wait->dialog), FALSE);
    g_signal_connect(wait->dialog, "response", G_CALLBACK(on_response), wait);
    g_signal_connect(wait->dialog, "destroy", G_CALLBACK(gtk_widget_destroyed), &wait->dialog);
    /* somebody who goes on typing must press nothing: no button has the focus, nor Return */
    gtk_window_set_default(GTK_WINDOW(wait->dialog), NULL);
    gtk_widget_grab_focus(content);
    gtk_widget_show_all(wait->dialog);
    return G_SOURCE_REMOVE;
}

HemoClawsWait *
hemo_claws_wait_new(GtkWindow *parent, GCancellable *cancellable)
{
    HemoClawsWait *wait = g_new0(HemoClawsWait, 1);

    g_set_weak_pointer(&wait->parent, parent);
    wait->cancellable = g_object_ref(cancellable);
    wait->timer = g_timeout_add(PATIENCE, on_patience_ended, wait);
    return wait;
}

void
hemo_claws_wait_free(HemoClawsWait *wait)
{
    if (wait == NULL)
        return;
    g_clear_handle_id(&wait->timer, g_source_remove);
    if (wait->dialog != NULL) {
        g_signal_handlers_disconnect_by_data(wait->dialog, wait);
        gtk_widget_destroy(wait->dialog);
    }
    g_clear_weak_pointer(&wait->parent);
    g_clear_object(&wait->cancellable);
    g_free(wait);
}
