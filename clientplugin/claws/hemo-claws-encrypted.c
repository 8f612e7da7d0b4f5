/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-encrypted.h.
 */
#include "hemo-claws-encrypted.h"

static const char *const encrypted_types[] = {
    "multipart/encrypted",
    "application/pkcs7-mime",
    "application/x-pkcs7-mime",
};

/* S/MIME that anyone can read. */
static const char *const open_kinds[] = {"signed-data", "certs-only"};

static gboolean
is_continued(HemoSlice line)
{
    int first = hemo_slice_at(line, 0);

    return first == ' ' || first == '\t';
}

/* The value of the first Content-Type field with its further lines. */
static HemoSlice
find_content_type(HemoSlice rest)
{
    HemoSlice line;
    HemoSlice value = {NULL, 0};

    while (hemo_slice_next_line(&rest, &line)) {
        if (hemo_slice_strip(line).size == 0)
            break;
        if (value.data != NULL && !is_continued(line))
            break;
        if (value.data != NULL)
            value.size = (gsize)(line.data + line.size - value.data);
        else if (hemo_slice_has_prefix_nocase(line, "content-type:"))
            value = hemo_slice_from(line, sizeof "content-type:" - 1);
    }
    return value;
}

static gboolean
is_type(HemoSlice value, const char *type)
{
    gsize semicolon = hemo_slice_find(value, ';');

    return hemo_slice_equal_nocase(hemo_slice_strip(hemo_slice_sub(value, 0, semicolon)), type);
}

static gboolean
has_text(HemoSlice value, const char *text)
{
    while (value.size > 0) {
        if (hemo_slice_has_prefix_nocase(value, text))
            return TRUE;
        value = hemo_slice_from(value, 1);
    }
    return FALSE;
}

gboolean
hemo_claws_encrypted_is(HemoSlice mail)
{
    HemoSlice value = find_content_type(mail);
    gboolean encrypted = FALSE;

    for (gsize i = 0; i < G_N_ELEMENTS(encrypted_types); i++)
        encrypted = encrypted || is_type(value, encrypted_types[i]);
    for (gsize i = 0; i < G_N_ELEMENTS(open_kinds); i++)
        encrypted = encrypted && !has_text(value, open_kinds[i]);
    return encrypted;
}
