/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-sent-store.h"

#include "daemon-home.h"
#include "hemo-error.h"

#include <string.h>

static const char *const recipients[] = {"robin@example.org", NULL};

static HemoSentStore *
make(DaemonHome *home)
{
    g_autoptr(GError) error = NULL;

    daemon_home_open_vault(home, &error);
    g_assert_no_error(error);
    return hemo_sent_store_new(home->database, home->vault);
}

static void
add(HemoSentStore *store, const char *id, const char *mail, HemoRung rung)
{
    g_autoptr(GError) error = NULL;

    hemo_sent_store_add(store, id, mail, rung, recipients, &error);
    g_assert_no_error(error);
}

static HemoRung
find(HemoSentStore *store, const char *first, const char *second)
{
    const char *references[] = {first, second, NULL};
    g_autoptr(GError) error = NULL;
    HemoRung rung = HEMO_RUNG_PORTAL;

    hemo_sent_store_find_rung(store, references, "nobody@example.org", &rung, &error);
    g_assert_no_error(error);
    return rung;
}

static void
test_rungs(DaemonHome *home, gconstpointer data)
{
    g_autoptr(HemoSentStore) store = make(home);

    add(store, "<tls@example.com>", "m1", HEMO_RUNG_TLS);
    add(store, "<e2e@example.com>", "m2", HEMO_RUNG_END_TO_END);
    add(store, "<plain@example.com>", "m3", HEMO_RUNG_NONE);
    g_assert_cmpint(find(store, "<tls@example.com>", NULL), ==, HEMO_RUNG_TLS);
    g_assert_cmpint(find(store, "tls@example.com", NULL), ==, HEMO_RUNG_TLS);
    g_assert_cmpint(find(store, " <e2e@example.com> ", NULL), ==, HEMO_RUNG_END_TO_END);
    g_assert_cmpint(find(store, "<plain@example.com>", NULL), ==, HEMO_RUNG_NONE);
    g_assert_cmpint(find(store, "<other@example.com>", NULL), ==, HEMO_RUNG_NONE);
    g_assert_cmpint(find(store, NULL, NULL), ==, HEMO_RUNG_NONE);
    /* a thread starts at its highest */
    g_assert_cmpint(find(store, "<e2e@example.com>", "<tls@example.com>"),
                    ==,
                    HEMO_RUNG_END_TO_END);
    g_assert_cmpint(find(store, "<plain@example.com>", "<tls@example.com>"), ==, HEMO_RUNG_TLS);
}

static void
test_over_restart(DaemonHome *home, gconstpointer data)
{
    HemoSentStore *store = make(home);
    g_autofree char *mail = NULL;

    add(store, "<x@example.com>", "m1", HEMO_RUNG_PORTAL);
    hemo_sent_store_free(store);
    daemon_home_close(home);
    daemon_home_open(home);
    store = make(home);
    mail = hemo_sent_store_find_mail(store, "x@example.com");
    g_assert_cmpstr(mail, ==, "m1");
    g_assert_null(hemo_sent_store_find_mail(store, "<y@example.com>"));
    g_assert_cmpint(find(store, "<x@example.com>", NULL), ==, HEMO_RUNG_PORTAL);
    hemo_sent_store_free(store);
}

/* Neither Message-IDs nor addresses can be read from the disk. */
static void
test_sealed(DaemonHome *home, gconstpointer data)
{
    static const char *const ends[] = {"", "-wal"};
    g_autoptr(HemoSentStore) store = make(home);
    gboolean seen = FALSE;

    add(store, "<wonderful-id@example.com>", "audit-id-of-mail", HEMO_RUNG_TLS);
    for (gsize i = 0; i < G_N_ELEMENTS(ends); i++) {
        g_autofree char *path = g_strconcat(home->database_path, ends[i], NULL);
        g_autofree char *bytes = NULL;
        gsize size = 0;

        g_assert_true(g_file_get_contents(path, &bytes, &size, NULL));
        g_assert_null(memmem(bytes, size, "wonderful-id", 12));
        g_assert_null(memmem(bytes, size, "robin", 5));
        seen = seen || memmem(bytes, size, "audit-id-of-mail", 16) != NULL;
    }
    g_assert_true(seen);
}

/* Copies of one mail at two levels: each recipient starts where he was, a new one at the
 * weaker. */
