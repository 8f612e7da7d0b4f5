/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What an add-on shows beside an address while it is being typed, from the same
 * evidence, keys and rules that will judge the mail.  Belongs to one connection.
 */
#pragma once

#include "hemo-claims.h"
#include "hemo-services.h"

typedef struct _HemoWatch HemoWatch;

/* RecipientState goes to @connection.  @services must outlive it. */
HemoWatch *
hemo_watch_new(HemoServices *services, GDBusConnection *connection, HemoClaims *claims);
void hemo_watch_free(HemoWatch *watch); /* says nothing more; NULL is fine */

/* Looks @address up as a recipient of @account and tells what is known of it when that is
 * there, as if the mail had patient data; and again whenever that has changed: other evidence
 * of its domain came, or hemo_watch_refresh().  An incomplete address says nothing.  The
 * services must have been refreshed. */
void hemo_watch_add(HemoWatch *watch, const char *account, const char *address);

/* Looks again at what is known of everybody: the mail program's settings are others now. */
void hemo_watch_refresh(HemoWatch *watch);

/* TRUE if no look is on its way: the services are not needed any more. */
gboolean hemo_watch_is_idle(const HemoWatch *watch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoWatch, hemo_watch_free)
