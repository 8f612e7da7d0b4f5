/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-token.h.
 */
#include "hemo-token.h"

#define PHRASE_WORDS 4

/* A lead byte of UTF-8 punctuation (U+0080..00BF, U+2000..2FFF) ends a word; a byte of its
 * tail starts none. */
enum { LETTER = 1, DIGIT = 2, JOINT = 4, UPPER = 8, LOWER = 16 };

/* The fingerprints of the phrases that may still grow, longest last. */
typedef struct {
    guint64 fingerprint[PHRASE_WORDS];
    guint first[PHRASE_WORDS];
    guint count;
} Phrases;

static const guint8 byte_classes[256] = {
    ['-'] = JOINT,
    ['.'] = JOINT,
    ['/'] = JOINT,
    [':'] = JOINT,
    ['0' ... '9'] = DIGIT,
    ['A' ... 'Z'] = LETTER | UPPER,
    ['a' ... 'z'] = LETTER | LOWER,
    [0x80 ... 0xc1] = LETTER,
    [0xc3 ... 0xe1] = LETTER,
    [0xe3 ... 0xff] = LETTER,
};

static guint
byte_class(guint8 byte)
{
    return byte_classes[byte];
}

static guint
class_at(HemoSlice text, gsize at, gsize end)
{
    return at < end ? byte_class(text.data[at]) : 0;
}

/* The end of a word that starts at @at; an apostrophe between letters belongs to it. */
static gsize
word_end(HemoSlice text, gsize at, gsize end, guint *ret_seen)
{
    while (at < end) {
        guint class = byte_class(text.data[at]);

        if (class & LETTER)
            *ret_seen |= class;
        else if (text.data[at] != '\'' || !(class_at(text, at + 1, end) & LETTER))
            break;
        at++;
    }
    return at;
}

/* The end of a code that goes on at @at: runs of letters and digits, joined by one joint
 * if a digit stands on one side of it. */
static gsize
code_end(HemoSlice text, gsize at, gsize end, gboolean digit, guint *ret_seen)
{
    while (at < end) {
        guint class = byte_class(text.data[at]);
        guint next = class_at(text, at + 1, end);

        if (class & (LETTER | DIGIT)) {
            digit = (class & DIGIT) != 0;
            *ret_seen |= class;
        } else if (!(class & JOINT) ||
                   !((next & DIGIT) || ((next & LETTER) && digit && text.data[at] == '-'))) {
            break;
        } else {
            *ret_seen |= JOINT;
        }
        at++;
    }
    return at;
}

static gboolean
starts_token(guint8 byte)
{
    return (byte_class(byte) & (LETTER | DIGIT)) != 0 && (byte < 0x80 || byte > 0xc1);
}

static guint8
find_shape(HemoSlice word, guint seen)
{
    if (word.size == 1)
        return HEMO_SHAPE_LETTER;
    if (!(seen & LOWER) && (seen & UPPER))
        return HEMO_SHAPE_UPPER;
    return byte_class(word.data[0]) & UPPER ? HEMO_SHAPE_TITLE : 0;
}

/* Cuts a possessive off a word and says so in its shape. */
static void
cut_owner(HemoSlice text, HemoToken *token)
{
    gsize size = token->length;
    const guint8 *word = text.data + token->offset;

    if (size < 3 || word[size - 2] != '\'' || (word[size - 1] | 0x20) != 's')
        return;
    token->length = (guint32)size - 2;
    token->shape |= HEMO_SHAPE_OWNER;
}

/* "10mg": what is known of the unit is known of the token. */
static const HemoLexiconSlot *
find_unit(HemoSlice code)
{
    gsize at = 0;

    while (at < code.size && (byte_class(code.data[at]) & (DIGIT | JOINT)))
        at++;
    if (at == 0 || at >= code.size)
        return NULL;
    return hemo_lexicon_find(
        hemo_lexicon_add(hemo_lexicon_start(), code.data + at, code.size - at));
}

static void
grow_phrases(GArray *tokens, HemoSlice word, Phrases *phrases)
{
    guint kept = 0;

    for (guint i = 0; i < phrases->count; i++) {
        guint64 fingerprint = hemo_lexicon_add(phrases->fingerprint[i], (const guint8 *)" ", 1);
        const HemoLexiconSlot *slot;

        fingerprint = hemo_lexicon_add(fingerprint, word.data, word.size);
        slot = hemo_lexicon_find(fingerprint);
        if (slot == NULL)
            continue;
        if (slot->keys != 0 || (slot->classes & ~HEMO_WORD_PHRASE) != 0) {
            HemoToken *first = &g_array_index(tokens, HemoToken, phrases->first[i]);

            first->classes = slot->classes;
            first->keys = slot->keys;
            first->span = (guint8)(tokens->len - phrases->first[i]);
        }
        if (slot->classes & HEMO_WORD_PHRASE) {
            phrases->fingerprint[kept] = fingerprint;
            phrases->first[kept++] = phrases->first[i];
        }
    }
    phrases->count = kept;
}

