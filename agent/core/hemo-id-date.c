/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-id-date.h.
 */
#include "hemo-id-date.h"

typedef struct {
    guint number[3];
    guint digits[3];
    guint count;
    char joint;
} Parts;

/* Reads "d/d", "d/d/d", "d-d-d", "d.d.d"; FALSE for anything else. */
static gboolean
read_parts(HemoSlice text, Parts *ret_parts)
{
    Parts parts = {.count = 1};

    for (gsize i = 0; i < text.size; i++) {
        char byte = (char)text.data[i];

        if (g_ascii_isdigit(byte)) {
            if (++parts.digits[parts.count - 1] > 4)
                return FALSE;
            parts.number[parts.count - 1] =
                parts.number[parts.count - 1] * 10 + (guint)(byte - '0');
        } else if (parts.count == 3 || (parts.joint != 0 && parts.joint != byte) ||
                   parts.digits[parts.count - 1] == 0 || byte == ':') {
            return FALSE;
        } else {
            parts.joint = byte;
            parts.count++;
        }
    }
    *ret_parts = parts;
    return parts.digits[parts.count - 1] > 0;
}

static gboolean
is_month_day(guint month, guint day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= 31;
}

static gboolean
is_full_date(const Parts *parts)
{
    if (parts->count != 3)
        return FALSE;
    if (parts->digits[0] == 4)
        return parts->number[0] >= 1880 && parts->number[0] < 2100 &&
               is_month_day(parts->number[1], parts->number[2]);
    if (parts->digits[0] > 2 || parts->digits[1] > 2 || parts->digits[2] % 2 != 0)
        return FALSE;
    if (parts->joint == '.' && parts->digits[2] != 4)
        return FALSE;
    return (is_month_day(parts->number[0], parts->number[1]) ||
            is_month_day(parts->number[1], parts->number[0])) &&
           (parts->digits[2] == 2 || (parts->number[2] >= 1880 && parts->number[2] < 2100));
}

static const char *const date_words[] = {
    "on",     "until", "since",    "from",    "for",       "by",  "dated",
    "before", "after", "till",     "through", "thru",      "of",  "this",
    "date",   "day",   "starting", "begin",   "beginning", "due",
};

static gboolean
is_date_word(HemoSlice word)
{
    for (guint i = 0; i < G_N_ELEMENTS(date_words); i++) {
        if (hemo_slice_equal_nocase(word, date_words[i]))
            return TRUE;
    }
    return FALSE;
}

static const char *const measures[] = {
    "bp",    "ps",     "psv",      "ips",      "imv",   "simv",   "cpap",
    "bipap", "vent",   "settings", "strength", "pain",  "murmur", "gcs",
    "apgar", "apgars", "scale",    "ratio",    "score",
};

static gboolean
is_measured(const HemoIdBlock *block, guint at)
{
    const guint32 classes = HEMO_WORD_LAB | HEMO_WORD_UNIT | HEMO_WORD_EQUIPMENT;

    for (guint i = at; i > 0 && at - i < 2; i--) {
        if (block->tokens[i - 1].classes & classes)
            return TRUE;
        for (guint j = 0; j < G_N_ELEMENTS(measures); j++) {
            if (hemo_slice_equal_nocase(hemo_id_text(block, i - 1), measures[j]))
                return TRUE;
        }
    }
    return FALSE;
}

/* The usual denominators of scales: "4/5 strength", "2/6 murmur", "7/10". */
static gboolean
looks_like_scale(const Parts *parts)
{
    static const guint8 denominators[] = {2, 3, 4, 5, 6, 8, 10};

    for (guint i = 0; i < G_N_ELEMENTS(denominators); i++) {
        if (parts->number[1] == denominators[i])
            return TRUE;
    }
    return FALSE;
}

/* "3/22" without a year: a date if it is no usual fraction, or if the word before it asks
 * for a date; never behind or before a measured thing. */
static gboolean
is_short_date(const HemoIdBlock *block, guint at, const Parts *parts)
{
    const HemoToken *after = hemo_id_token(block, at, 1);
    gboolean asked = at > 0 && is_date_word(hemo_id_text(block, at - 1));

    if (parts->count != 2 || parts->joint != '/' || parts->digits[0] > 2 ||
        parts->digits[1] > 2 || !is_month_day(parts->number[0], parts->number[1]))
        return FALSE;
    if (is_measured(block, at) || (after != NULL && (after->classes & HEMO_WORD_UNIT)))
        return FALSE;
    return asked || (hemo_id_keys(block, at, 3) & (HEMO_KEY_DOB | HEMO_KEY_EVENT)) ||
           !looks_like_scale(parts);
}

