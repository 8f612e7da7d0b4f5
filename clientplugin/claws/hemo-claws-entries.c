/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-entries.h.
 */
#include "hemo-claws-entries.h"

#include "hemo-claws-recipients.h"

#include "prefs_common.h"

struct _HemoClawsEntries {
    Compose *compose;
    GHashTable *known; /* GtkWidget, whose signals are connected */
    guint look_again;
    void (*changed)(gpointer data);
    gpointer data;
};

static const char *const recipient_headers[] = {"To:", "Cc:", "Bcc:"};

static void look_again_soon(HemoClawsEntries *entries);

static void
on_changed(GtkWidget *widget, gpointer data)
{
    HemoClawsEntries *entries = data;

    look_again_soon(entries); /* Claws Mail may have added an entry because of it */
    entries->changed(entries->data);
}

static void
on_destroy(GtkWidget *widget, gpointer data)
{
    HemoClawsEntries *entries = data;

    g_hash_table_remove(entries->known, widget);
    look_again_soon(entries);
}

static void
watch_widget(HemoClawsEntries *entries, GtkWidget *widget)
{
    if (widget == NULL || !g_hash_table_add(entries->known, widget))
        return;
    g_signal_connect(widget, "changed", G_CALLBACK(on_changed), entries);
    g_signal_connect(widget, "destroy", G_CALLBACK(on_destroy), entries);
}

static GtkWidget *
name_entry(const ComposeHeaderEntry *entry)
{
    return gtk_bin_get_child(GTK_BIN(entry->combo));
}

static void
watch_all(HemoClawsEntries *entries)
{
    for (GSList *at = entries->compose->header_list; at != NULL; at = at->next) {
        const ComposeHeaderEntry *entry = at->data;

        watch_widget(entries, entry->entry);
        watch_widget(entries, name_entry(entry));
    }
}

static gboolean
on_look_again(gpointer data)
{
    HemoClawsEntries *entries = data;

    entries->look_again = 0;
    watch_all(entries);
    entries->changed(entries->data);
    return G_SOURCE_REMOVE;
}

static void
look_again_soon(HemoClawsEntries *entries)
{
    if (entries->look_again == 0)
        entries->look_again = g_idle_add(on_look_again, entries);
}

/* Claws Mail itself knows the header by its translated name. */
static gboolean
is_recipient_header(const char *name)
{
    g_autofree char *stripped = g_strstrip(g_strdup(name));

    for (gsize i = 0; i < G_N_ELEMENTS(recipient_headers); i++) {
        if (g_ascii_strcasecmp(stripped,
                               prefs_common_translated_header_name(recipient_headers[i])) == 0)
            return TRUE;
    }
    return FALSE;
}

GPtrArray *
hemo_claws_entries_read(HemoClawsEntries *entries)
{
    GPtrArray *addresses = g_ptr_array_new_with_free_func(g_free);

    for (GSList *at = entries->compose->header_list; at != NULL; at = at->next) {
        const ComposeHeaderEntry *entry = at->data;

        if (is_recipient_header(gtk_entry_get_text(GTK_ENTRY(name_entry(entry)))))
            hemo_claws_recipients_add(addresses, gtk_entry_get_text(GTK_ENTRY(entry->entry)));
    }
    return addresses;
}

HemoClawsEntries *
hemo_claws_entries_new(Compose *compose, void (*changed)(gpointer data), gpointer data)
{
    HemoClawsEntries *entries = g_new0(HemoClawsEntries, 1);

    entries->compose = compose;
    entries->known = g_hash_table_new(NULL, NULL);
    entries->changed = changed;
    entries->data = data;
    watch_all(entries);
    return entries;
}

void
hemo_claws_entries_free(HemoClawsEntries *entries)
{
    GHashTableIter iter;
    gpointer widget;

    g_clear_handle_id(&entries->look_again, g_source_remove);
    g_hash_table_iter_init(&iter, entries->known);
    while (g_hash_table_iter_next(&iter, &widget, NULL))
        g_signal_handlers_disconnect_by_data(widget, entries);
    g_hash_table_unref(entries->known);
    g_free(entries);
}
