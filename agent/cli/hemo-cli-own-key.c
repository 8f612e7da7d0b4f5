/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-own-key.h.
 */
#include "hemo-cli-own-key.h"

#include "hemo-openpgp.h"

#include <glib/gi18n-lib.h>

typedef struct {
    HemoOpenpgp *openpgp;
    GMainLoop *loop;
    HemoKey *key;
    GError *error;
} Search;

static void
on_found(GObject *source, GAsyncResult *result, gpointer data)
{
    Search *search = data;

    search->key = hemo_openpgp_find_finish(search->openpgp, result, &search->error);
    g_main_loop_quit(search->loop);
}

static char *
pick_words(const Search *search)
{
    if (search->key != NULL)
        return g_strdup(hemo_key_reason(search->key));
    if (search->error != NULL)
        return g_strdup(search->error->message);
    return g_strdup(_("there is no such key"));
}

gboolean
hemo_cli_own_key_find(const char *address, char **ret_words)
{
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    g_autoptr(HemoOpenpgp) openpgp = hemo_openpgp_new(NULL);
    g_autofree char *name = g_ascii_strdown(address, -1);
    Search search = {.openpgp = openpgp, .loop = loop};
    gboolean usable;

    hemo_openpgp_find_async(openpgp, name, TRUE, NULL, on_found, &search);
    g_main_loop_run(loop);
    usable = search.key != NULL && hemo_key_usable(search.key);
    *ret_words = usable ? NULL : pick_words(&search);
    if (search.key != NULL)
        hemo_key_unref(search.key);
    g_clear_error(&search.error);
    return usable;
}
