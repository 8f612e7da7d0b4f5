/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-phi-own.h.
 */
#include "hemo-phi-own.h"

#include "hemo-secret.h"
#include "hemo-token.h"

#include <string.h>

#define DIGITS 24

static gboolean
is_letter(int byte)
{
    return byte >= 0x80 || g_ascii_isalpha((char)byte);
}

/* Whether @text holds @word as a whole word. */
static gboolean
has_word(const char *text, HemoSlice word)
{
    HemoSlice rest = hemo_slice_text(text);

    for (gsize at = 0; at + word.size <= rest.size; at++) {
        if (at > 0 && is_letter(rest.data[at - 1]))
            continue;
        if (g_ascii_strncasecmp((const char *)rest.data + at,
                                (const char *)word.data,
                                word.size) == 0 &&
            !is_letter(hemo_slice_at(rest, at + word.size)))
            return TRUE;
    }
    return FALSE;
}

/* Whether every word of the name @found stands in @text. */
static gboolean
has_name(const char *text, HemoSlice found)
{
    gsize at = 0;

    while (at < found.size) {
        gsize start;

        while (at < found.size && !is_letter(found.data[at]))
            at++;
        start = at;
        while (at < found.size && is_letter(found.data[at]))
            at++;
        if (at - start > 1 && !has_word(text, hemo_slice_sub(found, start, at - start)))
            return FALSE;
    }
    return TRUE;
}

static gboolean
has_digits(const char *text, HemoSlice found)
{
    char own[DIGITS + 1] = {0};
    char other[DIGITS + 1] = {0};
    gsize size = hemo_token_digits(found, other, DIGITS);
    gboolean has;

    hemo_token_digits(hemo_slice_text(text), own, DIGITS);
    has = size >= 5 && strstr(own, other) != NULL;
    hemo_erase(other, sizeof other);
    return has;
}

static gboolean
any_has(const char *const *list, HemoSlice found, gboolean (*has)(const char *, HemoSlice))
{
    for (; list != NULL && *list != NULL; list++) {
        if (has(*list, found))
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_phi_own_has(const HemoPhiOwn *own, HemoPhiKind kind, HemoSlice found)
{
    if (own == NULL || kind >= HEMO_PHI_TABLE || found.size == 0)
        return FALSE;
    if (kind <= HEMO_PHI_LONE_NAME)
        return any_has(own->names, found, has_name) || any_has(own->words, found, has_name);
    return any_has(own->addresses, found, has_word) || any_has(own->words, found, has_word) ||
           any_has(own->words, found, has_digits);
}
