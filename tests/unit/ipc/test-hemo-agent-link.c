/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * An add-on has one connection, gets it back after it was lost, and lets go of it
 * when told to.
 */
#include "hemo-agent-link.h"

#include "fake-agent.h"
#include "hemo-bus.h"
#include "hemo-paths.h"

#include <glib/gstdio.h>

typedef struct {
    char *top;
    FakeAgent agent;
    HemoAgentLink *link;
    guint connected;
    guint lost;
    gboolean close_when_connected;
} Place;

static void
on_connected(HemoAgentLink *link, HemoAgent1 *agent, gpointer data)
{
    Place *place = data;

    g_assert_true(HEMO_IS_AGENT1(agent));
    place->connected++;
    if (place->close_when_connected)
        hemo_agent_link_close(link);
}

static void
on_lost(HemoAgentLink *link, gpointer data)
{
    ((Place *)data)->lost++;
}

static void
place_set_up(Place *place, gconstpointer data)
{
    place->top = g_dir_make_tmp("hemo-link-XXXXXX", NULL);
    g_setenv("XDG_RUNTIME_DIR", place->top, TRUE);
    g_setenv("HEMOSTAT_LIBEXEC", place->top, TRUE); /* there is no other agent */
    place->link = hemo_agent_link_new("test-add-on");
    g_signal_connect(place->link, "connected", G_CALLBACK(on_connected), place);
    g_signal_connect(place->link, "lost", G_CALLBACK(on_lost), place);
    fake_agent_start(&place->agent);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    static const char *const names[] = {"hemostat/agent", "hemostat/start.lock", "hemostat"};

    if (place->agent.service != NULL)
        fake_agent_stop(&place->agent);
    hemo_agent_link_close(place->link);
    g_assert_finalize_object(place->link);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *path = g_build_filename(place->top, names[i], NULL);

        g_remove(path);
    }
    g_assert_no_errno(g_rmdir(place->top));
    g_free(place->top);
}

/* One who asks. */
typedef struct {
    HemoAgent1 *agent;
    GError *error;
    gboolean answered;
} Asker;

static void
on_agent(GObject *source, GAsyncResult *result, gpointer data)
{
    Asker *asker = data;

    g_assert_false(asker->answered);
    asker->answered = TRUE;
    asker->agent = hemo_agent_link_get_finish(result, &asker->error);
}

static void
asker_clear(Asker *asker)
{
    g_clear_object(&asker->agent);
    g_clear_error(&asker->error);
    asker->answered = FALSE;
}

static void
wait_for(const Asker *asker)
{
    while (!asker->answered)
        g_main_context_iteration(NULL, TRUE);
}

static void
ask(Place *place, Asker *asker)
{
    hemo_agent_link_get_async(place->link, NULL, on_agent, asker);
}

/* All who ask at the same time, and later, have one connection. */
static void
test_shared(Place *place, gconstpointer data)
{
    Asker askers[3] = {0};

    for (gsize i = 0; i < 2; i++)
        ask(place, &askers[i]);
    g_assert_false(askers[0].answered); /* nobody waited */
    for (gsize i = 0; i < 2; i++)
        wait_for(&askers[i]);
    ask(place, &askers[2]);
    wait_for(&askers[2]);
    for (gsize i = 0; i < 3; i++) {
        g_assert_no_error(askers[i].error);
        g_assert_true(askers[i].agent == askers[0].agent);
    }
    g_assert_cmpuint(place->agent.hellos, ==, 1);
    g_assert_cmpstr(place->agent.client, ==, "test-add-on");
    g_assert_cmpuint(place->connected, ==, 1);
    for (gsize i = 0; i < 3; i++)
        asker_clear(&askers[i]);
}

/* It is the agent that answers, and it takes as long as it takes. */
static void
test_usable(Place *place, gconstpointer data)
{
    Asker asker = {0};

    ask(place, &asker);
    wait_for(&asker);
    g_assert_cmpint(g_dbus_proxy_get_default_timeout(G_DBUS_PROXY(asker.agent)), ==, G_MAXINT);
    g_assert_cmpstr(g_dbus_proxy_get_object_path(G_DBUS_PROXY(asker.agent)), ==, HEMO_BUS_PATH);
    asker_clear(&asker);
}

/* A kept link comes back by itself. */
static void
test_kept(Place *place, gconstpointer data)
{
    hemo_agent_link_keep(place->link);
    while (place->connected < 1)
        g_main_context_iteration(NULL, TRUE);
    fake_agent_stop(&place->agent);
    while (place->lost < 1)
        g_main_context_iteration(NULL, TRUE);
    fake_agent_start(&place->agent);
    while (place->connected < 2)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpuint(place->lost, ==, 1);
    g_assert_cmpuint(place->agent.hellos, ==, 2);
}

