/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-token.h"

static char *
cut(const char *text)
{
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(HemoToken));
    GString *out = g_string_new(NULL);
    HemoSlice slice = hemo_slice_text(text);

    hemo_token_scan(slice, 0, slice.size, tokens);
    for (guint i = 0; i < tokens->len; i++) {
        HemoSlice word = hemo_token_text(slice, &g_array_index(tokens, HemoToken, i));

        g_string_append_printf(out,
                               "%s%.*s",
                               i > 0 ? "|" : "",
                               (int)word.size,
                               (const char *)word.data);
    }
    return g_string_free(out, FALSE);
}

static void
test_cut(void)
{
    static const struct {
        const char *text;
        const char *tokens;
    } cases[] = {
        {"", ""},
        {" ,;", ""},
        {"one two", "one|two"},
        {"follow-up", "follow|up"},
        {"patient's chart", "patient|chart"},
        {"O'Brien", "O'Brien"},
        {"212-09-4432.", "212-09-4432"},
        {"(614) 212-3344", "614|212-3344"},
        {"on 3/22.", "on|3/22"},
        {"E11.43,", "E11.43"},
        {"MRN:448812", "MRN|448812"},
        {"1EG4-TE5-MK73", "1EG4-TE5-MK73"},
        {"10mg/kg", "10mg|kg"},
        {"COVID-19", "COVID-19"},
        {"M\xc3\xbcller", "M\xc3\xbcller"},
        {"a\xc2\xa0z", "a|z"},
        {"pt\xe2\x80\x99s", "pt|s"},
        {"\xff\xfe", "\xff\xfe"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *tokens = cut(cases[i].text);

        g_assert_cmpstr(tokens, ==, cases[i].tokens);
    }
}

static void
test_shape(void)
{
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(HemoToken));
    HemoSlice slice = hemo_slice_text("Linda's BP\nshortness of breath 10mg");
    const HemoToken *token = NULL;

    hemo_token_scan(slice, 0, slice.size, tokens);
    token = (const HemoToken *)(void *)tokens->data;
    g_assert_cmpuint(tokens->len, ==, 6);
    g_assert_cmpuint(token[0].shape, ==, HEMO_SHAPE_TITLE | HEMO_SHAPE_OWNER | HEMO_SHAPE_LINE);
    g_assert_true(token[0].classes & HEMO_WORD_GIVEN);
    g_assert_cmpuint(token[1].shape, ==, HEMO_SHAPE_UPPER);
    g_assert_cmpuint(token[2].span, ==, 3);
    g_assert_true(token[2].classes & HEMO_WORD_SYMPTOM);
    g_assert_true(token[2].shape & HEMO_SHAPE_LINE);
    g_assert_cmpint(token[5].kind, ==, HEMO_TOKEN_CODE);
    g_assert_true(token[5].classes & HEMO_WORD_UNIT);
}

static void
test_matches(void)
{
    char digits[4];

    g_assert_true(hemo_token_matches(hemo_slice_text("12-ab"), "dd-aa"));
    g_assert_false(hemo_token_matches(hemo_slice_text("12-ab3"), "dd-aa"));
    g_assert_false(hemo_token_matches(hemo_slice_text("12-a"), "dd-aa"));
    g_assert_cmpuint(hemo_token_digits(hemo_slice_text("1a23456"), digits, 4), ==, 6);
    g_assert_cmpmem(digits, 4, "1234", 4);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/token/cut", test_cut);
    g_test_add_func("/token/shape", test_shape);
    g_test_add_func("/token/matches", test_matches);
    return g_test_run();
}
