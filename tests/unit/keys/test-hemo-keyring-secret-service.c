/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Against a real gnome-keyring-daemon: the test runs itself again on a session bus of
 * its own, with a home folder of its own.
 */
#include "hemo-keyring-backend.h"

#include "hemo-error.h"

#include <ftw.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TOP_VARIABLE "HEMO_TEST_KEYRING_TOP"
#define BUS_NAME     "org.freedesktop.secrets"

static const HemoKeyringBackend *const service = &hemo_keyring_secret_service;

typedef struct {
    GSubprocess *process;
    GMainLoop *loop;
    gboolean up;
} Daemon;

static int
remove_one(const char *path, const struct stat *status, int kind, struct FTW *walk)
{
    return g_remove(path);
}

static void
remove_tree(const char *path)
{
    nftw(path, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static void
on_appeared(GDBusConnection *bus, const char *name, const char *owner, gpointer data)
{
    Daemon *keyring = data;

    keyring->up = TRUE;
    g_main_loop_quit(keyring->loop);
}

static void
on_vanished(GDBusConnection *bus, const char *name, gpointer data)
{
    Daemon *keyring = data;

    if (keyring->up)
        g_main_loop_quit(keyring->loop);
    keyring->up = FALSE;
}

/* Waits until the bus name is there (@up), or gone. */
static void
wait_name(Daemon *keyring, gboolean up)
{
    guint watch = 0;

    keyring->loop = g_main_loop_new(NULL, FALSE);
    keyring->up = !up;
    watch = g_bus_watch_name(G_BUS_TYPE_SESSION,
                             BUS_NAME,
                             G_BUS_NAME_WATCHER_FLAGS_NONE,
                             on_appeared,
                             on_vanished,
                             keyring,
                             NULL);
    while (keyring->up != up)
        g_main_loop_run(keyring->loop);
    g_bus_unwatch_name(watch);
    g_clear_pointer(&keyring->loop, g_main_loop_unref);
}

static void
daemon_start(Daemon *keyring, const char *password)
{
    g_autoptr(GError) error = NULL;
    GOutputStream *in = NULL;

    keyring->process =
        g_subprocess_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                             G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                         &error,
                         "gnome-keyring-daemon",
                         "--foreground",
                         "--unlock",
                         "--components=secrets",
                         NULL);
    g_assert_no_error(error);
    in = g_subprocess_get_stdin_pipe(keyring->process);
    g_assert_true(
        g_output_stream_write_all(in, password, strlen(password), NULL, NULL, &error));
    g_assert_true(g_output_stream_close(in, NULL, &error));
    wait_name(keyring, TRUE);
}

static void
daemon_stop(Daemon *keyring)
{
    g_subprocess_send_signal(keyring->process, SIGTERM);
    g_assert_true(g_subprocess_wait(keyring->process, NULL, NULL));
    g_clear_object(&keyring->process);
    wait_name(keyring, FALSE);
}

/* The bus starts the service by itself; this ends what it started. */
static void
stop_activated(void)
{
    Daemon keyring = {NULL, NULL, FALSE};
    g_autoptr(GDBusConnection) bus = g_bus_get_sync(G_BUS_TYPE_SESSION, NULL, NULL);
    g_autoptr(GVariant) reply = g_dbus_connection_call_sync(bus,
                                                            "org.freedesktop.DBus",
                                                            "/org/freedesktop/DBus",
                                                            "org.freedesktop.DBus",
                                                            "GetConnectionUnixProcessID",
                                                            g_variant_new("(s)", BUS_NAME),
                                                            NULL,
                                                            G_DBUS_CALL_FLAGS_NONE,
                                                            -1,
                                                            NULL,
                                                            NULL);
    guint32 pid = 0;

    g_assert_nonnull(reply);
    g_variant_get(reply, "(u)", &pid);
    g_assert_cmpint(kill((pid_t)pid, SIGTERM), ==, 0);
    wait_name(&keyring, FALSE);
}

static void
assert_store(const char *name, HemoSlice value)
{
    g_autoptr(HemoSecret) secret = hemo_secret_new_copy(value);
    g_autoptr(GError) error = NULL;

    service->store(NULL, name, secret, NULL, &error);
    g_assert_no_error(error);
}

static void
assert_loads(const char *name, HemoSlice value)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoSecret) secret = service->load(NULL, name, NULL, &error);

    g_assert_no_error(error);
    g_assert_true(hemo_secret_equal(hemo_secret_slice(secret), value));
}

static void
assert_fails(const char *name, int code)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoSecret) secret = service->load(NULL, name, NULL, &error);

    g_assert_null(secret);
    g_assert_error(error, HEMO_ERROR, code);
}

static void
assert_all_fail(const char *name, int code)
{
    g_autoptr(HemoSecret) secret = hemo_secret_new(32);
    g_autoptr(GError) error = NULL;

    assert_fails(name, code);
    g_assert_false(service->store(NULL, name, secret, NULL, &error));
    g_assert_error(error, HEMO_ERROR, code);
    g_clear_error(&error);
    g_assert_false(service->remove(NULL, name, NULL, &error));
    g_assert_error(error, HEMO_ERROR, code);
}

/* @code -1: it is open. */
static void
assert_unlocks(int code)
{
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(service->unlock(NULL, &error), ==, code < 0);
    if (code >= 0)
        g_assert_error(error, HEMO_ERROR, code);
}

