/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-compose-bar.h.
 */
#include "hemo-claws-compose-bar.h"

#include "hemo-claws-compose-row.h"
#include "hemo-claws-encrypted.h"
#include "hemo-claws-settings.h"
#include "hemo-secret.h"

#include "hooks.h"
#include "procmsg.h"

#include <glib/gstdio.h>
#include <stdio.h>

#define HEADER_SIZE (64 * 1024) /* bytes of a mail that are looked at */

struct _HemoClawsComposeBar {
    GHashTable *rows;    /* Compose: HemoClawsComposeRow */
    GHashTable *windows; /* GtkWidget: Compose, as this one may go before its window */
    gulong created;
    HemoClaws *claws;
};

static gboolean
is_file_encrypted(const char *path)
{
    g_autoptr(HemoSecret) begin = hemo_secret_new(HEADER_SIZE);
    FILE *file = g_fopen(path, "rb");
    gsize size;

    if (file == NULL)
        return FALSE;
    size = fread(hemo_secret_data(begin), 1, HEADER_SIZE, file);
    fclose(file);
    return hemo_claws_encrypted_is(hemo_slice_sub(hemo_secret_slice(begin), 0, size));
}

/* Claws Mail flags what its own add-ons can decrypt, and only once it was shown. */
static gboolean
is_encrypted(MsgInfo *mail)
{
    g_autofree char *path = NULL;

    if (mail == NULL)
        return FALSE;
    if (MSG_IS_ENCRYPTED(mail->flags))
        return TRUE;
    path = procmsg_get_message_file_path(mail);
    return path != NULL && is_file_encrypted(path);
}

static gboolean
quotes_encrypted(const Compose *compose)
{
    return is_encrypted(compose->replyinfo) || is_encrypted(compose->fwdinfo);
}

static void
on_window_destroy(GtkWidget *window, gpointer data)
{
    HemoClawsComposeBar *bars = data;

    g_hash_table_remove(bars->rows, g_hash_table_lookup(bars->windows, window));
    g_hash_table_remove(bars->windows, window);
}

static void
add_row(HemoClawsComposeBar *bars, Compose *compose)
{
    HemoClawsComposeRow *row;

    if (compose->batch || g_hash_table_contains(bars->rows, compose))
        return;
    row = hemo_claws_compose_row_new(compose, quotes_encrypted(compose));
    g_hash_table_insert(bars->rows, compose, row);
    g_hash_table_insert(bars->windows, compose->window, compose);
    g_signal_connect(compose->window, "destroy", G_CALLBACK(on_window_destroy), bars);
    hemo_claws_compose_row_set_indicator(
        row,
        hemo_claws_settings_values(bars->claws->settings)->show_compose);
}

static gboolean
on_created(gpointer source, gpointer data)
{
    add_row(data, source);
    return FALSE;
}

const char *
hemo_claws_compose_bar_rung(HemoClawsComposeBar *bars, const Compose *compose)
{
    HemoClawsComposeRow *row = g_hash_table_lookup(bars->rows, compose);

    if (row != NULL)
        return hemo_claws_compose_row_rung(row);
    return quotes_encrypted(compose) ? "end-to-end" : "";
}

HemoClawsComposeBar *
hemo_claws_compose_bar_new(HemoClaws *claws)
{
    HemoClawsComposeBar *bars = g_new0(HemoClawsComposeBar, 1);

    bars->claws = claws;
    bars->rows =
        g_hash_table_new_full(NULL, NULL, NULL, (GDestroyNotify)hemo_claws_compose_row_free);
    bars->windows = g_hash_table_new(NULL, NULL);
    bars->created = hooks_register_hook(COMPOSE_CREATED_HOOKLIST, on_created, bars);
    for (const GList *at = compose_get_compose_list(); at != NULL; at = at->next)
        add_row(bars, at->data);
    return bars;
}

void
hemo_claws_compose_bar_free(HemoClawsComposeBar *bars)
{
    GHashTableIter iter;
    gpointer window;

    hooks_unregister_hook(COMPOSE_CREATED_HOOKLIST, bars->created);
    g_hash_table_iter_init(&iter, bars->windows);
    while (g_hash_table_iter_next(&iter, &window, NULL))
        g_signal_handlers_disconnect_by_data(window, bars);
    g_hash_table_unref(bars->windows);
    g_hash_table_unref(bars->rows);
    g_free(bars);
}
