/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a client may not do, over a real connection.
 */
#include "hemo-session.h"

#include "bus-pair.h"
#include "hemo-bus.h"
#include "hemo-error.h"
#include "services-place.h"

#include <unistd.h>

typedef struct {
    HemoServices *services;
    BusPair pair;
    guint closed;
} Place;

static void
on_closed(gpointer data)
{
    ((Place *)data)->closed++;
}

static void
place_set_up(Place *place, gconstpointer data)
{
    place->services = services_place_new();
    bus_pair_open(&place->pair);
    hemo_session_start(place->pair.agent, place->services, on_closed, place);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    bus_pair_close(&place->pair);
    while (place->closed == 0)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpuint(place->closed, ==, 1);
    services_place_close(place->services);
}

static gboolean
call(Place *place, const char *method, const char *arguments, int fd, GError **error)
{
    g_autoptr(GVariant) answer =
        bus_pair_call(&place->pair, method, g_variant_new_parsed(arguments), fd, error);

    return answer != NULL;
}

static void
hello(Place *place)
{
    g_autoptr(GError) error = NULL;

    call(place, "Hello", "(uint32 1, 'test')", -1, &error);
    g_assert_no_error(error);
}

#define ENVELOPE "{'from': <'a@example.com'>, 'to': <['b@example.org']>}"

static const struct {
    const char *method;
    const char *arguments;
    int code; /* after Hello */
} calls[] = {
    {"Answer", "('nonsense', 'clean', '')", HEMO_ERROR_EXPIRED},
    {"Answer", "('', 'clean', '')", HEMO_ERROR_EXPIRED},
    {"Sent", "('nonsense', @a(sas) [])", HEMO_ERROR_EXPIRED},
    {"Assess", "(handle 0, @ah [], " ENVELOPE ")", HEMO_ERROR_INVALID},
    {"Assess", "(handle 7, @ah [], " ENVELOPE ")", HEMO_ERROR_INVALID},
    {"Assess", "(handle -1, @ah [], " ENVELOPE ")", HEMO_ERROR_INVALID},
    {"Protect", "('nonsense', handle 0, @ah [])", HEMO_ERROR_INVALID},
    {"Check", "('nonsense', handle 0)", HEMO_ERROR_INVALID},
    {"Badge", "(handle 0, 'work')", HEMO_ERROR_INVALID},
    {"Incoming", "(handle 0, 'work')", HEMO_ERROR_INVALID},
    {"StorePassword", "('work', handle 0)", HEMO_ERROR_INVALID},
    {"Account", "({'host': <'smtp.example.com'>, 'colour': <'red'>},)", HEMO_ERROR_INVALID},
    {"Account", "({'port': <'587'>},)", HEMO_ERROR_INVALID},
    {"Note", "('gossip', @a{sv} {})", HEMO_ERROR_INVALID},
    {"Submission", "('stranger',)", HEMO_ERROR_NOT_FOUND},
};

/* A stranger to the protocol gets nothing done. */
static void
test_before_hello(Place *place, gconstpointer data)
{
    for (gsize i = 0; i < G_N_ELEMENTS(calls); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(call(place, calls[i].method, calls[i].arguments, -1, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_VERSION);
    }
}

static void
test_other_version(Place *place, gconstpointer data)
{
    static const char *const versions[] = {"(uint32 0, 'x')", "(uint32 2, 'x')"};

    for (gsize i = 0; i < G_N_ELEMENTS(versions); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(call(place, "Hello", versions[i], -1, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_VERSION);
        g_clear_error(&error);
        g_assert_false(call(place, "Abandon", "('x',)", -1, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_VERSION);
    }
}

/* No descriptor came along, or there is no such ticket or account. */
static void
test_refused(Place *place, gconstpointer data)
{
    hello(place);
    for (gsize i = 0; i < G_N_ELEMENTS(calls); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(call(place, calls[i].method, calls[i].arguments, -1, &error));
        g_assert_error(error, HEMO_ERROR, calls[i].code);
    }
}

/* A mail that could still be changed is not looked at. */
static void
test_unsealed(Place *place, gconstpointer data)
{
    static const struct {
        const char *method;
        const char *arguments;
    } rows[] = {
        {"Assess", "(handle 0, @ah [], " ENVELOPE ")"},
        {"Badge", "(handle 0, 'work')"},
        {"Incoming", "(handle 0, 'work')"},
        {"StorePassword", "('work', handle 0)"},
    };

    hello(place);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        int fd = services_place_open("Subject: x\r\n\r\n");

        g_assert_false(call(place, rows[i].method, rows[i].arguments, fd, &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
        close(fd);
    }
    g_assert_cmpuint(place->services->cases, ==, 0);
}

static void
test_abandon(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    hello(place);
    g_assert_true(call(place, "Abandon", "('nonsense',)", -1, &error));
    g_assert_no_error(error);
}

/* Settings that cannot be used hold every mail, and the client hears why. */
static void
test_bad_settings(Place *place, gconstpointer data)
{
    g_autoptr(GError) error = NULL;
    int fd = services_place_sealed("Subject: x\r\n\r\n");

    hello(place);
    services_place_write("policy.conf", "[default]\ntls=perhaps\n");
    g_assert_false(call(place, "Assess", "(handle 0, @ah [], " ENVELOPE ")", fd, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    g_clear_error(&error);
    g_assert_false(call(place, "Watch", "('work', ['b@example.org'])", -1, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    close(fd);
}

#define ADD(name, function)                                                                    \
    g_test_add("/session/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    hemo_bus_register_errors();
    g_test_init(&argc, &argv, NULL);
    g_log_set_always_fatal(G_LOG_FATAL_MASK | G_LOG_LEVEL_CRITICAL);
    ADD("before-hello", test_before_hello);
    ADD("other-version", test_other_version);
    ADD("refused", test_refused);
    ADD("unsealed", test_unsealed);
    ADD("abandon", test_abandon);
    ADD("bad-settings", test_bad_settings);
    status = g_test_run();
    services_place_end();
    return status;
}
