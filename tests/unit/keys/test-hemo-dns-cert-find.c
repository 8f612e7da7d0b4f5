/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-dns-cert-find.h"

#include "fake-net.h"
#include "hemo-error.h"
#include "hemo-slice.h"

#define CERT 37
#define USER "ana.ruiz.example.org"
#define ORG  "example.org"
#define URL1 "https://one.example.org/c"
#define URL2 "https://two.example.org/c"
#define URL3 "https://three.example.org/c"

typedef struct {
    GPtrArray *found;
    GError *error;
    gboolean done;
} Wait;

static void
on_found(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->found = hemo_dns_cert_find_finish(result, &wait->error);
    wait->done = TRUE;
}

/* What is found, a letter a piece: + proved, - not; "!" and the code for an error. */
static char *
find(FakeNet *net, const char *text)
{
    g_autoptr(HemoAddress) address = hemo_address_parse(text, NULL);
    GString *seen = g_string_new(NULL);
    Wait wait = {0};

    hemo_dns_cert_find_async(&fake_net_functions, net, address, NULL, on_found, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    if (wait.error != NULL)
        g_string_append_printf(seen,
                               "!%s",
                               hemo_names_find(hemo_error_names, wait.error->code));
    g_clear_error(&wait.error);
    for (guint i = 0; wait.found != NULL && i < wait.found->len; i++) {
        const HemoFound *found = wait.found->pdata[i];
        HemoSlice material = hemo_slice_bytes(found->material);

        g_assert_cmpint(found->kind, ==, HEMO_KEY_KIND_SMIME);
        g_assert_cmpint(found->finder, ==, HEMO_FINDER_DNS_CERT);
        g_string_append_c(seen, found->secure ? '+' : '-');
        g_string_append_c(seen, (char)hemo_slice_at(material, 2));
    }
    g_clear_pointer(&wait.found, g_ptr_array_unref);
    return g_string_free(seen, FALSE);
}

static void
check(const FakeNetRow *rows, const char *address, const char *seen)
{
    g_autoptr(FakeNet) net = fake_net_new(rows);
    g_autofree char *found = find(net, address);

    g_assert_cmpstr(found, ==, seen);
}

#define PKIX(name, mood, letter)                                                               \
    {                                                                                          \
        name, CERT, mood, FAKE_NET_DATA("\0\1\0\0\0\x30\1" letter)                             \
    }
#define IPKIX(name, mood, url)                                                                 \
    {                                                                                          \
        name, CERT, mood, FAKE_NET_DATA("\0\4\0\0\0" url)                                      \
    }
#define PAGE(url, letter)                                                                      \
    {                                                                                          \
        url, 0, FAKE_NET_ANSWERS, FAKE_NET_DATA("\x30\1" letter)                               \
    }

static void
test_found(void)
{
    static const struct {
        FakeNetRow rows[6];
        const char *seen;
    } rows[] = {
        {{PKIX(USER, FAKE_NET_ANSWERS, "a")}, "+a"},
        {{PKIX(USER, FAKE_NET_INSECURE, "a")}, "-a"}, /* an authority can vouch for it */
        {{PKIX(USER, FAKE_NET_FORGED, "a"), PKIX(ORG, FAKE_NET_ANSWERS, "o")}, "!untrusted"},
        {{PKIX(USER, FAKE_NET_FAILS, "a"), PKIX(ORG, FAKE_NET_ANSWERS, "o")}, "!unreachable"},
        {{PKIX(ORG, FAKE_NET_ANSWERS, "o")}, "+o"},
        {{PKIX(USER, FAKE_NET_ANSWERS, "a"),
          PKIX(USER, FAKE_NET_ANSWERS, "b"),
          PKIX(ORG, FAKE_NET_ANSWERS, "o")},
         "+a+b"},
        {{IPKIX(USER, FAKE_NET_ANSWERS, URL1), PAGE(URL1, "w")}, "+w"},
        {{IPKIX(USER, FAKE_NET_INSECURE, URL1), PAGE(URL1, "w")}, "-w"},
        {{IPKIX(USER, FAKE_NET_ANSWERS, URL1),
          IPKIX(USER, FAKE_NET_ANSWERS, URL2),
          PAGE(URL2, "w")},
         "+w"},
        /* what cannot be fetched is as good as not there */
        {{IPKIX(USER, FAKE_NET_ANSWERS, URL1), PKIX(ORG, FAKE_NET_INSECURE, "o")}, "-o"},
        {{IPKIX(USER, FAKE_NET_ANSWERS, "http://one.example.org/c"),
          PAGE("http://one.example.org/c", "w")},
         ""},
        {{{USER, CERT, FAKE_NET_ANSWERS, FAKE_NET_DATA("\0\1\0")}}, ""},
        {{{0}}, ""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("row %" G_GSIZE_FORMAT, i);
        check(rows[i].rows, "ana.ruiz@example.org", rows[i].seen);
    }
}

/* Nobody is called without need, and not everybody that a record names. */
static void
test_asked(void)
{
    static const struct {
        FakeNetRow rows[5];
        const char *asked;
    } rows[] = {
        {{PKIX(USER, FAKE_NET_ANSWERS, "a"), IPKIX(USER, FAKE_NET_ANSWERS, URL1)},
         "37 " USER "\n"},
        {{IPKIX(USER, FAKE_NET_ANSWERS, URL1),
          IPKIX(USER, FAKE_NET_ANSWERS, URL2),
          IPKIX(USER, FAKE_NET_ANSWERS, URL3),
          PAGE(URL1, "w")},
         "37 " USER "\n0 " URL1 "\n0 " URL2 "\n"},
        {{{0}}, "37 " USER "\n37 " ORG "\n"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(FakeNet) net = fake_net_new(rows[i].rows);
        g_autofree char *found = find(net, "ana.ruiz@example.org");

        g_test_message("row %" G_GSIZE_FORMAT ": %s", i, found);
        g_assert_cmpstr(fake_net_asked(net), ==, rows[i].asked);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dns-cert-find/found", test_found);
    g_test_add_func("/dns-cert-find/asked", test_asked);
    return g_test_run();
}
