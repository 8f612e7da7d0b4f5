/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "test-id.h"

static guint32
keys_before_last(const char *text)
{
    g_autoptr(GArray) tokens = g_array_new(FALSE, FALSE, sizeof(HemoToken));
    HemoSlice slice = hemo_slice_text(text);
    HemoIdBlock block = {.text = slice};

    hemo_token_scan(slice, 0, slice.size, tokens);
    block.tokens = (const HemoToken *)(void *)tokens->data;
    block.n_tokens = tokens->len;
    g_assert_null(hemo_id_token(&block, 0, -1));
    g_assert_null(hemo_id_token(&block, tokens->len, 0));
    return hemo_id_keys(&block, tokens->len - 1, 4);
}

/* A label speaks for the value behind it, not past another value, sentence or paragraph. */
static void
test_keys(void)
{
    static const struct {
        const char *text;
        guint32 key;
        gboolean has;
    } cases[] = {
        {"MRN: 448812", HEMO_KEY_MRN, TRUE},
        {"MRN is now 448812", HEMO_KEY_MRN, TRUE},
        {"MRN\n448812", HEMO_KEY_MRN, TRUE},
        {"date of birth 3/4/1961", HEMO_KEY_DOB, TRUE},
        {"MRN 12 448812", HEMO_KEY_MRN, FALSE},
        {"no MRN. Call 448812", HEMO_KEY_MRN, FALSE},
        {"MRN\n\n448812", HEMO_KEY_MRN, FALSE},
        {"MRN a b c d 448812", HEMO_KEY_MRN, FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_test_message("%s", cases[i].text);
        g_assert_cmpint((keys_before_last(cases[i].text) & cases[i].key) != 0,
                        ==,
                        cases[i].has);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/id/keys", test_keys);
    return g_test_run();
}
