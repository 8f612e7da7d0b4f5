/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Keys are made once.  One that is gone is said to be gone, and never replaced.
 */
#include "hemo-vault.h"

#include "daemon-home.h"
#include "hemo-error.h"

#include <glib/gstdio.h>

static const char *const names[] = {"state-key", "audit-key"};

static void
open_vault(DaemonHome *home)
{
    g_autoptr(GError) error = NULL;

    daemon_home_open_vault(home, &error);
    g_assert_no_error(error);
}

static void
reopen(DaemonHome *home)
{
    daemon_home_close(home);
    daemon_home_open(home);
}

static void
assert_lost(DaemonHome *home)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(daemon_home_open_vault(home, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOST);
}

static void
test_first_and_second(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoSecret) state = NULL;
    g_autoptr(HemoSecret) audit = NULL;

    g_assert_null(hemo_vault_state_key(home->vault));
    g_assert_null(hemo_vault_audit_key(home->vault));
    open_vault(home);
    state = hemo_secret_ref(hemo_vault_state_key(home->vault));
    audit = hemo_secret_ref(hemo_vault_audit_key(home->vault));
    g_assert_cmpuint(hemo_secret_size(state), ==, 32);
    g_assert_false(hemo_secret_equal(hemo_secret_slice(state), hemo_secret_slice(audit)));
    open_vault(home); /* at once: it is open */
    reopen(home);
    open_vault(home);
    g_assert_true(hemo_secret_equal(hemo_secret_slice(state),
                                    hemo_secret_slice(hemo_vault_state_key(home->vault))));
    g_assert_true(hemo_secret_equal(hemo_secret_slice(audit),
                                    hemo_secret_slice(hemo_vault_audit_key(home->vault))));
}

static void
test_close(DaemonHome *home, gconstpointer data)
{
    open_vault(home);
    hemo_vault_close(home->vault);
    g_assert_null(hemo_vault_state_key(home->vault));
    g_assert_null(hemo_vault_audit_key(home->vault));
    open_vault(home);
    g_assert_nonnull(hemo_vault_audit_key(home->vault));
    hemo_vault_free(NULL);
}

static gboolean
finish_open(DaemonHome *home, GAsyncResult **result, GError **error)
{
    return hemo_vault_open_finish(home->vault, daemon_home_wait(result), error);
}

/* Work that nobody waits for opens it at the start, and not when the person has gone. */
static void
test_quietly(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GAsyncResult) first = NULL;
    g_autoptr(GAsyncResult) second = NULL;
    g_autoptr(GAsyncResult) third = NULL;
    g_autoptr(GError) error = NULL;

    hemo_vault_open_quietly_async(home->vault, NULL, daemon_home_on_result, &first);
    g_assert_true(finish_open(home, &first, NULL));
    g_assert_false(hemo_vault_is_shut(home->vault));
    hemo_vault_close(home->vault);
    g_assert_true(hemo_vault_is_shut(home->vault));
    hemo_vault_open_quietly_async(home->vault, NULL, daemon_home_on_result, &second);
    g_assert_false(finish_open(home, &second, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_assert_null(hemo_vault_state_key(home->vault));
    open_vault(home);
    g_assert_false(hemo_vault_is_shut(home->vault));
    hemo_vault_open_quietly_async(home->vault, NULL, daemon_home_on_result, &third);
    g_assert_true(finish_open(home, &third, NULL));
}

/* The person goes while it is being opened: that ends, unless she herself waits for it. */
static void
test_closed_meanwhile(DaemonHome *home, gconstpointer data)
{
    for (guint waits = 0; waits < 2; waits++) {
        g_autoptr(GAsyncResult) quiet = NULL;
        g_autoptr(GAsyncResult) person = NULL;
        g_autoptr(GError) error = NULL;

        reopen(home);
        hemo_vault_open_quietly_async(home->vault, NULL, daemon_home_on_result, &quiet);
        if (waits)
            hemo_vault_open_async(home->vault, NULL, daemon_home_on_result, &person);
        hemo_vault_close(home->vault);
        g_assert_cmpint(finish_open(home, &quiet, &error), ==, waits);
        g_assert_true(waits ? error == NULL : hemo_error_is(error, HEMO_ERROR_LOCKED));
        g_assert_true(!waits || finish_open(home, &person, NULL));
        g_assert_true((hemo_vault_state_key(home->vault) != NULL) == waits);
    }
}

/* One key taken out of the keyring. */
static void
test_key_gone(DaemonHome *home, gconstpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autoptr(HemoSecret) kept = NULL;
        g_autoptr(GError) error = NULL;

        open_vault(home);
        kept = daemon_home_load(home, names[i], NULL);
        daemon_home_forget(home, names[i]);
        reopen(home);
        assert_lost(home);
        g_assert_null(daemon_home_load(home, names[i], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_NOT_FOUND);
        daemon_home_store(home, names[i], hemo_secret_slice(kept)); /* from a backup */
        reopen(home);
    }
}

static void
test_keyring_gone(DaemonHome *home, gconstpointer data)
{
    open_vault(home);
    daemon_home_close(home);
    g_assert_no_errno(g_unlink(home->keyring_path));
    daemon_home_open(home);
    assert_lost(home);
    assert_lost(home); /* and it stays so */
}

/* A key, but not the one that the records were made with. */
static void
test_other_key(DaemonHome *home, gconstpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        open_vault(home);
        daemon_home_store(home, names[i], hemo_slice_text("0123456789abcdef0123456789abcdef"));
        reopen(home);
        assert_lost(home);
        g_assert_null(i == 0 ? hemo_vault_state_key(home->vault)
                             : hemo_vault_audit_key(home->vault));
        daemon_home_sql(home, "DELETE FROM meta");
    }
}

static void
test_damaged_keyring(DaemonHome *home, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    open_vault(home);
    daemon_home_close(home);
    g_assert_true(g_file_set_contents(home->keyring_path, "not a keyring", -1, NULL));
    g_assert_no_errno(g_chmod(home->keyring_path, 0600));
    daemon_home_open(home);
    g_assert_false(daemon_home_open_vault(home, &error));
    g_assert_nonnull(error);
    g_assert_true(g_file_get_contents(home->keyring_path, &text, NULL, NULL));
    g_assert_cmpstr(text, ==, "not a keyring");
}

/* The key was stored, then the process died before it wrote that down. */
static void
test_crash_after_store(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoSecret) state = NULL;

    open_vault(home);
    state = hemo_secret_ref(hemo_vault_state_key(home->vault));
    daemon_home_sql(home, "DELETE FROM meta");
    reopen(home);
    open_vault(home);
    g_assert_true(hemo_secret_equal(hemo_secret_slice(state),
                                    hemo_secret_slice(hemo_vault_state_key(home->vault))));
    daemon_home_forget(home, "state-key");
    reopen(home);
    assert_lost(home);
}

#define ADD(name, function)                                                                    \
    g_test_add("/vault/" name,                                                                 \
               DaemonHome,                                                                     \
               NULL,                                                                           \
               daemon_home_set_up,                                                             \
               function,                                                                       \
               daemon_home_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("first-and-second", test_first_and_second);
    ADD("close", test_close);
    ADD("quietly", test_quietly);
    ADD("closed-meanwhile", test_closed_meanwhile);
    ADD("key-gone", test_key_gone);
    ADD("keyring-gone", test_keyring_gone);
    ADD("other-key", test_other_key);
    ADD("damaged-keyring", test_damaged_keyring);
    ADD("crash-after-store", test_crash_after_store);
    return g_test_run();
}
