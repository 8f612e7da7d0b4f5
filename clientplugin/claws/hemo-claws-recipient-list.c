/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-recipient-list.h.
 */
#include "hemo-claws-recipient-list.h"

#include "hemo-claws-outlook.h"

#include <glib/gi18n-lib.h>

#define MOST_HEIGHT         78 /* px: three lines */
#define ADDRESS_WIDTH       30 /* characters; a longer one is cut in the middle */
#define LEAST_ADDRESS_WIDTH 12 /* characters */
#define GAP                 6  /* px */

typedef struct {
    GtkWidget *line;
    GtkWidget *icon;
    GtkWidget *words;
    char *state; /* NULL: not known */
    char *said;  /* the agent's words for it, or NULL */
} Row;

struct _HemoClawsRecipientList {
    GtkWidget *scroller;
    GtkWidget *flow;
    GHashTable *rows; /* address: Row */
    char *rung;
};

static void
row_free(Row *row)
{
    gtk_widget_destroy(row->line);
    g_free(row->state);
    g_free(row->said);
    g_free(row);
}

/* The agent's words, unless the person asked for more than they were said for. */
static const char *
find_words(const HemoClawsRecipientList *list, const Row *row, const HemoClawsOutlook *outlook)
{
    gboolean said = row->said != NULL && *row->said != '\0';

    return said && *list->rung == '\0' ? row->said : _(outlook->words);
}

static void
show_row(const HemoClawsRecipientList *list, const char *address, const Row *row)
{
    const HemoClawsOutlook *outlook = hemo_claws_outlook_find(row->state, list->rung);
    const char *words = find_words(list, row, outlook);
    g_autofree char *name = g_strdup_printf("%s: %s", address, words);

    gtk_image_set_from_icon_name(GTK_IMAGE(row->icon), outlook->icon, GTK_ICON_SIZE_MENU);
    gtk_label_set_text(GTK_LABEL(row->words), words);
    atk_object_set_name(gtk_widget_get_accessible(row->line), name);
}

static void
set_state(HemoClawsRecipientList *list,
          const char *address,
          Row *row,
          const char *state,
          const char *words)
{
    g_autofree char *tip = NULL;

    if (words != NULL)
        tip = g_strdup_printf("%s\n%s", address, words);
    g_free(row->state);
    g_free(row->said);
    row->state = g_strdup(state);
    row->said = g_strdup(words);
    gtk_widget_set_tooltip_text(row->line, tip != NULL ? tip : address);
    show_row(list, address, row);
}

static Row *
row_new(const char *address)
{
    Row *row = g_new0(Row, 1);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, GAP);
    GtkWidget *label = gtk_label_new(address);

    row->line = gtk_flow_box_child_new();
    row->icon = gtk_image_new();
    row->words = gtk_label_new(NULL);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_label_set_width_chars(GTK_LABEL(label), LEAST_ADDRESS_WIDTH);
    gtk_label_set_max_width_chars(GTK_LABEL(label), ADDRESS_WIDTH);
    gtk_style_context_add_class(gtk_widget_get_style_context(row->words), "dim-label");
    gtk_box_pack_start(GTK_BOX(box), row->icon, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), label, FALSE, FALSE, 0);
    gtk_box_pack_start(GTK_BOX(box), row->words, FALSE, FALSE, 0);
    gtk_container_add(GTK_CONTAINER(row->line), box);
    atk_object_set_role(gtk_widget_get_accessible(row->line), ATK_ROLE_LIST_ITEM);
    gtk_widget_show_all(row->line);
    return row;
}

void
hemo_claws_recipient_list_keep(HemoClawsRecipientList *list, GPtrArray *addresses)
{
    GHashTableIter iter;
    gpointer address;

    g_hash_table_iter_init(&iter, list->rows);
    while (g_hash_table_iter_next(&iter, &address, NULL)) {
        if (!g_ptr_array_find_with_equal_func(addresses, address, g_str_equal, NULL))
            g_hash_table_iter_remove(&iter);
    }
    gtk_widget_set_visible(list->scroller, g_hash_table_size(list->rows) > 0);
}

