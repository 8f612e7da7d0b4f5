/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-protection.h.
 */
#include "hemo-claws-protection.h"

#include <glib/gi18n-lib.h>

#define GAP 6 /* px */

static const struct {
    const char *rung;
    const char *words;
    gboolean offered; /* FALSE: the agent cannot do it yet */
} choices[] = {
    {"", N_("As needed"), TRUE},
    {"end-to-end", N_("Encrypt this mail"), TRUE},
    {"portal", N_("Through the portal"), FALSE},
};

struct _HemoClawsProtection {
    GtkWidget *box;
    GtkWidget *combo;
    GtkWidget *lock;
    gboolean locked;
    void (*changed)(gpointer data);
    gpointer data;
};

const char *
hemo_claws_protection_rung(HemoClawsProtection *protection)
{
    const char *active = gtk_combo_box_get_active_id(GTK_COMBO_BOX(protection->combo));

    for (gsize i = 0; i < G_N_ELEMENTS(choices); i++) {
        if (choices[i].offered && g_strcmp0(choices[i].rung, active) == 0)
            return choices[i].rung;
    }
    return choices[protection->locked ? 1 : 0].rung;
}

void
hemo_claws_protection_lock(HemoClawsProtection *protection, const char *why)
{
    AtkObject *accessible = gtk_widget_get_accessible(protection->combo);

    if (protection->locked)
        return;
    gtk_combo_box_text_remove(GTK_COMBO_BOX_TEXT(protection->combo), 0);
    protection->locked = TRUE;
    gtk_combo_box_set_active(GTK_COMBO_BOX(protection->combo), 0);
    gtk_widget_set_tooltip_text(protection->box, why);
    gtk_widget_set_tooltip_text(protection->combo, why);
    gtk_widget_show(protection->lock);
    atk_object_set_description(accessible, why);
    protection->changed(protection->data);
}

static void
on_changed(GtkComboBox *combo, gpointer data)
{
    HemoClawsProtection *protection = data;

    if (gtk_combo_box_get_active(combo) >= 0)
        protection->changed(protection->data);
}

/* A turn of the wheel while the pointer happens to be here would change the choice unseen. */
static gboolean
on_scroll(GtkWidget *combo, GdkEvent *event, gpointer data)
{
    return TRUE;
}

GtkWidget *
hemo_claws_protection_widget(HemoClawsProtection *protection)
{
    return protection->box;
}

HemoClawsProtection *
hemo_claws_protection_new(void (*changed)(gpointer data), gpointer data)
{
    HemoClawsProtection *protection = g_new0(HemoClawsProtection, 1);
    GtkWidget *label = gtk_label_new_with_mnemonic(_("_Protection:"));
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, GAP);

    protection->changed = changed;
    protection->data = data;
    protection->box = g_object_ref_sink(box);
    protection->combo = gtk_combo_box_text_new();
    for (gsize i = 0; i < G_N_ELEMENTS(choices); i++) {
        if (choices[i].offered)
            gtk_combo_box_text_append(GTK_COMBO_BOX_TEXT(protection->combo),
                                      choices[i].rung,
                                      _(choices[i].words));
    }
    gtk_combo_box_set_active(GTK_COMBO_BOX(protection->combo), 0);
    gtk_widget_set_valign(protection->combo, GTK_ALIGN_CENTER);
    gtk_label_set_mnemonic_widget(GTK_LABEL(label), protection->combo);
    gtk_widget_set_tooltip_text(
        protection->combo,
        _("The least protection of this mail.  Hemostat protects patient data in any case."));
    protection->lock =
        gtk_image_new_from_icon_name("changes-prevent-symbolic", GTK_ICON_SIZE_MENU);
    gtk_box_pack_start(GTK_BOX(box), label, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), protection->combo, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), protection->lock, FALSE, FALSE, 0);
    gtk_widget_show_all(box);
    gtk_widget_hide(protection->lock);
    gtk_widget_set_no_show_all(protection->lock, TRUE);
    g_signal_connect(protection->combo, "changed", G_CALLBACK(on_changed), protection);
    g_signal_connect(protection->combo, "scroll-event", G_CALLBACK(on_scroll), protection);
    return protection;
}

void
hemo_claws_protection_free(HemoClawsProtection *protection)
{
    g_signal_handlers_disconnect_by_data(protection->combo, protection);
    g_object_unref(protection->box);
    g_free(protection);
}
