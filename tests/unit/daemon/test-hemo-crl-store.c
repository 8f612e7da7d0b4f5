/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-crl-store.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "keys/fake-net.h"
#include "keys/sample-certificate.h"

#include <glib/gstdio.h>

#define PLACE "http://crl.example.org/ca.crl"
#define HOUR  (60 * 60)

static const char *const places[] = {PLACE, NULL};
static const SampleFields fields = {.name = "Nora", .crl_place = PLACE};

typedef struct {
    char *path;
    HemoDatabase *database;
    Sample *authority;
    Sample *nora;
    GPtrArray *chain;
    gint64 age;
    gint64 now;
} Home;

typedef struct {
    GPtrArray *known;
    GError *error;
    gboolean done;
} Wait;

static void
set_up(Home *home, gconstpointer data)
{
    home->path = g_dir_make_tmp("hemostat-crl-XXXXXX", NULL);
    home->authority = sample_authority();
    home->nora = sample_new(&fields, home->authority);
    home->chain = sample_list(home->nora, home->authority, NULL);
    home->now = g_get_real_time() / G_USEC_PER_SEC;
    home->age = 7 * 24 * HOUR;
    {
        g_autofree char *file = g_build_filename(home->path, "state", NULL);

        home->database = hemo_database_open(file, NULL);
    }
}

static void
tear_down(Home *home, gconstpointer data)
{
    static const char *const names[] = {"state", "state-wal", "state-shm"};

    hemo_database_close(home->database);
    for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *file = g_build_filename(home->path, names[i], NULL);

        g_unlink(file);
    }
    g_rmdir(home->path);
    g_free(home->path);
    g_ptr_array_unref(home->chain);
    sample_free(home->nora);
    sample_free(home->authority);
}

static void
on_known(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->known = hemo_crl_store_fetch_finish(result, &wait->error);
    wait->done = TRUE;
}

static void
wait_for(Wait *wait)
{
    while (!wait->done)
        g_main_context_iteration(NULL, TRUE);
}

/* Fetches from a network where PLACE has @der (or nothing); what is known then. */
static GPtrArray *
fetch(Home *home, HemoCrlStore *store)
{
    Wait wait = {0};

    hemo_crl_store_fetch_async(store, home->chain, home->age, NULL, on_known, &wait);
    wait_for(&wait);
    g_assert_no_error(wait.error);
    return wait.known;
}

static FakeNetRow
make_row(GBytes *der)
{
    gsize size = 0;
    const char *data = g_bytes_get_data(der, &size);

    return (FakeNetRow){PLACE, 0, FAKE_NET_ANSWERS, data, size};
}

static void
check_known(GPtrArray *known, GBytes *der)
{
    g_autoptr(GPtrArray) owned = known;

    g_assert_cmpuint(owned->len, ==, der != NULL ? 1 : 0);
    if (der != NULL)
        g_assert_true(g_bytes_equal(owned->pdata[0], der));
}

/* Fetched once, known at once from then on, also by the next agent. */
static void
test_fetch(Home *home, gconstpointer data)
{
    g_autoptr(GBytes) der = sample_crl(home->authority, NULL, home->now - HOUR, NULL);
    FakeNetRow rows[] = {make_row(der), {0}};
    g_autoptr(FakeNet) net = fake_net_new(rows);
    HemoCrlStore *store = hemo_crl_store_new(home->database, &fake_net_functions, net);

    check_known(hemo_crl_store_known(store, places), NULL);
    check_known(fetch(home, store), der);
    check_known(fetch(home, store), der);
    g_assert_cmpstr(fake_net_asked(net), ==, "0 " PLACE "\n");
    hemo_crl_store_free(store);
    store = hemo_crl_store_new(home->database, &fake_net_functions, net);
    check_known(hemo_crl_store_known(store, places), der);
    check_known(fetch(home, store), der);
    g_assert_cmpstr(fake_net_asked(net), ==, "0 " PLACE "\n");
    hemo_crl_store_free(store);
}

/* Whatever somebody on the way sends instead, the last good list stays. */
static void
test_replace(Home *home, gconstpointer data)
{
    g_autoptr(Sample) impostor = sample_authority();
    g_autoptr(GBytes) good = sample_crl(home->authority, home->nora, home->now - HOUR, NULL);
    g_autoptr(GBytes) newer = sample_crl(home->authority, NULL, home->now - 60, NULL);
    g_autoptr(GBytes) older = sample_crl(home->authority, NULL, home->now - 9 * HOUR, NULL);
    g_autoptr(GBytes) forged = sample_crl(impostor, NULL, home->now, NULL);
    g_autoptr(Sample) other =
        sample_new(&(SampleFields){.name = "Other", .is_authority = TRUE}, NULL);
    g_autoptr(GBytes) foreign = sample_crl(other, NULL, home->now, NULL);
    g_autoptr(GBytes) late =
        sample_crl(home->authority, NULL, home->now + 3650 * (gint64)(24 * HOUR), NULL);
    g_autoptr(GBytes) part =
        sample_crl(home->authority, NULL, home->now, "critical,onlyCA:TRUE");
    g_autoptr(GBytes) page = g_bytes_new_static("<html>", 6);
    const struct {
        GBytes *sent;
        GBytes *known;
    } steps[] = {{good, good},
                 {page, good},
                 {forged, good},
                 {foreign, good},
                 {late, good},
                 {part, good},
                 {older, good},
                 {newer, newer},
                 {good, newer}};

    home->age = -1; /* always old */
    for (gsize i = 0; i < G_N_ELEMENTS(steps); i++) {
        FakeNetRow rows[] = {make_row(steps[i].sent), {0}};
        g_autoptr(FakeNet) net = fake_net_new(rows);
        g_autoptr(HemoCrlStore) store =
            hemo_crl_store_new(home->database, &fake_net_functions, net);

        g_test_message("step %" G_GSIZE_FORMAT, i);
        check_known(fetch(home, store), steps[i].known);
    }
}

