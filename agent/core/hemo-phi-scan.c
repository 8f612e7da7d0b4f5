/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-phi-scan.h.
 */
#include "hemo-phi-scan.h"

#include "hemo-id-contact.h"
#include "hemo-id-date.h"
#include "hemo-id-name.h"
#include "hemo-id-number.h"
#include "hemo-id-record.h"
#include "hemo-limits.h"
#include "hemo-phi-health.h"
#include "hemo-phi-own.h"
#include "hemo-phi-sentence.h"
#include "hemo-segment.h"
#include "hemo-structure.h"

#define PIECE       (32 * 1024) /* bytes of a long segment that are read at a time */
#define SEGMENT_GAP 20          /* positions between own and quoted words */
#define TEXT_GAP    5
#define FAR_GAP     1000 /* before an attachment */
#define TERMS       512  /* health terms that are remembered as just seen; a power of 2 */
#define BULK_TERMS  2

struct _HemoPhiScan {
    const HemoPhiOwn *own;
    HemoPhiJoin *join;
    GArray *findings; /* HemoPhiItem */
    GArray *tokens;   /* HemoToken, reused */
    HemoPhiSentence sentence;
    guint32 position;
    guint classes;
    guint bulk;
    guint text; /* index of the text that is being read */
    struct {
        guint64 fingerprint;
        guint32 position;
    } terms[TERMS];
};

/* What is believed in a segment, by kind. */
static const struct {
    gboolean people; /* names, dates, addresses, numbers */
    gboolean strong; /* numbers that say themselves what they are */
    gboolean health;
} trust[] = {
    [HEMO_SEGMENT_OWN] = {TRUE, TRUE, TRUE},
    [HEMO_SEGMENT_QUOTED] = {TRUE, TRUE, TRUE},
    [HEMO_SEGMENT_HEADER] = {FALSE, TRUE, FALSE},
    [HEMO_SEGMENT_SIGNATURE] = {FALSE, TRUE, FALSE},
    [HEMO_SEGMENT_DISCLAIMER] = {FALSE, TRUE, FALSE},
    [HEMO_SEGMENT_FORM] = {FALSE, TRUE, FALSE},
};

HemoPhiScan *
hemo_phi_scan_new(const HemoPhiOwn *own)
{
    HemoPhiScan *scan = g_new0(HemoPhiScan, 1);

    scan->own = own;
    scan->join = hemo_phi_join_new();
    scan->findings = g_array_new(FALSE, FALSE, sizeof(HemoPhiItem));
    scan->tokens = g_array_new(FALSE, FALSE, sizeof(HemoToken));
    return scan;
}

void
hemo_phi_scan_free(HemoPhiScan *scan)
{
    if (scan == NULL)
        return;
    hemo_phi_join_free(scan->join);
    g_array_unref(scan->findings);
    g_array_unref(scan->tokens);
    g_free(scan);
}

static void
emit(HemoPhiScan *scan, const HemoIdHit *hit, guint32 position)
{
    HemoPhiItem item = {
        .position = position,
        .offset = (guint32)hit->offset,
        .length = (guint32)hit->length,
        .text = (guint16)scan->text,
        .kind = (guint8)hit->kind,
    };

    hemo_phi_join_add(scan->join, &item);
    if (scan->findings->len < HEMO_LIMIT_FINDINGS)
        g_array_append_val(scan->findings, item);
}

/* TRUE if the term was not seen within reach before. */
static gboolean
is_new_term(HemoPhiScan *scan, const HemoIdBlock *block, const HemoIdHit *hit, guint32 position)
{
    guint64 fingerprint = hemo_lexicon_add(hemo_lexicon_start(),
                                           block->text.data + hit->offset,
                                           MIN(hit->length, 64));
    guint slot = (guint)(fingerprint & (TERMS - 1));
    gboolean seen = scan->terms[slot].fingerprint == fingerprint &&
                    position - scan->terms[slot].position < HEMO_PHI_REACH;

    if (!seen) {
        scan->terms[slot].fingerprint = fingerprint;
        scan->terms[slot].position = position;
    }
    return !seen;
}

