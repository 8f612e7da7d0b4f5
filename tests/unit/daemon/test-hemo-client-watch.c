/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Mail programs in a /proc of the test's own, and a clock that the test moves.
 */
#include "hemo-client-watch.h"

#include "daemon-home.h"

#include <glib/gstdio.h>
#include <unistd.h>

#define BOOT 1000 /* the machine runs this long when the watch begins, s */

typedef struct {
    char *proc;
    char *runtime;
    gint64 time;
    guint warnings;
    HemoClientWatch *watch;
} Place;

static gint64
clock_of(gpointer data)
{
    return ((Place *)data)->time;
}

static void
on_warn(const char *client, gpointer data)
{
    g_assert_true(g_str_equal(client, "claws-mail") || g_str_equal(client, "thunderbird"));
    ((Place *)data)->warnings++;
}

static void
write_file(const Place *place, const char *folder, const char *name, const char *text, gssize n)
{
    g_autofree char *path = g_build_filename(place->proc, folder, name, NULL);

    g_assert_true(g_file_set_contents(path, text, n, NULL));
}

/* Time passes. */
static void
pass(Place *place, gint64 seconds)
{
    g_autofree char *uptime = NULL;

    place->time += seconds;
    uptime = g_strdup_printf("%" G_GINT64_FORMAT ".07 1.00\n", BOOT + place->time);
    write_file(place, "", "uptime", uptime, -1);
}

typedef struct {
    const char *pid;
    const char *comm;
    int parent;
    gint64 start;        /* s since boot */
    const char *runtime; /* NULL: not set */
} Program;

static void
run(const Place *place, const Program *program)
{
    g_autofree char *folder = g_build_filename(place->proc, program->pid, NULL);
    g_autofree char *comm = g_strconcat(program->comm, "\n", NULL);
    g_autofree char *stat = g_strdup_printf(
        "%s (%s) S %d 7 7 0 -1 4194560 1 0 0 0 3 1 0 0 20 0 4 0 %" G_GINT64_FORMAT " 9 9 9\n",
        program->pid,
        program->comm,
        program->parent,
        program->start * sysconf(_SC_CLK_TCK));
    g_autoptr(GString) environment = g_string_new("HOME=/home/nurse");

    g_string_append_c(environment, '\0');
    if (program->runtime != NULL)
        g_string_append_printf(environment, "XDG_RUNTIME_DIR=%s", program->runtime);
    g_string_append_c(environment, '\0');
    g_assert_no_errno(g_mkdir(folder, 0755));
    write_file(place, program->pid, "comm", comm, -1);
    write_file(place, program->pid, "stat", stat, -1);
    write_file(place, program->pid, "environ", environment->str, (gssize)environment->len);
}

static void
end(const Place *place, const char *pid)
{
    g_autofree char *folder = g_build_filename(place->proc, pid, NULL);

    daemon_home_remove(folder);
}

static void
begin_watch(Place *place)
{
    const HemoClientWatchHooks hooks = {.proc = place->proc,
                                        .runtime = place->runtime,
                                        .clock = clock_of,
                                        .warn = on_warn,
                                        .user_data = place};

    place->watch = hemo_client_watch_new(&hooks);
}

/* The agent has been there for long. */
static void
place_set_up(Place *place, gconstpointer data)
{
    place->proc = g_dir_make_tmp("hemo-proc-XXXXXX", NULL);
    place->runtime = g_strdup("/run/hemo-test");
    pass(place, 0);
    begin_watch(place);
    pass(place, 100);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    hemo_client_watch_free(place->watch);
    daemon_home_remove(place->proc);
    g_free(place->runtime);
    g_free(place->proc);
}

/* How many warnings a look gives. */
static guint
look(Place *place)
{
    guint before = place->warnings;

    hemo_client_watch_look(place->watch);
    return place->warnings - before;
}

static const Program claws = {"501", "claws-mail", 1, 1100, "/run/hemo-test"};