static guint
read_number(HemoSlice text)
{
    guint number = 0;

    for (gsize i = 0; i < text.size && i < 5 && g_ascii_isdigit(text.data[i]); i++)
        number = number * 10 + (guint)(text.data[i] - '0');
    return number;
}

static gboolean
is_month_name(const HemoIdBlock *block, guint at)
{
    const HemoToken *token = hemo_id_token(block, at, 0);
    HemoSlice text = hemo_id_text(block, at);

    return (token->classes & HEMO_WORD_CALENDAR) && token->shape &&
           !(text.size >= 3 && g_ascii_tolower(text.data[text.size - 1]) == 'y' &&
             g_ascii_tolower(text.data[text.size - 2]) == 'a' && text.size > 4) &&
           !hemo_slice_equal_nocase(text, "sun") && !hemo_slice_equal_nocase(text, "sat") &&
           !hemo_slice_equal_nocase(text, "mon");
}

/* "March 3, 1971", "3 March 1971": how many tokens, or 0. */
static guint
count_written_date(const HemoIdBlock *block, guint at)
{
    const HemoToken *next = hemo_id_token(block, at, 1);
    const HemoToken *third = hemo_id_token(block, at, 2);
    gboolean first = block->tokens[at].kind == HEMO_TOKEN_WORD;
    guint day_at = first ? at + 1 : at;
    guint month_at = first ? at : at + 1;
    guint day;

    if (next == NULL || !is_month_name(block, month_at) ||
        hemo_id_gap(block, at + 1).size > 2 || block->tokens[day_at].length > 4)
        return 0;
    day = read_number(hemo_id_text(block, day_at));
    if (day < 1 || day > 31 || block->tokens[day_at].kind == HEMO_TOKEN_WORD)
        return 0;
    if (third != NULL && third->kind == HEMO_TOKEN_NUMBER && third->length == 4)
        return 3;
    return 2;
}

static HemoPhiKind
find_role(const HemoIdBlock *block, guint at)
{
    guint32 keys = hemo_id_keys(block, at, 5);

    if (keys & HEMO_KEY_DOB)
        return HEMO_PHI_BIRTH_DATE;
    return keys & HEMO_KEY_EVENT ? HEMO_PHI_EVENT_DATE : HEMO_PHI_DATE;
}

gboolean
hemo_id_date_find(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    const HemoToken *token = &block->tokens[at];
    Parts parts;
    guint count = 0;

    if (token->kind == HEMO_TOKEN_CODE && read_parts(hemo_id_text(block, at), &parts) &&
        (is_full_date(&parts) || is_short_date(block, at, &parts)))
        count = 1;
    else if (token->kind != HEMO_TOKEN_WORD || (token->classes & HEMO_WORD_CALENDAR))
        count = count_written_date(block, at);
    return count > 0 && hemo_id_hit(block, at, count, find_role(block, at), ret_hit);
}

static gboolean
is_age_word(HemoSlice word)
{
    return hemo_slice_has_prefix_nocase(word, "year") ||
           hemo_slice_has_prefix_nocase(word, "yr") || hemo_slice_equal_nocase(word, "yo") ||
           hemo_slice_equal_nocase(word, "y");
}

gboolean
hemo_id_date_find_age(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    HemoSlice text = hemo_id_text(block, at);
    guint age = read_number(text);
    gsize digits = age >= 100 ? 3 : 2;
    HemoSlice rest = hemo_slice_from(text, digits);

    if (age < 90 || age > 120 || block->tokens[at].kind == HEMO_TOKEN_WORD)
        return FALSE;
    if (rest.size > 0 && (rest.data[0] == '-' || rest.data[0] == '/'))
        rest = hemo_slice_from(rest, 1);
    if (rest.size == 0 && at + 1 < block->n_tokens && hemo_id_gap(block, at + 1).size <= 2)
        rest = hemo_id_text(block, at + 1);
    if (!is_age_word(rest) && !(hemo_id_keys(block, at, 2) & HEMO_KEY_AGE))
        return FALSE;
    return hemo_id_hit(block, at, 1, HEMO_PHI_AGE, ret_hit);
}
