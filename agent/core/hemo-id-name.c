/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-id-name.h.
 */
#include "hemo-id-name.h"

#define NAME_WORDS   4
#define DESCRIBED    5  /* words behind a name that may describe a patient */
#define MAIL_REACH   80 /* bytes of a mail address */
#define WRAPPED_LINE 50 /* bytes of a line that a mail program broke */

#define HEALTH_CLASSES                                                                         \
    (HEMO_WORD_DRUG | HEMO_WORD_DIAGNOSIS | HEMO_WORD_SYMPTOM | HEMO_WORD_ANATOMY |            \
     HEMO_WORD_PROCEDURE | HEMO_WORD_LAB | HEMO_WORD_CLINICAL | HEMO_WORD_CARE |               \
     HEMO_WORD_FACILITY | HEMO_WORD_PAYMENT | HEMO_WORD_EQUIPMENT)

#define NO_NAME_CLASSES                                                                        \
    (HEALTH_CLASSES | HEMO_WORD_COMMON | HEMO_WORD_TITLE | HEMO_WORD_PROVIDER |                \
     HEMO_WORD_RELATION | HEMO_WORD_CALENDAR | HEMO_WORD_STREET | HEMO_WORD_STATE |            \
     HEMO_WORD_UNIT | HEMO_WORD_BULK)

#define LABEL_KEYS                                                                             \
    (HEMO_KEY_DOB | HEMO_KEY_MRN | HEMO_KEY_RECORD | HEMO_KEY_MEMBER | HEMO_KEY_CLAIM |        \
     HEMO_KEY_ACCOUNT | HEMO_KEY_SSN | HEMO_KEY_MEDICARE | HEMO_KEY_AGE | HEMO_KEY_ICD)

/* A run of words that may be a name. */
typedef struct {
    guint tokens;
    guint words; /* without initials */
    gboolean given;
    gboolean surname;
    gboolean plain; /* a word of it is an everyday word as well */
} Run;

static gboolean
is_listed(const HemoToken *token)
{
    return (token->classes & (HEMO_WORD_GIVEN | HEMO_WORD_SURNAME)) != 0;
}

static gboolean
is_name_word(const HemoToken *token)
{
    if (token->kind != HEMO_TOKEN_WORD || token->length < 2 || token->span > 1)
        return FALSE;
    if (token->shape & HEMO_SHAPE_UPPER)
        return token->length > 2 && is_listed(token);
    if (!(token->shape & HEMO_SHAPE_TITLE))
        return FALSE;
    return is_listed(token) || (token->classes & NO_NAME_CLASSES) == 0;
}

/* No capital in it. */
static gboolean
small(const HemoToken *token)
{
    return (token->shape & (HEMO_SHAPE_TITLE | HEMO_SHAPE_UPPER | HEMO_SHAPE_LETTER)) == 0;
}

static gboolean
is_plain(const HemoToken *token)
{
    return (token->classes & NO_NAME_CLASSES) != 0;
}

/* "... and we think that Harriet\nPenfold has": a full line that ends in the middle of a name,
 * perhaps in quoted text. */
static gboolean
is_wrapped_name(const HemoIdBlock *block, guint at)
{
    HemoSlice gap = hemo_id_gap(block, at);
    gsize end = (gsize)(gap.data - block->text.data);
    gsize start = end;

    for (gsize i = 0; i < gap.size; i++)
        if (gap.data[i] != (i == 0 ? '\n' : ' ') && (i == 0 || gap.data[i] != '>'))
            return FALSE;
    while (start > 0 && end - start < WRAPPED_LINE && block->text.data[start - 1] != '\n')
        start--;
    return gap.size > 0 && end - start >= WRAPPED_LINE &&
           (block->tokens[at - 1].classes & HEMO_WORD_GIVEN) &&
           (block->tokens[at].shape & HEMO_SHAPE_TITLE) && !is_plain(&block->tokens[at]);
}

static gboolean
is_name_gap(const HemoIdBlock *block, guint at)
{
    HemoSlice gap = hemo_id_gap(block, at);

    if (is_wrapped_name(block, at) || hemo_slice_equal(gap, hemo_slice_text("  ")))
        return TRUE;
    return gap.size == 1 ? gap.data[0] == ' ' || gap.data[0] == '-'
                         : gap.size == 2 && gap.data[0] == '.' && gap.data[1] == ' ' &&
                               (block->tokens[at - 1].shape & HEMO_SHAPE_LETTER);
}

