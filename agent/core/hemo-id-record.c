/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-id-record.h.
 */
#include "hemo-id-record.h"

/* The first label that fits wins. */
static const struct {
    guint32 key;
    HemoPhiKind kind;
    guint8 least; /* digits */
} labels[] = {
    {HEMO_KEY_MRN, HEMO_PHI_MRN, 4},
    {HEMO_KEY_MEMBER, HEMO_PHI_MEMBER, 5},
    {HEMO_KEY_MEDICARE, HEMO_PHI_MEMBER, 6},
    {HEMO_KEY_CLAIM, HEMO_PHI_CLAIM, 5},
    {HEMO_KEY_ORDER, HEMO_PHI_NONE, 0},
    {HEMO_KEY_RECORD, HEMO_PHI_RECORD, 5},
    {HEMO_KEY_ACCOUNT, HEMO_PHI_ACCOUNT, 5},
    {HEMO_KEY_DEVICE, HEMO_PHI_DEVICE, 5},
    {HEMO_KEY_LICENCE, HEMO_PHI_LICENCE, 5},
};

/* Dates, money, times and telephone numbers are no record numbers. */
static gboolean
is_plain_number(HemoSlice text)
{
    gsize digits = 0;

    for (gsize i = 0; i < text.size; i++) {
        if (text.data[i] == '/' || text.data[i] == ':' || text.data[i] == '.')
            return FALSE;
        digits += g_ascii_isdigit(text.data[i]) ? 1 : 0;
    }
    return digits * 2 >= text.size && text.size <= 22 &&
           !hemo_token_matches(text, "ddd-dddd") && !hemo_token_matches(text, "ddd-ddd-dddd") &&
           !hemo_token_matches(text, "dddd-dd-dd");
}

gboolean
hemo_id_record_find(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    HemoSlice text = hemo_id_text(block, at);
    guint32 keys;
    gsize digits;

    if (block->tokens[at].kind == HEMO_TOKEN_WORD || text.size < 4 || !is_plain_number(text))
        return FALSE;
    keys = hemo_id_keys(block, at, 4);
    digits = hemo_token_digits(text, NULL, 0);
    for (guint i = 0; keys != 0 && i < G_N_ELEMENTS(labels); i++) {
        if ((keys & labels[i].key) && digits >= labels[i].least)
            return labels[i].kind != HEMO_PHI_NONE &&
                   hemo_id_hit(block, at, 1, labels[i].kind, ret_hit);
    }
    return FALSE;
}
