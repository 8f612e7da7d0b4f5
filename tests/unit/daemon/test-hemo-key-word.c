/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-word.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "key-place.h"

#include <string.h>

static GVariant *
confirm(KeyPlace *place, const HemoKeyRecord *record, const char *how, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_word_confirm_async(place->services,
                                record->address,
                                record->fingerprint,
                                how,
                                daemon_home_on_result,
                                &result);
    return hemo_key_word_confirm_finish(daemon_home_wait(&result), error);
}

static char *
withdraw(KeyPlace *place, const HemoKeyRecord *record, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_key_word_revoke_async(place->services,
                               record->address,
                               record->fingerprint,
                               daemon_home_on_result,
                               &result);
    return hemo_key_word_revoke_finish(daemon_home_wait(&result), error);
}

static void
test_there_and_back(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->stranger, NORA, NULL);
    g_autoptr(HemoKeyRecord) record =
        key_place_keep(place, key_place_record(place, nora, NORA));
    g_autoptr(GVariant) key = NULL;
    g_autofree char *words = NULL;
    g_autoptr(GPtrArray) known = NULL;
    g_autoptr(GError) error = NULL;
    const HemoKeyRecord *now;

    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_UNCONFIRMED);
    key = confirm(place, record, "paper", NULL);
    g_assert_nonnull(key);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
    words = withdraw(place, record, NULL);
    g_assert_nonnull(words);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_DISTRUSTED);
    known = hemo_key_store_find(place->services->key_store, NORA, NULL);
    now = known->pdata[0];
    g_assert_cmpstr(now->word_by, ==, g_get_user_name());
    g_assert_cmpint(now->word_time, >, 0);
    g_assert_cmpuint(services_place_count(place->services, "key"), ==, 2);
    /* what was withdrawn does not come back */
    g_assert_null(confirm(place, record, "in-person", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
    g_assert_nonnull(strstr(error->message, "was withdrawn on "));
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_DISTRUSTED);
    g_assert_cmpuint(services_place_count(place->services, "key"), ==, 2);
}

/* Nobody's word makes another's certificate this person's. */
static void
test_refused(KeyPlace *place, gconstpointer data)
{
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record = key_place_keep(place, key_place_record(place, nora, ANA));
    g_autoptr(GError) error = NULL;

    g_assert_null(confirm(place, record, "telephone", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNUSABLE);
    g_clear_error(&error);
    g_assert_null(confirm(place, record, "dream", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_assert_cmpuint(services_place_count(place->services, "key"), ==, 0);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/key-word/there-and-back", test_there_and_back);
    key_place_add("/key-word/refused", test_refused);
    status = g_test_run();
    services_place_end();
    return status;
}
