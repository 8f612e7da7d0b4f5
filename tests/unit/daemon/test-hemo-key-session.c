/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-session.h"

#include "bus-pair.h"
#include "daemon-home.h"
#include "hemo-bus.h"
#include "hemo-error.h"
#include "services-place.h"

typedef struct {
    HemoServices *services;
    BusPair pair;
    HemoKeySession *session;
    gboolean greeted;
} Place;

static void
place_set_up(Place *place, gconstpointer data)
{
    place->services = services_place_new();
    place->greeted = TRUE;
    bus_pair_open(&place->pair);
    place->session = hemo_key_session_new(place->services, place->pair.agent, &place->greeted);
    g_dbus_connection_start_message_processing(place->pair.agent);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    hemo_key_session_free(place->session);
    bus_pair_close(&place->pair);
    services_place_close(place->services);
}

static GVariant *
call(Place *place, const char *method, const char *arguments, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    g_dbus_connection_call(place->pair.client,
                           NULL,
                           HEMO_BUS_PATH,
                           "org.hemostat.Keys1",
                           method,
                           g_variant_new_parsed(arguments),
                           NULL,
                           G_DBUS_CALL_FLAGS_NONE,
                           G_MAXINT,
                           NULL,
                           daemon_home_on_result,
                           &result);
    return g_dbus_connection_call_finish(place->pair.client, daemon_home_wait(&result), error);
}

/* Each with what is answered to a client that hands over no file and knows no key. */
static const struct {
    const char *method;
    const char *arguments;
    int code; /* -1: it is done */
} calls[] = {
    {"List", "('',)", -1},
    {"List", "('nobody',)", HEMO_ERROR_INVALID},
    {"Find", "('',)", HEMO_ERROR_INVALID},
    {"Import", "(handle 0, handle 1)", HEMO_ERROR_INVALID},
    {"Confirm", "('a@example.org', 'x', 'telephone')", HEMO_ERROR_INVALID},
    {"Revoke", "('a@example.org', 'x')", HEMO_ERROR_INVALID},
    {"Export", "('a@example.org', 'x')", HEMO_ERROR_INVALID},
    {"ExportOwn", "('x', handle 0)", HEMO_ERROR_INVALID},
    {"Backup", "(handle 5,)", HEMO_ERROR_INVALID},
    {"Restore", "(handle -1, handle 0)", HEMO_ERROR_INVALID},
    {"Words", "('nobody', false)", HEMO_ERROR_INVALID},
    {"Words", "('a@example.org', false)", -1},
    {"Wipe", "(uint64 99999,)", HEMO_ERROR_DENIED},
};

static void
test_before_hello(Place *place, gconstpointer data)
{
    place->greeted = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(calls); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(call(place, calls[i].method, calls[i].arguments, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_VERSION);
    }
}

static void
test_calls(Place *place, gconstpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(calls); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GVariant) answer = call(place, calls[i].method, calls[i].arguments, &error);

        g_test_message("%s", calls[i].method);
        if (calls[i].code == -1)
            g_assert_no_error(error);
        else
            g_assert_error(error, HEMO_ERROR, calls[i].code);
        g_assert_true((answer != NULL) == (calls[i].code == -1));
    }
    g_assert_false(place->services->wiped);
}

int
main(int argc, char **argv)
{
    int status;

    g_test_init(&argc, &argv, NULL);
    hemo_bus_register_errors();
    services_place_begin();
    g_test_add("/key-session/before-hello",
               Place,
               NULL,
               place_set_up,
               test_before_hello,
               place_tear_down);
    g_test_add("/key-session/calls", Place, NULL, place_set_up, test_calls, place_tear_down);
    status = g_test_run();
    services_place_end();
    return status;
}
