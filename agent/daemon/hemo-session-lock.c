/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-session-lock.h.  An agent that systemd started is in no session, so it listens to
 * all and asks whose the one is that was locked.  What a stranger on the session bus could
 * bring about by a false signal is no more than a lock.
 */
#include "hemo-session-lock.h"

#include <gio/gio.h>
#include <unistd.h>

#define LOGIND         "org.freedesktop.login1"
#define LOGIND_SESSION "org.freedesktop.login1.Session"
#define PROPERTIES     "org.freedesktop.DBus.Properties"
#define SYSTEM_BUS     "unix:path=/run/dbus/system_bus_socket"
#define RETRY          60    /* s */
#define ANSWER_WAIT    10000 /* ms */

typedef struct {
    HemoSessionLock *lock;
    gboolean is_system;
    GDBusConnection *connection; /* or NULL */
    guint timer;                 /* until it is looked for again */
} Bus;

struct _HemoSessionLock {
    void (*away)(gpointer user_data);
    gpointer user_data;
    GCancellable *cancellable;
    Bus system;
    Bus session;
};

/* A session of somebody that was locked or is idle: is it hers? */
typedef struct {
    HemoSessionLock *lock;
    gboolean is_idle; /* not locked */
} Look;

/* All say ActiveChanged (b active). */
static const char *const savers[] = {
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
};

static void open_bus(Bus *bus);

static gboolean
is_cancelled(const GError *error)
{
    return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* A terminal is idle while its person works elsewhere. */
static gboolean
counts(GVariant *properties, gboolean is_idle)
{
    const char *type = "";
    guint32 user = G_MAXUINT32;

    g_variant_lookup(properties, "User", "(uo)", &user, NULL);
    g_variant_lookup(properties, "Type", "&s", &type);
    return user == geteuid() && !(is_idle && g_str_equal(type, "tty"));
}

static void
on_session_told(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Look *look = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) reply =
        g_dbus_connection_call_finish(G_DBUS_CONNECTION(source), result, &error);
    g_autoptr(GVariant) properties = NULL;

    if (reply == NULL)
        return;
    properties = g_variant_get_child_value(reply, 0);
    if (counts(properties, look->is_idle))
        look->lock->away(look->lock->user_data);
}

static void
look_at_session(HemoSessionLock *lock,
                GDBusConnection *connection,
                const char *session,
                gboolean is_idle)
{
    Look *look = g_new0(Look, 1);

    look->lock = lock;
    look->is_idle = is_idle;
    g_dbus_connection_call(connection,
                           LOGIND,
                           session,
                           PROPERTIES,
                           "GetAll",
                           g_variant_new("(s)", LOGIND_SESSION),
                           G_VARIANT_TYPE("(a{sv})"),
                           G_DBUS_CALL_FLAGS_NO_AUTO_START,
                           ANSWER_WAIT,
                           lock->cancellable,
                           on_session_told,
                           look);
}

static void
on_lock(GDBusConnection *connection,
        const char *sender,
        const char *path,
        const char *interface,
        const char *signal,
        GVariant *arguments,
        gpointer data)
{
    look_at_session(data, connection, path, FALSE);
}

static void
on_properties(GDBusConnection *connection,
              const char *sender,
              const char *path,
              const char *interface,
              const char *signal,
              GVariant *arguments,
              gpointer data)
{
    g_autoptr(GVariant) changed = NULL;
    gboolean is_locked = FALSE;
    gboolean is_idle = FALSE;

    if (!g_variant_is_of_type(arguments, G_VARIANT_TYPE("(sa{sv}as)")))
        return;
    changed = g_variant_get_child_value(arguments, 1);
    g_variant_lookup(changed, "LockedHint", "b", &is_locked);
    g_variant_lookup(changed, "IdleHint", "b", &is_idle);
    if (is_locked || is_idle)
        look_at_session(data, connection, path, !is_locked);
}

/* PrepareForSleep or ActiveChanged, (b): begins, not ends. */
static void
on_begin(GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *signal,
         GVariant *arguments,
         gpointer data)
{
    HemoSessionLock *lock = data;
    gboolean begins = FALSE;

    if (!g_variant_is_of_type(arguments, G_VARIANT_TYPE("(b)")))
        return;
    g_variant_get(arguments, "(b)", &begins);
    if (begins)
        lock->away(lock->user_data);
}

