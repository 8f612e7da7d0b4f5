/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-finder.h"

#include "fake-net.h"
#include "hemo-error.h"
#include "hemo-limits.h"

#define WKD                                                                                    \
    "https://example.org/.well-known/openpgpkey/hu/"                                           \
    "iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe"
#define KEY FAKE_NET_DATA("\x98\x33\x04 a key")
#define ALL                                                                                    \
    (HEMO_FINDER_KEYRING | HEMO_FINDER_HARVEST | HEMO_FINDER_WKD | HEMO_FINDER_SMIMEA |        \
     HEMO_FINDER_DNS_CERT | HEMO_FINDER_IMPORT)

typedef struct {
    GPtrArray *found;
    GError *error;
    guint silent;
    gboolean done;
} Wait;

static void
on_found(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->found = hemo_finder_find_finish(result, &wait->error);
    wait->silent = hemo_finder_find_silent(result);
    wait->done = TRUE;
}

static Wait
find(FakeNet *net, guint finders, const char *address, GCancellable *cancellable)
{
    Wait wait = {0};

    hemo_finder_find_async(&fake_net_functions,
                           net,
                           finders,
                           address,
                           cancellable,
                           on_found,
                           &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    return wait;
}

static const FakeNetRow good[] = {{WKD, 0, 0, KEY}, {0}};

static void
test_found(void)
{
    g_autoptr(FakeNet) net = fake_net_new(good);
    gint64 begin = g_get_monotonic_time();
    Wait wait = find(net, ALL, "Joe.Doe@example.org", NULL);
    g_autoptr(GPtrArray) found = wait.found;

    g_assert_no_error(wait.error);
    g_assert_cmpuint(found->len, ==, 1);
    g_assert_cmpuint(wait.silent, ==, 0);
    g_assert_cmpint(((HemoFound *)found->pdata[0])->finder, ==, HEMO_FINDER_WKD);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, G_USEC_PER_SEC);
}

/* Nobody is asked who was not named, nor for what is no address. */
static void
test_nobody(void)
{
    static const struct {
        guint finders;
        const char *address;
    } rows[] = {
        {0, "Joe.Doe@example.org"},
        {HEMO_FINDER_KEYRING | HEMO_FINDER_HARVEST | HEMO_FINDER_IMPORT, "Joe.Doe@example.org"},
        {ALL, "Joe Doe"},
        {ALL, ""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(FakeNet) net = fake_net_new(good);
        Wait wait = find(net, rows[i].finders, rows[i].address, NULL);
        g_autoptr(GPtrArray) found = wait.found;

        g_assert_no_error(wait.error);
        g_assert_cmpuint(found->len, ==, 0);
        g_assert_cmpstr(fake_net_asked(net), ==, "");
    }
}

static gboolean
on_cancel_time(gpointer cancellable)
{
    g_cancellable_cancel(cancellable);
    return G_SOURCE_REMOVE;
}

/* A server that does not even notice that it is given up delays nobody. */
static void
test_cancel(void)
{
    static const FakeNetRow rows[] = {{WKD, 0, FAKE_NET_DEAF, NULL, 0}, {0}};
    g_autoptr(FakeNet) net = fake_net_new(rows);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    gint64 begin = g_get_monotonic_time();
    Wait wait;

    g_timeout_add(20, on_cancel_time, cancellable);
    wait = find(net, ALL, "Joe.Doe@example.org", cancellable);
    g_assert_null(wait.found);
    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
    g_assert_cmpint(g_get_monotonic_time() - begin, <, G_USEC_PER_SEC);
    g_clear_error(&wait.error);
}

#define SMIMEA "bf724b60e040515d3d9e8f45bb344402dd3b76bc8eed999f8b7de446._smimecert.example.org"
#define USER   "Joe.Doe.example.org"

static const char der[] = "\3\0\0\x30\1s";

/* One finder after the other stalls: Send waits no longer than the time box, and what the
 * others found counts. */
static void
test_stalled(void)
{
    static const struct {
        FakeNetRow rows[4];
        guint found; /* bits */
        guint silent;
    } rows[] = {
        {{{WKD, 0, FAKE_NET_STALLS, NULL, 0}, {SMIMEA, 53, 0, der, sizeof der - 1}},
         HEMO_FINDER_SMIMEA,
         HEMO_FINDER_WKD},
        {{{WKD, 0, FAKE_NET_DEAF, NULL, 0}, {SMIMEA, 53, 0, der, sizeof der - 1}},
         HEMO_FINDER_SMIMEA,
         HEMO_FINDER_WKD},
        {{{WKD, 0, 0, KEY},
          {SMIMEA, 53, FAKE_NET_DEAF, NULL, 0},
          {USER, 37, FAKE_NET_STALLS, NULL, 0}},
         HEMO_FINDER_WKD,
         HEMO_FINDER_SMIMEA | HEMO_FINDER_DNS_CERT},
        {{{WKD, 0, FAKE_NET_DEAF, NULL, 0},
          {SMIMEA, 53, FAKE_NET_DEAF, NULL, 0},
          {USER, 37, FAKE_NET_DEAF, NULL, 0}},
         0,
         HEMO_FINDER_WKD | HEMO_FINDER_SMIMEA | HEMO_FINDER_DNS_CERT},
    };
    FakeNet *nets[G_N_ELEMENTS(rows)];
    Wait waits[G_N_ELEMENTS(rows)] = {0};
    gint64 begin = g_get_monotonic_time();
    gint64 took = 0;

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        nets[i] = fake_net_new(rows[i].rows);
        hemo_finder_find_async(&fake_net_functions,
                               nets[i],
                               ALL,
                               "Joe.Doe@example.org",
                               NULL,
                               on_found,
                               &waits[i]);
    }
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        while (!waits[i].done)
            g_main_context_iteration(NULL, TRUE);
    }
    took = g_get_monotonic_time() - begin;
    g_assert_cmpint(took, >, (HEMO_LIMIT_FINDER_WAIT - 1) * G_USEC_PER_SEC);
    g_assert_cmpint(took, <, (HEMO_LIMIT_FINDER_WAIT + 2) * G_USEC_PER_SEC);
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        guint bits = 0;

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_no_error(waits[i].error);
        for (guint k = 0; k < waits[i].found->len; k++)
            bits |= ((HemoFound *)waits[i].found->pdata[k])->finder;
        g_assert_cmpuint(bits, ==, rows[i].found);
        g_assert_cmpuint(waits[i].silent, ==, rows[i].silent);
        g_ptr_array_unref(waits[i].found);
        fake_net_free(nets[i]); /* the deaf answer now: nobody is there any more */
    }
}

static void
test_names(void)
{
    g_assert_cmpint(hemo_names_value(hemo_finder_names, "wkd", 0), ==, HEMO_FINDER_WKD);
    g_assert_cmpstr(hemo_names_find(hemo_finder_names, HEMO_FINDER_DNS_CERT), ==, "dns-cert");
    g_assert_cmpint(hemo_names_value(hemo_finder_names, "ldap", 0), ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/finder/found", test_found);
    g_test_add_func("/finder/nobody", test_nobody);
    g_test_add_func("/finder/cancel", test_cancel);
    g_test_add_func("/finder/stalled", test_stalled);
    g_test_add_func("/finder/names", test_names);
    return g_test_run();
}