static void
add_word(Run *run, const HemoToken *token, gboolean joined)
{
    run->words += joined ? 0 : 1;
    run->given |= run->words == 1 && (token->classes & HEMO_WORD_GIVEN);
    run->surname |= run->words > 1 && (token->classes & HEMO_WORD_SURNAME);
    run->plain |= is_plain(token);
}

/* "Smith, John" */
static gboolean
is_reversed(const HemoIdBlock *block, guint at)
{
    const HemoToken *next = hemo_id_token(block, at, 1);
    HemoSlice gap = next != NULL ? hemo_id_gap(block, at + 1) : HEMO_SLICE_EMPTY;

    return next != NULL && gap.size == 2 && gap.data[0] == ',' && gap.data[1] == ' ' &&
           is_name_word(next) && (next->classes & HEMO_WORD_GIVEN) && !is_plain(next) &&
           !is_plain(&block->tokens[at]);
}

/* Small "mr" and "mrs" are titles; small "ms" and "miss" may be other words. */
static gboolean
is_sure_title(const HemoIdBlock *block, guint at)
{
    HemoSlice text = hemo_id_text(block, at);

    return hemo_slice_equal_nocase(text, "mr") || hemo_slice_equal_nocase(text, "mrs");
}

/* "MRS KELLER", "mr keller", "son rob", "Name: KELLER": case does not show a name here, the
 * word before it does. */
static gboolean
is_introduced(const HemoIdBlock *block, guint at)
{
    const HemoToken *token = &block->tokens[at];
    const HemoToken *before = hemo_id_before(block, at);
    HemoSlice gap = hemo_id_gap(block, at);

    if (before == NULL || token->kind != HEMO_TOKEN_WORD || token->length < 3 || gap.size > 4)
        return FALSE;
    if ((before->classes & HEMO_WORD_TITLE) && (before->shape & HEMO_SHAPE_TITLE) &&
        gap.size <= 2)
        return (token->shape & HEMO_SHAPE_TITLE) != 0;
    if (is_plain(token) || token->span > 1 || (token->keys & LABEL_KEYS))
        return FALSE;
    if ((before->keys & (HEMO_KEY_NAME | HEMO_KEY_PATIENT)) &&
        hemo_slice_find(gap, ':') < gap.size)
        return token->shape != 0;
    if (gap.size > 2)
        return FALSE;
    if ((before->classes & HEMO_WORD_TITLE) && before->length == 2 && !is_listed(token) &&
        hemo_slice_equal_nocase(hemo_id_text(block, at - 1), "ms"))
        return FALSE;
    if (before->classes & HEMO_WORD_TITLE)
        return small(before)
                   ? small(token) && before->length <= 3 && is_sure_title(block, at - 1)
                   : (token->shape & HEMO_SHAPE_UPPER) != 0;
    return (before->classes & HEMO_WORD_RELATION) && (token->classes & HEMO_WORD_GIVEN);
}

