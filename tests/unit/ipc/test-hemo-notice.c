/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A notification reaches whoever shows them; where nobody does, that is said at once.
 * On a session bus of the test's own.
 */
#include "hemo-notice.h"

#include "hemo-error.h"

#include <glib/gstdio.h>

static const char interface_xml[] =
    "<node><interface name='org.freedesktop.Notifications'><method name='Notify'>"
    "<arg type='s' direction='in'/><arg type='u' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='s' direction='in'/>"
    "<arg type='s' direction='in'/><arg type='as' direction='in'/>"
    "<arg type='a{sv}' direction='in'/><arg type='i' direction='in'/>"
    "<arg type='u' direction='out'/></method></interface></node>";

/* Who shows notifications. */
typedef struct {
    GDBusConnection *bus;
    GDBusNodeInfo *node;
    char *title;
    char *body;
    char **actions;
    guint8 urgency;
} Desktop;

static void
on_call(GDBusConnection *bus,
        const char *sender,
        const char *path,
        const char *interface,
        const char *method,
        GVariant *arguments,
        GDBusMethodInvocation *invocation,
        gpointer data)
{
    Desktop *desktop = data;
    g_autoptr(GVariant) hints = NULL;

    g_variant_get(arguments,
                  "(susss^as@a{sv}i)",
                  NULL,
                  NULL,
                  NULL,
                  &desktop->title,
                  &desktop->body,
                  &desktop->actions,
                  &hints,
                  NULL);
    g_variant_lookup(hints, "urgency", "y", &desktop->urgency);
    g_dbus_method_invocation_return_value(invocation, g_variant_new("(u)", 1));
}

static void
desktop_start(Desktop *desktop)
{
    static const GDBusInterfaceVTable calls = {.method_call = on_call};
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) answer = NULL;

    desktop->bus = g_dbus_connection_new_for_address_sync(
        g_getenv("DBUS_SESSION_BUS_ADDRESS"),
        G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
            G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
        NULL,
        NULL,
        &error);
    g_assert_no_error(error);
    desktop->node = g_dbus_node_info_new_for_xml(interface_xml, NULL);
    g_dbus_connection_register_object(desktop->bus,
                                      "/org/freedesktop/Notifications",
                                      desktop->node->interfaces[0],
                                      &calls,
                                      desktop,
                                      NULL,
                                      &error);
    g_assert_no_error(error);
    answer =
        g_dbus_connection_call_sync(desktop->bus,
                                    "org.freedesktop.DBus",
                                    "/org/freedesktop/DBus",
                                    "org.freedesktop.DBus",
                                    "RequestName",
                                    g_variant_new("(su)", "org.freedesktop.Notifications", 4),
                                    NULL,
                                    G_DBUS_CALL_FLAGS_NONE,
                                    -1,
                                    NULL,
                                    &error);
    g_assert_no_error(error);
}

static void
desktop_stop(Desktop *desktop)
{
    g_dbus_connection_close_sync(desktop->bus, NULL, NULL);
    g_object_unref(desktop->bus);
    g_dbus_node_info_unref(desktop->node);
    g_free(desktop->title);
    g_free(desktop->body);
    g_strfreev(desktop->actions);
}

static void
on_result(GObject *source, GAsyncResult *result, gpointer data)
{
    *(GAsyncResult **)data = g_object_ref(result);
}

static gboolean
show(const char *title, const char *body, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_notice_show_async(title, body, on_result, &result);
    g_assert_null(result);
    while (result == NULL)
        g_main_context_iteration(NULL, TRUE);
    return hemo_notice_show_finish(result, error);
}

static void
test_no_bus(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_false(show("a", "b", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
}

/* There was a bus, and it has gone. */
static void
test_dead_bus(void)
{
    g_autoptr(GError) error = NULL;

    g_setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
    g_assert_false(show("a", "b", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
    g_unsetenv("DBUS_SESSION_BUS_ADDRESS");
}

static void
test_shown(void)
{
    GTestDBus *bus = g_test_dbus_new(G_TEST_DBUS_NONE);
    g_autoptr(GError) nobody = NULL;
    g_autoptr(GError) error = NULL;
    Desktop desktop = {0};

    g_test_dbus_up(bus);
    g_assert_false(show("a", "b", &nobody));
    g_assert_error(nobody, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
    desktop_start(&desktop);
    g_assert_true(show("The title", "What to do", &error));
    g_assert_no_error(error);
    g_assert_cmpstr(desktop.title, ==, "The title");
    g_assert_cmpstr(desktop.body, ==, "What to do");
    g_assert_cmpuint(g_strv_length(desktop.actions), ==, 0);
    g_assert_cmpuint(desktop.urgency, ==, 2);
    desktop_stop(&desktop);
    g_test_dbus_down(bus);
    g_object_unref(bus);
}

int
main(int argc, char **argv)
{
    g_autofree char *top = g_dir_make_tmp("hemo-notice-XXXXXX", NULL);
    int status;

    g_setenv("XDG_RUNTIME_DIR", top, TRUE);
    g_unsetenv("DBUS_SESSION_BUS_ADDRESS");
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/notice/no-bus", test_no_bus);
    g_test_add_func("/notice/dead-bus", test_dead_bus);
    g_test_add_func("/notice/shown", test_shown);
    status = g_test_run();
    g_rmdir(top);
    return status;
}
