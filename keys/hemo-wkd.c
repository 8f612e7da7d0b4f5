/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-wkd.h.
 */
#include "hemo-wkd.h"

#include <string.h>

#define SHA1_SIZE      20
#define GROUP_BITS     5
#define TAG_PUBLIC_KEY 6

/* z-base-32 (RFC 6189 section 5.1.6). */
static const char alphabet[] = "ybndrfg8ejkmcpqxot1uwisza345h769";

/* @size is a multiple of five bytes: nothing is left over. */
static char *
encode(const guint8 *bytes, gsize size)
{
    GString *text = g_string_new(NULL);
    guint pending = 0;
    guint n_bits = 0;

    for (gsize i = 0; i < size; i++) {
        pending = (pending << 8 | bytes[i]) & 0xfff;
        for (n_bits += 8; n_bits >= GROUP_BITS; n_bits -= GROUP_BITS)
            g_string_append_c(text, alphabet[pending >> (n_bits - GROUP_BITS) & 31]);
    }
    return g_string_free(text, FALSE);
}

char *
hemo_wkd_hash(const char *local)
{
    g_autofree char *lower = g_ascii_strdown(local, -1);
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA1);
    guint8 digest[SHA1_SIZE];
    gsize size = sizeof digest;

    g_checksum_update(checksum, (const guchar *)lower, (gssize)strlen(lower));
    g_checksum_get_digest(checksum, digest, &size);
    return encode(digest, size);
}

char *
hemo_wkd_host(const HemoAddress *address)
{
    return g_strconcat("openpgpkey.", hemo_address_domain(address), NULL);
}

char *
hemo_wkd_url(const HemoAddress *address, gboolean advanced)
{
    const char *domain = hemo_address_domain(address);
    const char *local = hemo_address_local(address);
    g_autofree char *hash = hemo_wkd_hash(local);
    g_autofree char *escaped = g_uri_escape_string(local, NULL, FALSE);
    g_autofree char *host = hemo_wkd_host(address);

    return g_strconcat("https://",
                       advanced ? host : domain,
                       "/.well-known/openpgpkey/",
                       advanced ? domain : "",
                       advanced ? "/" : "",
                       "hu/",
                       hash,
                       "?l=",
                       escaped,
                       NULL);
}

gboolean
hemo_wkd_is_key(HemoSlice body)
{
    int first = hemo_slice_at(body, 0);

    /* RFC 9580 section 4.2: the packet's type in the new and in the old format */
    if (first < 0 || (first & 0x80) == 0)
        return FALSE;
    if ((first & 0x40) != 0)
        return (first & 0x3f) == TAG_PUBLIC_KEY;
    return (first & 0x3c) >> 2 == TAG_PUBLIC_KEY;
}
