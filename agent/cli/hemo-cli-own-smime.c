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
    if (own->free_data != NULL)
        own->free_data(own->data);
    g_free(own);
}

void
hemo_cli_own_smime_add(HemoCliOwnSmime *own, const char *address, const char *fingerprint)
{
    HemoCliOwnSmimeItem *item = g_new0(HemoCliOwnSmimeItem, 1);

    item->address = g_ascii_strdown(address, -1);
    item->fingerprint = g_ascii_strup(fingerprint, -1);
    g_ptr_array_add(own->items, item);
}

const char *
hemo_cli_own_smime_find(const HemoCliOwnSmime *own, const char *address)
{
    for (guint i = 0; i < own->items->len; i++) {
        const HemoCliOwnSmimeItem *item = own->items->pdata[i];

        if (g_ascii_strcasecmp(item->address, address) == 0)
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
    return own && g_str_equal(hemo_cli_object_text(key, "kind"), "smime") &&
           g_str_equal(hemo_cli_object_text(key, "state"), "usable");
}

/* The one that would be used comes before others of the address. */
static void
add_address(HemoCliOwnSmime *own, HemoKeys1 *keys, const char *address)
{
    g_autoptr(GVariant) list = hemo_cli_keys_link_list(keys, address, NULL);
    g_autoptr(GVariant) best = NULL;

    for (gsize i = 0; list != NULL && i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(list, i);
        gboolean chosen = FALSE;

        g_variant_lookup(key, "chosen", "b", &chosen);
        if (!is_own_smime(key) || (best != NULL && !chosen))
            continue;
        g_clear_pointer(&best, g_variant_unref);
        best = g_steal_pointer(&key);
    }
    if (best != NULL)
        hemo_cli_own_smime_add(own, address, hemo_cli_object_text(best, "fingerprint"));
}

HemoCliOwnSmime *
hemo_cli_own_smime_load(const GPtrArray *accounts)
{
    HemoCliOwnSmime *own = hemo_cli_own_smime_new();
    HemoKeys1 *keys = hemo_cli_keys_link_open(NULL);

    if (keys == NULL)
        return own;
    own->export = export;
    own->data = keys;
    own->free_data = g_object_unref;
    for (guint i = 0; i < accounts->len; i++) {
        const HemoMailAccount *account = accounts->pdata[i];

        if (hemo_cli_own_smime_find(own, account->address) == NULL)
            add_address(own, keys, account->address);
    }
    return own;
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
