/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-wipe.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "key-place.h"

static gboolean
wipe(KeyPlace *place, guint64 number, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_wipe_start_async(place->services, number, daemon_home_on_result, &result);
    return hemo_wipe_start_finish(daemon_home_wait(&result), error);
}

static guint64
newest(KeyPlace *place)
{
    g_autoptr(sqlite3_stmt) statement =
        hemo_database_prepare(place->services->database, "SELECT max(number) FROM audit", NULL);
    gboolean row = FALSE;

    g_assert_true(hemo_database_step(place->services->database, statement, &row, NULL));
    return (guint64)sqlite3_column_int64(statement, 0);
}

static HemoSecret *
secret(KeyPlace *place, const char *name, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_keyring_load_async(place->services->keyring,
                            name,
                            NULL,
                            daemon_home_on_result,
                            &result);
    return hemo_keyring_load_finish(place->services->keyring, daemon_home_wait(&result), error);
}

/* As an account that was set up otherwise once has left it. */
static void
keep(KeyPlace *place, const char *name)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(HemoSecret) value = hemo_secret_new_copy(hemo_slice_text("birch"));

    hemo_keyring_store_async(place->services->keyring,
                             name,
                             value,
                             NULL,
                             daemon_home_on_result,
                             &result);
    g_assert_true(
        hemo_keyring_store_finish(place->services->keyring, daemon_home_wait(&result), NULL));
}

static void
test_all(KeyPlace *place, gconstpointer data)
{
    static const char *const names[] = {"state-key",
                                        "audit-key",
                                        "audit-head",
                                        "smtp:old.example.org:2525:ana"};
    g_autoptr(Sample) nora = sample_person(place->authority, NORA, NULL);
    g_autoptr(HemoKeyRecord) record =
        key_place_keep(place, key_place_record(place, nora, NORA));
    g_autoptr(GError) error = NULL;
    guint count = 9;

    keep(place, names[G_N_ELEMENTS(names) - 1]);
    hemo_audit_log_append(place->services->audit,
                          "",
                          "note",
                          g_variant_new("a{sv}", NULL),
                          NULL,
                          NULL);
    g_assert_false(wipe(place, newest(place) + 1, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_cmpint(key_place_state(place, NORA), ==, HEMO_KEY_USABLE);
    g_assert_true(wipe(place, newest(place), &error));
    g_assert_true(place->services->wiped);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_assert_null(secret(place, names[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
        g_clear_error(&error);
    }
    g_assert_true(hemo_key_store_count(place->services->key_store, &count, NULL));
    g_assert_cmpuint(count, ==, 0);
    g_assert_false(hemo_services_refresh(place->services, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOST);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    key_place_add("/wipe/all", test_all);
    status = g_test_run();
    services_place_end();
    return status;
}
