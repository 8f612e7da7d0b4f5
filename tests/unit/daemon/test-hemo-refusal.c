/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-refusal.h"

#include "bus-pair.h"
#include "hemo-agent1.h"
#include "hemo-bus.h"
#include "hemo-error.h"

#include <string.h>

typedef struct {
    BusPair pair;
    HemoAgent1 *agent;
    gboolean greeted;
} Place;

/* "secret" fails in a way that no client knows, anything else in one of ours. */
static gboolean
on_abandon(HemoAgent1 *agent,
           GDBusMethodInvocation *invocation,
           const char *ticket,
           gpointer data)
{
    const Place *place = data;
    GError *error = NULL;

    if (!hemo_refusal_check_greeted(place->greeted, invocation))
        return TRUE;
    if (strcmp(ticket, "secret") == 0)
        error = g_error_new(G_IO_ERROR, G_IO_ERROR_FAILED, "/home/nurse/secret");
    else
        hemo_error_set(&error, HEMO_ERROR_HELD, "the mail is held");
    hemo_refusal_answer(invocation, error);
    return TRUE;
}

static void
assert_refused(Place *place, const char *ticket, int code, const char *words)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(
        bus_pair_call(&place->pair, "Abandon", g_variant_new("(s)", ticket), -1, &error));
    g_assert_error(error, HEMO_ERROR, code);
    g_assert_nonnull(strstr(error->message, words));
    g_assert_null(strstr(error->message, "/home"));
}

static void
test_answer(void)
{
    Place place = {.agent = hemo_agent1_skeleton_new()};

    bus_pair_open(&place.pair);
    g_signal_connect(place.agent, "handle-abandon", G_CALLBACK(on_abandon), &place);
    g_dbus_interface_skeleton_export(G_DBUS_INTERFACE_SKELETON(place.agent),
                                     place.pair.agent,
                                     HEMO_BUS_PATH,
                                     NULL);
    g_dbus_connection_start_message_processing(place.pair.agent);
    assert_refused(&place, "x", HEMO_ERROR_VERSION, "Hello");
    place.greeted = TRUE;
    assert_refused(&place, "x", HEMO_ERROR_HELD, "the mail is held");
    assert_refused(&place, "secret", HEMO_ERROR_FAILED, "something went wrong");
    g_dbus_interface_skeleton_unexport(G_DBUS_INTERFACE_SKELETON(place.agent));
    bus_pair_close(&place.pair);
    g_object_unref(place.agent);
}

int
main(int argc, char **argv)
{
    hemo_bus_register_errors();
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
    g_test_add_func("/refusal/answer", test_answer);
    return g_test_run();
}
