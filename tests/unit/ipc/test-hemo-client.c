/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A client finds the agent, or starts it, or says why not; it never hangs.  The agent
 * is a small script, or a server inside this test that speaks as the agent would.
 */
#include "hemo-client.h"

#include "fake-agent.h"
#include "hemo-bus.h"
#include "hemo-paths.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef struct {
    char *top;
    char *folder;  /* of the socket */
    char *program; /* the script */
    char *record;  /* what the script was started with */
    char *fifo;    /* the script that stays ends when a writer has come and gone */
} Place;

/* Says how it was started.  The descriptor that it got must be a socket. */
#define SCRIPT                                                                                 \
    "#!/bin/sh\n"                                                                              \
    "test -S /proc/self/fd/3 && kind=socket || kind=none\n"                                    \
    "echo \"$kind $*\" >>\"$HEMO_TEST_RECORD\"\n"
#define STAYS SCRIPT "exec cat \"$HEMO_TEST_FIFO\" >/dev/null\n"

static void
place_set_up(Place *place, gconstpointer data)
{
    place->top = g_dir_make_tmp("hemo-client-XXXXXX", NULL);
    place->program = g_build_filename(place->top, "hemostat-agent", NULL);
    place->record = g_build_filename(place->top, "record", NULL);
    place->fifo = g_build_filename(place->top, "fifo", NULL);
    g_setenv("XDG_RUNTIME_DIR", place->top, TRUE);
    g_setenv("HEMOSTAT_LIBEXEC", place->top, TRUE);
    g_setenv("HEMO_TEST_RECORD", place->record, TRUE);
    g_setenv("HEMO_TEST_FIFO", place->fifo, TRUE);
    g_assert_no_errno(mkfifo(place->fifo, 0600));
    place->folder = hemo_paths_runtime(NULL);
    if (data != NULL) {
        g_assert_true(g_file_set_contents(place->program, data, -1, NULL));
        g_assert_no_errno(g_chmod(place->program, 0700));
    }
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    static const char *const names[] = {"hemostat/agent",
                                        "hemostat/start.lock",
                                        "record",
                                        "hemostat-agent",
                                        "fifo"};

    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(place->top, names[i], NULL);

        g_unlink(path);
    }
    g_assert_no_errno(g_rmdir(place->folder));
    g_assert_no_errno(g_rmdir(place->top));
    g_free(place->top);
    g_free(place->folder);
    g_free(place->program);
    g_free(place->record);
    g_free(place->fifo);
}

static char *
read_record(const Place *place)
{
    char *text = NULL;

    return g_file_get_contents(place->record, &text, NULL, NULL) ? text : g_strdup("");
}

static void
on_result(GObject *source, GAsyncResult *result, gpointer data)
{
    *(GAsyncResult **)data = g_object_ref(result);
}

static GDBusConnection *
connect_with(const char *const *arguments, GCancellable *cancellable, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_client_connect_async("test", arguments, cancellable, on_result, &result);
    while (result == NULL)
        g_main_context_iteration(NULL, TRUE);
    return hemo_client_connect_finish(result, error);
}

/* Starts with the arguments and the socket as descriptor 3.  It ends without a word: that is
 * an error, not a wait. */
