/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-own-smime.h.
 */
#include "hemo-cli-own-smime.h"

#include "hemo-bus.h"
#include "hemo-cli-keys-link.h"
#include "hemo-cli-object.h"
#include "hemo-error.h"
#include "hemo-mail-account.h"
#include "hemo-sealed-fd.h"
#include "hemo-secret.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <sys/random.h>

#define RANDOM_SIZE 16

static void
item_free(gpointer data)
{
    HemoCliOwnSmimeItem *item = data;

    g_free(item->address);
    g_free(item->fingerprint);
    g_free(item);
}

HemoCliOwnSmime *
hemo_cli_own_smime_new(void)
{
    HemoCliOwnSmime *own = g_new0(HemoCliOwnSmime, 1);

    own->items = g_ptr_array_new_with_free_func(item_free);
    return own;
}

void
hemo_cli_own_smime_free(HemoCliOwnSmime *own)
{
    if (own == NULL)
        return;
    g_ptr_array_unref(own->items);
    g_free(own->obstacle);
    if (own->free_data != NULL)
        own->free_data(own->data);
    g_free(own);
}

void
hemo_cli_own_smime_add(HemoCliOwnSmime *own,
                       const char *address,
                       const char *fingerprint,
                       gboolean named)
{
    HemoCliOwnSmimeItem *item = g_new0(HemoCliOwnSmimeItem, 1);

    item->address = g_ascii_strdown(address, -1);
    item->fingerprint = g_ascii_strup(fingerprint, -1);
    item->named = named && hemo_cli_own_smime_find(own, address) == NULL;
    g_ptr_array_add(own->items, item);
}

const char *
hemo_cli_own_smime_find(const HemoCliOwnSmime *own, const char *address)
{
    for (guint i = 0; i < own->items->len; i++) {
        const HemoCliOwnSmimeItem *item = own->items->pdata[i];

        if (item->named && g_ascii_strcasecmp(item->address, address) == 0)
            return item->fingerprint;
    }
    return NULL;
}

static int export(gpointer data, const char *fingerprint, int passphrase, GError **error)
{
    g_autoptr(GUnixFDList) fds = hemo_cli_keys_link_fds(&passphrase, 1, error);
    g_autoptr(GVariant) handle = NULL;
    GUnixFDList *answer = NULL;

    if (fds != NULL && hemo_keys1_call_export_own_sync(data,
                                                       fingerprint,
                                                       g_variant_new_handle(0),
                                                       G_DBUS_CALL_FLAGS_NONE,
                                                       G_MAXINT,
                                                       fds,
                                                       &handle,
                                                       &answer,
                                                       NULL,
                                                       error))
        return hemo_cli_keys_link_take(answer, handle, error);
    hemo_bus_convert_error(error);
    return -1;
}

static gboolean
is_own_smime(GVariant *key)
{
    gboolean own = FALSE;

    g_variant_lookup(key, "own", "b", &own);
    return own && g_str_equal(hemo_cli_object_text(key, "kind"), "smime");
}

/* 2: the one that would be used; 1: it can be used; 0: it still opens older mail. */
static int
find_rank(GVariant *key)
{
    gboolean chosen = FALSE;

    if (!g_str_equal(hemo_cli_object_text(key, "state"), "usable"))
        return 0;
    g_variant_lookup(key, "chosen", "b", &chosen);
    return chosen ? 2 : 1;
}

static gboolean
has(const HemoCliOwnSmime *own, const char *address, const char *fingerprint)
{
    for (guint i = 0; i < own->items->len; i++) {
        const HemoCliOwnSmimeItem *item = own->items->pdata[i];

        if (g_ascii_strcasecmp(item->fingerprint, fingerprint) == 0 &&
            (address == NULL || g_ascii_strcasecmp(item->address, address) == 0))
            return TRUE;
    }
    return FALSE;
}

/* @address NULL: of all addresses, each key once. */
static void
add_rank(HemoCliOwnSmime *own, GVariant *list, const char *address, int rank)
{
    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(list, i);
        const char *fingerprint = hemo_cli_object_text(key, "fingerprint");

        if (is_own_smime(key) && find_rank(key) == rank && !has(own, address, fingerprint))
            hemo_cli_own_smime_add(own,
                                   address != NULL ? address
                                                   : hemo_cli_object_text(key, "address"),
                                   fingerprint,
                                   rank > 0);
    }
}

static gboolean
add_address(HemoCliOwnSmime *own, HemoKeys1 *keys, const char *address, GError **error)
{
    g_autoptr(GVariant) list =
        hemo_cli_keys_link_list(keys, address != NULL ? address : "", error);

    for (int rank = 2; list != NULL && rank >= 0; rank--)
        add_rank(own, list, address, rank);
    return list != NULL;
}

static HemoKeys1 *
open_link(HemoCliOwnSmime *own, GError **error)
{
    HemoKeys1 *keys = hemo_cli_keys_link_open(error);

    own->export = export;
    own->data = keys;
    own->free_data = keys != NULL ? g_object_unref : NULL;
    return keys;
}

HemoCliOwnSmime *
hemo_cli_own_smime_load(const GPtrArray *accounts)
{
    HemoCliOwnSmime *own = hemo_cli_own_smime_new();
    g_autoptr(GError) error = NULL;
    HemoKeys1 *keys = open_link(own, &error);
    gboolean good = keys != NULL;

    for (guint i = 0; good && i < accounts->len; i++) {
        const HemoMailAccount *account = accounts->pdata[i];

        good = add_address(own, keys, account->address, &error);
    }
    if (!good)
        own->obstacle = g_strdup(error->message);
    return own;
}

HemoCliOwnSmime *
hemo_cli_own_smime_load_all(GError **error)
{
    g_autoptr(HemoCliOwnSmime) own = hemo_cli_own_smime_new();
    HemoKeys1 *keys = open_link(own, error);

    return keys != NULL && add_address(own, keys, NULL, error) ? g_steal_pointer(&own) : NULL;
}

int
hemo_cli_own_smime_passphrase(GError **error)
{
    guint8 random[RANDOM_SIZE];
    g_autofree char *digits = NULL;
    HemoSlice slice;
    int fd;

    if (getrandom(random, sizeof random, 0) != (gssize)sizeof random) {
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the computer gave no random numbers"));
        return -1;
    }
    digits = hemo_slice_hex(hemo_slice(random, sizeof random));
    slice = hemo_slice_text(digits);
    fd = hemo_sealed_fd_new(&slice, 1, error);
    hemo_erase(digits, slice.size);
    hemo_erase(random, sizeof random);
    return fd;
}
