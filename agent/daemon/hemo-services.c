/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-services.h.
 */
#include "hemo-services.h"

#include "hemo-error.h"
#include "hemo-key-harvest.h"
#include "hemo-paths.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

HemoServices *
hemo_services_new(const char *system_folder)
{
    HemoServices *services = g_new0(HemoServices, 1);
    g_autofree char *config = hemo_paths_config();
    g_autofree char *reader = hemo_paths_program("hemostat-reader");

    services->lock_fd = -1;
    services->config =
        hemo_config_new(system_folder != NULL ? system_folder : HEMOSTAT_SYSTEM_CONFIG, config);
    services->tickets = hemo_ticket_table_new();
    services->reader = hemo_reader_new(reader);
    services->openpgp = hemo_openpgp_new(NULL);
    services->cipher = hemo_cipher_new(services->openpgp);
    services->inspection = hemo_key_inspection_new(services->openpgp);
    services->anchors = hemo_anchors_new();
    services->away = hemo_away_new();
    return services;
}

void
hemo_services_free(HemoServices *services)
{
    if (services == NULL)
        return;
    g_queue_clear_full(&services->report_queue, g_object_unref);
    hemo_key_harvest_stop(services);
    hemo_client_watch_free(services->clients);
    hemo_ticket_table_free(services->tickets);
    hemo_evidence_store_free(services->evidence);
    hemo_domain_check_free(services->domain_check);
    hemo_cipher_unref(services->cipher);
    hemo_key_lookout_free(services->lookout);
    hemo_crl_store_free(services->crls);
    hemo_finder_network_unref(services->finder_net);
    hemo_anchors_free(services->anchors);
    hemo_key_inspection_free(services->inspection);
    hemo_openpgp_unref(services->openpgp);
    hemo_away_free(services->away);
    hemo_reader_free(services->reader);
    hemo_words_store_free(services->words);
    hemo_identity_store_free(services->identities);
    hemo_key_store_free(services->key_store);
    hemo_sent_store_free(services->sent);
    hemo_audit_log_free(services->audit);
    hemo_vault_free(services->vault);
    hemo_keyring_unref(services->keyring);
    hemo_database_close(services->database);
    if (services->lock_fd >= 0)
        close(services->lock_fd);
    hemo_config_free(services->config);
    g_free(services);
}

static HemoKeyring *
make_keyring(const char *kind, GError **error)
{
    g_autofree char *state = NULL;
    g_autofree char *path = NULL;

    if (kind == NULL || g_str_equal(kind, "secret-service"))
        return hemo_keyring_new_secret_service();
    if (g_str_equal(kind, "file")) {
        state = hemo_paths_state(error);
        if (state == NULL)
            return NULL;
        path = g_build_filename(state, "keyring", "secrets", NULL);
        return hemo_keyring_new_file(path);
    }
    hemo_error_set(error,
                   HEMO_ERROR_CONFIG,
                   _("policy.conf: keyring in [agent] must be secret-service or file"));
    return NULL;
}

/* One agent for one state folder: two would write two ends of one audit.  The lock goes with
 * the process, however it ends. */
static gboolean
lock_state(HemoServices *services, const char *state, GError **error)
{
    g_autofree char *path = g_build_filename(state, "agent.lock", NULL);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);

    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) == 0) {
        services->lock_fd = fd;
        return TRUE;
    }
    if (fd >= 0 && errno == EWOULDBLOCK)
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("another agent of Hemostat uses your records in %s: log out "
                         "everywhere and log in again"),
                       state);
    else
        hemo_error_set(error,
                       HEMO_ERROR_STORAGE,
                       _("%s cannot be locked: %s"),
                       path,
                       g_strerror(errno));
    if (fd >= 0)
        close(fd);
    return FALSE;
}

static gboolean
open_database(HemoServices *services, GError **error)
{
    g_autofree char *state = NULL;
    g_autofree char *path = NULL;

    if (services->database != NULL)
        return TRUE;
    state = hemo_paths_state(error);
    if (state == NULL || (services->lock_fd < 0 && !lock_state(services, state, error)))
        return FALSE;
    path = g_build_filename(state, "state.sqlite", NULL);
    services->database = hemo_database_open(path, error);
    return services->database != NULL;
}

