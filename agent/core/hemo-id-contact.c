/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-id-contact.h.
 */
#include "hemo-id-contact.h"

#include <string.h>

#define STREET_WORDS 4

static const char *const toll_free[] = {"800", "888", "877", "866", "855", "844", "833", "900"};

/* Ten digits, or eleven with a 1 in front; not toll-free, not 555-01xx. */
static gboolean
is_phone(const char *digits, gsize size)
{
    if (size == 11 && digits[0] == '1') {
        digits++;
        size--;
    }
    if (size != 10 || digits[0] < '2' || digits[1] == '9' || digits[3] < '2' ||
        (digits[1] == '1' && digits[2] == '1') || memcmp(digits + 3, "55501", 5) == 0)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(toll_free); i++) {
        if (memcmp(digits, toll_free[i], 3) == 0)
            return FALSE;
    }
    return TRUE;
}

static const char *const phone_forms[] = {
    "ddd-ddd-dddd",
    "ddd.ddd.dddd",
    "ddd/ddd-dddd",
    "1-ddd-ddd-dddd",
    "dddddddddd",
};

static guint
count_phone(const HemoIdBlock *block, guint at)
{
    HemoSlice text = hemo_id_text(block, at);

    for (guint i = 0; i < G_N_ELEMENTS(phone_forms); i++) {
        if (hemo_token_matches(text, phone_forms[i]))
            return i + 1 < G_N_ELEMENTS(phone_forms) ||
                           (hemo_id_keys(block, at, 2) & (HEMO_KEY_PHONE | HEMO_KEY_FAX))
                       ? 1
                       : 0;
    }
    if (!hemo_token_matches(text, "ddd") || at + 1 >= block->n_tokens ||
        hemo_id_gap(block, at + 1).size > 2)
        return 0;
    text = hemo_id_text(block, at + 1);
    if (hemo_token_matches(text, "ddd-dddd") || hemo_token_matches(text, "ddd.dddd"))
        return 2;
    return hemo_token_matches(text, "ddd") && at + 2 < block->n_tokens &&
                   hemo_token_matches(hemo_id_text(block, at + 2), "dddd") &&
                   hemo_id_gap(block, at + 2).size == 1
               ? 3
               : 0;
}

static gboolean
find_phone(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    char digits[12];
    guint count = count_phone(block, at);
    gsize size;

    if (count == 0)
        return FALSE;
    hemo_id_hit(block, at, count, HEMO_PHI_PHONE, ret_hit);
    size = hemo_token_digits(hemo_slice_sub(block->text, ret_hit->offset, ret_hit->length),
                             digits,
                             sizeof digits);
    return size <= sizeof digits && is_phone(digits, size);
}

/* "4 Mill Road", "120 N. High St" */
static gboolean
find_street(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    if (block->tokens[at].kind != HEMO_TOKEN_NUMBER || block->tokens[at].length > 5)
        return FALSE;
    for (guint i = at + 1; i < block->n_tokens && i <= at + STREET_WORDS; i++) {
        const HemoToken *token = &block->tokens[i];

        if (token->kind != HEMO_TOKEN_WORD || token->shape == 0 ||
            hemo_id_gap(block, i).size > (i == at + 1 ? 1 : 2) ||
            (token->shape & HEMO_SHAPE_LINE))
            return FALSE;
        if (i > at + 1 && (token->classes & HEMO_WORD_STREET))
            return hemo_id_hit(block, at, i - at + 1, HEMO_PHI_STREET, ret_hit);
    }
    return FALSE;
}

/* "OH 44113" */
static gboolean
find_place(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    const HemoToken *before = hemo_id_token(block, at, -1);
    HemoSlice text = hemo_id_text(block, at);

    if (!hemo_token_matches(text, "ddddd") && !hemo_token_matches(text, "ddddd-dddd"))
        return FALSE;
    if (before == NULL || !(before->shape & HEMO_SHAPE_UPPER) ||
        !(before->classes & HEMO_WORD_STATE) || hemo_id_gap(block, at).size > 2)
        return FALSE;
    return hemo_id_hit(block, at, 1, HEMO_PHI_PLACE, ret_hit);
}

static gboolean
find_ip(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    HemoSlice text = hemo_id_text(block, at);
    guint dots = 0;
    guint number = 0;

    if (text.size < 7 || text.size > 15)
        return FALSE;
    for (gsize i = 0; i < text.size; i++) {
        if (text.data[i] == '.') {
            dots++;
            number = 0;
        } else if (!g_ascii_isdigit(text.data[i]) ||
                   (number = number * 10 + (guint)(text.data[i] - '0')) > 255) {
            return FALSE;
        }
    }
    return dots == 3 && hemo_id_hit(block, at, 1, HEMO_PHI_IP_ADDRESS, ret_hit);
}

static gboolean
is_mail_byte(int byte)
{
    return byte > 0 && byte < 0x80 && (g_ascii_isalnum(byte) || strchr("._+-", byte) != NULL);
}

/* The token right before an "@": the address around it. */
static gboolean
find_mail(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    const HemoToken *token = &block->tokens[at];
    gsize middle = (gsize)token->offset + token->length;
    gsize start = middle;
    gsize end = middle + 1;

    if (hemo_slice_at(block->text, middle) != '@')
        return FALSE;
    while (start > 0 && is_mail_byte(hemo_slice_at(block->text, start - 1)))
        start--;
    while (is_mail_byte(hemo_slice_at(block->text, end)))
        end++;
    if (end - middle < 5 || middle - start > 64)
        return FALSE;
    *ret_hit = (HemoIdHit){HEMO_PHI_MAIL_ADDRESS, 1, start, end - start};
    for (guint i = at + 1; i < block->n_tokens && block->tokens[i].offset < end; i++)
        ret_hit->tokens++;
    return TRUE;
}

gboolean
hemo_id_contact_find(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    if (find_mail(block, at, ret_hit))
        return TRUE;
    return block->tokens[at].kind != HEMO_TOKEN_WORD &&
           (find_phone(block, at, ret_hit) || find_street(block, at, ret_hit) ||
            find_place(block, at, ret_hit) || find_ip(block, at, ret_hit));
}