/* One that is not kept comes back when somebody asks, and that is the new one. */
static void
test_asked_again(Place *place, gconstpointer data)
{
    Asker first = {0};
    Asker second = {0};

    ask(place, &first);
    wait_for(&first);
    fake_agent_stop(&place->agent);
    while (place->lost < 1)
        g_main_context_iteration(NULL, TRUE);
    fake_agent_start(&place->agent);
    g_assert_cmpuint(place->connected, ==, 1);
    ask(place, &second);
    wait_for(&second);
    g_assert_no_error(second.error);
    g_assert_true(first.agent != second.agent);
    g_assert_cmpuint(place->connected, ==, 2);
    asker_clear(&first);
    asker_clear(&second);
}

static void
test_no_agent(Place *place, gconstpointer data)
{
    Asker asker = {0};

    fake_agent_stop(&place->agent);
    ask(place, &asker);
    wait_for(&asker);
    g_assert_error(asker.error, HEMO_ERROR, HEMO_ERROR_MISSING);
    g_assert_cmpuint(place->connected + place->lost, ==, 0);
    asker_clear(&asker);
}

static void
test_refused(Place *place, gconstpointer data)
{
    Asker asker = {0};

    place->agent.refuse = TRUE;
    ask(place, &asker);
    wait_for(&asker);
    g_assert_error(asker.error, HEMO_ERROR, HEMO_ERROR_VERSION);
    g_assert_cmpuint(place->connected, ==, 0);
    asker_clear(&asker);
}

/* Closing ends every wait, and nothing begins afterwards. */
static void
test_close_cancels(Place *place, gconstpointer data)
{
    Asker askers[3] = {0};

    place->agent.silent = TRUE;
    ask(place, &askers[0]);
    ask(place, &askers[1]);
    while (place->agent.hellos < 1)
        g_main_context_iteration(NULL, TRUE);
    hemo_agent_link_close(place->link);
    hemo_agent_link_keep(place->link);
    ask(place, &askers[2]);
    for (gsize i = 0; i < 3; i++) {
        wait_for(&askers[i]);
        g_assert_error(askers[i].error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        asker_clear(&askers[i]);
    }
    g_assert_cmpuint(place->agent.hellos, ==, 1);
    g_assert_cmpuint(place->connected + place->lost, ==, 0);
}

/* A living connection goes without a word: who closes knows. */
static void
test_close_connected(Place *place, gconstpointer data)
{
    GDBusConnection *connection;

    hemo_agent_link_keep(place->link);
    while (place->connected < 1)
        g_main_context_iteration(NULL, TRUE);
    connection = place->agent.connections->pdata[0];
    hemo_agent_link_close(place->link);
    while (!g_dbus_connection_is_closed(connection))
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpuint(place->lost, ==, 0);
}

/* Who waits has his answer even if the first to hear of the connection ends it. */
static void
test_closed_by_hearer(Place *place, gconstpointer data)
{
    Asker asker = {0};

    place->close_when_connected = TRUE;
    ask(place, &asker);
    wait_for(&asker);
    g_assert_true(asker.agent != NULL || asker.error != NULL);
    asker_clear(&asker);
}

/* One of two gives up: he hears at once, the other is not disturbed. */
static void
test_one_cancels(Place *place, gconstpointer data)
{
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    Asker first = {0};
    Asker second = {0};

    place->agent.silent = TRUE;
    hemo_agent_link_get_async(place->link, cancellable, on_agent, &first);
    ask(place, &second);
    while (place->agent.hellos < 1)
        g_main_context_iteration(NULL, TRUE);
    g_cancellable_cancel(cancellable);
    wait_for(&first);
    g_assert_error(first.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    g_assert_false(second.answered);
    asker_clear(&first);
    hemo_agent_link_close(place->link);
    wait_for(&second);
    asker_clear(&second);
}

#define ADD(name, function)                                                                    \
    g_test_add("/agent-link/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    hemo_bus_register_errors();
    g_test_init(&argc, &argv, NULL);
    ADD("shared", test_shared);
    ADD("usable", test_usable);
    ADD("kept", test_kept);
    ADD("asked-again", test_asked_again);
    ADD("no-agent", test_no_agent);
    ADD("refused", test_refused);
    ADD("close-cancels", test_close_cancels);
    ADD("close-connected", test_close_connected);
    ADD("closed-by-hearer", test_closed_by_hearer);
    ADD("one-cancels", test_one_cancels);
    return g_test_run();
}
