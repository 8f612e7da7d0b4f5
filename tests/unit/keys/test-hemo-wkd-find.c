/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-wkd-find.h"

#include "fake-net.h"
#include "hemo-error.h"

#define HOST     "openpgpkey.example.org"
#define HASH     "iy9q119eutrkn8s1mk4r39qejnbu3n5q?l=Joe.Doe"
#define ADVANCED "https://" HOST "/.well-known/openpgpkey/example.org/hu/" HASH
#define DIRECT   "https://example.org/.well-known/openpgpkey/hu/" HASH
#define KEY      FAKE_NET_DATA("\x98\x33\x04 a key")
#define ADDRESS  FAKE_NET_DATA("\xcb\x00\x71\x01")

typedef struct {
    GPtrArray *found;
    GError *error;
    gboolean done;
} Wait;

static void
on_found(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->found = hemo_wkd_find_finish(result, &wait->error);
    wait->done = TRUE;
}

static Wait
find(FakeNet *net)
{
    g_autoptr(HemoAddress) address = hemo_address_parse("Joe.Doe@example.org", NULL);
    Wait wait = {0};

    hemo_wkd_find_async(&fake_net_functions, net, address, NULL, on_found, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    return wait;
}

/* The last URL that was asked is where the key must come from. */
static void
test_methods(void)
{
    static const struct {
        FakeNetRow rows[4];
        const char *last;
        int code; /* -1: a key is found */
    } rows[] = {
        {{{HOST, 1, 0, ADDRESS}, {ADVANCED, 0, 0, KEY}, {DIRECT, 0, 0, KEY}}, ADVANCED, -1},
        {{{HOST, 28, 0, ADDRESS}, {ADVANCED, 0, 0, KEY}}, ADVANCED, -1},
        {{{DIRECT, 0, 0, KEY}}, DIRECT, -1},
        /* the sub-domain exists: what the domain itself would say does not count */
        {{{HOST, 1, 0, ADDRESS}, {DIRECT, 0, 0, KEY}}, ADVANCED, HEMO_ERROR_NOT_FOUND},
        {{{HOST, 1, 0, ADDRESS}, {ADVANCED, 0, FAKE_NET_FAILS, NULL, 0}, {DIRECT, 0, 0, KEY}},
         ADVANCED,
         HEMO_ERROR_UNREACHABLE},
        /* nor where it cannot be known whether it exists */
        {{{HOST, 1, FAKE_NET_FAILS, NULL, 0}, {DIRECT, 0, 0, KEY}},
         HOST,
         HEMO_ERROR_UNREACHABLE},
        {{{HOST, 28, FAKE_NET_FORGED, NULL, 0}, {DIRECT, 0, 0, KEY}},
         HOST,
         HEMO_ERROR_UNTRUSTED},
        {{{DIRECT, 0, 0, FAKE_NET_DATA("<html>")}}, DIRECT, HEMO_ERROR_INVALID},
        {{{DIRECT, 0, 0, FAKE_NET_DATA("")}}, DIRECT, HEMO_ERROR_INVALID},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(FakeNet) net = fake_net_new(rows[i].rows);
        g_autofree char *end = g_strconcat(" ", rows[i].last, "\n", NULL);
        Wait wait = find(net);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_true(g_str_has_suffix(fake_net_asked(net), end));
        if (rows[i].code >= 0) {
            g_assert_error(wait.error, HEMO_ERROR, rows[i].code);
            g_clear_error(&wait.error);
            continue;
        }
        g_assert_no_error(wait.error);
        g_assert_cmpuint(wait.found->len, ==, 1);
        g_ptr_array_unref(wait.found);
    }
}

static void
test_found(void)
{
    static const FakeNetRow rows[] = {{DIRECT, 0, 0, KEY}, {0}};
    g_autoptr(FakeNet) net = fake_net_new(rows);
    Wait wait = find(net);
    g_autoptr(GPtrArray) array = wait.found;
    g_autoptr(GBytes) key = g_bytes_new_static(KEY);
    const HemoFound *found = array->pdata[0];

    g_assert_cmpint(found->kind, ==, HEMO_KEY_KIND_OPENPGP);
    g_assert_cmpint(found->finder, ==, HEMO_FINDER_WKD);
    g_assert_true(found->secure);
    g_assert_true(g_bytes_equal(found->material, key));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/wkd-find/methods", test_methods);
    g_test_add_func("/wkd-find/found", test_found);
    return g_test_run();
}
