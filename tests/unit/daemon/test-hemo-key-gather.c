/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-gather.h"

#include "key-place.h"

static void
test_best_first(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) good = sample_person(place->authority, NORA, NULL);
    g_autoptr(Sample) bad = sample_person(place->stranger, NORA, NULL);
    g_autoptr(HemoKeyRecord) one = key_place_keep(place, key_place_record(place, bad, NORA));
    g_autoptr(HemoKeyRecord) two = key_place_keep(place, key_place_record(place, good, NORA));
    g_autoptr(GPtrArray) found = key_place_gather(place, HEMO_KEY_KIND_SMIME, NORA);
    const HemoKeyCandidate *first = found->pdata[0];
    const HemoKeyCandidate *second = found->pdata[1];

    g_assert_cmpuint(found->len, ==, 2);
    g_assert_cmpstr(hemo_key_fingerprint(first->key), ==, two->fingerprint);
    g_assert_cmpint(hemo_key_state(first->key), ==, HEMO_KEY_USABLE);
    g_assert_true(hemo_key_record_is(first->record, two));
    g_assert_false(first->in_ring);
    g_assert_cmpint(hemo_key_state(second->key), ==, HEMO_KEY_UNCONFIRMED);
    g_assert_true(hemo_key_record_is(second->record, one));
}

/* The key that was used stays, whoever sends another; one's renewed certificate is no other. */
static void
test_change(KeyPlace *place, gconstpointer data)
{
    const SampleFields fields = {.name = "Nora", .names = "email:" NORA};
    g_autoptr(Sample) first = sample_new(&fields, place->authority);
    g_autoptr(Sample) renewed = sample_new_with_key(&fields, place->authority, first->key);
    g_autoptr(Sample) other = sample_new(&fields, place->authority);
    g_autoptr(HemoKeyRecord) used = key_place_record(place, first, NORA);
    g_autoptr(HemoKeyRecord) young = key_place_record(place, renewed, NORA);
    g_autoptr(HemoKeyRecord) foreign = key_place_record(place, other, NORA);

    used->used = 2000;
    hemo_key_record_say(used, HEMO_KEY_WORD_REJECTED, 3000, "ana", NULL);
    key_place_keep(place, used);
    key_place_keep(place, foreign);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_CHANGED);
    key_place_keep(place, young);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
}

/* Whom a person confirmed and then gave up is not followed by whoever comes next. */
static void
test_given_up(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) first = sample_person(place->stranger, NORA, NULL);
    g_autoptr(Sample) other = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record = key_place_record(place, first, NORA);
    g_autoptr(HemoKeyRecord) foreign =
        key_place_keep(place, key_place_record(place, other, NORA));

    hemo_key_record_say(record, HEMO_KEY_WORD_CONFIRMED, 2000, "ana", "telephone");
    key_place_keep(place, record);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
    hemo_key_record_say(record, HEMO_KEY_WORD_REJECTED, 3000, "ana", NULL);
    key_place_keep(place, record);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_CHANGED);
    hemo_key_record_say(foreign, HEMO_KEY_WORD_CONFIRMED, 4000, "ana", "telephone");
    key_place_keep(place, foreign);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
}

static void
test_finders_off(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record =
        key_place_keep(place, key_place_record(place, nora, NORA));

    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
    key_place_set_policy(place, "finders=keyring; wkd\n");
    g_assert_cmpint(key_place_state(place, NORA), ==, -1);
    record->finders |= HEMO_FINDER_IMPORT;
    key_place_keep(place, record);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
}

static void
test_others(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record =
        key_place_keep(place, key_place_record(place, nora, NORA));
    g_autoptr(GPtrArray) none = key_place_gather(place, HEMO_KEY_KIND_OPENPGP, NORA);

    g_assert_cmpuint(none->len, ==, 0);
    g_assert_cmpint(key_place_state(place, ANA), ==, -1);
    g_assert_cmpint(key_place_state(place, "NORA.lind@example.COM"), ==, HEMO_KEY_USABLE);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-gather/best-first", test_best_first);
    key_place_add("/key-gather/change", test_change);
    key_place_add("/key-gather/given-up", test_given_up);
    key_place_add("/key-gather/finders-off", test_finders_off);
    key_place_add("/key-gather/others", test_others);
    status = g_test_run();
    services_place_end();
    return status;
}
