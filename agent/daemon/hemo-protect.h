/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Makes the outgoing messages of a judged mail.  The mail is read again first: one
 * that is not the one that was judged is refused.  Messages come out in sealed memfds.
 */
#pragma once

#include "hemo-claims.h"
#include "hemo-handed.h"
#include "hemo-services.h"

#include <gio/gunixfdlist.h>

/* @mail must have been used up in the ticket table; @handed is taken over.  @claims: what the
 * mail program says of its accounts now, NULL if nothing; less than when the mail was judged is
 * HEMO_ERROR_CHANGED. */
void hemo_protect_async(HemoServices *services,
                        const HemoClaims *claims,
                        HemoCase *mail,
                        HemoHanded *handed,
                        GAsyncReadyCallback callback,
                        gpointer user_data);

/* The answer of Agent1.Protect, a(ha{sv}) (transfer full), with its descriptors.
 * HEMO_ERROR_CHANGED, HEMO_ERROR_HELD, HEMO_ERROR_UNUSABLE ... */
GVariant *hemo_protect_finish(GAsyncResult *result, GUnixFDList **ret_fds, GError **error);
