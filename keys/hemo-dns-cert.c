/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-dns-cert.h.
 */
#include "hemo-dns-cert.h"

#include "hemo-limits.h"

#include <string.h>

#define HEAD_SIZE    5
#define TYPE_PKIX    1
#define TYPE_IPKIX   4
#define FIRST_OF_DER 0x30
#define MAX_URL      2048

#define PEM_BEGIN "-----BEGIN CERTIFICATE-----"
#define PEM_END   "-----END CERTIFICATE-----"

static gboolean
fits_dns(const char *name)
{
    g_auto(GStrv) labels = g_strsplit(name, ".", -1);

    for (gsize i = 0; labels[i] != NULL; i++) {
        if (labels[i][0] == '\0' || strlen(labels[i]) > HEMO_LIMIT_LABEL)
            return FALSE;
    }
    return strlen(name) <= HEMO_LIMIT_DOMAIN;
}

char *
hemo_dns_cert_name(const HemoAddress *address)
{
    g_autofree char *name =
        g_strconcat(hemo_address_local(address), ".", hemo_address_domain(address), NULL);

    return fits_dns(name) ? g_steal_pointer(&name) : NULL;
}

HemoDnsCertKind
hemo_dns_cert_read(HemoSlice rdata, HemoSlice *ret_data)
{
    int high = hemo_slice_at(rdata, 0);
    int low = hemo_slice_at(rdata, 1);
    HemoSlice data = hemo_slice_from(rdata, HEAD_SIZE);

    *ret_data = HEMO_SLICE_EMPTY;
    if (high != 0 || data.size == 0)
        return HEMO_DNS_CERT_NONE;
    if (low == TYPE_PKIX && hemo_slice_at(data, 0) == FIRST_OF_DER &&
        data.size <= HEMO_LIMIT_CERTIFICATE) {
        *ret_data = data;
        return HEMO_DNS_CERT_CERTIFICATE;
    }
    if (low == TYPE_IPKIX && data.size <= MAX_URL) {
        *ret_data = data;
        return HEMO_DNS_CERT_PLACE;
    }
    return HEMO_DNS_CERT_NONE;
}

char *
hemo_dns_cert_url(HemoSlice data)
{
    /* section 2.1 leaves open whether a NUL ends it */
    HemoSlice text = hemo_slice_sub(data, 0, hemo_slice_find(data, '\0'));

    for (gsize i = 0; i < text.size; i++) {
        if (!g_ascii_isgraph(text.data[i]))
            return NULL;
    }
    return hemo_slice_has_prefix_nocase(text, "https://") ? hemo_slice_dup(text) : NULL;
}

static GBytes *
read_pem(HemoSlice body)
{
    gsize begin = hemo_slice_find_text(body, PEM_BEGIN);
    HemoSlice rest = hemo_slice_from(body, begin + strlen(PEM_BEGIN));
    gsize end = hemo_slice_find_text(rest, PEM_END);
    g_autofree char *text = hemo_slice_dup(hemo_slice_sub(rest, 0, end));
    g_autofree guint8 *der = NULL;
    gsize size = 0;

    if (begin == body.size || end == rest.size)
        return NULL;
    der = g_base64_decode(text, &size);
    return size > 0 && der[0] == FIRST_OF_DER ? g_bytes_new_take(g_steal_pointer(&der), size)
                                              : NULL;
}

GBytes *
hemo_dns_cert_material(HemoSlice body)
{
    if (body.size > HEMO_LIMIT_CERTIFICATE)
        return NULL;
    if (hemo_slice_at(body, 0) == FIRST_OF_DER)
        return g_bytes_new(body.data, body.size);
    return read_pem(body);
}
