/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-account.h.
 */
#include "hemo-claws-account.h"

#include "hemo-bus.h"
#include "hemo-claws-server.h"

#include "account.h"
#include "prefs_common.h"
#include "ssl_certificate.h"

#define ANSWER_WAIT 10000 /* ms; nothing is looked up for it */

/* A certificate that the person once accepted is taken again without a check (4.1.1), so a
 * kept one that does not hold means that nobody checks who answers. */
static gboolean
is_kept_certificate_bad(const PrefsAccount *account)
{
    SSLCertificate *kept = NULL;
    g_autofree char *complaint = NULL;
    gboolean bad = FALSE;

    if (account->smtp_server == NULL)
        return FALSE;
    kept = ssl_certificate_find(account->smtp_server, hemo_claws_server_port(account), NULL);
    if (kept == NULL)
        return FALSE;
    complaint = ssl_certificate_check_signer(kept, (guint)-1);
    bad = complaint != NULL || !ssl_certificate_check_subject_cn(kept);
    ssl_certificate_destroy(kept);
    return bad;
}

/* Another account with the same address, server, port and user: the agent cannot tell the two
 * apart, so what holds for both is what neither checks, unless both use the same TLS. */
static gboolean
has_twin(const PrefsAccount *account)
{
    for (GList *at = account_get_list(); at != NULL; at = at->next) {
        const PrefsAccount *other = at->data;

        if (other != account && g_strcmp0(other->address, account->address) == 0 &&
            g_strcmp0(other->smtp_server, account->smtp_server) == 0 &&
            hemo_claws_server_port(other) == hemo_claws_server_port(account) &&
            (other->ssl_smtp != account->ssl_smtp || other->use_mail_command))
            return TRUE;
    }
    return FALSE;
}

/* Not so with "Automatically accept valid TLS certificates" (ssl_certs_auto_accept): that one
 * still checks, and only does not ask when the check succeeds.  With unsafe_ssl_certs several
 * certificates of a server are kept, under names that cannot be asked for. */
static gboolean
is_unchecked(const PrefsAccount *account)
{
    const PrefsCommon *settings = prefs_common_get_prefs();

    if (account->ssl_smtp == SSL_NONE)
        return FALSE;
    return settings->skip_ssl_cert_check || settings->unsafe_ssl_certs || has_twin(account) ||
           is_kept_certificate_bad(account);
}

static void
on_answered(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    g_autoptr(GError) error = NULL;
    g_autofree char *id = NULL;

    if (hemo_agent1_call_account_finish(HEMO_AGENT1(source), &id, result, &error))
        g_task_return_pointer(task, g_steal_pointer(&id), g_free);
    else {
        hemo_bus_convert_error(&error);
        g_task_return_error(task, g_steal_pointer(&error));
    }
}

static void
on_agent(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoAgent1) agent = hemo_agent_link_get_finish(result, &error);

    if (agent == NULL) {
        g_task_return_error(task, g_steal_pointer(&error));
        return;
    }
    hemo_agent1_call_account(agent,
                             g_task_get_task_data(task),
                             G_DBUS_CALL_FLAGS_NONE,
                             ANSWER_WAIT,
                             g_task_get_cancellable(task),
                             on_answered,
                             g_object_ref(task));
}

void
hemo_claws_account_find_async(HemoClaws *claws,
                              const PrefsAccount *account,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(claws->link, cancellable, callback, user_data);
    GVariant *settings = hemo_claws_server_settings(account, is_unchecked(account));

    g_task_set_source_tag(task, hemo_claws_account_find_async);
    g_task_set_task_data(task, g_variant_ref_sink(settings), (GDestroyNotify)g_variant_unref);
    hemo_agent_link_get_async(claws->link, cancellable, on_agent, g_object_ref(task));
}

char *
hemo_claws_account_find_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