/* An authority that names the place of another one gets a list of its own there. */
static void
test_shared_place(Home *home, gconstpointer data)
{
    g_autoptr(Sample) other =
        sample_new(&(SampleFields){.name = "Other", .is_authority = TRUE}, NULL);
    g_autoptr(Sample) eve = sample_new(&fields, other);
    g_autoptr(GPtrArray) chain = sample_list(eve, other, NULL);
    g_autoptr(GPtrArray) known = NULL;
    g_autoptr(GBytes) good = sample_crl(home->authority, home->nora, home->now - HOUR, NULL);
    g_autoptr(GBytes) foreign = sample_crl(other, NULL, home->now, NULL);
    FakeNetRow rows[][2] = {{make_row(good), {0}}, {make_row(foreign), {0}}};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(FakeNet) net = fake_net_new(rows[i]);
        g_autoptr(HemoCrlStore) store =
            hemo_crl_store_new(home->database, &fake_net_functions, net);
        Wait wait = {0};

        g_clear_pointer(&known, g_ptr_array_unref);
        hemo_crl_store_fetch_async(store,
                                   i == 0 ? home->chain : chain,
                                   home->age,
                                   NULL,
                                   on_known,
                                   &wait);
        wait_for(&wait);
        known = wait.known;
    }
    g_assert_cmpuint(known->len, ==, 2);
    g_assert_true(g_bytes_equal(known->pdata[0], good) || g_bytes_equal(known->pdata[1], good));
}

/* A place that is dead is left alone for a while: it would delay every mail. */
static void
test_failure(Home *home, gconstpointer data)
{
    static const FakeNetRow rows[] = {{PLACE, 0, FAKE_NET_FAILS, NULL, 0}, {0}};
    g_autoptr(FakeNet) net = fake_net_new(rows);
    g_autoptr(HemoCrlStore) store =
        hemo_crl_store_new(home->database, &fake_net_functions, net);

    check_known(fetch(home, store), NULL);
    check_known(fetch(home, store), NULL);
    g_assert_cmpstr(fake_net_asked(net), ==, "0 " PLACE "\n");
}

/* Two mails at a time ask once, a server that stalls costs the time box, and the end of the
 * store ends what still waits. */
static void
test_stall(Home *home, gconstpointer data)
{
    static const FakeNetRow rows[] = {{PLACE, 0, FAKE_NET_DEAF, NULL, 0}, {0}};
    g_autoptr(FakeNet) net = fake_net_new(rows);
    HemoCrlStore *store = hemo_crl_store_new(home->database, &fake_net_functions, net);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    Wait waits[4] = {0};
    gint64 begin = g_get_monotonic_time();
    gint64 took = 0;

    hemo_crl_store_fetch_async(store, home->chain, home->age, NULL, on_known, &waits[0]);
    hemo_crl_store_fetch_async(store, home->chain, home->age, NULL, on_known, &waits[1]);
    hemo_crl_store_fetch_async(store, home->chain, home->age, cancellable, on_known, &waits[2]);
    g_cancellable_cancel(cancellable);
    wait_for(&waits[2]);
    g_assert_error(waits[2].error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    wait_for(&waits[0]);
    wait_for(&waits[1]);
    took = g_get_monotonic_time() - begin;
    g_assert_cmpint(took, >, (HEMO_LIMIT_FINDER_WAIT - 1) * G_USEC_PER_SEC);
    g_assert_cmpint(took, <, (HEMO_LIMIT_FINDER_WAIT + 2) * G_USEC_PER_SEC);
    check_known(waits[0].known, NULL);
    check_known(waits[1].known, NULL);
    g_assert_cmpstr(fake_net_asked(net), ==, "0 " PLACE "\n");
    hemo_crl_store_fetch_async(store, home->chain, home->age, NULL, on_known, &waits[3]);
    hemo_crl_store_free(store);
    wait_for(&waits[3]);
    g_assert_error(waits[3].error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    g_clear_error(&waits[2].error);
    g_clear_error(&waits[3].error);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*run)(Home *home, gconstpointer data);
    } tests[] = {
        {"/crl-store/fetch", test_fetch},
        {"/crl-store/replace", test_replace},
        {"/crl-store/shared-place", test_shared_place},
        {"/crl-store/failure", test_failure},
        {"/crl-store/stall", test_stall},
    };

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Home, NULL, set_up, tests[i].run, tear_down);
    return g_test_run();
}