static void
test_agent_ends(Place *place, gconstpointer data)
{
    const char *arguments[] = {"--system-config", "/a folder", NULL};
    g_autoptr(GError) error = NULL;
    g_autofree char *record = NULL;

    g_assert_null(connect_with(arguments, NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
    record = read_record(place);
    g_assert_cmpstr(record, ==, "socket --listen-fd=3 --system-config /a folder\n");
}

/* What a dead agent left does not keep the next one from being started. */
static void
test_started_again(Place *place, gconstpointer data)
{
    g_autofree char *record = NULL;

    for (int i = 0; i < 2; i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(connect_with(NULL, NULL, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
    }
    record = read_record(place);
    g_assert_cmpstr(record, ==, "socket --listen-fd=3\nsocket --listen-fd=3\n");
}

static void
test_missing(Place *place, gconstpointer data)
{
    for (int i = 0; i < 2; i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(connect_with(NULL, NULL, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_MISSING);
    }
}

static void
test_no_folder(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_no_errno(g_chmod(place->folder, 0755));
    g_assert_null(connect_with(NULL, NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
}

static void
end_script(const Place *place)
{
    int fd = g_open(place->fifo, O_WRONLY | O_CLOEXEC, 0);

    g_assert_cmpint(fd, >=, 0);
    close(fd);
}

/* The agent holds the socket and never answers: giving up works, and leaves nothing open. */
static void
test_stuck_agent_cancelled(Place *place, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    hemo_client_connect_async("test", NULL, cancellable, on_result, &result);
    g_assert_null(result);
    g_cancellable_cancel(cancellable);
    while (result == NULL)
        g_main_context_iteration(NULL, TRUE);
    g_assert_null(hemo_client_connect_finish(result, &error));
    g_assert_nonnull(error);
    end_script(place);
}

/* The same without anybody who cancels; takes as long as a client waits. */
static void
test_stuck_agent(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(connect_with(NULL, NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
    end_script(place);
}

/* Many clients at once, each with its own process as a real one would be: one agent. */
static void
test_race(Place *place, gconstpointer data)
{
    GSubprocess *clients[4];
    g_autofree char *record = NULL;

    for (gsize i = 0; i < G_N_ELEMENTS(clients); i++) {
        clients[i] = g_subprocess_new(G_SUBPROCESS_FLAGS_NONE,
                                      NULL,
                                      g_get_prgname(),
                                      "--as-starter",
                                      NULL);
        g_assert_nonnull(clients[i]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(clients); i++) {
        g_assert_true(g_subprocess_wait_check(clients[i], NULL, NULL));
        g_object_unref(clients[i]);
    }
    end_script(place); /* blocks until the script has come to its last line */
    record = read_record(place);
    g_assert_cmpstr(record, ==, "socket --listen-fd=3\n");
}

/* This program as one of the clients of the race: connects or starts, then gives up. */
static int
run_as_starter(void)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GAsyncResult) result = NULL;

    hemo_client_connect_async("test", NULL, cancellable, on_result, &result);
    g_cancellable_cancel(cancellable);
    while (result == NULL)
        g_main_context_iteration(NULL, TRUE);
    return 0;
}

/* --- an agent that answers ---------------------------------------------------------------- */

static void
test_hello(Place *place, gconstpointer data)
{
    FakeAgent server = {0};
    g_autoptr(GError) error = NULL;
    g_autoptr(GDBusConnection) connection = NULL;
    g_autofree char *record = NULL;

    fake_agent_start(&server);
    connection = connect_with(NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_nonnull(connection);
    g_assert_false(g_dbus_connection_get_exit_on_close(connection));
    g_assert_cmpuint(server.version, ==, HEMO_BUS_VERSION);
    g_assert_cmpstr(server.client, ==, "test");
    record = read_record(place);
    g_assert_cmpstr(record, ==, ""); /* the one that runs is used */
    fake_agent_stop(&server);
}

static void
test_other_version(Place *place, gconstpointer data)
{
    FakeAgent server = {.refuse = TRUE};
    g_autoptr(GError) error = NULL;

    fake_agent_start(&server);
    g_assert_null(connect_with(NULL, NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_VERSION);
    g_assert_cmpstr(error->message, ==, "too old");
    fake_agent_stop(&server);
}

#define ADD(name, script, function)                                                            \
    g_test_add("/client/" name, Place, script, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    hemo_bus_register_errors();
    if (argc > 1 && strcmp(argv[1], "--as-starter") == 0)
        return run_as_starter();
    g_test_init(&argc, &argv, NULL);
    g_set_prgname(argv[0]);
    ADD("agent-ends", SCRIPT, test_agent_ends);
    ADD("started-again", SCRIPT, test_started_again);
    ADD("missing", NULL, test_missing);
    ADD("no-folder", SCRIPT, test_no_folder);
    ADD("stuck-agent-cancelled", STAYS, test_stuck_agent_cancelled);
    if (g_test_slow())
        ADD("stuck-agent", STAYS, test_stuck_agent);
    ADD("race", STAYS, test_race);
    ADD("hello", SCRIPT, test_hello);
    ADD("other-version", SCRIPT, test_other_version);
    return g_test_run();
}