/* One that started a moment ago, may only hand a command to the other; after that it counts. */
static void
test_without_add_on(Place *place, gconstpointer data)
{
    run(place, &claws);
    g_assert_cmpuint(look(place), ==, 0);
    pass(place, 19);
    g_assert_cmpuint(look(place), ==, 0);
    pass(place, 2);
    g_assert_cmpuint(look(place), ==, 1);
    for (int i = 0; i < 5; i++) {
        pass(place, 15);
        g_assert_cmpuint(look(place), ==, 0); /* said once */
    }
}

static void
test_with_add_on(Place *place, gconstpointer data)
{
    run(place, &claws);
    hemo_client_watch_connected(place->watch, 501, "claws-mail");
    for (int i = 0; i < 5; i++) {
        pass(place, 15);
        g_assert_cmpuint(look(place), ==, 0);
    }
}

/* Thunderbird's add-on has a child of Thunderbird connect. */
static void
test_relay(Place *place, gconstpointer data)
{
    static const Program thunderbird = {"601", "thunderbird", 1, 1100, "/run/hemo-test"};
    static const Program relay = {"602", "hemostat-native", 601, 1101, "/run/hemo-test"};

    run(place, &thunderbird);
    run(place, &relay);
    hemo_client_watch_connected(place->watch, 602, "thunderbird");
    pass(place, 60);
    g_assert_cmpuint(look(place), ==, 0);
    end(place, relay.pid); /* it has gone before its connection is seen to close */
    hemo_client_watch_closed(place->watch, 602, "thunderbird");
    g_assert_cmpuint(look(place), ==, 0);
    pass(place, 30);
    g_assert_cmpuint(look(place), ==, 1);
}

/* The add-on was unloaded: once more, as nobody would look again. */
static void
test_unloaded(Place *place, gconstpointer data)
{
    run(place, &claws);
    pass(place, 60);
    g_assert_cmpuint(look(place), ==, 1);
    hemo_client_watch_connected(place->watch, 501, "claws-mail");
    hemo_client_watch_connected(place->watch, 501, "claws-mail");
    pass(place, 60);
    g_assert_cmpuint(look(place), ==, 0);
    hemo_client_watch_closed(place->watch, 501, "claws-mail");
    pass(place, 60);
    g_assert_cmpuint(look(place), ==, 0); /* there is another connection */
    hemo_client_watch_closed(place->watch, 501, "claws-mail");
    pass(place, 19);
    g_assert_cmpuint(look(place), ==, 0); /* it may come back */
    pass(place, 1);
    g_assert_cmpuint(look(place), ==, 1);
    pass(place, 60);
    g_assert_cmpuint(look(place), ==, 0);
}

/* The agent was started anew: add-ons need a while to notice. */
static void
test_agent_is_new(Place *place, gconstpointer data)
{
    run(place, &claws);
    pass(place, 60);
    hemo_client_watch_free(place->watch);
    begin_watch(place);
    g_assert_cmpuint(look(place), ==, 0);
    pass(place, 30);
    g_assert_cmpuint(look(place), ==, 0);
    pass(place, 10);
    g_assert_cmpuint(look(place), ==, 1);
}

/* A number is used again by another process: what was said of the first is not true of it. */
static void
test_number_used_again(Place *place, gconstpointer data)
{
    Program next = claws;

    run(place, &claws);
    pass(place, 30);
    g_assert_cmpuint(look(place), ==, 1);
    end(place, "501");
    next.start = BOOT + place->time;
    run(place, &next);
    pass(place, 30);
    g_assert_cmpuint(look(place), ==, 1);
}

/* The command line in the same process, or another process, guards nobody. */
static void
test_others_connections(Place *place, gconstpointer data)
{
    run(place, &claws);
    hemo_client_watch_connected(place->watch, 501, "hemostat");
    hemo_client_watch_connected(place->watch, 502, "claws-mail");
    pass(place, 30);
    g_assert_cmpuint(look(place), ==, 1);
    hemo_client_watch_closed(place->watch, 501, "hemostat");
    hemo_client_watch_closed(place->watch, 777, "claws-mail");
}

