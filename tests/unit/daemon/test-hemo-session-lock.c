/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * With a session bus of the test's own, or without any; logind: tests/ipc/test_lock.py.
 */
#include "hemo-session-lock.h"

#include <gio/gio.h>

static void
on_away(gpointer data)
{
    guint *times = data;

    (*times)++;
}

static void
say(GDBusConnection *connection, const char *interface, GVariant *arguments)
{
    g_assert_true(g_dbus_connection_emit_signal(connection,
                                                NULL,
                                                "/org/freedesktop/ScreenSaver",
                                                interface,
                                                "ActiveChanged",
                                                arguments,
                                                NULL));
    g_assert_true(g_dbus_connection_flush_sync(connection, NULL, NULL));
}

/* What is no screen saver's word for its beginning counts for nothing. */
static void
test_screen_saver(void)
{
    g_autoptr(GTestDBus) bus = g_test_dbus_new(G_TEST_DBUS_NONE);
    g_autoptr(HemoSessionLock) lock = NULL;
    GDBusConnection *connection = NULL;
    guint times = 0;

    g_test_dbus_up(bus);
    connection = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
    lock = hemo_session_lock_new(on_away, &times);
    while (times == 0) { /* until it listens */
        say(connection, "org.gnome.ScreenSaver", g_variant_new("(b)", TRUE));
        g_main_context_iteration(NULL, FALSE);
    }
    say(connection, "org.freedesktop.ScreenSaver", g_variant_new("(s)", "x"));
    say(connection, "org.freedesktop.ScreenSaver", g_variant_new("(b)", FALSE));
    say(connection, "org.example.ScreenSaver", g_variant_new("(b)", TRUE));
    times = 0;
    say(connection, "org.freedesktop.ScreenSaver", g_variant_new("(b)", TRUE));
    while (times == 0)
        g_main_context_iteration(NULL, TRUE);
    g_clear_pointer(&lock, hemo_session_lock_free);
    g_object_unref(connection);
    g_test_dbus_down(bus);
}

static void
test_no_bus(void)
{
    guint times = 0;
    HemoSessionLock *lock = NULL;

    g_setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
    g_unsetenv("DBUS_SESSION_BUS_ADDRESS");
    g_unsetenv("XDG_RUNTIME_DIR");
    lock = hemo_session_lock_new(on_away, &times);
    for (guint i = 0; i < 100; i++)
        g_main_context_iteration(NULL, FALSE);
    hemo_session_lock_free(lock);
    hemo_session_lock_free(NULL);
    g_assert_cmpuint(times, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent", TRUE);
    g_test_add_func("/session-lock/screen-saver", test_screen_saver);
    g_test_add_func("/session-lock/no-bus", test_no_bus);
    return g_test_run();
}
