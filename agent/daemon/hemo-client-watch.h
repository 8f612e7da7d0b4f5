/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Notices a mail program that runs without its add-on: no connection to the agent comes
 * from that process, so nothing that it sends is checked.  Looks at the names of the
 * user's own processes now and then; never at what they do, and stops nobody.
 */
#pragma once

#include <glib.h>

typedef struct _HemoClientWatch HemoClientWatch;

typedef struct {
    const char *proc;                    /* NULL: "/proc" */
    const char *runtime;                 /* of this agent's clients; NULL: XDG_RUNTIME_DIR */
    gint64 (*clock)(gpointer user_data); /* seconds; NULL: CLOCK_MONOTONIC */
    void (*warn)(const char *client, gpointer user_data); /* the name that it says in Hello */
    gpointer user_data;
} HemoClientWatchHooks;

/* Copies @hooks. */
HemoClientWatch *hemo_client_watch_new(const HemoClientWatchHooks *hooks);
void hemo_client_watch_free(HemoClientWatch *watch); /* NULL is fine */

/* Looks every 15 s from now on. */
void hemo_client_watch_start(HemoClientWatch *watch);

/* A connection of process @pid has said Hello as @client, and one that did has closed.  Where a
 * relay connects for the program (Thunderbird's), it counts for the relay's parent. */
void hemo_client_watch_connected(HemoClientWatch *watch, gint pid, const char *client);
void hemo_client_watch_closed(HemoClientWatch *watch, gint pid, const char *client);

/* One look.  Warns of each mail program that has been without a connection for 20 s, once; once
 * more if it had one since.  Not of one that is younger than 20 s, which may only hand a
 * command to another; not of a child that it forked; not of one that belongs to another agent,
 * as its XDG_RUNTIME_DIR is another. */
void hemo_client_watch_look(HemoClientWatch *watch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoClientWatch, hemo_client_watch_free)