static void
test_not_meant(Place *place, gconstpointer data)
{
    static const Program programs[] = {
        {"601", "claws", 1, 1000, NULL},
        {"602", "claws-mail-x", 1, 1000, NULL},
        {"603", "bash", 1, 1000, NULL},
        {"604", "claws-mail", 1, 1000, "/run/user/8"}, /* another agent's */
        {"605", "x) S 1 (claws-mail", 1, 1000, NULL},
        {"self", "claws-mail", 1, 1000, NULL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(programs); i++)
        run(place, &programs[i]);
    pass(place, 60);
    g_assert_cmpuint(look(place), ==, 0);
}

/* Claws Mail forks itself to ask for names; the child goes when the answer comes. */
static void
test_child(Place *place, gconstpointer data)
{
    static const Program child = {"510", "claws-mail", 501, 1100, "/run/hemo-test"};

    run(place, &claws);
    run(place, &child);
    hemo_client_watch_connected(place->watch, 501, "claws-mail");
    pass(place, 60);
    g_assert_cmpuint(look(place), ==, 0);
}

/* Without a word about where it looks, it looks where everybody does. */
static void
test_bare_environment(Place *place, gconstpointer data)
{
    static const Program bare = {"501", "claws-mail", 1, 1000, NULL};

    run(place, &bare);
    pass(place, 60);
    g_assert_cmpuint(look(place), ==, 0);
    hemo_client_watch_free(place->watch);
    g_free(place->runtime);
    place->runtime = g_strdup_printf("/run/user/%u", (guint)geteuid());
    begin_watch(place);
    pass(place, 60);
    g_assert_cmpuint(look(place), ==, 1);
}

/* A process may end, or be nobody's, between two steps. */
static void
test_torn(Place *place, gconstpointer data)
{
    static const char *const stats[] = {
        "",
        "501",
        "501 (claws-mail",
        "501 (claws-mail) S",
        "501 (claws-mail) S 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 x",
        "501 (claws-mail) S -1 7 7 0 -1 4 1 0 0 0 3 1 0 0 20 0 "
        "4 0 5 9"};

    run(place, &claws);
    pass(place, 60);
    for (gsize i = 0; i < G_N_ELEMENTS(stats); i++) {
        write_file(place, "501", "stat", stats[i], -1);
        g_assert_cmpuint(look(place), ==, 0);
    }
    end(place, "501");
    g_assert_cmpuint(look(place), ==, 0);
    hemo_client_watch_free(NULL);
}

/* The real one: that it can be read at all, and what it costs. */
static void
test_real(void)
{
    Place place = {0};
    const HemoClientWatchHooks hooks = {.warn = on_warn, .user_data = &place};
    g_autoptr(HemoClientWatch) watch = hemo_client_watch_new(&hooks);
    gint64 begun = g_get_monotonic_time();

    for (int i = 0; i < 100; i++)
        hemo_client_watch_look(watch);
    g_test_message("one look takes %.3f ms",
                   (double)(g_get_monotonic_time() - begun) / 100 / 1000);
    g_assert_cmpuint(place.warnings, ==, 0); /* not within its first moments */
    hemo_client_watch_start(watch);
}

#define ADD(name, function)                                                                    \
    g_test_add("/client-watch/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("without-add-on", test_without_add_on);
    ADD("relay", test_relay);
    ADD("with-add-on", test_with_add_on);
    ADD("unloaded", test_unloaded);
    ADD("agent-is-new", test_agent_is_new);
    ADD("number-used-again", test_number_used_again);
    ADD("others-connections", test_others_connections);
    ADD("not-meant", test_not_meant);
    ADD("child", test_child);
    ADD("bare-environment", test_bare_environment);
    ADD("torn", test_torn);
    g_test_add_func("/client-watch/real", test_real);
    return g_test_run();
}