static void
listen_to(Bus *bus,
          const char *interface,
          const char *signal,
          const char *first,
          GDBusSignalCallback callback)
{
    g_dbus_connection_signal_subscribe(bus->connection,
                                       bus->is_system ? LOGIND : NULL,
                                       interface,
                                       signal,
                                       NULL,
                                       first,
                                       G_DBUS_SIGNAL_FLAGS_NONE,
                                       callback,
                                       bus->lock,
                                       NULL);
}

static void
subscribe(Bus *bus)
{
    if (bus->is_system) {
        listen_to(bus, LOGIND_SESSION, "Lock", NULL, on_lock);
        listen_to(bus, PROPERTIES, "PropertiesChanged", LOGIND_SESSION, on_properties);
        listen_to(bus, LOGIND ".Manager", "PrepareForSleep", NULL, on_begin);
        return;
    }
    for (gsize i = 0; i < G_N_ELEMENTS(savers); i++)
        listen_to(bus, savers[i], "ActiveChanged", NULL, on_begin);
}

static gboolean
on_retry(gpointer data)
{
    Bus *bus = data;

    bus->timer = 0;
    open_bus(bus);
    return G_SOURCE_REMOVE;
}

static void
retry_later(Bus *bus)
{
    if (bus->timer == 0)
        bus->timer = g_timeout_add_seconds(RETRY, on_retry, bus);
}

static void
close_bus(Bus *bus)
{
    g_clear_handle_id(&bus->timer, g_source_remove);
    if (bus->connection == NULL)
        return;
    g_signal_handlers_disconnect_by_data(bus->connection, bus);
    g_dbus_connection_close(bus->connection, NULL, NULL, NULL);
    g_clear_object(&bus->connection);
}

static void
on_bus_closed(GDBusConnection *connection, gboolean vanished, GError *error, gpointer data)
{
    close_bus(data);
    retry_later(data);
}

static void
on_connected(GObject *source, GAsyncResult *result, gpointer data)
{
    Bus *bus = data;
    g_autoptr(GError) error = NULL;
    GDBusConnection *connection = g_dbus_connection_new_for_address_finish(result, &error);

    if (is_cancelled(error))
        return; /* and gone */
    if (connection == NULL) {
        retry_later(bus);
        return;
    }
    bus->connection = connection;
    g_dbus_connection_set_exit_on_close(connection, FALSE);
    g_signal_connect(connection, "closed", G_CALLBACK(on_bus_closed), bus);
    subscribe(bus);
}

/* NULL: there is none, and GIO would start one. */
static char *
find_session_bus(void)
{
    const char *address = g_getenv("DBUS_SESSION_BUS_ADDRESS");
    const char *runtime = g_getenv("XDG_RUNTIME_DIR");
    g_autofree char *path = NULL;

    if (address != NULL && *address != '\0')
        return g_strdup(address);
    if (runtime == NULL)
        return NULL;
    path = g_build_filename(runtime, "bus", NULL);
    return g_file_test(path, G_FILE_TEST_EXISTS) ? g_strconcat("unix:path=", path, NULL) : NULL;
}

static char *
find_system_bus(void)
{
    const char *address = g_getenv("DBUS_SYSTEM_BUS_ADDRESS");

    return g_strdup(address != NULL && *address != '\0' ? address : SYSTEM_BUS);
}

static void
open_bus(Bus *bus)
{
    g_autofree char *address = bus->is_system ? find_system_bus() : find_session_bus();

    if (address == NULL) {
        retry_later(bus);
        return;
    }
    g_dbus_connection_new_for_address(address,
                                      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT |
                                          G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
                                      NULL,
                                      bus->lock->cancellable,
                                      on_connected,
                                      bus);
}

HemoSessionLock *
hemo_session_lock_new(void (*away)(gpointer user_data), gpointer user_data)
{
    HemoSessionLock *lock = g_new0(HemoSessionLock, 1);

    lock->away = away;
    lock->user_data = user_data;
    lock->cancellable = g_cancellable_new();
    lock->system = (Bus){.lock = lock, .is_system = TRUE};
    lock->session = (Bus){.lock = lock};
    open_bus(&lock->system);
    open_bus(&lock->session);
    return lock;
}

/* What is on its way ends as cancelled, before it looks at the lock. */
void
hemo_session_lock_free(HemoSessionLock *lock)
{
    if (lock == NULL)
        return;
    g_cancellable_cancel(lock->cancellable);
    close_bus(&lock->system);
    close_bus(&lock->session);
    g_object_unref(lock->cancellable);
    g_free(lock);
}