static gboolean
is_strong(HemoPhiKind kind)
{
    return kind == HEMO_PHI_SSN || kind == HEMO_PHI_MEDICARE || kind == HEMO_PHI_MRN ||
           kind == HEMO_PHI_MEMBER || kind == HEMO_PHI_BIRTH_DATE || kind == HEMO_PHI_CLAIM;
}

static gboolean
follows_title(const HemoIdBlock *block, guint at)
{
    return at > 0 && (block->tokens[at - 1].classes & HEMO_WORD_TITLE);
}

/* Runs the recognisers; a hit of kind HEMO_PHI_NONE covers tokens that are no evidence. */
static gboolean
recognise(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    static const HemoIdFind finders[] = {
        hemo_id_number_find,
        hemo_id_record_find,
        hemo_id_date_find,
        hemo_id_contact_find,
        hemo_id_date_find_age,
        hemo_id_name_find,
    };
    const HemoToken *token = &block->tokens[at];

    if (token->kind == HEMO_TOKEN_WORD &&
        !(token->shape & (HEMO_SHAPE_TITLE | HEMO_SHAPE_UPPER)) &&
        !(token->classes & HEMO_WORD_GIVEN) && !follows_title(block, at) &&
        hemo_slice_at(block->text, (gsize)token->offset + token->length) != '@')
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(finders); i++) {
        if (finders[i](block, at, ret_hit))
            return TRUE;
    }
    return FALSE;
}

/* A finding about a person, or a coded health finding; returns the tokens it covers. */
static guint
read_hit(HemoPhiScan *scan, const HemoIdBlock *block, const HemoIdHit *hit, guint at, int kind)
{
    HemoSlice found = hemo_slice_sub(block->text, hit->offset, hit->length);
    gboolean believed =
        hit->kind >= HEMO_PHI_FIRST_HEALTH
            ? trust[kind].health
            : trust[kind].people || (trust[kind].strong && is_strong(hit->kind));

    if (hit->kind != HEMO_PHI_NONE && believed &&
        !hemo_phi_own_has(scan->own, hit->kind, found)) {
        emit(scan, hit, scan->position + (trust[kind].health ? at : 0));
        hemo_phi_sentence_add_hit(&scan->sentence, block, at, hit);
    }
    return MAX(hit->tokens, 1);
}

static guint
read_health(HemoPhiScan *scan, const HemoIdBlock *block, guint at)
{
    const HemoToken *token = &block->tokens[at];
    HemoPhiKind kind = hemo_phi_health_find(block, at);
    HemoIdHit hit;

    scan->classes |= hemo_phi_health_classes(token);
    hemo_phi_sentence_add_word(&scan->sentence, block, at);
    if (kind == HEMO_PHI_NONE)
        return token->span;
    hemo_id_hit(block, at, token->span, kind, &hit);
    if (is_new_term(scan, block, &hit, scan->position + at)) {
        emit(scan, &hit, scan->position + at);
        hit.kind = HEMO_PHI_OWNED;
        if (hemo_phi_health_is_owned(block, at))
            emit(scan, &hit, scan->position + at);
    }
    return token->span;
}

static void
count_bulk(HemoPhiScan *scan, const HemoIdBlock *block, guint at)
{
    HemoIdHit hit;

    if (!(block->tokens[at].classes & HEMO_WORD_BULK))
        return;
    hemo_id_hit(block, at, block->tokens[at].span, HEMO_PHI_NONE, &hit);
    if (is_new_term(scan, block, &hit, scan->position + at))
        scan->bulk++;
}

