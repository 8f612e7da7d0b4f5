/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Evidence that is remembered, and the clock.  Look-ups go to a resolver of our own.
 */
#include "hemo-evidence-store.h"

#include "daemon-home.h"
#include "net/fake-dns.h"
#include "sample-case.h"

typedef struct {
    DaemonHome home;
    FakeDns *dns;
    HemoDomainCheck *check;
    HemoEvidenceStore *store;
} Place;

static void
place_set_up(Place *place, gconstpointer data)
{
    static const FakeDnsRecord records[] = {{NULL, 0, 0, NULL, 0}};
    HemoNetSettings settings = {.no_port25 = TRUE};

    daemon_home_set_up(&place->home, data);
    place->dns = fake_dns_new(records);
    settings.resolver = fake_dns_resolver(place->dns);
    place->check = hemo_domain_check_new(&settings);
    place->store = hemo_evidence_store_new(place->home.database, place->check);
}

static void
place_tear_down(Place *place, gconstpointer data)
{
    hemo_evidence_store_free(place->store);
    hemo_domain_check_free(place->check);
    fake_dns_free(place->dns);
    daemon_home_tear_down(&place->home, data);
}

static void
insert(Place *place, HemoSlice object)
{
    sqlite3_stmt *statement =
        hemo_database_prepare(place->home.database,
                              "INSERT OR REPLACE INTO evidence VALUES ('example.org', ?1)",
                              NULL);

    hemo_database_bind_bytes(statement, 1, object);
    g_assert_true(hemo_database_run(place->home.database, statement, NULL));
}

static void
insert_evidence(Place *place, const char *level, gint64 checked, gint64 expires)
{
    g_autoptr(HemoEvidence) evidence = sample_case_evidence(level, checked, expires);
    GVariant *object = hemo_evidence_object(evidence);

    insert(place, hemo_slice(g_variant_get_data(object), g_variant_get_size(object)));
}

/* Good from the moment that it was seen until just before it ends. */
static void
test_clock(Place *place, gconstpointer data)
{
    static const struct {
        gint64 now;
        gboolean fresh;
    } rows[] = {
        {999, FALSE}, /* from the future */
        {1000, TRUE},
        {1999, TRUE},
        {2000, FALSE},
        {G_MAXINT64, FALSE},
        {0, FALSE},
        {-1, FALSE},
    };

    insert_evidence(place, "A", 1000, 2000);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoEvidence) evidence =
            hemo_evidence_store_peek(place->store, "example.org", rows[i].now);

        g_assert_cmpint(evidence != NULL, ==, rows[i].fresh);
        if (evidence != NULL)
            g_assert_cmpint(hemo_evidence_level(evidence), ==, HEMO_LEVEL_AUTHENTICATED);
    }
    g_assert_null(hemo_evidence_store_peek(place->store, "other.example", 1500));
    hemo_evidence_store_free(NULL);
}

/* Bytes that are no evidence are as good as none. */
static void
test_damaged(Place *place, gconstpointer data)
{
    static const char *const texts[] = {"", "x", "\xff\xff\xff\xff\xff\xff\xff\xff"};

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        insert(place, hemo_slice_text(texts[i]));
        g_assert_null(hemo_evidence_store_peek(place->store, "example.org", 1500));
    }
    insert_evidence(place, "A", 1000, 2000);
    daemon_home_sql(&place->home, "UPDATE evidence SET object = substr(object, 1, 40)");
    g_assert_null(hemo_evidence_store_peek(place->store, "example.org", 1500));
}

static HemoEvidence *
finish(Place *place, GAsyncResult **result)
{
    g_autoptr(GError) error = NULL;
    HemoEvidence *evidence =
        hemo_evidence_store_ask_finish(place->store, daemon_home_wait(result), &error);

    g_assert_no_error(error);
    return evidence;
}

static void
test_fresh_is_answered(Place *place, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(HemoEvidence) evidence = NULL;
    gint64 now = g_get_real_time() / G_USEC_PER_SEC;

    insert_evidence(place, "V", now - 10, now + 10000);
    hemo_evidence_store_ask_async(place->store,
                                  "example.org",
                                  NULL,
                                  daemon_home_on_result,
                                  &result);
    evidence = finish(place, &result);
    g_assert_cmpint(hemo_evidence_level(evidence), ==, HEMO_LEVEL_VERIFIED);
}

/* Two ask for what is out of date: both hear the same, and no good level is made up. */
static void
test_expired_is_looked_up(Place *place, gconstpointer data)
{
    GAsyncResult *results[2] = {NULL, NULL};
    g_autoptr(HemoEvidence) first = NULL;
    g_autoptr(HemoEvidence) second = NULL;

    insert_evidence(place, "V", 1000, 2000);
    for (gsize i = 0; i < G_N_ELEMENTS(results); i++)
        hemo_evidence_store_ask_async(place->store,
                                      "example.org",
                                      NULL,
                                      daemon_home_on_result,
                                      &results[i]);
    first = finish(place, &results[0]);
    second = finish(place, &results[1]);
    g_assert_true(first == second);
    g_assert_cmpint(hemo_evidence_level(first), <, HEMO_LEVEL_KNOWN);
    g_object_unref(results[0]);
    g_object_unref(results[1]);
}

static void
on_heard(const char *domain, gpointer data)
{
    g_assert_cmpstr(domain, ==, "example.org");
    (*(guint *)data)++;
}

/* Whoever listens hears of a look-up that somebody else asked for, not of what was known. */
static void
test_listeners(Place *place, gconstpointer data)
{
    guint heard[2] = {0};
    guint first = hemo_evidence_store_listen(place->store, on_heard, &heard[0]);
    guint second = hemo_evidence_store_listen(place->store, on_heard, &heard[1]);

    g_assert_true(first != 0 && second != 0 && first != second);
    hemo_evidence_store_unlisten(place->store, first);
    for (int i = 0; i < 2; i++) {
        g_autoptr(GAsyncResult) result = NULL;
        g_autoptr(HemoEvidence) evidence = NULL;

        hemo_evidence_store_ask_async(place->store,
                                      "example.org",
                                      NULL,
                                      daemon_home_on_result,
                                      &result);
        evidence = finish(place, &result);
        g_assert_cmpuint(heard[0], ==, 0);
        g_assert_cmpuint(heard[1], ==, 1);
    }
}

/* The agent ends while somebody looks something up. */
static void
test_ends_while_looking_up(Place *place, gconstpointer data)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_evidence_store_ask_async(place->store,
                                  "example.org",
                                  NULL,
                                  daemon_home_on_result,
                                  &result);
    g_clear_pointer(&place->store, hemo_evidence_store_free);
    while (g_main_context_iteration(NULL, FALSE))
        continue;
    g_assert_null(place->store);
}

#define ADD(name, function)                                                                    \
    g_test_add("/evidence-store/" name, Place, NULL, place_set_up, function, place_tear_down)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("clock", test_clock);
    ADD("damaged", test_damaged);
    ADD("fresh-is-answered", test_fresh_is_answered);
    ADD("expired-is-looked-up", test_expired_is_looked_up);
    ADD("listeners", test_listeners);
    ADD("ends-while-looking-up", test_ends_while_looking_up);
    return g_test_run();
}