static gboolean
make_records(HemoServices *services, const char *origin, GError **error)
{
    const HemoPolicy *policy = hemo_config_policy(services->config);

    if (services->keyring != NULL)
        return TRUE;
    services->keyring = make_keyring(hemo_policy_setting(policy, "agent", "keyring"), error);
    if (services->keyring == NULL)
        return FALSE;
    services->vault = hemo_vault_new(services->keyring, services->database);
    services->audit =
        hemo_audit_log_new(services->database, services->vault, services->keyring, origin);
    services->sent = hemo_sent_store_new(services->database, services->vault);
    services->key_store = hemo_key_store_new(services->database, services->vault);
    services->identities =
        hemo_identity_store_new(services->database, services->vault, services->keyring);
    services->words = hemo_words_store_new(services->database, services->vault);
    return TRUE;
}

/* What was seen through other name servers, or with other certificates trusted, tells nothing.
 */
static gboolean
forget_other_networks(HemoDatabase *database, const HemoNetSettings *settings, GError **error)
{
    g_autofree char *now =
        g_strdup_printf("%s\n%s\n%s\n%d",
                        settings->resolver != NULL ? settings->resolver : "",
                        settings->trust_anchor != NULL ? settings->trust_anchor : "",
                        settings->ca_file != NULL ? settings->ca_file : "",
                        settings->no_port25);
    g_autoptr(GError) local = NULL;
    g_autoptr(GBytes) then = hemo_database_get_meta(database, "network", &local);
    g_autoptr(GBytes) same = g_bytes_new(now, strlen(now));
    sqlite3_stmt *statement;

    if (local != NULL) {
        g_propagate_error(error, g_steal_pointer(&local));
        return FALSE;
    }
    if (then != NULL && g_bytes_equal(then, same))
        return TRUE;
    statement = hemo_database_prepare(database, "DELETE FROM evidence", error);
    return statement != NULL && hemo_database_run(database, statement, error) &&
           hemo_database_set_meta(database, "network", hemo_slice_text(now), error);
}

/* What looks for keys and for lists of revocations.  Without name service what is known must
 * do. */
static void
make_finders(HemoServices *services, const HemoNetSettings *settings)
{
    const HemoFinderNet *functions = hemo_finder_net_functions();
    g_autoptr(HemoDns) dns = NULL;

    dns = hemo_dns_new(settings->resolver, settings->trust_anchor, NULL);
    if (dns != NULL)
        services->finder_net = hemo_finder_network_new(dns, settings);
    if (dns != NULL)
        services->lookout = hemo_key_lookout_new(services->key_store,
                                                 services->inspection,
                                                 functions,
                                                 services->finder_net);
    services->crls = hemo_crl_store_new(services->database, functions, services->finder_net);
}

static gboolean
make_evidence(HemoServices *services, GError **error)
{
    const HemoPolicy *policy = hemo_config_policy(services->config);
    const char *no_port25 = hemo_policy_setting(policy, "network", "no-port25");
    const HemoNetSettings settings = {
        .resolver = hemo_policy_setting(policy, "network", "resolver"),
        .trust_anchor = hemo_policy_setting(policy, "network", "trust-anchor"),
        .ca_file = hemo_policy_setting(policy, "network", "ca"),
        .no_port25 = no_port25 != NULL && !g_str_equal(no_port25, "false"),
    };

    if (services->evidence != NULL)
        return TRUE;
    if (!forget_other_networks(services->database, &settings, error))
        return FALSE;
    make_finders(services, &settings);
    services->domain_check = hemo_domain_check_new(&settings);
    services->evidence = hemo_evidence_store_new(services->database, services->domain_check);
    return TRUE;
}

gboolean
hemo_services_refresh(HemoServices *services, GError **error)
{
    if (services->wiped) {
        hemo_error_set(error, HEMO_ERROR_LOST, _("everything was forgotten: start again"));
        return FALSE;
    }
    if (!open_database(services, error) || !hemo_config_refresh(services->config, error) ||
        !make_records(services, hemo_config_origin(services->config), error))
        return FALSE;
    return make_evidence(services, error);
}
