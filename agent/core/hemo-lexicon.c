/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-lexicon.h.  FNV-1a, open addressing; lexicon/compile.py writes the table.
 */
#include "hemo-lexicon.h"

#include "hemo-lexicon-table.h"

G_STATIC_ASSERT((G_N_ELEMENTS(slots) & (G_N_ELEMENTS(slots) - 1)) == 0);

guint64
hemo_lexicon_start(void)
{
    return G_GUINT64_CONSTANT(0xcbf29ce484222325);
}

guint64
hemo_lexicon_add(guint64 fingerprint, const guint8 *word, gsize size)
{
    for (gsize i = 0; i < size; i++) {
        guint8 byte = word[i];

        if (byte >= 'A' && byte <= 'Z')
            byte |= 0x20;
        fingerprint = (fingerprint ^ byte) * G_GUINT64_CONSTANT(0x100000001b3);
    }
    return fingerprint;
}

const HemoLexiconSlot *
hemo_lexicon_find(guint64 fingerprint)
{
    const gsize mask = G_N_ELEMENTS(slots) - 1;

    for (gsize at = fingerprint & mask; slots[at].fingerprint != 0; at = (at + 1) & mask) {
        if (slots[at].fingerprint == fingerprint)
            return &slots[at];
    }
    return NULL;
}
