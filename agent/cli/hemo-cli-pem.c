/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-pem.h.
 */
#include "hemo-cli-pem.h"

#include "hemo-cli-file.h"

#define BEGIN "-----BEGIN CERTIFICATE-----"
#define END   "-----END CERTIFICATE-----"

GPtrArray *
hemo_cli_pem_read(HemoSlice text)
{
    GPtrArray *certificates = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    for (;;) {
        gsize begin = hemo_slice_find_text(text, BEGIN);
        HemoSlice rest = hemo_slice_from(text, begin + sizeof BEGIN - 1);
        gsize end = hemo_slice_find_text(rest, END);
        g_autofree char *base64 = hemo_slice_dup(hemo_slice_sub(rest, 0, end));
        guchar *der = NULL;
        gsize size = 0;

        if (begin >= text.size || end >= rest.size)
            return certificates;
        der = g_base64_decode(base64, &size);
        g_ptr_array_add(certificates, g_bytes_new_take(der, size));
        text = hemo_slice_from(rest, end);
    }
}

char *
hemo_cli_pem_fingerprint(GBytes *der)
{
    g_autofree char *digits = g_compute_checksum_for_bytes(G_CHECKSUM_SHA256, der);

    return g_ascii_strup(digits, -1);
}

GHashTable *
hemo_cli_pem_anchors(const HemoCliSettings *settings)
{
    GHashTable *anchors = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char *path = settings != NULL && settings->policy != NULL
                           ? hemo_policy_setting(settings->policy, "keys", "smime-anchors")
                           : NULL;
    g_autoptr(GBytes) text = path != NULL ? hemo_cli_file_read(path, NULL) : NULL;
    g_autoptr(GPtrArray) certificates =
        hemo_cli_pem_read(text != NULL ? hemo_slice_bytes(text) : HEMO_SLICE_EMPTY);

    for (guint i = 0; i < certificates->len; i++)
        g_hash_table_add(anchors, hemo_cli_pem_fingerprint(certificates->pdata[i]));
    return anchors;
}
