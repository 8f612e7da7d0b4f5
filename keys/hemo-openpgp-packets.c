/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-openpgp-packets.h.
 */
#include "hemo-openpgp-packets.h"

#include "hemo-address.h"

#include <string.h>

#define TAG_USER_ID 13
#define MAX_UID     2048
#define LINE        64

/* One packet. */
typedef struct {
    guint tag;
    HemoSlice body;
} Packet;

/* @size bytes at @at of @rest as a number, G_MAXSIZE past the end. */
static gsize
read_number(HemoSlice rest, gsize at, gsize size)
{
    gsize number = 0;

    if (at + size > rest.size)
        return G_MAXSIZE;
    for (gsize i = 0; i < size; i++)
        number = number << 8 | rest.data[at + i];
    return number;
}

/* New format (section 4.2.2); partial lengths are for data, not for keys. */
static gboolean
read_new_length(HemoSlice rest, gsize *ret_head, gsize *ret_size)
{
    int first = hemo_slice_at(rest, 1);

    if (first < 0 || (first >= 224 && first < 255))
        return FALSE;
    if (first < 192) {
        *ret_head = 2;
        *ret_size = (gsize)first;
    } else if (first < 224) {
        *ret_head = 3;
        *ret_size = read_number(rest, 2, 1);
        if (*ret_size != G_MAXSIZE)
            *ret_size += ((gsize)first - 192) * 256 + 192;
    } else {
        *ret_head = 6;
        *ret_size = read_number(rest, 2, 4);
    }
    return *ret_size != G_MAXSIZE;
}

/* Old format (section 4.2.1). */
static gboolean
read_old_length(HemoSlice rest, gsize *ret_head, gsize *ret_size)
{
    guint kind = rest.data[0] & 3u;
    gsize bytes = (gsize)1 << kind;

    if (kind == 3)
        return FALSE;
    *ret_head = 1 + bytes;
    *ret_size = read_number(rest, 1, bytes);
    return *ret_size != G_MAXSIZE;
}

static gboolean
next_packet(HemoSlice *rest, Packet *ret_packet)
{
    gsize head = 0;
    gsize size = 0;
    guint first;
    gboolean is_new;

    if (rest->size == 0 || (rest->data[0] & 0x80u) == 0)
        return FALSE;
    first = rest->data[0];
    is_new = (first & 0x40u) != 0;
    if (!(is_new ? read_new_length(*rest, &head, &size)
                 : read_old_length(*rest, &head, &size)) ||
        head > rest->size || size > rest->size - head)
        return FALSE;
    ret_packet->tag = is_new ? first & 0x3fu : (first >> 2) & 0xfu;
    ret_packet->body = hemo_slice_sub(*rest, head, size);
    *rest = hemo_slice_from(*rest, head + size);
    return TRUE;
}

/* "Nora Lind <nora@example.com>" or the bare address. */
static char *
read_address(HemoSlice uid)
{
    g_autofree char *text = uid.size <= MAX_UID ? hemo_slice_dup(uid) : NULL;
    g_autoptr(HemoAddress) address = NULL;
    char *open;
    char *close;

    if (text == NULL)
        return NULL;
    open = strrchr(text, '<');
    close = open != NULL ? strchr(open, '>') : NULL;
    if (close != NULL)
        *close = '\0';
    address = hemo_address_parse(close != NULL ? open + 1 : text, NULL);
    return address != NULL ? g_strdup(hemo_address_key(address)) : NULL;
}

GStrv
hemo_openpgp_packets_addresses(HemoSlice binary)
{
    GPtrArray *addresses = g_ptr_array_new();
    HemoSlice rest = binary;
    Packet packet;

    while (addresses->len < HEMO_OPENPGP_PACKETS_ADDRESSES && next_packet(&rest, &packet)) {
        char *address = packet.tag == TAG_USER_ID ? read_address(packet.body) : NULL;

        if (address != NULL &&
            !g_ptr_array_find_with_equal_func(addresses, address, g_str_equal, NULL))
            g_ptr_array_add(addresses, address);
        else
            g_free(address);
    }
    g_ptr_array_add(addresses, NULL);
    return (GStrv)g_ptr_array_free(addresses, FALSE);
}

/* CRC-24 (section 6.1). */
static guint32
checksum(HemoSlice binary)
{
    guint32 crc = 0xb704ce;

    for (gsize i = 0; i < binary.size; i++) {
        crc ^= (guint32)binary.data[i] << 16;
        for (int bit = 0; bit < 8; bit++) {
            crc <<= 1;
            if ((crc & 0x1000000) != 0)
                crc ^= 0x1864cfb;
        }
    }
    return crc & 0xffffff;
}

GBytes *
hemo_openpgp_packets_armor(HemoSlice binary)
{
    GString *text = g_string_new("-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n");
    g_autofree char *body = g_base64_encode(binary.data, binary.size);
    guint32 crc = checksum(binary);
    const guint8 sum[] = {(guint8)(crc >> 16), (guint8)(crc >> 8), (guint8)crc};
    g_autofree char *tail = g_base64_encode(sum, sizeof sum);

    for (gsize at = 0; body[at] != '\0'; at += MIN(strlen(body + at), LINE))
        g_string_append_printf(text, "%.*s\n", LINE, body + at);
    g_string_append_printf(text, "=%s\n-----END PGP PUBLIC KEY BLOCK-----\n", tail);
    return g_string_free_to_bytes(text);
}
