/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-special-address.h.
 */
#include "hemo-special-address.h"

#include <string.h>

typedef struct {
    guint8 bytes[16];
    guint bits;
} Prefix;

static const Prefix special4[] = {
    {{0}, 8},
    {{10}, 8},
    {{100, 64}, 10},
    {{127}, 8},
    {{169, 254}, 16},
    {{172, 16}, 12},
    {{192, 0, 0}, 24},
    {{192, 0, 2}, 24},
    {{192, 88, 99}, 24},
    {{192, 168}, 16},
    {{198, 18}, 15},
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 4},
    {{240}, 4},
};

/* Within 2000::/3, outside of which nothing is public. */
static const Prefix special6[] = {
    {{0x20, 0x01, 0x00}, 23},
    {{0x20, 0x01, 0x0d, 0xb8}, 32},
    {{0x20, 0x02}, 16},
    {{0x3f, 0xff, 0x00}, 20},
};

static const Prefix public6 = {{0x20}, 3};

/* RFC 6052: the last four bytes are the IPv4 address that a translator connects to. */
static const Prefix translated6 = {{0x00, 0x64, 0xff, 0x9b}, 96};

static gboolean
has_prefix(const guint8 *bytes, const Prefix *prefix)
{
    guint whole = prefix->bits / 8;
    guint rest = prefix->bits % 8;

    if (memcmp(bytes, prefix->bytes, whole) != 0)
        return FALSE;
    return rest == 0 || (bytes[whole] ^ prefix->bytes[whole]) >> (8 - rest) == 0;
}

static gboolean
is_listed(const guint8 *bytes, const Prefix *list, gsize n_prefixes)
{
    for (gsize i = 0; i < n_prefixes; i++) {
        if (has_prefix(bytes, &list[i]))
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_special_address_match(GInetAddress *address)
{
    const guint8 *bytes = g_inet_address_to_bytes(address);

    if (g_inet_address_get_family(address) == G_SOCKET_FAMILY_IPV4)
        return is_listed(bytes, special4, G_N_ELEMENTS(special4));
    if (has_prefix(bytes, &translated6))
        return is_listed(bytes + 12, special4, G_N_ELEMENTS(special4));
    return !has_prefix(bytes, &public6) || is_listed(bytes, special6, G_N_ELEMENTS(special6));
}