/* "bob visited": a given name in small letters that does something. */
static gboolean
is_visitor(const HemoIdBlock *block, guint at)
{
    static const char *const verbs[] = {"visited", "visiting", "called", "phoned"};
    const HemoToken *token = &block->tokens[at];

    if (!small(token) || !(token->classes & HEMO_WORD_GIVEN) || is_plain(token) ||
        at + 1 >= block->n_tokens || hemo_id_gap(block, at + 1).size > 1)
        return FALSE;
    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (hemo_slice_equal_nocase(hemo_id_text(block, at + 1), verbs[i]))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_near(const HemoIdBlock *block, guint at, gsize most)
{
    HemoSlice gap = hemo_id_gap(block, at);

    return gap.size <= most && hemo_slice_find(gap, '\n') == gap.size;
}

/* "MRI technician" */
static gboolean
is_trade(const HemoIdBlock *block, guint at)
{
    guint next = at + block->tokens[at].span;

    return next < block->n_tokens && hemo_id_gap(block, next).size == 1 &&
           (block->tokens[next].keys & HEMO_KEY_TOPIC) != 0;
}

/* "has gout", "takes her metformin" */
static gboolean
is_suffering(const HemoIdBlock *block, guint at)
{
    static const char *const verbs[] = {
        "has",
        "had",
        "takes",
        "took",
        "needs",
        "is",
        "was",
        "suffers",
        "feels",
        "got",
        "tested",
        "tests",
    };
    const guint32 classes = HEMO_WORD_DRUG | HEMO_WORD_DIAGNOSIS | HEMO_WORD_SYMPTOM |
                            HEMO_WORD_LAB | HEMO_WORD_PROCEDURE | HEMO_WORD_EQUIPMENT;
    gboolean verb = FALSE;

    for (guint i = 0; i < G_N_ELEMENTS(verbs); i++)
        verb |= hemo_slice_equal_nocase(hemo_id_text(block, at), verbs[i]);
    for (guint i = at + 1; verb && i < block->n_tokens && i < at + DESCRIBED; i++) {
        if (!is_near(block, i, 2))
            return FALSE;
        if (block->tokens[i].classes & classes)
            return !is_trade(block, i);
    }
    return FALSE;
}

/* "lena brook has gout": a name in small letters, by what is said of it; its words, or 0. */
static guint
count_small_name(const HemoIdBlock *block, guint at)
{
    const HemoToken *token = &block->tokens[at];
    const HemoToken *next = hemo_id_token(block, at, 1);
    guint words = 1;

    if (!small(token) || !(token->classes & HEMO_WORD_GIVEN) || is_plain(token))
        return 0;
    if (next != NULL && next->kind == HEMO_TOKEN_WORD && small(next) && next->length > 2 &&
        next->span == 1 && !is_plain(next) && next->keys == 0 && is_near(block, at + 1, 1) &&
        !is_suffering(block, at + 1))
        words = 2;
    return at + words < block->n_tokens && is_near(block, at + words, 1) &&
                   is_suffering(block, at + words)
               ? words
               : 0;
}

static Run
read_run(const HemoIdBlock *block, guint at)
{
    Run run = {.tokens = 0};

    if (is_introduced(block, at)) {
        run.tokens = 1;
        add_word(&run, &block->tokens[at], FALSE);
        if (!is_name_word(&block->tokens[at]))
            return run;
        run = (Run){.tokens = 0};
    } else if (is_visitor(block, at)) {
        return (Run){.tokens = 1, .words = 1, .given = TRUE};
    } else if (count_small_name(block, at) > 0) {
        run.tokens = run.words = count_small_name(block, at);
        run.given = TRUE;
        return run;
    }
    if (!is_name_word(&block->tokens[at]))
        return run;
    if (is_reversed(block, at)) {
        return (Run){
            .tokens = 2,
            .words = 2,
            .given = TRUE,
            .surname = (block->tokens[at].classes & HEMO_WORD_SURNAME) != 0,
        };
    }
    for (guint i = at; i < block->n_tokens && i < at + NAME_WORDS; i++) {
        const HemoToken *token = &block->tokens[i];

        if (i > at && !is_name_gap(block, i))
            break;
        if (is_name_word(token)) {
            add_word(&run, token, i > at && hemo_id_gap(block, i).data[0] == '-');
            run.tokens = i - at + 1;
            if (token->shape & HEMO_SHAPE_OWNER)
                break;
        } else if (!(token->shape & HEMO_SHAPE_LETTER) || i == at) {
            break;
        }
    }
    return run;
}

static gboolean
is_clinician(const HemoIdBlock *block, guint at, const Run *run)
{
    const HemoToken *before = hemo_id_before(block, at);
    guint next = at + run->tokens;

    if (before != NULL && (before->classes & HEMO_WORD_PROVIDER) && !small(before) &&
        is_near(block, at, 2))
        return TRUE;
    for (guint i = next; i < block->n_tokens && i < next + 3; i++) {
        const HemoToken *token = &block->tokens[i];

        if (!is_near(block, i, 3))
            break;
        if ((token->classes & HEMO_WORD_PROVIDER) &&
            (token->shape & (HEMO_SHAPE_UPPER | HEMO_SHAPE_TITLE | HEMO_SHAPE_LETTER)))
            return TRUE;
    }
    return FALSE;
}

/* "name@example.org (Lena Brook)", "Lena Brook <name@...": who writes, not of whom. */
static gboolean
is_author(const HemoIdBlock *block, guint at, const Run *run)
{
    HemoSlice text = block->text;
    gsize start = block->tokens[at].offset;
    const HemoToken *last = &block->tokens[at + run->tokens - 1];
    gsize end = (gsize)last->offset + last->length;

    if (hemo_slice_at(text, end) == ' ' && hemo_slice_at(text, end + 1) == '<')
        return TRUE;
    if (start < 3 || text.data[start - 1] != '(' || text.data[start - 2] != ' ')
        return FALSE;
    for (gsize i = start - 2; i > 0 && start - i < MAIL_REACH; i--) {
        if (text.data[i - 1] == '@')
            return TRUE;
        if (text.data[i - 1] <= ' ')
            return FALSE;
    }
    return FALSE;
}

/* "44-year-old", "44 yo", "(44)" */
static gboolean
is_age(const HemoIdBlock *block, guint at)
{
    HemoSlice text = hemo_id_text(block, at);

    if (block->tokens[at].kind == HEMO_TOKEN_WORD || text.size > 14)
        return FALSE;
    if (hemo_slice_find_text(text, "year") < text.size ||
        hemo_slice_find_text(text, "yo") < text.size)
        return TRUE;
    return block->tokens[at].kind == HEMO_TOKEN_NUMBER && text.size <= 2 &&
           at + 1 < block->n_tokens &&
           (hemo_slice_has_prefix_nocase(hemo_id_text(block, at + 1), "y") ||
            hemo_slice_has_prefix_nocase(hemo_id_text(block, at + 1), "month"));
}

/* What stands right behind a patient's name: a label, an age, what the patient did. */
static gboolean
is_described(const HemoIdBlock *block, guint at, const Run *run)
{
    guint next = at + run->tokens;

    for (guint i = next; i < block->n_tokens && i < next + DESCRIBED; i++) {
        const HemoToken *token = &block->tokens[i];

        if (!is_near(block, i, 4))
            return FALSE;
        if ((token->keys & LABEL_KEYS) || is_age(block, i))
            return TRUE;
        if (i == next && small(token) &&
            ((token->classes & HEMO_WORD_CLINICAL) || is_suffering(block, i)))
            return TRUE;
    }
    return FALSE;
}

/* "Mrs. Keller", "MRS KELLER"; "MS Word" is none. */
static gboolean
is_titled(const HemoIdBlock *block, guint at)
{
    const HemoToken *before = hemo_id_before(block, at);
    HemoSlice gap = hemo_id_gap(block, at);

    if (before == NULL || !(before->classes & HEMO_WORD_TITLE) || gap.size > 2)
        return FALSE;
    if (small(before))
        return is_sure_title(block, at - 1);
    if (before->shape & HEMO_SHAPE_UPPER)
        return gap.size == 2 || (block->tokens[at].shape & HEMO_SHAPE_UPPER);
    return TRUE;
}

/* "Dear Mrs. Keller": the one who is written to, of whom nothing is said yet. */
static gboolean
is_greeted(const HemoIdBlock *block, guint at)
{
    const HemoToken *before = at > 1 ? hemo_id_before(block, at - 1) : NULL;

    return before != NULL && (before->keys & HEMO_KEY_SALUTE) && is_near(block, at - 1, 2);
}

/* "H. Keller" */
static gboolean
has_initial(const HemoIdBlock *block, guint at)
{
    const HemoToken *before = hemo_id_token(block, at, -1);
    HemoSlice gap = hemo_id_gap(block, at);

    return before != NULL && (before->shape & HEMO_SHAPE_LETTER) && is_name_gap(block, at) &&
           gap.size == 2 && g_ascii_isupper(hemo_id_text(block, at - 1).data[0]);
}

/* "Pathology for H. Keller" */
static gboolean
is_initialled(const HemoIdBlock *block, guint at)
{
    static const char *const words[] = {"for", "of", "re", "about"};

    for (guint i = 0; at > 1 && has_initial(block, at) && i < G_N_ELEMENTS(words); i++) {
        if (hemo_slice_equal_nocase(hemo_id_text(block, at - 2), words[i]))
            return TRUE;
    }
    return FALSE;
}

static HemoPhiKind
judge_titled(const HemoIdBlock *block, guint at)
{
    return is_greeted(block, at) ? HEMO_PHI_GREETED_NAME : HEMO_PHI_TITLED_NAME;
}

static HemoPhiKind
judge_by_before(const HemoIdBlock *block, guint at, const Run *run)
{
    const HemoToken *before = hemo_id_before(block, at);
    gboolean sure = run->words > 1 || (!run->plain && is_listed(&block->tokens[at]));
    HemoSlice gap = hemo_id_gap(block, at);
    gboolean labelled = hemo_slice_find(gap, ':') < gap.size;
    guint32 keys;

    if (before == NULL || gap.size > 12)
        return HEMO_PHI_NONE;
    if (is_titled(block, at))
        return judge_titled(block, at);
    keys = labelled ? hemo_id_keys(block, at, 3) : before->keys;
    if ((keys & (HEMO_KEY_PATIENT | HEMO_KEY_NAME)) && (sure || labelled) &&
        (labelled || !run->plain))
        return HEMO_PHI_PATIENT_NAME;
    if (gap.size > 3)
        return HEMO_PHI_NONE;
    if ((before->classes & HEMO_WORD_RELATION) &&
        (!run->plain || (small(before) && (block->tokens[at].classes & HEMO_WORD_GIVEN))))
        return HEMO_PHI_RELATIVE_NAME;
    if ((keys & HEMO_KEY_PATIENT) && small(before) &&
        (!run->plain || is_listed(&block->tokens[at])))
        return HEMO_PHI_PATIENT_NAME;
    if (run->plain)
        return HEMO_PHI_NONE;
    if (!sure)
        return HEMO_PHI_NONE;
    if ((keys & HEMO_KEY_SAW) && run->words > 1)
        return HEMO_PHI_PATIENT_NAME;
    return keys & HEMO_KEY_SALUTE ? HEMO_PHI_GREETED_NAME : HEMO_PHI_NONE;
}

/* A text that opens with two capital words nobody knows: "Zyta Zykorska - consult". */
static gboolean
is_opening(const HemoIdBlock *block, guint at, const Run *run)
{
    HemoSlice gap;

    if (at > 0 || block->tokens[0].offset > 3 || run->words != 2 || run->plain)
        return FALSE;
    gap = at + run->tokens < block->n_tokens ? hemo_id_gap(block, at + run->tokens)
                                             : HEMO_SLICE_EMPTY;
    return gap.size != 1;
}

static HemoPhiKind
judge_alone(const HemoIdBlock *block, guint at, const Run *run)
{
    if (run->words > 1 && (run->given || run->surname) && !is_plain(&block->tokens[at]))
        return HEMO_PHI_FULL_NAME;
    if (is_opening(block, at, run))
        return HEMO_PHI_FULL_NAME;
    if (!run->plain && is_initialled(block, at))
        return HEMO_PHI_FULL_NAME;
    if (run->words > 1 || run->plain || (block->tokens[at].shape & HEMO_SHAPE_UPPER))
        return HEMO_PHI_NONE;
    return is_listed(&block->tokens[at]) ? HEMO_PHI_LONE_NAME : HEMO_PHI_NONE;
}

static gboolean
can_be_patient(HemoPhiKind kind, const Run *run, gboolean initial)
{
    if (kind == HEMO_PHI_NONE)
        return (run->words > 1 || initial) && !run->plain;
    return kind == HEMO_PHI_FULL_NAME || kind == HEMO_PHI_TITLED_NAME ||
           kind == HEMO_PHI_GREETED_NAME || (kind == HEMO_PHI_LONE_NAME && run->given);
}

gboolean
hemo_id_name_find(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    Run run = read_run(block, at);
    HemoPhiKind kind;

    if (run.tokens == 0)
        return FALSE;
    if (is_clinician(block, at, &run) || is_author(block, at, &run))
        return hemo_id_hit(block, at, run.tokens, HEMO_PHI_NONE, ret_hit);
    kind = judge_by_before(block, at, &run);
    if (kind == HEMO_PHI_NONE)
        kind = is_visitor(block, at) ? HEMO_PHI_RELATIVE_NAME : judge_alone(block, at, &run);
    if (can_be_patient(kind, &run, has_initial(block, at)) && is_described(block, at, &run))
        kind = HEMO_PHI_PATIENT_NAME;
    return kind != HEMO_PHI_NONE && hemo_id_hit(block, at, run.tokens, kind, ret_hit);
}
