/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-keys-link.h.
 */
#include "hemo-cli-keys-link.h"

#include "hemo-bus.h"
#include "hemo-cli-mail.h"
#include "hemo-cli-object.h"
#include "hemo-error.h"

#include <gio/gunixfdlist.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define SHA1_DIGITS 40

HemoKeys1 *
hemo_cli_keys_link_open(GError **error)
{
    g_autoptr(HemoAgent1) agent = hemo_cli_mail_connect(error);
    HemoKeys1 *keys;

    if (agent == NULL)
        return NULL;
    keys = hemo_keys1_proxy_new_sync(g_dbus_proxy_get_connection(G_DBUS_PROXY(agent)),
                                     G_DBUS_PROXY_FLAGS_DO_NOT_LOAD_PROPERTIES,
                                     NULL,
                                     HEMO_BUS_PATH,
                                     NULL,
                                     error);
    hemo_bus_convert_error(error);
    return keys;
}

GVariant *
hemo_cli_keys_link_list(HemoKeys1 *keys, const char *address, GError **error)
{
    g_autofree char *name = g_ascii_strdown(address, -1);
    GVariant *list = NULL;

    hemo_keys1_call_list_sync(keys, name, G_DBUS_CALL_FLAGS_NONE, G_MAXINT, &list, NULL, error);
    hemo_bus_convert_error(error);
    return list;
}

/* 0: not the one; of the others the greatest is meant. */
static guint
rate(GVariant *key, const char *fingerprint)
{
    gboolean chosen = FALSE;

    if (fingerprint != NULL)
        return g_ascii_strcasecmp(hemo_cli_object_text(key, "fingerprint"), fingerprint) == 0;
    g_variant_lookup(key, "chosen", "b", &chosen);
    return chosen ? 2 : 1;
}

static gboolean
has_smime(GVariant *keys)
{
    for (gsize i = 0; i < g_variant_n_children(keys); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(keys, i);

        if (g_str_equal(hemo_cli_object_text(key, "kind"), "smime"))
            return TRUE;
    }
    return FALSE;
}

static void
refuse(GVariant *keys, const char *fingerprint, GError **error)
{
    if (fingerprint != NULL && strlen(fingerprint) == SHA1_DIGITS && has_smime(keys))
        hemo_error_set(error,
                       HEMO_ERROR_NOT_FOUND,
                       _("no key of this address has this fingerprint; of a certificate it is "
                         "the SHA-1 one, which proves too little: ask for the SHA-256 one, of "
                         "64 digits"));
    else
        hemo_error_set(error,
                       HEMO_ERROR_NOT_FOUND,
                       _("no such key of this address is known here: \"hemostat keys list\" "
                         "shows those that are, \"hemostat keys find\" looks for others"));
}

GVariant *
hemo_cli_keys_link_choose(GVariant *keys,
                          const char *kind,
                          const char *fingerprint,
                          GError **error)
{
    GVariant *best = NULL;
    guint most = 0;

    for (gsize i = 0; i < g_variant_n_children(keys); i++) {
        g_autoptr(GVariant) key = g_variant_get_child_value(keys, i);

        if ((kind != NULL && !g_str_equal(hemo_cli_object_text(key, "kind"), kind)) ||
            rate(key, fingerprint) <= most)
            continue;
        most = rate(key, fingerprint);
        g_clear_pointer(&best, g_variant_unref);
        best = g_steal_pointer(&key);
    }
    if (best == NULL)
        refuse(keys, fingerprint, error);
    return best;
}

GVariant *
hemo_cli_keys_link_pick(HemoKeys1 *keys,
                        const char *address,
                        const char *fingerprint,
                        GError **error)
{
    g_autoptr(GVariant) list = hemo_cli_keys_link_list(keys, address, error);

    return list != NULL ? hemo_cli_keys_link_choose(list, NULL, fingerprint, error) : NULL;
}

int
hemo_cli_keys_link_take(GUnixFDList *fds, GVariant *handle, GError **error)
{
    gint32 index = handle != NULL ? g_variant_get_handle(handle) : -1;
    int fd = -1;

    if (fds != NULL && index >= 0 && index < g_unix_fd_list_get_length(fds))
        fd = g_unix_fd_list_get(fds, index, error);
    else
        hemo_error_set(error, HEMO_ERROR_FAILED, _("the agent's answer is not complete"));
    g_clear_object(&fds);
    return fd;
}

GUnixFDList *
hemo_cli_keys_link_fds(const int *fds, gsize n_fds, GError **error)
{
    g_autoptr(GUnixFDList) list = g_unix_fd_list_new();

    for (gsize i = 0; i < n_fds; i++) {
        if (g_unix_fd_list_append(list, fds[i], error) < 0)
            return NULL;
    }
    return g_steal_pointer(&list);
}

int
hemo_cli_keys_link_export(HemoKeys1 *keys,
                          const char *address,
                          const char *fingerprint,
                          GError **error)
{
    g_autofree char *name = g_ascii_strdown(address, -1);
    g_autoptr(GVariant) handle = NULL;
    GUnixFDList *fds = NULL;

    if (hemo_keys1_call_export_sync(keys,
                                    name,
                                    fingerprint,
                                    G_DBUS_CALL_FLAGS_NONE,
                                    G_MAXINT,
                                    NULL,
                                    &handle,
                                    &fds,
                                    NULL,
                                    error))
        return hemo_cli_keys_link_take(fds, handle, error);
    hemo_bus_convert_error(error);
    return -1;
}