static void
look_up(HemoSlice text, GArray *tokens, Phrases *phrases)
{
    HemoToken *token = &g_array_index(tokens, HemoToken, tokens->len - 1);
    HemoSlice word = hemo_token_text(text, token);
    guint64 fingerprint = hemo_lexicon_add(hemo_lexicon_start(), word.data, word.size);
    const HemoLexiconSlot *slot = hemo_lexicon_find(fingerprint);

    if (slot == NULL && token->kind == HEMO_TOKEN_CODE)
        slot = find_unit(word);
    if (slot != NULL) {
        token->classes = slot->classes;
        token->keys = slot->keys;
    }
    if (phrases->count > 0)
        grow_phrases(tokens, word, phrases);
    if (slot != NULL && (slot->classes & HEMO_WORD_PHRASE) && phrases->count < PHRASE_WORDS) {
        phrases->fingerprint[phrases->count] = fingerprint;
        phrases->first[phrases->count++] = tokens->len - 1;
    }
}

/* A phrase goes on over one joint or one blank, or one line end. */
static gboolean
is_phrase_gap(HemoSlice text, gsize start, gsize end)
{
    return end - start == 1 ||
           (end - start == 2 && (text.data[start] == '.' || text.data[start] == ' '));
}

static gsize
append_token(HemoSlice text, gsize at, gsize end, GArray *tokens)
{
    guint seen = 0;
    gsize stop = word_end(text, at, end, &seen);
    HemoToken token = {.offset = (guint32)at, .kind = HEMO_TOKEN_WORD, .span = 1};
    guint next = class_at(text, stop, end);

    if ((next & DIGIT) || (stop < end && text.data[stop] == '-' && stop > at &&
                           (class_at(text, stop + 1, end) & DIGIT))) {
        seen |= next;
        stop = code_end(text, stop, end, FALSE, &seen);
        token.kind = seen & (LETTER | JOINT) ? HEMO_TOKEN_CODE : HEMO_TOKEN_NUMBER;
    }
    token.length = (guint32)(stop - at);
    token.shape = find_shape(hemo_slice_sub(text, at, stop - at), seen);
    if (token.kind == HEMO_TOKEN_WORD)
        cut_owner(text, &token);
    g_array_append_val(tokens, token);
    return stop;
}

void
hemo_token_scan(HemoSlice text, gsize start, gsize end, GArray *tokens)
{
    Phrases phrases = {.count = 0};
    gsize last = start;
    gboolean fresh = TRUE;

    end = MIN(end, text.size);
    for (gsize at = start; at < end;) {
        if (!starts_token(text.data[at])) {
            fresh |= text.data[at] == '\n';
            at++;
            continue;
        }
        if (!is_phrase_gap(text, last, at))
            phrases.count = 0;
        last = append_token(text, at, end, tokens);
        if (fresh)
            g_array_index(tokens, HemoToken, tokens->len - 1).shape |= HEMO_SHAPE_LINE;
        look_up(text, tokens, &phrases);
        fresh = FALSE;
        at = last;
    }
}

HemoSlice
hemo_token_text(HemoSlice text, const HemoToken *token)
{
    return hemo_slice_sub(text, token->offset, token->length);
}

HemoSlice
hemo_token_gap(HemoSlice text, const HemoToken *token, const HemoToken *next)
{
    gsize from = (gsize)token->offset + token->length;

    return next->offset > from ? hemo_slice_sub(text, from, next->offset - from)
                               : HEMO_SLICE_EMPTY;
}

gboolean
hemo_token_matches(HemoSlice slice, const char *pattern)
{
    gsize at = 0;

    for (; pattern[at] != '\0'; at++) {
        guint8 byte;

        if (at >= slice.size)
            return FALSE;
        byte = slice.data[at];
        if (pattern[at] == 'd'   ? !g_ascii_isdigit(byte)
            : pattern[at] == 'a' ? !g_ascii_isalpha(byte)
                                 : byte != (guint8)pattern[at])
            return FALSE;
    }
    return at == slice.size;
}

gsize
hemo_token_digits(HemoSlice slice, char *digits, gsize room)
{
    gsize count = 0;

    for (gsize i = 0; i < slice.size; i++) {
        if (!g_ascii_isdigit(slice.data[i]))
            continue;
        if (count < room)
            digits[count] = (char)slice.data[i];
        count++;
    }
    return count;
}
