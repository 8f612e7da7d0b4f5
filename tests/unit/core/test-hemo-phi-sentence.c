/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-phi-sentence.h"

#include "hemo-id-date.h"
#include "hemo-id-name.h"

static gboolean
find(const HemoIdBlock *block, guint at, HemoIdHit *ret_hit)
{
    return hemo_id_date_find(block, at, ret_hit) || hemo_id_name_find(block, at, ret_hit);
}

/* How many sentences of @text are statements. */
static guint
count_statements(const char *text)
{
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(HemoToken));
    HemoIdBlock block = {.text = hemo_slice_text(text)};
    HemoPhiSentence sentence;
    guint count = 0;
    HemoIdHit hit;

    hemo_token_scan(block.text, 0, block.text.size, tokens);
    block.tokens = (const HemoToken *)(void *)tokens->data;
    block.n_tokens = tokens->len;
    hemo_phi_sentence_start(&sentence);
    for (guint at = 0; at < block.n_tokens;) {
        if (hemo_phi_sentence_begins(&block, at)) {
            count += hemo_phi_sentence_is_statement(&sentence) ? 1 : 0;
            hemo_phi_sentence_start(&sentence);
        }
        if (find(&block, at, &hit)) {
            hemo_phi_sentence_add_hit(&sentence, &block, at, &hit);
            at += hit.tokens;
        } else {
            hemo_phi_sentence_add_word(&sentence, &block, at);
            at += block.tokens[at].span;
        }
    }
    return count + (hemo_phi_sentence_is_statement(&sentence) ? 1 : 0);
}

static void
test_statements(void)
{
    static const struct {
        const char *text;
        guint count;
    } cases[] = {
        {"", 0},
        {"Mrs. Olsen has gout.", 1},
        {"Mrs. Olsen has gout. Mr. Baker has asthma.", 2},
        {"Mrs. Olsen is here. Gout is common.", 0},
        {"Mrs. Olsen is here\n\nGout is common", 0},
        {"Mrs. Olsen came to the gout course.", 0},
        {"Mrs. Olsen spoke about the new gout drug.", 0},
        {"The biopsy of H. Penfold is done", 1},
        {"Lena Brook wrote on the biopsy", 0},
        {"Dear Mrs. Olsen, gout is common", 0},
        {"Dear Mrs. Olsen, your gout is worse", 1},
        {"Lena Brook: appointment Friday", 1},
        {"Lena Brook made an appointment", 0},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].text);
        g_assert_cmpuint(count_statements(cases[i].text), ==, cases[i].count);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/phi-sentence/statements", test_statements);
    return g_test_run();
}
