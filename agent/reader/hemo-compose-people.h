/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The people of a composed mail: mailboxes ("Name <address>") that are read strictly and
 * written anew, so that nothing of how they were written reaches the header.
 */
#pragma once

#include <gmime/gmime.h>

/* A list of its own; NULL if one of @mailboxes is not exactly one mailbox whose address can
 * stand in an envelope (hemo-address.h). */
InternetAddressList *hemo_compose_people_read(const char *const *mailboxes);

/* Drops everybody who is not among the bare @addresses. */
void hemo_compose_people_keep(InternetAddressList *people, const char *const *addresses);

/* Whether they are the same people as the bare @addresses, whatever the order; NULL is
 * nobody. */
gboolean hemo_compose_people_are(InternetAddressList *people, const char *const *addresses);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(InternetAddress, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(InternetAddressList, g_object_unref)
