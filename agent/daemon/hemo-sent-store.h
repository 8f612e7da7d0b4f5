/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Remembers what was sent at which level: so that a reply to protected mail starts
 * there, and a delivery report finds its mail.  Message-IDs and addresses are sealed
 * and looked up by HMAC.
 */
#pragma once

#include "hemo-database.h"
#include "hemo-rule.h"
#include "hemo-vault.h"

typedef struct _HemoSentStore HemoSentStore;

HemoSentStore *hemo_sent_store_new(HemoDatabase *database, HemoVault *vault);
void hemo_sent_store_free(HemoSentStore *store); /* NULL is fine */

/* One message that was handed to a server; @recipients is NULL-terminated. */
gboolean hemo_sent_store_add(HemoSentStore *store,
                             const char *message_id,
                             const char *mail,
                             HemoRung rung,
                             const char *const *recipients,
                             GError **error);

/* Those of @references (NULL-terminated) that are mails of ours; free with g_strfreev().  Asked
 * once a mail, however many recipients it has.  NULL and HEMO_ERROR_STORAGE or _LOCKED. */
GStrv
hemo_sent_store_known(HemoSentStore *store, const char *const *references, GError **error);

/* The highest rung at which @address (hemo_address_key()) was sent the mails named by
 * @references (NULL-terminated); for a mail that went to others only, the weakest that those
 * had. HEMO_RUNG_NONE if none is known.  HEMO_ERROR_STORAGE. */
gboolean hemo_sent_store_find_rung(HemoSentStore *store,
                                   const char *const *references,
                                   const char *address,
                                   HemoRung *ret_rung,
                                   GError **error);

/* How @address (bare) was sent the mail with @message_id: the weakest rung of the copies for
 * it. HEMO_RUNG_NONE if that needed no protection, or none went there.  HEMO_ERROR_STORAGE. */
gboolean hemo_sent_store_find_own_rung(HemoSentStore *store,
                                       const char *message_id,
                                       const char *address,
                                       HemoRung *ret_rung,
                                       GError **error);

/* The audit id of the mail with @message_id, or NULL. */
char *hemo_sent_store_find_mail(HemoSentStore *store, const char *message_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoSentStore, hemo_sent_store_free)
