/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-openpgp-turn.h.
 */
#include "hemo-openpgp-turn.h"

#include <string.h>

#define NOT_ALONE 0

struct _HemoOpenpgpTurn {
    HemoOpenpgpStamp settled; /* gpg has gone through the home as it was then */
    HemoOpenpgpStamp begun;   /* as who goes alone found it */
    guint alone;              /* the number of who goes alone, or NOT_ALONE */
    guint last;               /* number that was given */
    GQueue waiting;           /* Waiter */
    GSource *timer;           /* or NULL */
};

typedef struct {
    void (*go)(gpointer data);
    gpointer data;
} Waiter;

HemoOpenpgpTurn *
hemo_openpgp_turn_new(void)
{
    HemoOpenpgpTurn *turn = g_new0(HemoOpenpgpTurn, 1);

    g_queue_init(&turn->waiting);
    return turn;
}

static void
clear_timer(HemoOpenpgpTurn *turn)
{
    if (turn->timer == NULL)
        return;
    g_source_destroy(turn->timer);
    g_clear_pointer(&turn->timer, g_source_unref);
}

void
hemo_openpgp_turn_free(HemoOpenpgpTurn *turn)
{
    if (turn == NULL)
        return;
    clear_timer(turn);
    g_queue_clear_full(&turn->waiting, g_free);
    g_free(turn);
}

/* The first of them goes alone then, or all go; who waits again waits in a new queue.  The last
 * may free @turn. */
static void
wake(HemoOpenpgpTurn *turn)
{
    GQueue waiting = turn->waiting;

    turn->alone = NOT_ALONE;
    clear_timer(turn);
    g_queue_init(&turn->waiting);
    while (waiting.length > 0) {
        g_autofree Waiter *waiter = g_queue_pop_head(&waiting);

        waiter->go(waiter->data);
    }
}

/* All go then, side by side. */
static gboolean
on_timer(gpointer data)
{
    HemoOpenpgpTurn *turn = data;

    turn->settled = turn->begun;
    wake(turn);
    return G_SOURCE_REMOVE;
}

static void
go_alone(HemoOpenpgpTurn *turn, const HemoOpenpgpStamp *stamp)
{
    turn->begun = *stamp;
    turn->last = MAX(turn->last + 1, NOT_ALONE + 1);
    turn->alone = turn->last;
    turn->timer = g_timeout_source_new_seconds(HEMO_OPENPGP_TURN_WAIT);
    g_source_set_callback(turn->timer, on_timer, turn, NULL);
    g_source_attach(turn->timer, g_main_context_get_thread_default());
}

static void
add_waiter(HemoOpenpgpTurn *turn, void (*go)(gpointer data), gpointer data)
{
    Waiter *waiter = g_new0(Waiter, 1);

    waiter->go = go;
    waiter->data = data;
    g_queue_push_tail(&turn->waiting, waiter);
}

gboolean
hemo_openpgp_turn_begin(HemoOpenpgpTurn *turn,
                        const HemoOpenpgpStamp *stamp,
                        void (*go)(gpointer data),
                        gpointer data,
                        guint *ret_number)
{
    *ret_number = NOT_ALONE;
    if (turn->alone != NOT_ALONE) {
        add_waiter(turn, go, data);
        return FALSE;
    }
    if (memcmp(&turn->settled, stamp, sizeof *stamp) != 0) {
        go_alone(turn, stamp);
        *ret_number = turn->alone;
    }
    return TRUE;
}

void
hemo_openpgp_turn_end(HemoOpenpgpTurn *turn, guint number, const HemoOpenpgpStamp *stamp)
{
    if (number == NOT_ALONE || number != turn->alone)
        return;
    if (stamp != NULL)
        turn->settled = *stamp;
    wake(turn);
}
