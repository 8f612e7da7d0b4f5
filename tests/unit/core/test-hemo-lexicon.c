/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-lexicon.h"

#include <string.h>

static guint32
classes_of(const char *word)
{
    const HemoLexiconSlot *slot = hemo_lexicon_find(
        hemo_lexicon_add(hemo_lexicon_start(), (const guint8 *)word, strlen(word)));

    return slot != NULL ? slot->classes : 0;
}

static void
test_words(void)
{
    g_assert_true(classes_of("metformin") & HEMO_WORD_DRUG);
    g_assert_true(classes_of("MetFormin") & HEMO_WORD_DRUG);
    g_assert_true(classes_of("gout") & HEMO_WORD_DIAGNOSIS);
    g_assert_true(classes_of("shortness of breath") & HEMO_WORD_SYMPTOM);
    g_assert_true(classes_of("shortness") & HEMO_WORD_PHRASE);
    g_assert_true(classes_of("linda") & HEMO_WORD_GIVEN);
    g_assert_true(classes_of("keller") & HEMO_WORD_SURNAME);
    g_assert_cmpuint(classes_of("metformi"), ==, 0);
    g_assert_cmpuint(classes_of(""), ==, 0);
}

static void
test_keys(void)
{
    const HemoLexiconSlot *slot =
        hemo_lexicon_find(hemo_lexicon_add(hemo_lexicon_start(), (const guint8 *)"mrn", 3));

    g_assert_nonnull(slot);
    g_assert_true(slot->keys & HEMO_KEY_MRN);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/lexicon/words", test_words);
    g_test_add_func("/lexicon/keys", test_keys);
    return g_test_run();
}