void
hemo_claws_recipient_list_show(HemoClawsRecipientList *list, GPtrArray *addresses)
{
    hemo_claws_recipient_list_keep(list, addresses);
    for (guint i = 0; i < addresses->len; i++) {
        const char *address = addresses->pdata[i];
        Row *row;

        if (g_hash_table_contains(list->rows, address))
            continue;
        row = row_new(address);
        g_hash_table_insert(list->rows, g_strdup(address), row);
        gtk_flow_box_insert(GTK_FLOW_BOX(list->flow), row->line, (int)i);
        set_state(list, address, row, NULL, NULL);
    }
    gtk_widget_set_visible(list->scroller, addresses->len > 0);
}

void
hemo_claws_recipient_list_tell(HemoClawsRecipientList *list,
                               const char *address,
                               const char *state,
                               const char *words)
{
    Row *row = g_hash_table_lookup(list->rows, address);

    if (row != NULL)
        set_state(list, address, row, state, words);
}

void
hemo_claws_recipient_list_forget(HemoClawsRecipientList *list)
{
    GHashTableIter iter;
    gpointer address, row;

    g_hash_table_iter_init(&iter, list->rows);
    while (g_hash_table_iter_next(&iter, &address, &row))
        set_state(list, address, row, NULL, NULL);
}

void
hemo_claws_recipient_list_set_rung(HemoClawsRecipientList *list, const char *rung)
{
    GHashTableIter iter;
    gpointer address, row;

    g_free(list->rung);
    list->rung = g_strdup(rung);
    g_hash_table_iter_init(&iter, list->rows);
    while (g_hash_table_iter_next(&iter, &address, &row))
        show_row(list, address, row);
}

GtkWidget *
hemo_claws_recipient_list_widget(HemoClawsRecipientList *list)
{
    return list->scroller;
}

HemoClawsRecipientList *
hemo_claws_recipient_list_new(void)
{
    HemoClawsRecipientList *list = g_new0(HemoClawsRecipientList, 1);
    GtkFlowBox *flow;
    GtkScrolledWindow *scroller;

    list->flow = gtk_flow_box_new();
    flow = GTK_FLOW_BOX(list->flow);
    gtk_flow_box_set_selection_mode(flow, GTK_SELECTION_NONE);
    gtk_flow_box_set_column_spacing(flow, GAP);
    gtk_flow_box_set_max_children_per_line(flow, 3);
    gtk_widget_set_valign(list->flow, GTK_ALIGN_CENTER);
    gtk_widget_set_margin_end(list->flow, GAP);
    atk_object_set_name(gtk_widget_get_accessible(list->flow), _("Recipients"));
    atk_object_set_role(gtk_widget_get_accessible(list->flow), ATK_ROLE_LIST);
    list->scroller = g_object_ref_sink(gtk_scrolled_window_new(NULL, NULL));
    scroller = GTK_SCROLLED_WINDOW(list->scroller);
    gtk_scrolled_window_set_policy(scroller, GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_propagate_natural_height(scroller, TRUE);
    gtk_scrolled_window_set_max_content_height(scroller, MOST_HEIGHT);
    gtk_container_add(GTK_CONTAINER(scroller), list->flow);
    gtk_widget_show_all(list->scroller);
    gtk_widget_hide(list->scroller);
    gtk_widget_set_no_show_all(list->scroller, TRUE);
    list->rows =
        g_hash_table_new_full(g_str_hash, g_str_equal, g_free, (GDestroyNotify)row_free);
    list->rung = g_strdup("");
    return list;
}

void
hemo_claws_recipient_list_free(HemoClawsRecipientList *list)
{
    g_hash_table_unref(list->rows);
    g_object_unref(list->scroller);
    g_free(list->rung);
    g_free(list);
}
