/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-audit-desk.h"

#include "bus-pair.h"
#include "daemon-home.h"
#include "hemo-bus.h"
#include "hemo-error.h"
#include "services-place.h"

typedef struct {
    HemoServices *services;
    BusPair pair;
    HemoAuditDesk *desk;
    gboolean greeted;
} Place;

static void
place_set_up(Place *place, gconstpointer data)
{
    place->services = services_place_new();
    place->greeted = TRUE;
    bus_pair_open(&place->pair);
    place->desk = hemo_audit_desk_new(place->services, place->pair.agent, &place->greeted);
    g_dbus_connection_start_message_processing(place->pair.agent);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    hemo_audit_desk_free(place->desk);
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
                           "org.hemostat.Audit1",
                           method,
                           arguments != NULL ? g_variant_new_parsed(arguments) : NULL,
                           NULL,
                           G_DBUS_CALL_FLAGS_NONE,
                           G_MAXINT,
                           NULL,
                           daemon_home_on_result,
                           &result);
    return g_dbus_connection_call_finish(place->pair.client, daemon_home_wait(&result), error);
}

static void
test_before_hello(Place *place, gconstpointer data)
{
    static const char *const calls[][2] = {{"Show", "(uint64 0, false)"}, {"Verify", NULL}};

    place->greeted = FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(calls); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(call(place, calls[i][0], calls[i][1], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_VERSION);
    }
}

/* Who has addresses shown leaves a record. */
static void
test_show(Place *place, gconstpointer data)
{
    static const char *const arguments[] = {"(uint64 0, false)", "(uint64 0, true)"};

    for (guint i = 0; i < G_N_ELEMENTS(arguments); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GVariant) answer = call(place, "Show", arguments[i], &error);

        g_assert_no_error(error);
        g_assert_nonnull(answer);
        g_assert_cmpuint(services_place_count(place->services, "reveal"), ==, i);
    }
}

static void
test_verify(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) answer = call(place, "Verify", NULL, &error);

    g_assert_no_error(error);
    g_assert_nonnull(answer);
}

static void
test_bad_settings(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    services_place_write("policy.conf", "[default]\ntls=perhaps\n");
    g_assert_null(call(place, "Verify", NULL, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
}

#define ADD(name, function)                                                                    \
    g_test_add("/audit-desk/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    hemo_bus_register_errors();
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
    ADD("before-hello", test_before_hello);
    ADD("show", test_show);
    ADD("verify", test_verify);
    ADD("bad-settings", test_bad_settings);
    status = g_test_run();
    services_place_end();
    return status;
}
