/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-notice.h.
 */
#include "hemo-notice.h"

#include "hemo-error.h"

#include <glib/gi18n-lib.h>

#define NAME     "org.freedesktop.Notifications"
#define PATH     "/org/freedesktop/Notifications"
#define WAIT     10000 /* ms */
#define CRITICAL 2     /* stays until it is taken away */

typedef struct {
    char *title;
    char *body;
} Notice;

static void
notice_free(gpointer data)
{
    Notice *notice = data;

    g_free(notice->title);
    g_free(notice->body);
    g_free(notice);
}

/* The session's bus, if there is one: GIO would start another. */
static char *
find_address(void)
{
    const char *address = g_getenv("DBUS_SESSION_BUS_ADDRESS");
    const char *runtime = g_getenv("XDG_RUNTIME_DIR");
    g_autofree char *path = NULL;
    g_autofree char *escaped = NULL;

    if (address != NULL && *address != '\0')
        return g_strdup(address);
    path = runtime != NULL ? g_build_filename(runtime, "bus", NULL) : NULL;
    if (path == NULL || !g_file_test(path, G_FILE_TEST_EXISTS))
        return NULL;
    escaped = g_dbus_address_escape_value(path);
    return g_strconcat("unix:path=", escaped, NULL);
}

static void
say_unreachable(GTask *task)
{
    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_UNREACHABLE,
                            "%s",
                            _("no notification can be shown"));
}

static void
on_shown(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    g_autoptr(GVariant) answer =
        g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, NULL);

    if (answer == NULL)
        say_unreachable(task);
    else
        g_task_return_boolean(task, TRUE);
}

static GVariant *
make_arguments(const Notice *notice)
{
    GVariantBuilder hints = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    g_variant_builder_add(&hints, "{sv}", "urgency", g_variant_new_byte(CRITICAL));
    return g_variant_new("(susssasa{sv}i)",
                         "Hemostat",
                         0u,
                         "dialog-warning",
                         notice->title,
                         notice->body,
                         NULL,
                         &hints,
                         0);
}

static void
on_connected(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    g_autoptr(GDBusConnection) bus = g_dbus_connection_new_for_address_finish(result, NULL);

    if (bus == NULL) {
        say_unreachable(task);
        return;
    }
    g_dbus_connection_set_exit_on_close(bus, FALSE);
    g_dbus_connection_call(bus,
                           NAME,
                           PATH,
                           NAME,
                           "Notify",
                           make_arguments(g_task_get_task_data(task)),
                           G_VARIANT_TYPE("(u)"),
                           G_DBUS_CALL_FLAGS_NONE,
                           WAIT,
                           NULL,
                           on_shown,
                           g_object_ref(task));
}

void
hemo_notice_show_async(const char *title,
                       const char *body,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    g_autofree char *address = find_address();
    Notice *notice = g_new0(Notice, 1);

    notice->title = g_strdup(title);
    notice->body = g_strdup(body);
    g_task_set_task_data(task, notice, notice_free);
    if (address == NULL)
        say_unreachable(task);
    else
        g_dbus_connection_new_for_address(address,
                                          G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                              G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                          NULL,
                                          NULL,
                                          on_connected,
                                          g_steal_pointer(&task));
}

gboolean
hemo_notice_show_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}
