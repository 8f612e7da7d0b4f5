/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-forget.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "sample-case.h"
#include "services-place.h"

static void
on_away(gpointer data)
{
    guint *times = data;

    (*times)++;
}

static gboolean
append(HemoServices *services, GError **error)
{
    return hemo_audit_log_append(services->audit,
                                 "",
                                 "test",
                                 g_variant_new_array(G_VARIANT_TYPE("{sv}"), NULL, 0),
                                 NULL,
                                 error);
}

/* Everything is gone at once; the next opening brings the records back. */
static void
test_all(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) held = sample_case_new(&(SampleCase){.to = {"a@example.org"}});
    g_autofree char *ticket = g_strdup(hemo_ticket_table_add(services->tickets, held));
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    guint times = 0;

    hemo_away_add(services->away, on_away, &times);
    g_assert_true(append(services, &error));
    hemo_forget_all(services);
    g_assert_cmpuint(times, ==, 1);
    g_assert_null(hemo_vault_state_key(services->vault));
    g_assert_null(hemo_vault_audit_key(services->vault));
    g_assert_null(hemo_ticket_table_find(services->tickets, ticket, NULL));
    g_assert_false(append(services, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_clear_error(&error);
    hemo_audit_log_open_async(services->audit, NULL, daemon_home_on_result, &result);
    g_assert_true(
        hemo_audit_log_open_finish(services->audit, daemon_home_wait(&result), &error));
    g_assert_true(append(services, &error));
    hemo_forget_all(services);
    g_assert_cmpuint(times, ==, 2);
    services_place_close(services);
}

/* Before the first mail there is nothing yet to forget. */
static void
test_at_the_start(void)
{
    HemoServices *services = hemo_services_new(services_place_system());

    hemo_forget_all(services);
    hemo_forget_ask_for_keyring(services);
    hemo_services_free(services);
}

/* A keyring in a file has no password: asking for it ends at once. */
static void
test_asking(void)
{
    HemoServices *services = services_place_new();

    hemo_forget_ask_for_keyring(services);
    g_assert_true(hemo_keyring_is_asking(services->keyring));
    hemo_forget_ask_for_keyring(services);
    while (hemo_keyring_is_asking(services->keyring))
        g_main_context_iteration(NULL, TRUE);
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    services_place_begin();
    g_test_add_func("/forget/all", test_all);
    g_test_add_func("/forget/at-the-start", test_at_the_start);
    g_test_add_func("/forget/asking", test_asking);
    status = g_test_run();
    services_place_end();
    return status;
}
