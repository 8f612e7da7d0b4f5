/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-ticket-table.h.
 */
#include "hemo-ticket-table.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-secret.h"

#include <glib/gi18n-lib.h>
#include <openssl/rand.h>
#include <time.h>

#define TICKET_BYTES 16

typedef enum {
    TICKET_OPEN,
    TICKET_USED,   /* by Protect */
    TICKET_LOCKED, /* the person left before that */
} TicketState;

typedef struct {
    HemoCase *mail;
    gint64 deadline; /* seconds of boot time */
    TicketState state;
} Ticket;

struct _HemoTicketTable {
    GHashTable *tickets; /* text -> Ticket */
};

static void
ticket_free(gpointer data)
{
    Ticket *ticket = data;

    hemo_case_unref(ticket->mail);
    g_free(ticket);
}

static gint64
boot_seconds(void)
{
    struct timespec now = {0};

    clock_gettime(CLOCK_BOOTTIME, &now);
    return now.tv_sec;
}

HemoTicketTable *
hemo_ticket_table_new(void)
{
    HemoTicketTable *table = g_new0(HemoTicketTable, 1);

    table->tickets = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, ticket_free);
    return table;
}

void
hemo_ticket_table_free(HemoTicketTable *table)
{
    if (table == NULL)
        return;
    g_hash_table_unref(table->tickets);
    g_free(table);
}

static gboolean
is_over(gpointer key, gpointer value, gpointer now)
{
    return ((const Ticket *)value)->deadline <= *(gint64 *)now;
}

/* Tickets that only wait for Sent go before those of mails that have yet to go. */
static gboolean
goes_before(const Ticket *ticket, const Ticket *other)
{
    gboolean waits = ticket->state != TICKET_OPEN;

    if (other == NULL || waits != (other->state != TICKET_OPEN))
        return other == NULL || waits;
    return ticket->deadline < other->deadline;
}

static void
remove_oldest(HemoTicketTable *table)
{
    GHashTableIter iter;
    gpointer key;
    gpointer value;
    const char *oldest = NULL;
    const Ticket *first = NULL;

    g_hash_table_iter_init(&iter, table->tickets);
    while (g_hash_table_iter_next(&iter, &key, &value)) {
        if (goes_before(value, first)) {
            first = value;
            oldest = key;
        }
    }
    if (oldest != NULL)
        g_hash_table_remove(table->tickets, oldest);
}

static void
sweep(HemoTicketTable *table)
{
    gint64 now = boot_seconds();

    g_hash_table_foreach_remove(table->tickets, is_over, &now);
}

/* 128 random bits; without random numbers there is no ticket that anybody could use. */
static char *
make_ticket(void)
{
    guint8 bytes[TICKET_BYTES];

    if (RAND_bytes(bytes, sizeof bytes) != 1)
        return g_strdup("");
    return hemo_slice_hex(hemo_slice(bytes, sizeof bytes));
}

const char *
hemo_ticket_table_add(HemoTicketTable *table, HemoCase *mail)
{
    char *text = make_ticket();
    Ticket *ticket = g_new0(Ticket, 1);

    sweep(table);
    if (g_hash_table_size(table->tickets) >= HEMO_LIMIT_TICKETS)
        remove_oldest(table);
    ticket->mail = hemo_case_ref(mail);
    ticket->deadline = boot_seconds() + HEMO_LIMIT_TICKET_LIFE;
    g_hash_table_insert(table->tickets, text, ticket);
    return text;
}

static Ticket *
find(HemoTicketTable *table, const char *text, TicketState state, GError **error)
{
    Ticket *ticket;

    sweep(table);
    ticket = *text != '\0' ? g_hash_table_lookup(table->tickets, text) : NULL;
    if (ticket != NULL && ticket->state == state)
        return ticket;
    hemo_error_set(error,
                   HEMO_ERROR_EXPIRED,
                   _("too much time has passed since the mail was checked: press Send again"));
    return NULL;
}

HemoCase *
hemo_ticket_table_find(HemoTicketTable *table, const char *ticket, GError **error)
{
    Ticket *found = find(table, ticket, TICKET_OPEN, error);

    return found != NULL ? found->mail : NULL;
}

void
hemo_ticket_table_renew(HemoTicketTable *table, const char *ticket)
{
    Ticket *found = find(table, ticket, TICKET_OPEN, NULL);

    if (found != NULL)
        found->deadline = boot_seconds() + HEMO_LIMIT_TICKET_LIFE;
}

HemoCase *
hemo_ticket_table_use(HemoTicketTable *table, const char *ticket, GError **error)
{
    Ticket *found = find(table, ticket, TICKET_OPEN, error);

    if (found == NULL)
        return NULL;
    found->state = TICKET_USED;
    found->deadline = boot_seconds() + HEMO_LIMIT_SENT_WAIT;
    return hemo_case_ref(found->mail);
}

HemoCase *
hemo_ticket_table_find_used(HemoTicketTable *table, const char *ticket, GError **error)
{
    Ticket *found = find(table, ticket, TICKET_USED, error);

    return found != NULL ? found->mail : NULL;
}

/* TRUE to forget it. */
static gboolean
lock(gpointer key, gpointer value, gpointer unused)
{
    Ticket *ticket = value;

    if (ticket->state == TICKET_OPEN)
        ticket->state = TICKET_LOCKED;
    return ticket->state == TICKET_LOCKED &&
           hemo_case_verdict(ticket->mail) < HEMO_VERDICT_PROTECT;
}

void
hemo_ticket_table_lock(HemoTicketTable *table)
{
    g_hash_table_foreach_remove(table->tickets, lock, NULL);
}

HemoCase *
hemo_ticket_table_find_locked(HemoTicketTable *table, const char *ticket)
{
    Ticket *found = find(table, ticket, TICKET_LOCKED, NULL);

    return found != NULL ? found->mail : NULL;
}

void
hemo_ticket_table_remove(HemoTicketTable *table, const char *ticket)
{
    g_hash_table_remove(table->tickets, ticket);
}