/* Before the token @at of the next sentence, or behind the last token. */
static void
end_sentence(HemoPhiScan *scan, guint at)
{
    HemoIdHit hit = scan->sentence.person;

    if (at > 0 && hemo_phi_sentence_is_statement(&scan->sentence)) {
        hit.kind = HEMO_PHI_STATED;
        emit(scan, &hit, scan->position + at - 1);
    }
    hemo_phi_sentence_start(&scan->sentence);
}

static void
read_block(HemoPhiScan *scan, const HemoIdBlock *block, HemoSegmentKind kind)
{
    for (guint at = 0; at < block->n_tokens;) {
        HemoIdHit hit;

        if (hemo_phi_sentence_begins(block, at))
            end_sentence(scan, at);
        count_bulk(scan, block, at);
        if (recognise(block, at, &hit))
            at += read_hit(scan, block, &hit, at, kind);
        else
            at += trust[kind].health ? read_health(scan, block, at) : 1;
    }
    end_sentence(scan, block->n_tokens);
    if (trust[kind].health)
        scan->position += block->n_tokens;
}

/* A notice or a form that names a patient is somebody's words after all. */
static gboolean
names_patient(const HemoIdBlock *block)
{
    for (guint at = 0; at < block->n_tokens; at++) {
        HemoIdHit hit;

        if (hemo_id_name_find(block, at, &hit) &&
            (hit.kind == HEMO_PHI_PATIENT_NAME || hit.kind == HEMO_PHI_TITLED_NAME ||
             hit.kind == HEMO_PHI_RELATIVE_NAME))
            return TRUE;
    }
    return FALSE;
}

static HemoSegmentKind
judge_segment(const HemoIdBlock *block, HemoSegmentKind kind)
{
    return (kind == HEMO_SEGMENT_DISCLAIMER || kind == HEMO_SEGMENT_FORM) &&
                   names_patient(block)
               ? HEMO_SEGMENT_OWN
               : kind;
}

static void
read_segments(HemoPhiScan *scan, HemoSlice text)
{
    HemoSegmenter segmenter;
    HemoSegment segment;
    int last = -1;

    hemo_segment_start(&segmenter, text);
    while (hemo_segment_next(&segmenter, PIECE, &segment)) {
        HemoIdBlock block = {.text = text};

        g_array_set_size(scan->tokens, 0);
        hemo_token_scan(text, segment.start, segment.end, scan->tokens);
        block.tokens = (const HemoToken *)(void *)scan->tokens->data;
        block.n_tokens = scan->tokens->len;
        segment.kind = judge_segment(&block, segment.kind);
        if (trust[segment.kind].health && block.n_tokens > 0) {
            if (last >= 0 && (int)segment.kind != last)
                scan->position += SEGMENT_GAP;
            last = (int)segment.kind;
        }
        read_block(scan, &block, segment.kind);
    }
}

void
hemo_phi_scan_read(HemoPhiScan *scan, const HemoPhiText *text, guint index)
{
    HemoSlice slice = hemo_slice_sub(text->text, 0, HEMO_LIMIT_TEXT);
    HemoIdHit hit = {.tokens = 1};

    scan->text = index;
    scan->position += text->role == HEMO_TEXT_ATTACHMENT ? FAR_GAP : TEXT_GAP;
    if (text->role != HEMO_TEXT_SUBJECT) {
        hit.kind = hemo_structure_find(slice, &hit.offset, &hit.length);
        if (hit.kind != HEMO_PHI_NONE)
            emit(scan, &hit, scan->position);
    }
    read_segments(scan, slice);
}

HemoPhiJoin *
hemo_phi_scan_join(HemoPhiScan *scan)
{
    hemo_phi_join_settle(scan->join, scan->position);
    return scan->join;
}

const GArray *
hemo_phi_scan_findings(const HemoPhiScan *scan)
{
    return scan->findings;
}

guint
hemo_phi_scan_classes(const HemoPhiScan *scan)
{
    return scan->classes;
}

gboolean
hemo_phi_scan_is_bulk(const HemoPhiScan *scan)
{
    return scan->bulk >= BULK_TERMS;
}
