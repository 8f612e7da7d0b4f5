/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-doctor-legs.h.
 */
#include "hemo-cli-doctor-legs.h"

#include "hemo-account-import.h"
#include "hemo-error.h"
#include "hemo-mail-leg.h"

#include <glib/gi18n-lib.h>

#define SECONDS  10
#define MAX_LEGS 200

static const char *const names[] = {
    [HEMO_MAIL_LEG_INVALID] = "",
    [HEMO_MAIL_LEG_SMTP] = "smtp",
    [HEMO_MAIL_LEG_POP] = "pop",
    [HEMO_MAIL_LEG_IMAP] = "imap",
};
static const HemoMailLegProtocol protocols[] = {
    [HEMO_MAIL_PROTOCOL_INVALID] = HEMO_MAIL_LEG_INVALID,
    [HEMO_MAIL_PROTOCOL_POP] = HEMO_MAIL_LEG_POP,
    [HEMO_MAIL_PROTOCOL_IMAP] = HEMO_MAIL_LEG_IMAP,
    [HEMO_MAIL_PROTOCOL_NEWS] = HEMO_MAIL_LEG_INVALID,
    [HEMO_MAIL_PROTOCOL_LOCAL] = HEMO_MAIL_LEG_INVALID,
    [HEMO_MAIL_PROTOCOL_NONE] = HEMO_MAIL_LEG_INVALID,
};

typedef struct _Run Run;

typedef struct {
    HemoMailLeg leg;
    char *about;
    gboolean has_tls;
    GError *error; /* once it was tried */
    Run *run;
} Row;

struct _Run {
    GPtrArray *rows;  /* Row */
    GHashTable *seen; /* "smtp host:port", so that each is tried once */
    const char *ca_file;
    GCancellable *cancellable;
    GMainLoop *loop;
    guint n_open;
};

static void
row_free(gpointer data)
{
    Row *row = data;

    g_free(row->about);
    g_clear_error(&row->error);
    g_free(row);
}

static void
add_leg(Run *run, HemoMailLegProtocol protocol, const char *title, const HemoMailServer *server)
{
    g_autofree char *key = g_strdup_printf("%s %s:%u %d",
                                           names[protocol],
                                           server->host,
                                           server->port,
                                           server->security);
    Row *row;

    if (protocol == HEMO_MAIL_LEG_INVALID || *server->host == '\0' ||
        run->rows->len >= MAX_LEGS || g_hash_table_contains(run->seen, key))
        return;
    g_hash_table_add(run->seen, g_steal_pointer(&key));
    row = g_new0(Row, 1);
    row->leg = (HemoMailLeg){protocol,
                             server->host,
                             server->port,
                             server->security == HEMO_SECURITY_TLS,
                             run->ca_file};
    row->has_tls = server->security > HEMO_SECURITY_NONE;
    row->about = g_strdup_printf("%s, %s:%u", title, server->host, server->port);
    row->run = run;
    g_ptr_array_add(run->rows, row);
}

static void
add_accounts(Run *run, const GPtrArray *accounts)
{
    for (guint i = 0; accounts != NULL && i < accounts->len; i++) {
        const HemoMailAccount *account = accounts->pdata[i];

        if (!account->uses_command)
            add_leg(run, HEMO_MAIL_LEG_SMTP, account->title, &account->out);
        add_leg(run, protocols[account->protocol], account->title, &account->in);
    }
}

static void
add_settings(Run *run, const HemoCliSettings *settings)
{
    g_auto(GStrv) ids = NULL;

    if (settings == NULL || settings->accounts == NULL)
        return;
    ids = hemo_cli_settings_ids(settings);
    for (guint i = 0; ids[i] != NULL; i++) {
        const HemoAccount *account = hemo_accounts_find(settings->accounts, ids[i]);
        HemoMailServer server = {0};

        if (account == NULL || hemo_account_host(account) == NULL)
            continue;
        server = (HemoMailServer){(char *)hemo_account_host(account),
                                  hemo_account_port(account),
                                  hemo_account_security(account)};
        add_leg(run, HEMO_MAIL_LEG_SMTP, ids[i], &server);
    }
}

static void
on_tried(GObject *source, GAsyncResult *result, gpointer data)
{
    Row *row = data;

    hemo_mail_leg_check_finish(result, &row->error);
    if (--row->run->n_open == 0)
        g_main_loop_quit(row->run->loop);
}

static gboolean
on_time_over(gpointer data)
{
    g_cancellable_cancel(data);
    return G_SOURCE_CONTINUE;
}

static void
try_all(Run *run)
{
    guint timer = g_timeout_add_seconds(SECONDS, on_time_over, run->cancellable);

    for (guint i = 0; i < run->rows->len; i++) {
        Row *row = run->rows->pdata[i];

        if (!row->has_tls)
            continue;
        run->n_open++;
        hemo_mail_leg_check_async(&row->leg, run->cancellable, on_tried, row);
    }
    if (run->n_open > 0)
        g_main_loop_run(run->loop);
    g_source_remove(timer);
}

static void
tell(HemoCliCheck *checks, const Row *row)
{
    const char *name = names[row->leg.protocol];

    if (!row->has_tls)
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_FAIL,
                           name,
                           row->about,
                           _("the way to this server is not encrypted"),
                           _("Choose TLS or STARTTLS in the account's settings"));
    else if (row->error == NULL)
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_OK,
                           name,
                           row->about,
                           _("TLS works, and the certificate is valid"),
                           "");
    else if (hemo_error_is(row->error, HEMO_ERROR_CANCELLED))
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_FAIL,
                           name,
                           row->about,
                           _("the mail server did not answer in time"),
                           _("Is this computer online?"));
    else
        hemo_cli_check_add(checks,
                           HEMO_CLI_CHECK_FAIL,
                           name,
                           row->about,
                           row->error->message,
                           hemo_error_is(row->error, HEMO_ERROR_UNTRUSTED)
                               ? _("Ask who runs the server; a certificate authority of your "
                                   "own is named by \"ca\" under [network] in policy.conf")
                               : _("Are name, port and encryption right in the account's "
                                   "settings?"));
}

void
hemo_cli_doctor_legs_run(HemoCliCheck *checks,
                         const GPtrArray *accounts,
                         const HemoCliSettings *settings,
                         const char *ca_file)
{
    g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(row_free);
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(GMainLoop) loop = g_main_loop_new(NULL, FALSE);
    Run run = {rows, seen, ca_file, cancellable, loop, 0};

    add_accounts(&run, accounts);
    add_settings(&run, settings);
    try_all(&run);
    for (guint i = 0; i < rows->len; i++)
        tell(checks, rows->pdata[i]);
}
