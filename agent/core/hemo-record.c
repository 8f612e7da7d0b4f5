/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-record.h.
 */
#include "hemo-record.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <string.h>

#define LABEL "hemostat-audit-1"

static void
add_bytes(GByteArray *form, HemoSlice bytes)
{
    guint64 size = GUINT64_TO_BE((guint64)bytes.size);

    g_byte_array_append(form, (const guint8 *)&size, sizeof size);
    if (bytes.size > 0)
        g_byte_array_append(form, bytes.data, (guint)bytes.size);
}

static void
add_number(GByteArray *form, guint64 number)
{
    guint64 bytes = GUINT64_TO_BE(number);

    g_byte_array_append(form, (const guint8 *)&bytes, sizeof bytes);
}

void
hemo_record_seal(HemoSlice key,
                 const guint8 previous[HEMO_RECORD_MAC],
                 const HemoRecord *record,
                 guint8 ret_mac[HEMO_RECORD_MAC])
{
    g_autoptr(GByteArray) form = g_byte_array_new();
    guint size = 0;

    add_bytes(form, hemo_slice_text(LABEL));
    add_bytes(form, hemo_slice(previous, HEMO_RECORD_MAC));
    add_number(form, record->number);
    add_number(form, (guint64)record->time);
    add_bytes(form, hemo_slice_text(record->mail));
    add_bytes(form, hemo_slice_text(record->event));
    add_bytes(form, hemo_slice_text(record->body));
    add_bytes(form, record->sealed);
    memset(ret_mac, 0, HEMO_RECORD_MAC);
    HMAC(EVP_sha256(), key.data, (int)key.size, form->data, form->len, ret_mac, &size);
}
