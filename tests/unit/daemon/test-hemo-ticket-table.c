/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-ticket-table.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "sample-case.h"

#include <string.h>

static const SampleCase sample = {.to = {"a@example.org"}};

static void
assert_expired(HemoTicketTable *table, const char *ticket)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(hemo_ticket_table_find(table, ticket, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_EXPIRED);
    g_clear_error(&error);
    g_assert_null(hemo_ticket_table_use(table, ticket, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_EXPIRED);
}

static void
test_life(void)
{
    g_autoptr(HemoTicketTable) table = hemo_ticket_table_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autofree char *ticket = g_strdup(hemo_ticket_table_add(table, mail));
    g_autoptr(HemoCase) used = NULL;

    g_assert_true(hemo_ticket_table_find(table, ticket, NULL) == mail);
    g_assert_null(hemo_ticket_table_find_used(table, ticket, NULL));
    hemo_ticket_table_renew(table, ticket);
    used = hemo_ticket_table_use(table, ticket, NULL);
    g_assert_true(used == mail);
    assert_expired(table, ticket); /* once only */
    g_assert_true(hemo_ticket_table_find_used(table, ticket, NULL) == mail);
    hemo_ticket_table_remove(table, ticket);
    g_assert_null(hemo_ticket_table_find_used(table, ticket, NULL));
    hemo_ticket_table_remove(table, ticket);
    hemo_ticket_table_free(NULL);
}

/* The person left: what waits for her is forgotten, what went is still told of. */
static void
test_lock(void)
{
    g_autoptr(HemoTicketTable) table = hemo_ticket_table_new();
    g_autoptr(HemoCase) held = sample_case_new(&sample);
    g_autoptr(HemoCase) good =
        sample_case_new(&(SampleCase){.content = "none", .to = {"a@example.org"}});
    g_autofree char *waiting = g_strdup(hemo_ticket_table_add(table, held));
    g_autofree char *open = g_strdup(hemo_ticket_table_add(table, good));
    g_autofree char *gone = g_strdup(hemo_ticket_table_add(table, good));
    g_autoptr(HemoCase) used = hemo_ticket_table_use(table, gone, NULL);

    g_assert_cmpint(hemo_case_decide(held), <, HEMO_VERDICT_PROTECT);
    g_assert_cmpint(hemo_case_decide(good), >=, HEMO_VERDICT_PROTECT);
    g_assert_null(hemo_ticket_table_find_locked(table, open));
    hemo_ticket_table_lock(table);
    assert_expired(table, waiting);
    assert_expired(table, open);
    g_assert_null(hemo_ticket_table_find_locked(table, waiting));
    g_assert_true(hemo_ticket_table_find_locked(table, open) == good);
    g_assert_true(hemo_ticket_table_find_used(table, gone, NULL) == good);
    hemo_ticket_table_remove(table, open);
    g_assert_null(hemo_ticket_table_find_locked(table, open));
}

static void
test_unknown(void)
{
    static const char *const tickets[] = {"", "x", "00000000000000000000000000000000"};
    g_autoptr(HemoTicketTable) table = hemo_ticket_table_new();

    for (gsize i = 0; i < G_N_ELEMENTS(tickets); i++) {
        assert_expired(table, tickets[i]);
        hemo_ticket_table_renew(table, tickets[i]);
    }
}

static void
test_random(void)
{
    g_autoptr(HemoTicketTable) table = hemo_ticket_table_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    for (guint i = 0; i < 200; i++) {
        const char *ticket = hemo_ticket_table_add(table, mail);

        g_assert_cmpuint(strlen(ticket), ==, 32);
        g_assert_cmpuint(strspn(ticket, "0123456789abcdef"), ==, 32);
        g_assert_true(g_hash_table_add(seen, g_strdup(ticket)));
    }
}

/* A client that asks for more and more pushes out tickets, never the agent. */
static void
test_too_many(void)
{
    g_autoptr(HemoTicketTable) table = hemo_ticket_table_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(GPtrArray) tickets = g_ptr_array_new_with_free_func(g_free);
    guint alive = 0;

    for (guint i = 0; i < HEMO_LIMIT_TICKETS + 10; i++)
        g_ptr_array_add(tickets, g_strdup(hemo_ticket_table_add(table, mail)));
    for (guint i = 0; i < tickets->len; i++)
        alive += hemo_ticket_table_find(table, tickets->pdata[i], NULL) != NULL ? 1 : 0;
    g_assert_cmpuint(alive, ==, HEMO_LIMIT_TICKETS);
    g_assert_true(hemo_ticket_table_find(table, tickets->pdata[tickets->len - 1], NULL) ==
                  mail);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/ticket-table/life", test_life);
    g_test_add_func("/ticket-table/unknown", test_unknown);
    g_test_add_func("/ticket-table/lock", test_lock);
    g_test_add_func("/ticket-table/random", test_random);
    g_test_add_func("/ticket-table/too-many", test_too_many);
    return g_test_run();
}
