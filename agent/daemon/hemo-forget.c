/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-forget.h.
 */
#include "hemo-forget.h"

#include "hemo-limits.h"
#include "hemo-log.h"

void
hemo_forget_all(HemoServices *services)
{
    hemo_log_event(HEMO_LOG_AWAY, NULL, 0);
    hemo_ticket_table_lock(services->tickets);
    if (services->vault != NULL)
        hemo_vault_close(services->vault);
    if (services->identities != NULL)
        hemo_identity_store_forget(services->identities);
    hemo_openpgp_forget(services->openpgp);
    hemo_away_tell(services->away);
}

/* The agent ends, or it took too long. */
static gboolean
on_late(gpointer cancellable)
{
    g_cancellable_cancel(cancellable);
    return G_SOURCE_REMOVE;
}

static void
on_unlocked(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(HemoKeyring) keyring = data;
    g_autoptr(GError) error = NULL;

    if (!hemo_keyring_unlock_finish(keyring, result, &error))
        hemo_log_event(HEMO_LOG_FAILED, hemo_log_error_code(error), 0);
}

/* The cancellable of an asking that is over is let go with its time. */
void
hemo_forget_ask_for_keyring(HemoServices *services)
{
    g_autoptr(GCancellable) cancellable = NULL;

    if (services->keyring == NULL || hemo_keyring_is_asking(services->keyring))
        return;
    cancellable = g_cancellable_new();
    g_timeout_add_seconds_full(G_PRIORITY_DEFAULT,
                               HEMO_LIMIT_UNLOCK,
                               on_late,
                               g_object_ref(cancellable),
                               g_object_unref);
    hemo_keyring_unlock_async(services->keyring,
                              cancellable,
                              on_unlocked,
                              hemo_keyring_ref(services->keyring));
}