static void
test_open_keyring(void)
{
    HemoSlice bytes = hemo_slice("\0\xff\n=", 4);
    Daemon keyring = {NULL, NULL, FALSE};
    g_autoptr(GError) error = NULL;

    daemon_start(&keyring, "right");
    assert_fails("state-key", HEMO_ERROR_NOT_FOUND);
    assert_store("state-key", hemo_slice_text("one"));
    assert_store("state-key", bytes);
    assert_store("audit-head", HEMO_SLICE_EMPTY);
    assert_loads("state-key", bytes);
    assert_loads("audit-head", HEMO_SLICE_EMPTY);
    assert_fails("audit-key", HEMO_ERROR_NOT_FOUND);
    assert_unlocks(-1);
    g_assert_true(service->remove(NULL, "audit-head", NULL, &error));
    g_assert_true(service->remove(NULL, "audit-head", NULL, &error));
    assert_fails("audit-head", HEMO_ERROR_NOT_FOUND);
    assert_store("smtp:old.example.org:2525:ana", hemo_slice_text("two"));
    assert_store("smtp:new.example.org:587:ana", hemo_slice_text("three"));
    g_assert_true(service->clear(NULL, NULL, &error));
    assert_fails("state-key", HEMO_ERROR_NOT_FOUND);
    assert_fails("smtp:old.example.org:2525:ana", HEMO_ERROR_NOT_FOUND);
    assert_store("state-key", bytes);
    daemon_stop(&keyring);

    daemon_start(&keyring, "right");
    assert_loads("state-key", bytes);
    daemon_stop(&keyring);
}

/* Neither what is there nor what is not there may look like "not stored". */
static void
test_wrong_password(void)
{
    Daemon keyring = {NULL, NULL, FALSE};

    daemon_start(&keyring, "wrong");
    assert_all_fail("state-key", HEMO_ERROR_LOCKED);
    assert_all_fail("audit-key", HEMO_ERROR_LOCKED);
    assert_unlocks(HEMO_ERROR_LOCKED); /* there is no desktop to ask by */
    daemon_stop(&keyring);
}

static void
test_never_unlocked(void)
{
    assert_all_fail("state-key", HEMO_ERROR_LOCKED);
    assert_all_fail("audit-key", HEMO_ERROR_LOCKED);
    stop_activated();
}

static void
test_unlocked_again(void)
{
    Daemon keyring = {NULL, NULL, FALSE};

    daemon_start(&keyring, "right");
    assert_loads("state-key", hemo_slice("\0\xff\n=", 4));
    assert_fails("audit-key", HEMO_ERROR_NOT_FOUND);
    daemon_stop(&keyring);
}

/* A machine where nobody has made a keyring yet: a person has to. */
static void
test_no_collection(void)
{
    g_autofree char *folder = g_build_filename(g_getenv("XDG_DATA_HOME"), "keyrings", NULL);

    remove_tree(folder);
    assert_all_fail("state-key", HEMO_ERROR_LOCKED);
    stop_activated();
}

static void
test_cancelled(void)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GError) error = NULL;

    g_cancellable_cancel(cancellable);
    g_assert_null(service->load(NULL, "state-key", cancellable, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
}

static void
test_no_bus(void)
{
    if (g_test_subprocess()) {
        g_setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
        assert_all_fail("state-key", HEMO_ERROR_MISSING);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_passed();
}

static void
test_bus_without_service(void)
{
    if (g_test_subprocess()) {
        g_autoptr(GTestDBus) bus = g_test_dbus_new(G_TEST_DBUS_NONE);

        g_test_dbus_up(bus);
        assert_all_fail("state-key", HEMO_ERROR_MISSING);
        g_test_dbus_stop(bus);
        return;
    }
    g_test_trap_subprocess(NULL, 0, 0);
    g_test_trap_assert_passed();
}

static void
set_folder(const char *variable, const char *top, const char *name)
{
    g_autofree char *path = g_build_filename(top, name, NULL);

    g_assert_no_errno(g_mkdir(path, 0700));
    g_setenv(variable, path, TRUE);
}

/* Does not return if all is well. */
static int
run_on_own_bus(char **argv)
{
    static const char *const runner[] = {"dbus-run-session", "--", NULL};
    g_autofree char *top = g_dir_make_tmp("hemo-secrets-XXXXXX", NULL);
    g_autoptr(GPtrArray) arguments = g_ptr_array_new();

    set_folder("HOME", top, "home");
    set_folder("XDG_RUNTIME_DIR", top, "run");
    set_folder("XDG_DATA_HOME", top, "data");
    set_folder("XDG_CONFIG_HOME", top, "config");
    set_folder("XDG_CACHE_HOME", top, "cache");
    g_setenv(TOP_VARIABLE, top, TRUE);
    g_unsetenv("DISPLAY");
    g_unsetenv("WAYLAND_DISPLAY");
    for (gsize i = 0; runner[i] != NULL; i++)
        g_ptr_array_add(arguments, (char *)runner[i]);
    for (gsize i = 0; argv[i] != NULL; i++)
        g_ptr_array_add(arguments, argv[i]);
    g_ptr_array_add(arguments, NULL);
    execvp(runner[0], (char **)arguments->pdata);
    perror(runner[0]);
    remove_tree(top);
    return 1;
}

int
main(int argc, char **argv)
{
    const char *top = g_getenv(TOP_VARIABLE);
    int status = 0;

    if (top == NULL)
        return run_on_own_bus(argv);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/secret-service/open-keyring", test_open_keyring);
    g_test_add_func("/secret-service/wrong-password", test_wrong_password);
    g_test_add_func("/secret-service/never-unlocked", test_never_unlocked);
    g_test_add_func("/secret-service/unlocked-again", test_unlocked_again);
    g_test_add_func("/secret-service/no-collection", test_no_collection);
    g_test_add_func("/secret-service/cancelled", test_cancelled);
    g_test_add_func("/secret-service/no-bus", test_no_bus);
    g_test_add_func("/secret-service/bus-without-service", test_bus_without_service);
    status = g_test_run();
    if (!g_test_subprocess())
        remove_tree(top);
    return status;
}
