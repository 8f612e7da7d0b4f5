/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mx-record.h.
 */
#include "hemo-mx-record.h"

#include "hemo-address.h"
#include "hemo-limits.h"
#include "hemo-slice.h"

#include <gio/gio.h>
#include <string.h>

#define PREFERENCE_SIZE 2

/* An uncompressed name, as libunbound gives it; NULL if it does not end where the bytes do. */
static char *
read_name(HemoSlice wire)
{
    g_autoptr(GString) name = g_string_new(NULL);
    gsize at = 0;

    for (;;) {
        int size = hemo_slice_at(wire, at);
        HemoSlice label = hemo_slice_sub(wire, at + 1, (gsize)MAX(size, 0));

        if (size < 0 || size > HEMO_LIMIT_LABEL || label.size != (gsize)size)
            return NULL;
        at += (gsize)size + 1;
        if (size == 0)
            break;
        /* a dot or a control byte inside a label would make another name of it */
        for (gsize i = 0; i < label.size; i++) {
            if (!g_ascii_isgraph(label.data[i]) || label.data[i] == '.')
                return NULL;
        }
        if (name->len > 0)
            g_string_append_c(name, '.');
        g_string_append_len(name, (const char *)label.data, (gssize)label.size);
    }
    return at == wire.size ? g_string_free(g_steal_pointer(&name), FALSE) : NULL;
}

/* Rule M7.  A last label of digits alone is how an address looks to every resolver. */
static gboolean
is_like_address(const char *host)
{
    const char *dot = strrchr(host, '.');
    const char *last = dot != NULL ? dot + 1 : host;

    return g_hostname_is_ip_address(host) || strspn(last, "0123456789") == strlen(last);
}

static void
set_host(HemoMxRecord *record, char *name)
{
    g_autofree char *normal = NULL;

    if (name == NULL) {
        record->host = g_strdup("?");
        record->malformed = TRUE;
        return;
    }
    normal = *name != '\0' ? hemo_address_normalise_domain(name, NULL) : NULL;
    record->malformed = *name != '\0' && (normal == NULL || is_like_address(normal));
    record->host = g_strdup(normal != NULL ? normal : name);
}

HemoMxRecord *
hemo_mx_record_parse(GBytes *bytes)
{
    HemoMxRecord *record = g_new0(HemoMxRecord, 1);
    gsize size = 0;
    const guint8 *data = g_bytes_get_data(bytes, &size);
    g_autofree char *name = NULL;

    if (size > PREFERENCE_SIZE) {
        record->preference = (guint16)(data[0] << 8 | data[1]);
        name = read_name(hemo_slice(data + PREFERENCE_SIZE, size - PREFERENCE_SIZE));
    }
    set_host(record, name);
    return record;
}

void
hemo_mx_record_free(HemoMxRecord *record)
{
    if (record == NULL)
        return;
    g_free(record->host);
    g_free(record);
}

int
hemo_mx_record_compare(gconstpointer record, gconstpointer other)
{
    const HemoMxRecord *left = *(HemoMxRecord *const *)record;
    const HemoMxRecord *right = *(HemoMxRecord *const *)other;

    if (left->preference != right->preference)
        return left->preference < right->preference ? -1 : 1;
    return strcmp(left->host, right->host);
}
