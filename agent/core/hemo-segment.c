/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-segment.h.
 */
#include "hemo-segment.h"

#include <string.h>

#define SIGNATURE_LINES 12
#define SIGNATURE_WIDTH 70
#define SENTENCE_WORDS  2
#define CLOSING_WIDTH   30
#define NAME_WIDTH      10   /* of a header name with its colon */
#define PARAGRAPH       4096 /* bytes that are searched for the words of a disclaimer */

static const char *const closings[] = {
    "regards",
    "best regards",
    "kind regards",
    "warm regards",
    "best",
    "best wishes",
    "all the best",
    "sincerely",
    "sincerely yours",
    "yours truly",
    "yours sincerely",
    "respectfully",
    "cheers",
    "thanks",
    "thank you",
    "many thanks",
    "thanks again",
    "with thanks",
    "take care",
    "warmly",
    "cordially",
    "with best wishes",
    "rgds",
    "thx",
    "thank you so much",
    "thanks so much",
    "thanks in advance",
    "sent from my iphone",
};

static const char *const header_names[] = {
    "from:",
    "to:",
    "cc:",
    "bcc:",
    "sent:",
    "date:",
    "reply-to:",
    "sent by:",
};

/* What stands in notices about confidentiality and in list footers. */
static const char *const notice_words[] = {
    "intended recipient",
    "intended only",
    "intended solely",
    "confidential",
    "privileged",
    "unauthorized",
    "disclos",
    "dissemination",
    "notify the sender",
    "received this",
    "in error",
    "hipaa",
    "protected health",
    "strictly prohibited",
    "delete",
    "destroy all",
    "this e-mail",
    "this email",
    "this message",
    "this transmission",
    "attachments",
    "legally",
    "federal law",
    "unsubscribe",
    "copy of this",
    "45 cfr",
    "solely for the use",
    "addressee",
};

/* @needle is in small letters. */
static gboolean
has_text_nocase(HemoSlice slice, const char *needle)
{
    gsize size = strlen(needle);

    for (gsize at = 0; at + size <= slice.size; at++) {
        if ((slice.data[at] | 0x20) == (needle[0] | 0x20) &&
            g_ascii_strncasecmp((const char *)slice.data + at, needle, size) == 0)
            return TRUE;
    }
    return FALSE;
}

/* The line as it is compared: without blanks and without , . ! at its end. */
static HemoSlice
plain_line(HemoSlice line)
{
    line = hemo_slice_strip(line);
    while (line.size > 0 && strchr(",.!-", line.data[line.size - 1]) != NULL)
        line.size--;
    return hemo_slice_strip(line);
}

