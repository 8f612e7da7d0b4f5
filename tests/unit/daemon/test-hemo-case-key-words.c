/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What is advised fits what is wrong with the key; the command stands only where a person's
 * word helps, and in a sentence of its own.
 */
#include "hemo-case-key-words.h"

#include "keys/sample-certificate.h"
#include "sample-case.h"

#include <string.h>

/* The remedies, one a line. */
static char *
join(const HemoCase *mail)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);
    g_autoptr(GVariant) list = NULL;
    g_autofree const char **words = NULL;

    hemo_case_key_words_add(mail, &builder);
    list = g_variant_ref_sink(g_variant_builder_end(&builder));
    words = g_variant_get_strv(list, NULL);
    return g_strjoinv("\n", (char **)words);
}

static void
test_states(void)
{
    static const struct {
        HemoKeyState state;
        const char *words; /* NULL: nothing */
        gboolean command;
    } rows[] = {
        {HEMO_KEY_CHANGED, "a@example.org: this key is another than before. Call", TRUE},
        {HEMO_KEY_UNCONFIRMED, "compare the number of the key: 0000 0000", TRUE},
        {HEMO_KEY_EXPIRED, "has expired", FALSE},
        {HEMO_KEY_REVOKED, "was withdrawn", FALSE},
        {HEMO_KEY_WEAK, "stronger key", FALSE},
        {HEMO_KEY_NOT_APPROVED, "your organisation allows", FALSE},
        {HEMO_KEY_STATUS_UNKNOWN, "try again later", FALSE},
        {HEMO_KEY_DISTRUSTED, "somebody else's", FALSE},
        {HEMO_KEY_USABLE, NULL, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const SampleCase sample = {.to = {"a@example.org"}};
        g_autoptr(HemoCase) mail = sample_case_new(&sample);
        g_autofree char *text = NULL;

        sample_case_set_key(mail, 0, HEMO_KEY_KIND_SMIME, rows[i].state);
        hemo_case_decide(mail);
        text = join(mail);
        g_assert_cmpint(hemo_case_key_words_has(mail, 0), ==, rows[i].words != NULL);
        if (rows[i].words == NULL)
            g_assert_cmpstr(text, ==, "");
        else
            g_assert_nonnull(strstr(text, rows[i].words));
        g_assert_cmpint(strstr(text, "hemostat keys confirm a@example.org 0000000") != NULL,
                        ==,
                        rows[i].command);
    }
}

/* A certificate that names a list may pass later; one that names none never does. */
static void
test_lists(void)
{
    static const struct {
        const char *place;
        const char *words;
        const char * not ;
    } rows[] = {
        {"http://crl.example.com/list.crl", "try again later", "names no list"},
        {NULL, "names no list", "try again later"},
    };
    g_autoptr(Sample) authority = sample_authority();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        const SampleCase sample = {.to = {"a@example.org"}};
        g_autoptr(HemoCase) mail = sample_case_new(&sample);
        g_autoptr(Sample) person = sample_new(
            &(SampleFields){.names = "email:a@example.org", .crl_place = rows[i].place},
            authority);
        g_autoptr(GBytes) der = sample_der(person);
        const HemoKeyFields fields = {
            .kind = HEMO_KEY_KIND_SMIME,
            .fingerprint = hemo_certificate_fingerprint(person->certificate),
            .state = HEMO_KEY_STATUS_UNKNOWN,
            .material = der,
        };
        g_autoptr(HemoKey) key = hemo_key_new(&fields);
        g_autofree char *text = NULL;

        hemo_case_keys_set(hemo_case_keys(mail),
                           0,
                           HEMO_KEY_KIND_SMIME,
                           key,
                           hemo_key_reason(key));
        hemo_case_decide(mail);
        text = join(mail);
        g_assert_nonnull(strstr(text, rows[i].words));
        g_assert_null(strstr(text, rows[i].not ));
    }
}

/* Every state that holds a mail up has its advice. */
static void
test_every_state(void)
{
    for (int state = HEMO_KEY_BROKEN; state < HEMO_KEY_USABLE; state++) {
        const SampleCase sample = {.to = {"a@example.org"}};
        g_autoptr(HemoCase) mail = sample_case_new(&sample);

        sample_case_set_key(mail, 0, HEMO_KEY_KIND_OPENPGP, state);
        hemo_case_decide(mail);
        g_assert_true(hemo_case_key_words_has(mail, 0));
    }
}

/* Who gets the mail another way is not called, and of many only the first are named. */
static void
test_only_the_held(void)
{
    const SampleCase sample = {
        .to = {"a@example.org", "b@example.org", "c@example.org"},
        .bcc = {"d@example.org", "e@example.org"},
    };
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autofree char *text = NULL;

    for (gsize i = 0; i < 5; i++)
        sample_case_set_key(mail, i, HEMO_KEY_KIND_OPENPGP, HEMO_KEY_EXPIRED);
    sample_case_set_level(mail, 0, "A");
    hemo_case_decide(mail);
    text = join(mail);
    g_assert_null(strstr(text, "a@"));
    g_assert_nonnull(strstr(text, "b@"));
    g_assert_nonnull(strstr(text, "d@"));
    g_assert_null(strstr(text, "e@"));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/case-key-words/states", test_states);
    g_test_add_func("/case-key-words/lists", test_lists);
    g_test_add_func("/case-key-words/every-state", test_every_state);
    g_test_add_func("/case-key-words/only-the-held", test_only_the_held);
    return g_test_run();
}
