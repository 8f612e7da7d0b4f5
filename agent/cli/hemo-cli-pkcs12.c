/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-pkcs12.h.
 */
#include "hemo-cli-pkcs12.h"

#include "hemo-sealed-fd.h"

#define SEQUENCE 0x30
#define LONG     0x80

static const guint8 version[] = {0x02, 0x01, 0x03};

/* Bytes that the length takes after the tag; 0x80 itself is the indefinite form. */
static gsize
length_size(int first)
{
    return first < LONG ? 1 : 1 + (gsize)(first & (LONG - 1));
}

gboolean
hemo_cli_pkcs12_is(int fd)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, NULL);
    HemoSlice bytes = map != NULL ? hemo_sealed_fd_slice(map) : HEMO_SLICE_EMPTY;

    if (bytes.size < 2 || hemo_slice_at(bytes, 0) != SEQUENCE)
        return FALSE;
    return hemo_slice_equal(
        hemo_slice_sub(bytes, 1 + length_size(hemo_slice_at(bytes, 1)), sizeof version),
        hemo_slice(version, sizeof version));
}