static gboolean
is_closing(HemoSlice line)
{
    HemoSlice plain = line.size < CLOSING_WIDTH ? plain_line(line) : HEMO_SLICE_EMPTY;

    for (guint i = 0; plain.size > 0 && i < G_N_ELEMENTS(closings); i++) {
        if (hemo_slice_equal_nocase(plain, closings[i]))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_quoted(HemoSlice line)
{
    HemoSlice plain = hemo_slice_strip(line);
    gsize at = 0;

    while (at < plain.size && at < 6 && g_ascii_isalpha(plain.data[at]))
        at++;
    return hemo_slice_at(plain, at) == '>' || hemo_slice_at(plain, 0) == '|';
}

/* "-----Original Message-----", "--- Forwarded by ... ---" */
static gboolean
is_boundary(HemoSlice line)
{
    HemoSlice plain = hemo_slice_strip(line);
    int first = hemo_slice_at(plain, 0);

    if (first != '-' && first != '_')
        return hemo_slice_has_prefix_nocase(plain, "begin forwarded");
    return has_text_nocase(plain, "original message") ||
           has_text_nocase(plain, "forwarded by") ||
           has_text_nocase(plain, "forwarded message");
}

/* "On ... wrote:", "In article <...> ... writes:", "a@b (Name) writes:" */
static gboolean
is_attribution(HemoSlice line)
{
    HemoSlice end = hemo_slice_from(line, line.size > 7 ? line.size - 7 : 0);

    if (line.size < 6 || line.size > 300)
        return FALSE;
    if (hemo_slice_has_prefix_nocase(line, "in article <") ||
        hemo_slice_has_prefix_nocase(line, "in message <"))
        return TRUE;
    if (hemo_slice_find_text(end, "wrote:") < end.size ||
        hemo_slice_find_text(end, "writes:") < end.size)
        return TRUE;
    return hemo_slice_find(line, '@') < line.size &&
           (hemo_slice_find_text(line, "wrote:") < line.size ||
            hemo_slice_find_text(line, "writes:") < line.size ||
            hemo_slice_find_text(line, "says:") < line.size);
}

static gboolean
is_header(HemoSlice line)
{
    HemoSlice plain = hemo_slice_strip(line);

    while (plain.size > 0 && strchr("> *", plain.data[0]) != NULL)
        plain = hemo_slice_from(plain, 1);
    if (hemo_slice_find(hemo_slice_sub(plain, 0, NAME_WIDTH), ':') < NAME_WIDTH) {
        for (guint i = 0; i < G_N_ELEMENTS(header_names); i++) {
            if (hemo_slice_has_prefix_nocase(plain, header_names[i]))
                return TRUE;
        }
    }
    return is_attribution(plain);
}

/* "Name: ________", "[ ] yes": nobody wrote anything here. */
static gboolean
is_form(HemoSlice line)
{
    HemoSlice plain = hemo_slice_strip(line);

    if (hemo_slice_find(plain, '_') < plain.size)
        return hemo_slice_find_text(plain, "____") < plain.size;
    if (hemo_slice_find(plain, '[') < plain.size)
        return hemo_slice_find_text(plain, "[ ]") < plain.size ||
               hemo_slice_find_text(plain, "[]") < plain.size;
    return hemo_slice_find_text(plain, "......") < plain.size;
}

/* The paragraph that starts at @at, up to an empty line. */
static HemoSlice
paragraph_at(HemoSlice text, gsize at)
{
    HemoSlice rest = hemo_slice_sub(text, at, PARAGRAPH);
    HemoSlice line;
    gsize size = 0;
    HemoSlice whole = rest;

    while (hemo_slice_next_line(&rest, &line)) {
        if (hemo_slice_strip(line).size == 0)
            break;
        size = whole.size - rest.size;
    }
    return hemo_slice_sub(text, at, size);
}

/* One of these stands in every notice (confidential, recipient, disclosure, unsubscribe);
 * they begin with letters that are not frequent, so that they are cheap to look for. */
static const char notice_cues[][5] = {"fide", "pien", "clos", "bscr"};

static gboolean
has_notice_cue(HemoSlice paragraph)
{
    for (gsize at = 0; at + 4 <= paragraph.size; at++) {
        guint8 byte = paragraph.data[at] | 0x20;

        if (byte != 'f' && byte != 'p' && byte != 'c' && byte != 'b')
            continue;
        for (guint i = 0; i < G_N_ELEMENTS(notice_cues); i++) {
            if (byte == notice_cues[i][0] &&
                g_ascii_strncasecmp((const char *)paragraph.data + at, notice_cues[i], 4) == 0)
                return TRUE;
        }
    }
    return FALSE;
}

static gboolean
is_notice(HemoSlice paragraph)
{
    guint seen = 0;

    if (paragraph.size < 60 || !has_notice_cue(paragraph))
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(notice_words) && seen < 3; i++)
        seen += has_text_nocase(paragraph, notice_words[i]) ? 1 : 0;
    return seen >= 3;
}

static gboolean
starts_signature(HemoSlice line)
{
    return hemo_slice_equal_nocase(line, "--") || hemo_slice_equal_nocase(line, "-- ") ||
           is_closing(line);
}

static const char *const small_words[] = {
    "of",
    "and",
    "the",
    "at",
    "for",
    "from",
    "my",
    "in",
    "to",
    "by",
    "on",
    "or",
    "a",
};

static gboolean
is_small_word(HemoSlice word)
{
    for (guint i = 0; i < G_N_ELEMENTS(small_words); i++) {
        if (hemo_slice_equal_nocase(word, small_words[i]))
            return TRUE;
    }
    return FALSE;
}

/* Two words in small letters that titles do not need: somebody says something, so that a
 * "Thanks" in the middle of a mail hides nothing. */
static gboolean
is_sentence(HemoSlice line)
{
    guint words = 0;

    while (line.size > 0 && words < SENTENCE_WORDS) {
        gsize size = hemo_slice_find(line, ' ');
        HemoSlice word = hemo_slice_sub(line, 0, size);

        if (size > 1 && g_ascii_islower(word.data[0]) &&
            hemo_slice_find(word, '@') == word.size && !is_small_word(word))
            words++;
        line = hemo_slice_from(line, size + 1);
    }
    return words >= SENTENCE_WORDS;
}

static gboolean
stays_in_signature(HemoSegmenter *segmenter, HemoSlice line)
{
    gsize size = hemo_slice_strip(line).size;

    if (segmenter->signature == 0)
        return FALSE;
    if (size > 0)
        segmenter->signature++;
    if (segmenter->signature > SIGNATURE_LINES || size > SIGNATURE_WIDTH ||
        is_sentence(hemo_slice_strip(line)))
        segmenter->signature = 0;
    return segmenter->signature > 0;
}

static HemoSegmentKind
classify_line(HemoSegmenter *segmenter, HemoSlice line)
{
    if (is_boundary(line)) {
        segmenter->signature = 0;
        segmenter->quoted = TRUE;
        return HEMO_SEGMENT_HEADER;
    }
    if (is_header(line)) {
        segmenter->signature = 0;
        return HEMO_SEGMENT_HEADER;
    }
    if (is_quoted(line)) {
        segmenter->signature = 0;
        return HEMO_SEGMENT_QUOTED;
    }
    if (stays_in_signature(segmenter, line))
        return HEMO_SEGMENT_SIGNATURE;
    if (starts_signature(line)) {
        segmenter->signature = 1;
        return HEMO_SEGMENT_SIGNATURE;
    }
    if (is_form(line))
        return HEMO_SEGMENT_FORM;
    return segmenter->quoted ? HEMO_SEGMENT_QUOTED : HEMO_SEGMENT_OWN;
}

void
hemo_segment_start(HemoSegmenter *segmenter, HemoSlice text)
{
    *segmenter = (HemoSegmenter){.text = text};
}

static gboolean
starts_paragraph(HemoSlice text, gsize at)
{
    return at == 0 || (text.data[at - 1] == '\n' && (at == 1 || text.data[at - 2] == '\n'));
}

static gsize
line_end(HemoSlice text, gsize at, gsize limit)
{
    HemoSlice rest = hemo_slice_sub(text, at, limit);
    gsize end = hemo_slice_find(rest, '\n');

    return at + (end < rest.size ? end + 1 : rest.size);
}

gboolean
hemo_segment_next(HemoSegmenter *segmenter, gsize limit, HemoSegment *ret_segment)
{
    HemoSlice text = segmenter->text;
    gsize start = segmenter->at;
    HemoSegmenter ahead = *segmenter;

    if (start >= text.size)
        return FALSE;
    ret_segment->start = start;
    while (ahead.at < text.size && ahead.at - start < limit) {
        gsize end = line_end(text, ahead.at, limit);
        HemoSlice line = hemo_slice_sub(text, ahead.at, end - ahead.at);
        HemoSegmentKind kind;

        if (starts_paragraph(text, ahead.at)) {
            HemoSlice paragraph = paragraph_at(text, ahead.at);

            if (is_notice(paragraph)) {
                if (ahead.at > start)
                    break;
                ret_segment->kind = HEMO_SEGMENT_DISCLAIMER;
                ret_segment->end = segmenter->at = start + paragraph.size;
                return TRUE;
            }
        }
        line = hemo_slice_sub(line, 0, hemo_slice_find(line, '\n'));
        kind = classify_line(&ahead, line);
        if (ahead.at == start)
            ret_segment->kind = kind;
        else if (kind != ret_segment->kind && hemo_slice_strip(line).size > 0)
            break;
        ahead.at = end;
        *segmenter = ahead;
    }
    ret_segment->end = segmenter->at;
    return TRUE;
}
