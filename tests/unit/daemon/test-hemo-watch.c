/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What is shown while an address is typed, from evidence that is remembered.
 */
#include "hemo-watch.h"

#include "bus-pair.h"
#include "hemo-bus.h"
#include "hemo-forget.h"
#include "sample-case.h"
#include "services-place.h"

typedef struct {
    HemoServices *services;
    BusPair pair;
    HemoClaims *claims;
    HemoWatch *watch;
    char *state;
    char *words;
    guint told;
} Place;

static void
on_state(GDBusConnection *connection,
         const char *sender,
         const char *path,
         const char *interface,
         const char *signal,
         GVariant *values,
         gpointer data)
{
    Place *place = data;

    place->told++;
    g_free(place->state);
    g_free(place->words);
    g_variant_get(values, "(sss)", NULL, &place->state, &place->words);
}

static void
place_set_up(Place *place, gconstpointer data)
{
    place->services = services_place_new();
    bus_pair_open(&place->pair);
    place->claims = hemo_claims_new();
    place->watch = hemo_watch_new(place->services, place->pair.agent, place->claims);
    g_dbus_connection_start_message_processing(place->pair.agent);
    g_dbus_connection_signal_subscribe(place->pair.client,
                                       NULL,
                                       HEMO_BUS_INTERFACE,
                                       "RecipientState",
                                       HEMO_BUS_PATH,
                                       NULL,
                                       G_DBUS_SIGNAL_FLAGS_NONE,
                                       on_state,
                                       place,
                                       NULL);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    while (!hemo_watch_is_idle(place->watch))
        g_main_context_iteration(NULL, TRUE);
    hemo_watch_free(place->watch);
    hemo_claims_unref(place->claims);
    bus_pair_close(&place->pair);
    services_place_close(place->services);
    g_free(place->state);
    g_free(place->words);
}

static void
remember(Place *place, const char *domain, const char *level)
{
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;
    g_autoptr(HemoEvidence) evidence = sample_case_evidence(level, now - 10, now + 1000);
    GVariant *object = hemo_evidence_object(evidence);
    sqlite3_stmt *statement = hemo_database_prepare(place->services->database,
                                                    "INSERT INTO evidence VALUES (?1, ?2)",
                                                    NULL);

    hemo_database_bind_text(statement, 1, domain);
    hemo_database_bind_bytes(
        statement,
        2,
        hemo_slice(g_variant_get_data(object), g_variant_get_size(object)));
    g_assert_true(hemo_database_run(place->services->database, statement, NULL));
}

