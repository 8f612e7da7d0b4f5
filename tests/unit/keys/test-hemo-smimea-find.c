/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-smimea-find.h"

#include "fake-net.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-slice.h"

#include <string.h>

#define SMIMEA 53
#define CASED                                                                                  \
    "dea210f058b407db5c1b5ea89b2e42a57221c003dba55e2f1776a75a._smimecert.example.org" /* Ana   \
                                                                                       */
#define LOWER                                                                                  \
    "24d4b96f58da6d4a8512313bbd02a28ebf0ca95dec6e4c86ef78ce7f._smimecert.example.org" /* ana   \
                                                                                       */

typedef struct {
    GPtrArray *found;
    GError *error;
    gboolean done;
} Wait;

static void
on_found(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->found = hemo_smimea_find_finish(result, &wait->error);
    wait->done = TRUE;
}

/* What is found, a letter a piece: + proved, - not; "!" and the code for an error. */
static char *
find(FakeNet *net, const char *text)
{
    g_autoptr(HemoAddress) address = hemo_address_parse(text, NULL);
    GString *seen = g_string_new(NULL);
    Wait wait = {0};

    hemo_smimea_find_async(&fake_net_functions, net, address, NULL, on_found, &wait);
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
        g_assert_cmpint(found->finder, ==, HEMO_FINDER_SMIMEA);
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

#define RECORD(name, mood, usage, letter)                                                      \
    {                                                                                          \
        name, SMIMEA, mood, FAKE_NET_DATA(usage "\0\0\x30\1" letter)                           \
    }

static void
test_found(void)
{
    static const struct {
        FakeNetRow rows[5];
        const char *seen;
    } rows[] = {
        {{RECORD(CASED, FAKE_NET_ANSWERS, "\3", "a")}, "+a"},
        {{RECORD(CASED, FAKE_NET_ANSWERS, "\1", "a")}, "-a"},
        {{RECORD(CASED, FAKE_NET_ANSWERS, "\3", "a"),
          RECORD(CASED, FAKE_NET_ANSWERS, "\0", "b"),
          RECORD(CASED, FAKE_NET_ANSWERS, "\1", "c")},
         "+a-c"},
        {{RECORD(CASED, FAKE_NET_INSECURE, "\3", "a")}, ""}, /* without DNSSEC it is nothing */
        {{RECORD(CASED, FAKE_NET_INSECURE, "\1", "a")}, ""},
        {{RECORD(CASED, FAKE_NET_FORGED, "\3", "a")}, "!untrusted"},
        {{RECORD(CASED, FAKE_NET_FAILS, "\3", "a")}, "!unreachable"},
        {{RECORD(LOWER, FAKE_NET_ANSWERS, "\3", "l")}, "+l"},
        {{RECORD(LOWER, FAKE_NET_ANSWERS, "\3", "l"),
          RECORD(CASED, FAKE_NET_ANSWERS, "\3", "c")},
         "+c"},
        {{RECORD(LOWER, FAKE_NET_ANSWERS, "\3", "l"),
          RECORD(CASED, FAKE_NET_FORGED, "\3", "c")},
         "!untrusted"},
        {{{0}}, ""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_test_message("row %" G_GSIZE_FORMAT, i);
        check(rows[i].rows, "Ana@example.org", rows[i].seen);
    }
}

/* A local part in lower case is asked for once. */
static void
test_once(void)
{
    static const FakeNetRow nothing[] = {{0}};
    g_autoptr(FakeNet) net = fake_net_new(nothing);
    g_autofree char *found = find(net, "ana@example.org");

    g_assert_cmpstr(found, ==, "");
    g_assert_cmpstr(fake_net_asked(net), ==, "53 " LOWER "\n");
}

/* A domain that publishes hundreds does not get hundreds judged. */
static void
test_many(void)
{
    FakeNetRow rows[HEMO_LIMIT_KEYS_OF_ADDRESS + 5] = {0};
    const FakeNetRow one = RECORD(LOWER, FAKE_NET_ANSWERS, "\3", "l");
    g_autoptr(FakeNet) net = fake_net_new(rows);
    g_autofree char *found = NULL;

    for (gsize i = 0; i + 1 < G_N_ELEMENTS(rows); i++)
        rows[i] = one;
    found = find(net, "ana@example.org");
    g_assert_cmpuint(strlen(found), ==, 2 * HEMO_LIMIT_KEYS_OF_ADDRESS);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/smimea-find/found", test_found);
    g_test_add_func("/smimea-find/once", test_once);
    g_test_add_func("/smimea-find/many", test_many);
    return g_test_run();
}
