/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-id-number.h.
 */
#include "hemo-id-number.h"

#include <string.h>

#define DIGITS 24

/* TRUE if the digits, doubled every second from the right, sum up to a multiple of ten. */
static gboolean
luhn_holds(const char *digits, gsize size, guint sum)
{
    for (gsize i = 0; i < size; i++) {
        guint digit = (guint)(digits[size - 1 - i] - '0');

        if (i % 2 == 1)
            digit = digit > 4 ? digit * 2 - 9 : digit * 2;
        sum += digit;
    }
    return sum % 10 == 0;
}

static gboolean
is_repeated(const char *digits, gsize size)
{
    for (gsize i = 1; i < size; i++) {
        if (digits[i] != digits[0])
            return FALSE;
    }
    return TRUE;
}

/* Numbers that were printed in advertisements or stand in every example. */
static const char *const public_ssns[] = {
    "078051120",
    "219099999",
    "457555462",
    "123456789",
    "987654321",
};

static gboolean
is_ssn(const char *digits)
{
    for (guint i = 0; i < G_N_ELEMENTS(public_ssns); i++) {
        if (memcmp(digits, public_ssns[i], 9) == 0)
            return FALSE;
    }
    return memcmp(digits, "000", 3) != 0 && memcmp(digits, "666", 3) != 0 && digits[0] != '9' &&
           memcmp(digits + 3, "00", 2) != 0 && memcmp(digits + 5, "0000", 4) != 0 &&
           !is_repeated(digits, 9);
}

static gboolean
find_ssn(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    HemoSlice text = hemo_id_text(block, at);
    char digits[DIGITS];
    guint count = 1;
    gsize size;

    if (hemo_token_matches(text, "ddd") && at + 2 < block->n_tokens &&
        hemo_token_matches(hemo_id_text(block, at + 1), "dd") &&
        hemo_token_matches(hemo_id_text(block, at + 2), "dddd") &&
        hemo_id_gap(block, at + 1).size == 1 && hemo_id_gap(block, at + 2).size == 1)
        count = 3;
    else if (!hemo_token_matches(text, "ddd-dd-dddd") &&
             !(hemo_token_matches(text, "ddddddddd") &&
               (hemo_id_keys(block, at, 5) & HEMO_KEY_SSN)))
        return FALSE;
    hemo_id_hit(block, at, count, HEMO_PHI_SSN, ret_hit);
    size = hemo_token_digits(hemo_slice_sub(block->text, ret_hit->offset, ret_hit->length),
                             digits,
                             DIGITS);
    return size == 9 && is_ssn(digits);
}

/* 'C' 1-9, 'N' 0-9, 'A' a letter other than S L O I B Z, 'X' either (CMS, 2018). */
static gboolean
is_mbi(HemoSlice text)
{
    static const char form[] = "CAXNAXNAANN";
    gsize at = 0;

    for (gsize i = 0; i < text.size; i++) {
        char byte = (char)g_ascii_toupper(text.data[i]);
        gboolean letter = g_ascii_isalpha(byte) && strchr("SLOIBZ", byte) == NULL;
        gboolean digit = g_ascii_isdigit(byte);

        if (byte == '-' && (at == 4 || at == 7))
            continue;
        if (at >= sizeof form - 1 || (form[at] == 'C' && !(digit && byte != '0')) ||
            (form[at] == 'N' && !digit) || (form[at] == 'A' && !letter) ||
            (form[at] == 'X' && !letter && !digit))
            return FALSE;
        at++;
    }
    return at == sizeof form - 1;
}

static gboolean
find_medicare(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    HemoSlice text = hemo_id_text(block, at);

    if (block->tokens[at].kind != HEMO_TOKEN_CODE || text.size < 11 || text.size > 13)
        return FALSE;
    if (!is_mbi(text) &&
        !((hemo_id_keys(block, at, 4) & HEMO_KEY_MEDICARE) &&
          (hemo_token_matches(text, "ddddddddda") || hemo_token_matches(text, "ddd-dd-dddda"))))
        return FALSE;
    return hemo_id_hit(block, at, 1, HEMO_PHI_MEDICARE, ret_hit);
}

static gboolean
find_provider(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    HemoSlice text = hemo_id_text(block, at);
    guint32 keys = hemo_id_keys(block, at, 3);
    const char *digits = (const char *)text.data;

    if ((keys & HEMO_KEY_NPI) && hemo_token_matches(text, "dddddddddd") &&
        (digits[0] == '1' || digits[0] == '2') && luhn_holds(digits, 10, 24))
        return hemo_id_hit(block, at, 1, HEMO_PHI_PROVIDER_NUMBER, ret_hit);
    if (!(keys & HEMO_KEY_DEA) || !hemo_token_matches(text, "aaddddddd"))
        return FALSE;
    digits += 2;
    if ((digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5]) -
         9 * '0') %
            10 !=
        digits[6] - '0')
        return FALSE;
    return hemo_id_hit(block, at, 1, HEMO_PHI_PROVIDER_NUMBER, ret_hit);
}

