/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-record.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <string.h>

#define FINGERPRINT "0123456789abcdef0123456789ABCDEF01234567"

static HemoKeyRecord *
sample(void)
{
    HemoKeyRecord *record =
        hemo_key_record_new(HEMO_KEY_KIND_OPENPGP, "Nora.Lind@example.com", FINGERPRINT);
    g_autoptr(GBytes) material = g_bytes_new_static("material", 8);
    g_autoptr(GPtrArray) chain = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);

    g_ptr_array_add(chain, g_bytes_new_static("above", 5));
    hemo_key_record_set_material(record, material);
    hemo_key_record_set_chain(record, chain);
    record->finders = HEMO_FINDER_WKD | HEMO_FINDER_HARVEST;
    record->secure = TRUE;
    record->abilities = HEMO_KEY_ABILITY_GCM;
    record->since = 10;
    record->seen = 20;
    record->used = 30;
    hemo_key_record_say(record, HEMO_KEY_WORD_CONFIRMED, 40, "ana", "telephone");
    return record;
}

static HemoKeyRecord *
round_trip(const HemoKeyRecord *record, GError **error)
{
    g_autoptr(GVariant) values = g_variant_ref_sink(hemo_key_record_values(record));

    return hemo_key_record_parse(values, error);
}

static void
test_round_trip(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoKeyRecord) record = sample();
    g_autoptr(HemoKeyRecord) back = round_trip(record, &error);

    g_assert_no_error(error);
    g_assert_true(hemo_key_record_is(record, back));
    g_assert_cmpstr(back->address, ==, "nora.lind@example.com");
    g_assert_cmpstr(back->fingerprint, ==, "0123456789ABCDEF0123456789ABCDEF01234567");
    g_assert_true(g_bytes_equal(back->material, record->material));
    g_assert_cmpuint(back->chain->len, ==, 1);
    g_assert_true(g_bytes_equal(back->chain->pdata[0], record->chain->pdata[0]));
    g_assert_cmpuint(back->finders, ==, record->finders);
    g_assert_true(back->secure);
    g_assert_cmpuint(back->abilities, ==, HEMO_KEY_ABILITY_GCM);
    g_assert_cmpint(back->since, ==, 10);
    g_assert_cmpint(back->seen, ==, 20);
    g_assert_cmpint(back->used, ==, 30);
    g_assert_cmpint(back->word, ==, HEMO_KEY_WORD_CONFIRMED);
    g_assert_cmpint(back->word_time, ==, 40);
    g_assert_cmpstr(back->word_by, ==, "ana");
    g_assert_cmpstr(back->word_how, ==, "telephone");
}

static void
test_bare(void)
{
    g_autoptr(HemoKeyRecord) record =
        hemo_key_record_new(HEMO_KEY_KIND_SMIME, "x@example.org", FINGERPRINT);
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoKeyRecord) back = round_trip(record, &error);

    g_assert_no_error(error);
    g_assert_null(back->material);
    g_assert_null(back->chain);
    g_assert_null(back->word_by);
    g_assert_cmpint(back->word, ==, HEMO_KEY_WORD_NONE);
    g_assert_false(back->secure);
}

/* Each is what a damaged or forged backup could hold. */
static const struct {
    const char *name;
    const char *key;
    const char *value;
} bad[] = {
    {"no address", "address", "'nobody'"},
    {"capitals", "address", "'Nora@example.com'"},
    {"a line", "address", "'a@b.example\\nX: y'"},
    {"empty", "address", "''"},
    {"kind", "kind", "'pem'"},
    {"short", "fingerprint", "'ABCD'"},
    {"no hex", "fingerprint", "'0123456789ABCDEF0123456789ABCDEF0123456-'"},
    {"lower", "fingerprint", "'0123456789abcdef0123456789abcdef01234567'"},
    {"word", "word", "uint32 3"},
    {"time", "word_time", "int64 -1"},
    {"used", "used", "int64 -5"},
};

static void
test_bad(void)
{
    g_autoptr(HemoKeyRecord) record = sample();

    for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
        g_autoptr(GVariant) values = g_variant_ref_sink(hemo_key_record_values(record));
        g_autoptr(GError) error = NULL;
        g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(values);
        g_autoptr(GVariant) wrong = NULL;

        g_test_message("%s", bad[i].name);
        g_variant_dict_insert_value(&dict,
                                    bad[i].key,
                                    g_variant_parse(NULL, bad[i].value, NULL, NULL, NULL));
        wrong = g_variant_ref_sink(g_variant_dict_end(&dict));
        g_assert_null(hemo_key_record_parse(wrong, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
}

static void
test_sizes(void)
{
    g_autofree guint8 *much = g_malloc0(HEMO_LIMIT_KEY + 1);
    g_autoptr(HemoKeyRecord) record = sample();
    g_autoptr(HemoKeyRecord) back = NULL;

    for (gsize size = HEMO_LIMIT_KEY; size <= HEMO_LIMIT_KEY + 1; size++) {
        g_autoptr(GBytes) material = g_bytes_new(much, size);

        hemo_key_record_set_material(record, material);
        g_clear_pointer(&back, hemo_key_record_free);
        back = round_trip(record, NULL);
        g_assert_true((back != NULL) == (size <= HEMO_LIMIT_KEY));
    }
    record->word_by = (g_free(record->word_by), g_strnfill(300, 'x'));
    g_assert_null(round_trip(record, NULL));
}

static void
test_merge(void)
{
    g_autoptr(HemoKeyRecord) record = sample();
    g_autoptr(HemoKeyRecord) other = hemo_key_record_copy(record);
    g_autoptr(GBytes) older = g_bytes_new_static("older", 5);

    other->finders = HEMO_FINDER_HARVEST;
    other->secure = FALSE;
    other->abilities = HEMO_KEY_ABILITY_OAEP;
    other->since = 5;
    other->seen = 15;
    other->used = 0;
    hemo_key_record_say(other, HEMO_KEY_WORD_NONE, 99, NULL, NULL);
    hemo_key_record_set_material(other, older);
    hemo_key_record_merge(record, other);
    g_assert_cmpuint(record->finders, ==, HEMO_FINDER_WKD | HEMO_FINDER_HARVEST);
    g_assert_true(record->secure);
    g_assert_cmpuint(record->abilities, ==, HEMO_KEY_ABILITY_GCM | HEMO_KEY_ABILITY_OAEP);
    g_assert_cmpint(record->since, ==, 5);
    g_assert_cmpint(record->seen, ==, 20);
    g_assert_cmpint(record->used, ==, 30);
    g_assert_cmpint(record->word, ==, HEMO_KEY_WORD_CONFIRMED);
    /* what only came with a mail replaces nothing that was published */
    g_assert_cmpuint(g_bytes_get_size(record->material), ==, 8);
    hemo_key_record_say(other, HEMO_KEY_WORD_REJECTED, 41, "ana", NULL);
    hemo_key_record_merge(record, other);
    g_assert_cmpint(record->word, ==, HEMO_KEY_WORD_REJECTED);
    hemo_key_record_say(other, HEMO_KEY_WORD_CONFIRMED, 39, "bea", "other");
    hemo_key_record_merge(record, other);
    g_assert_cmpint(record->word, ==, HEMO_KEY_WORD_REJECTED);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key-record/round-trip", test_round_trip);
    g_test_add_func("/key-record/bare", test_bare);
    g_test_add_func("/key-record/bad", test_bad);
    g_test_add_func("/key-record/sizes", test_sizes);
    g_test_add_func("/key-record/merge", test_merge);
    return g_test_run();
}
