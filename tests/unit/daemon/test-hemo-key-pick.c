/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-pick.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "key-place.h"

static HemoKeyCandidate *
pick(KeyPlace *place, const char *address, const char *fingerprint, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_pick_async(place->services, address, fingerprint, daemon_home_on_result, &result);
    return hemo_key_pick_finish(daemon_home_wait(&result), error);
}

static void
test_found(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record =
        key_place_keep(place, key_place_record(place, nora, NORA));
    g_autofree char *lower = g_ascii_strdown(record->fingerprint, -1);
    g_autoptr(HemoKeyCandidate) candidate = pick(place, "NORA.LIND@example.com", lower, NULL);
    g_autoptr(HemoKeyRecord) same = hemo_key_pick_record(candidate, NORA);

    g_assert_cmpstr(hemo_key_fingerprint(candidate->key), ==, record->fingerprint);
    g_assert_true(hemo_key_record_is(same, record));
    g_clear_pointer(&candidate->record, hemo_key_record_free);
    hemo_key_record_free(same);
    same = hemo_key_pick_record(candidate, NORA);
    g_assert_true(hemo_key_record_is(same, record));
    g_assert_true(g_bytes_equal(same->material, record->material));
}

static void
test_not_found(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record =
        key_place_keep(place, key_place_record(place, nora, NORA));
    const struct {
        const char *address;
        const char *fingerprint;
        HemoError code;
    } rows[] = {
        {ANA, record->fingerprint, HEMO_ERROR_NOT_FOUND},
        {"nobody", record->fingerprint, HEMO_ERROR_INVALID},
        {NORA, "ABCD", HEMO_ERROR_INVALID},
        {NORA, "", HEMO_ERROR_INVALID},
        {NORA, "0123456789012345678901234567890123456789", HEMO_ERROR_NOT_FOUND},
        {NORA, "012345678901234567890123456789012345678g", HEMO_ERROR_INVALID},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(pick(place, rows[i].address, rows[i].fingerprint, &error));
        g_assert_error(error, HEMO_ERROR, (int)rows[i].code);
    }
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-pick/found", test_found);
    key_place_add("/key-pick/not-found", test_not_found);
    status = g_test_run();
    services_place_end();
    return status;
}
