/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Notices that the person has left the computer: logind says that a session of hers is locked
 * or idle, or that the computer goes to sleep; the desktop's screen saver has begun.  Only
 * listens; asks for no lock, starts no bus, and does without where there is none.
 */
#pragma once

#include <glib.h>

typedef struct _HemoSessionLock HemoSessionLock;

/* @away is called each time, several times for one lock perhaps.  The buses are those of
 * DBUS_SYSTEM_BUS_ADDRESS and DBUS_SESSION_BUS_ADDRESS, else the usual ones; one that is not
 * there is looked for again every minute. */
HemoSessionLock *hemo_session_lock_new(void (*away)(gpointer user_data), gpointer user_data);
void hemo_session_lock_free(HemoSessionLock *lock); /* NULL is fine */

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoSessionLock, hemo_session_lock_free)
