/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-part-seal.h.
 */
#include "hemo-part-seal.h"

#include <string.h>

typedef struct {
    const char *begin;
    const char *end;
} Armour;

static const Armour message = {"-----BEGIN PGP MESSAGE-----", "-----END PGP MESSAGE-----"};

static const Armour detached[] = {
    {"-----BEGIN PGP SIGNATURE-----", "-----END PGP SIGNATURE-----"},
    {"-----BEGIN PGP PUBLIC KEY BLOCK-----", "-----END PGP PUBLIC KEY BLOCK-----"},
};

/* clang-format off */
static const guint8 signed_data[] = {
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x02,
};
static const guint8 enveloped_data[] = {
    0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x07, 0x03,
};
static const guint8 auth_enveloped_data[] = {
    0x06, 0x0b, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x09, 0x10, 0x01, 0x17,
};
/* clang-format on */

/* Base64 digits and header lines of the armour: no line of prose has this form. */
static gboolean
is_armour_line(HemoSlice line)
{
    gsize colon = hemo_slice_find_text(line, ": ");

    if (colon < line.size && colon <= strlen("Comment"))
        return hemo_slice_has_prefix_nocase(line, "Version: ") ||
               hemo_slice_has_prefix_nocase(line, "Hash: ") ||
               hemo_slice_has_prefix_nocase(line, "Charset: ") ||
               hemo_slice_has_prefix_nocase(line, "Comment: ");
    line = hemo_slice_strip(line);
    for (gsize i = 0; i < line.size; i++)
        if (!g_ascii_isalnum((char)line.data[i]) && strchr("+/=", line.data[i]) == NULL)
            return FALSE;
    return line.size <= 80;
}

static gboolean
is_armour(HemoSlice content, const Armour *armour)
{
    HemoSlice rest = hemo_slice_strip(content);
    HemoSlice line;

    if (!hemo_slice_next_line(&rest, &line) ||
        !hemo_slice_equal(hemo_slice_strip(line), hemo_slice_text(armour->begin)))
        return FALSE;
    while (hemo_slice_next_line(&rest, &line)) {
        if (hemo_slice_equal(hemo_slice_strip(line), hemo_slice_text(armour->end)))
            return rest.size == 0;
        if (!is_armour_line(line))
            return FALSE;
    }
    return FALSE;
}

/* Bytes of the DER or BER head at @slice: tag SEQUENCE and a length; 0 if it is none. */
static gsize
sequence_head(HemoSlice slice)
{
    int length = hemo_slice_at(slice, 1);

    if (hemo_slice_at(slice, 0) != 0x30 || length < 0)
        return 0;
    return length <= 0x80 ? 2 : (gsize)(2 + (length & 0x7f));
}

static gboolean
is_content_info(HemoSlice head, const guint8 *type, gsize size)
{
    gsize start = sequence_head(head);

    return start > 0 &&
           hemo_slice_equal(hemo_slice_sub(head, start, size), hemo_slice(type, size));
}

gboolean
hemo_part_seal_is_openpgp(HemoSlice content)
{
    return is_armour(content, &message);
}

gboolean
hemo_part_seal_is_smime(HemoSlice head)
{
    return is_content_info(head, enveloped_data, sizeof enveloped_data) ||
           is_content_info(head, auth_enveloped_data, sizeof auth_enveloped_data);
}

gboolean
hemo_part_seal_is_signature(HemoSlice content)
{
    for (guint i = 0; i < G_N_ELEMENTS(detached); i++)
        if (is_armour(content, &detached[i]))
            return TRUE;
    return is_content_info(content, signed_data, sizeof signed_data);
}
