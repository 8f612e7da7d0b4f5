/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-ip-address.h.
 */
#include "hemo-ip-address.h"

#include <arpa/inet.h>
#include <string.h>

#define MAPPED_BITS 96 /* of an IPv4 address before its own bits */

gboolean
hemo_ip_address_parse(HemoSlice text, HemoIpAddress *ret_address)
{
    static const guint8 MAPPED[12] = {[10] = 0xff, [11] = 0xff};
    char copy[INET6_ADDRSTRLEN + 1];

    text = hemo_slice_sub(text, 0, hemo_slice_find(text, '%'));
    if (text.size == 0 || text.size >= sizeof copy)
        return FALSE;
    memcpy(copy, text.data, text.size);
    copy[text.size] = '\0';
    if (strchr(copy, ':') != NULL)
        return inet_pton(AF_INET6, copy, ret_address->byte) == 1;
    memcpy(ret_address->byte, MAPPED, sizeof MAPPED);
    return inet_pton(AF_INET, copy, ret_address->byte + sizeof MAPPED) == 1;
}

static gboolean
is_prefix_equal(const HemoIpAddress *address, const HemoIpAddress *other, guint bits)
{
    guint bytes = bits / 8, rest = bits % 8;
    guint mask = 0xff00u >> rest & 0xff;

    if (memcmp(address->byte, other->byte, bytes) != 0)
        return FALSE;
    return rest == 0 || ((address->byte[bytes] ^ other->byte[bytes]) & mask) == 0;
}

gboolean
hemo_ip_address_is_in(const HemoIpAddress *address, const char *range)
{
    HemoSlice text = hemo_slice_text(range);
    gsize slash = hemo_slice_find(text, '/');
    HemoIpAddress start;
    guint64 bits;

    if (slash == text.size || !hemo_ip_address_parse(hemo_slice_sub(text, 0, slash), &start) ||
        !g_ascii_string_to_unsigned(range + slash + 1, 10, 0, 128, &bits, NULL))
        return FALSE;
    if (strchr(range, ':') == NULL)
        bits += MAPPED_BITS;
    return bits <= 128 && is_prefix_equal(address, &start, (guint)bits);
}

static const char *const INSIDE[] = {
    "127.0.0.0/8",
    "10.0.0.0/8",
    "172.16.0.0/12",
    "192.168.0.0/16",
    "169.254.0.0/16",
    "100.64.0.0/10",
    "::1/128",
    "fe80::/10",
    "fc00::/7",
    "0.0.0.0/8",
};

gboolean
hemo_ip_address_is_inside(const HemoIpAddress *address)
{
    for (gsize i = 0; i < G_N_ELEMENTS(INSIDE); i++) {
        if (hemo_ip_address_is_in(address, INSIDE[i]))
            return TRUE;
    }
    return FALSE;
}