static void
test_own_level(DaemonHome *home, gconstpointer data)
{
    static const char *const first[] = {"Anna@example.org", NULL};
    static const char *const second[] = {"bob@example.net", NULL};
    static const struct {
        const char *address;
        HemoRung rung;
    } rows[] = {
        {"anna@example.org", HEMO_RUNG_END_TO_END},
        {"bob@example.net", HEMO_RUNG_TLS},
        {"carl@example.com", HEMO_RUNG_TLS},
    };
    const char *references[] = {"<stranger@example.com>", "<mixed@example.com>", NULL};
    g_autoptr(HemoSentStore) store = make(home);
    g_auto(GStrv) known = NULL;

    hemo_sent_store_add(store, "<mixed@example.com>", "m", HEMO_RUNG_END_TO_END, first, NULL);
    hemo_sent_store_add(store, "<mixed@example.com>", "m", HEMO_RUNG_TLS, second, NULL);
    known = hemo_sent_store_known(store, references, NULL);
    g_assert_cmpuint(g_strv_length(known), ==, 1);
    g_assert_cmpstr(known[0], ==, "<mixed@example.com>");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoRung rung = HEMO_RUNG_NONE;

        g_assert_true(
            hemo_sent_store_find_rung(store, references, rows[i].address, &rung, NULL));
        g_assert_cmpint(rung, ==, rows[i].rung);
    }
}

/* While the keyring is locked nothing is known: that is an error, not "no protection". */
static void
test_locked(DaemonHome *home, gconstpointer data)
{
    const char *references[] = {"<x@example.com>", NULL};
    g_autoptr(HemoSentStore) store = make(home);
    g_autoptr(GError) error = NULL;
    HemoRung rung = HEMO_RUNG_NONE;

    add(store, "<x@example.com>", "m1", HEMO_RUNG_END_TO_END);
    hemo_vault_close(home->vault);
    g_assert_false(
        hemo_sent_store_find_rung(store, references, "nobody@example.org", &rung, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_clear_error(&error);
    g_assert_false(
        hemo_sent_store_add(store, "<z@example.com>", "m", HEMO_RUNG_TLS, recipients, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_assert_null(hemo_sent_store_find_mail(store, "<x@example.com>"));
    hemo_sent_store_free(NULL);
}

#define ADD(name, function)                                                                    \
    g_test_add("/sent-store/" name,                                                            \
               DaemonHome,                                                                     \
               NULL,                                                                           \
               daemon_home_set_up,                                                             \
               function,                                                                       \
               daemon_home_tear_down)

/* How one of them had it, not how the others did. */
static void
test_own_rung(DaemonHome *home, gconstpointer data)
{
    static const char *const others[] = {"petra@example.net", NULL};
    static const struct {
        const char *id;
        const char *address;
        HemoRung rung;
    } rows[] = {
        {"<one@example.com>", "petra@example.net", HEMO_RUNG_TLS},
        {"one@example.com", "Petra@Example.NET", HEMO_RUNG_TLS},
        {"<one@example.com>", "nobody@example.org", HEMO_RUNG_NONE},
        {"<two@example.com>", "petra@example.net", HEMO_RUNG_NONE},
        {"<three@example.com>", "petra@example.net", HEMO_RUNG_TLS},
        {"<plain@example.com>", "petra@example.net", HEMO_RUNG_NONE},
    };
    g_autoptr(HemoSentStore) store = make(home);

    add(store, "<one@example.com>", "m1", HEMO_RUNG_END_TO_END);
    hemo_sent_store_add(store, "<one@example.com>", "m1", HEMO_RUNG_TLS, others, NULL);
    add(store, "<two@example.com>", "m2", HEMO_RUNG_TLS);
    hemo_sent_store_add(store, "<three@example.com>", "m3", HEMO_RUNG_END_TO_END, others, NULL);
    hemo_sent_store_add(store, "<three@example.com>", "m3", HEMO_RUNG_TLS, others, NULL);
    hemo_sent_store_add(store, "<plain@example.com>", "m4", HEMO_RUNG_NONE, others, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        HemoRung rung = HEMO_RUNG_PORTAL;

        g_assert_true(
            hemo_sent_store_find_own_rung(store, rows[i].id, rows[i].address, &rung, &error));
        g_assert_no_error(error);
        g_assert_cmpint(rung, ==, rows[i].rung);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    ADD("rungs", test_rungs);
    ADD("over-restart", test_over_restart);
    ADD("sealed", test_sealed);
    ADD("own-level", test_own_level);
    ADD("own-rung", test_own_rung);
    ADD("locked", test_locked);
    return g_test_run();
}
