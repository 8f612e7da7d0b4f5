/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-compose-row.h.
 */
#include "hemo-claws-compose-row.h"

#include "hemo-claws-entries.h"
#include "hemo-claws-protection.h"
#include "hemo-claws-recipient-list.h"
#include "hemo-claws-watch.h"

#include <glib/gi18n-lib.h>

#define TYPING_PAUSE 300 /* ms */
#define GAP          12  /* px */
#define EDGE         3   /* px */

struct _HemoClawsComposeRow {
    Compose *compose;
    GtkWidget *box;
    GtkWidget *account_combo;
    HemoClawsProtection *protection;
    HemoClawsRecipientList *list;
    HemoClawsEntries *entries; /* NULL: recipients are not shown */
    HemoClawsWatch *watch;     /* as entries */
    int account;               /* that the watch is set to */
    guint later;
};

static void
follow_account(HemoClawsComposeRow *row)
{
    const PrefsAccount *account = row->compose->account;
    int id = account != NULL ? account->account_id : 0;

    if (row->watch == NULL || row->account == id)
        return;
    row->account = id;
    hemo_claws_watch_set_account(row->watch, account);
}

static gboolean
on_typing_pause(gpointer data)
{
    HemoClawsComposeRow *row = data;
    g_autoptr(GPtrArray) addresses = hemo_claws_entries_read(row->entries);

    row->later = 0;
    follow_account(row);
    hemo_claws_recipient_list_show(row->list, addresses);
    hemo_claws_watch_set_addresses(row->watch, addresses);
    return G_SOURCE_REMOVE;
}

/* A line goes at once when its address does; new ones wait until nobody types. */
static void
on_entries(gpointer data)
{
    HemoClawsComposeRow *row = data;
    g_autoptr(GPtrArray) addresses = hemo_claws_entries_read(row->entries);

    hemo_claws_recipient_list_keep(row->list, addresses);
    hemo_claws_watch_keep(row->watch, addresses);
    g_clear_handle_id(&row->later, g_source_remove);
    row->later = g_timeout_add(TYPING_PAUSE, on_typing_pause, row);
}

static void
on_account(GtkComboBox *combo, gpointer data)
{
    follow_account(data);
}

static void
on_tell(gpointer data, const char *address, const char *state, const char *words)
{
    HemoClawsComposeRow *row = data;

    hemo_claws_recipient_list_tell(row->list, address, state, words);
}

static void
on_forget(gpointer data)
{
    HemoClawsComposeRow *row = data;

    hemo_claws_recipient_list_forget(row->list);
}

static void
on_protection(gpointer data)
{
    HemoClawsComposeRow *row = data;

    hemo_claws_recipient_list_set_rung(row->list, hemo_claws_protection_rung(row->protection));
}

static const HemoClawsWatchCalls watch_calls = {on_tell, on_forget};

static void
begin_indicator(HemoClawsComposeRow *row)
{
    row->watch = hemo_claws_watch_new(&watch_calls, row);
    row->entries = hemo_claws_entries_new(row->compose, on_entries, row);
    g_signal_connect_after(row->account_combo, "changed", G_CALLBACK(on_account), row);
    on_typing_pause(row);
}

static void
end_indicator(HemoClawsComposeRow *row)
{
    g_autoptr(GPtrArray) nobody = g_ptr_array_new();

    g_clear_handle_id(&row->later, g_source_remove);
    g_signal_handlers_disconnect_by_data(row->account_combo, row);
    g_clear_pointer(&row->entries, hemo_claws_entries_free);
    g_clear_pointer(&row->watch, hemo_claws_watch_free);
    row->account = 0;
    hemo_claws_recipient_list_show(row->list, nobody);
}

void
hemo_claws_compose_row_set_indicator(HemoClawsComposeRow *row, gboolean shown)
{
    if (shown && row->entries == NULL)
        begin_indicator(row);
    else if (!shown && row->entries != NULL)
        end_indicator(row);
}

const char *
hemo_claws_compose_row_rung(HemoClawsComposeRow *row)
{
    return hemo_claws_protection_rung(row->protection);
}

/* Above the subject, and so below the header entries whatever page of them is open. */
static void
add_to_window(HemoClawsComposeRow *row)
{
    GtkBox *page = GTK_BOX(row->compose->edit_vbox);

    gtk_box_pack_start(GTK_BOX(row->box),
                       hemo_claws_protection_widget(row->protection),
                       FALSE,
                       FALSE,
                       0);
    gtk_box_pack_start(GTK_BOX(row->box),
                       hemo_claws_recipient_list_widget(row->list),
                       TRUE,
                       TRUE,
                       0);
    gtk_widget_set_margin_start(row->box, EDGE);
    gtk_widget_set_margin_end(row->box, EDGE);
    gtk_widget_set_margin_top(row->box, EDGE);
    gtk_widget_set_margin_bottom(row->box, EDGE);
    gtk_widget_set_valign(hemo_claws_protection_widget(row->protection), GTK_ALIGN_START);
    gtk_box_pack_start(page, row->box, FALSE, FALSE, 0);
    gtk_box_reorder_child(page, row->box, 0);
    gtk_widget_show(row->box);
}

HemoClawsComposeRow *
hemo_claws_compose_row_new(Compose *compose, gboolean locked)
{
    HemoClawsComposeRow *row = g_new0(HemoClawsComposeRow, 1);

    row->compose = compose;
    row->account_combo = compose->account_combo;
    row->box = g_object_ref_sink(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, GAP));
    row->list = hemo_claws_recipient_list_new();
    row->protection = hemo_claws_protection_new(on_protection, row);
    add_to_window(row);
    if (locked)
        hemo_claws_protection_lock(row->protection,
                                   _("The mail that this one answers or passes on came "
                                     "encrypted, so this one is not sent with less."));
    return row;
}

void
hemo_claws_compose_row_free(HemoClawsComposeRow *row)
{
    hemo_claws_compose_row_set_indicator(row, FALSE);
    hemo_claws_protection_free(row->protection);
    hemo_claws_recipient_list_free(row->list);
    gtk_widget_destroy(row->box);
    g_object_unref(row->box);
    g_free(row);
}