/* A card number may stand in groups of four. */
static gboolean
find_card(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    char digits[DIGITS];
    guint count = 1;
    gsize size;

    if (block->tokens[at].kind == HEMO_TOKEN_NUMBER && block->tokens[at].length == 4) {
        while (count < 5 && at + count < block->n_tokens &&
               block->tokens[at + count].kind == HEMO_TOKEN_NUMBER &&
               hemo_id_gap(block, at + count).size == 1)
            count++;
    } else if (block->tokens[at].length < 13 || block->tokens[at].length > 23) {
        return FALSE;
    }
    hemo_id_hit(block, at, count, HEMO_PHI_CARD, ret_hit);
    size = hemo_token_digits(hemo_slice_sub(block->text, ret_hit->offset, ret_hit->length),
                             digits,
                             DIGITS);
    return size >= 13 && size <= 19 && size + 4 >= ret_hit->length && digits[0] >= '3' &&
           digits[0] <= '6' && !is_repeated(digits, size) && luhn_holds(digits, size, 0);
}

static guint
vin_value(char byte)
{
    static const char values[] = "12345678.12345.7.923456789";

    if (g_ascii_isdigit(byte))
        return (guint)(byte - '0');
    return g_ascii_isupper(byte) && values[byte - 'A'] != '.'
               ? (guint)(values[byte - 'A'] - '0')
               : G_MAXUINT;
}

/* Check digit in position 9 (49 CFR 565.15). */
static gboolean
find_vehicle(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    static const guint8 weights[17] = {8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2};
    HemoSlice text = hemo_id_text(block, at);
    guint sum = 0;

    if (text.size != 17)
        return FALSE;
    for (guint i = 0; i < 17; i++) {
        guint value = vin_value((char)text.data[i]);

        if (value == G_MAXUINT)
            return FALSE;
        sum += value * weights[i];
    }
    if (text.data[8] != (sum % 11 == 10 ? 'X' : '0' + sum % 11))
        return FALSE;
    return hemo_id_hit(block, at, 1, HEMO_PHI_VEHICLE, ret_hit);
}

/* [A-TV-Z]d[dAB] with a dot and 1-4 more; without the dot only behind a label. */
static gboolean
is_icd(HemoSlice text, gboolean labelled)
{
    gsize at = 3;

    if (text.size < 3 || !g_ascii_isupper(text.data[0]) || !g_ascii_isdigit(text.data[1]) ||
        !(g_ascii_isdigit(text.data[2]) || text.data[2] == 'A' || text.data[2] == 'B'))
        return FALSE;
    if (hemo_slice_at(text, 3) == '.')
        at = 4;
    else if (!labelled)
        return FALSE;
    if (text.size == 3)
        return labelled;
    if (at == text.size || text.size - at > 4)
        return FALSE;
    for (; at < text.size; at++) {
        if (!g_ascii_isdigit(text.data[at]) && !g_ascii_isupper(text.data[at]))
            return FALSE;
    }
    return TRUE;
}

static gboolean
find_code(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    HemoSlice text = hemo_id_text(block, at);
    guint32 keys = hemo_id_keys(block, at, 4);

    if (is_icd(text, (keys & HEMO_KEY_ICD) != 0))
        return hemo_id_hit(block, at, 1, HEMO_PHI_DIAGNOSIS_CODE, ret_hit);
    if ((keys & HEMO_KEY_PROCEDURE) &&
        (hemo_token_matches(text, "ddddd") || hemo_token_matches(text, "adddd") ||
         hemo_token_matches(text, "dddda")))
        return hemo_id_hit(block, at, 1, HEMO_PHI_PROCEDURE_CODE, ret_hit);
    if (hemo_token_matches(text, "ddddd-dddd-dd") ||
        ((keys & HEMO_KEY_NDC) && text.size >= 11 && text.size <= 13))
        return hemo_id_hit(block, at, 1, HEMO_PHI_DRUG_CODE, ret_hit);
    return FALSE;
}

gboolean
hemo_id_number_find(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    static const HemoIdFind finders[] = {
        find_ssn,
        find_medicare,
        find_provider,
        find_card,
        find_vehicle,
        find_code,
    };

    if (block->tokens[at].kind == HEMO_TOKEN_WORD)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(finders); i++) {
        if (finders[i](block, at, ret_hit))
            return TRUE;
    }
    return FALSE;
}