static void
test_states(Place *place, gconstpointer data)
{
    static const struct {
        const char *account;
        const char *domain;
        const char *level;
        const char *state;
        const char *words;
    } rows[] = {
        {"work", "example.com", "U", "tls", "TLS verified"},        /* our own server */
        {"work", "example.org", "V", "unknown", "no safe way yet"}, /* nobody enforces it */
        {"work", "example.net", "X", "undeliverable", "cannot receive mail"},
        {"stranger", "clinic.example", "V", "unknown", "no safe way yet"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *address = g_strconcat("a@", rows[i].domain, NULL);

        remember(place, rows[i].domain, rows[i].level);
        g_clear_pointer(&place->state, g_free);
        g_clear_pointer(&place->words, g_free);
        hemo_watch_add(place->watch, rows[i].account, address);
        while (place->state == NULL)
            g_main_context_iteration(NULL, TRUE);
        g_assert_cmpstr(place->state, ==, rows[i].state);
        g_assert_cmpstr(place->words, ==, rows[i].words);
    }
}

static void
wait_told(const Place *place, guint times)
{
    while (place->told < times)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpuint(place->told, ==, times);
}

static void
claim(Place *place, const char *security)
{
    g_autoptr(GVariant) settings = g_variant_ref_sink(
        g_variant_new_parsed("{'host': <'smtp.example.com'>, 'port': <uint16 587>,"
                             " 'user': <'nurse'>, 'security': <%s>}",
                             security));
    const HemoAccount *account = NULL;

    g_assert_true(hemo_claims_take(place->claims,
                                   settings,
                                   hemo_config_accounts(place->services->config),
                                   &account,
                                   NULL));
    g_assert_nonnull(account);
    hemo_watch_refresh(place->watch);
}

/* The mail program is set to send without TLS: then it does not even stay on our own server
 * unseen.  Who was told otherwise hears of it, and of nothing that he knows. */
static void
test_mail_program(Place *place, gconstpointer data)
{
    remember(place, "example.com", "U");
    remember(place, "example.net", "X");
    hemo_watch_add(place->watch, "work", "a@example.com");
    hemo_watch_add(place->watch, "work", "a@example.net");
    wait_told(place, 2);
    claim(place, "none");
    wait_told(place, 3);
    g_assert_cmpstr(place->state, ==, "unknown");
    claim(place, "starttls");
    wait_told(place, 4);
    g_assert_cmpstr(place->state, ==, "tls");
    hemo_watch_refresh(place->watch);
    hemo_watch_add(place->watch, "work", "a@example.com"); /* who asks is answered */
    wait_told(place, 5);
}

/* Nothing can be known, and nothing that could be would make this route a safe one. */
static void
test_later(Place *place, gconstpointer data)
{
    hemo_watch_add(place->watch, "work", "a@example.org"); /* there is no name service */
    wait_told(place, 1);
    g_assert_cmpstr(place->state, ==, "unknown");
    g_assert_cmpstr(place->words, ==, "no safe way yet");
}

/* Nobody hears anything after the end, whatever comes. */
static void
test_over(Place *place, gconstpointer data)
{
    HemoWatch *other = hemo_watch_new(place->services, place->pair.agent, place->claims);

    remember(place, "example.com", "U");
    hemo_watch_add(other, "work", "b@example.com");
    hemo_watch_free(other);
    hemo_watch_free(NULL);
    hemo_watch_add(place->watch, "work", "a@example.com");
    wait_told(place, 1);
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_assert_cmpuint(place->told, ==, 1);
}

/* The screen is locked while somebody is looked up: that ends, and opens nothing again until
 * she is back and types. */
static void
test_away(Place *place, gconstpointer data)
{
    remember(place, "example.com", "U");
    hemo_watch_add(place->watch, "work", "a@example.com");
    hemo_forget_all(place->services);
    while (!hemo_watch_is_idle(place->watch))
        g_main_context_iteration(NULL, TRUE);
    g_assert_null(hemo_vault_state_key(place->services->vault));
    hemo_watch_add(place->watch, "work", "a@example.com");
    wait_told(place, 1);
    g_assert_cmpstr(place->state, ==, "tls");
    g_assert_nonnull(hemo_vault_state_key(place->services->vault));
}

/* Half an address is no question: what comes next is about the whole one. */
static void
test_incomplete(Place *place, gconstpointer data)
{
    static const char *const addresses[] = {"", "a", "a@", "@example.com", "a b@example.com"};

    remember(place, "example.com", "U");
    for (gsize i = 0; i < G_N_ELEMENTS(addresses); i++)
        hemo_watch_add(place->watch, "work", addresses[i]);
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_assert_null(place->state);
    hemo_watch_add(place->watch, "work", "a@example.com");
    while (place->state == NULL)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpstr(place->state, ==, "tls");
}

/* Who has nothing is told as such, where that way is allowed at all. */
static void
test_pdf(Place *place, gconstpointer data)
{
    services_place_write("policy.conf",
                         "[default]\nmethods=tls; smime; openpgp; pdf\n[agent]\nkeyring=file\n"
                         "[network]\nresolver=127.0.0.1@1\nno-port25=true\n"
                         "[keys]\nfinders=keyring; harvest\n");
    g_assert_true(hemo_services_refresh(place->services, NULL));
    remember(place, "example.org", "V");
    hemo_watch_add(place->watch, "work", "a@example.org");
    g_assert_false(hemo_watch_is_idle(place->watch));
    wait_told(place, 1);
    g_assert_cmpstr(place->state, ==, "pdf");
    g_assert_cmpstr(place->words, ==, "as a PDF with five words");
}

#define ADD(name, function)                                                                    \
    g_test_add("/watch/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    ADD("states", test_states);
    ADD("mail-program", test_mail_program);
    ADD("pdf", test_pdf);
    ADD("later", test_later);
    ADD("over", test_over);
    ADD("away", test_away);
    ADD("incomplete", test_incomplete);
    status = g_test_run();
    services_place_end();
    return status;
}
