/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-submission.h.
 */
#include "hemo-submission.h"

#include "hemo-error.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

#define MAX_PASSWORD 1024

typedef struct {
    HemoServices *services;
    GVariant *server;
    int password_fd;
    char *id; /* of the account */
} Load;

static void
load_free(gpointer data)
{
    Load *load = data;

    g_clear_pointer(&load->server, g_variant_unref);
    if (load->password_fd >= 0)
        close(load->password_fd);
    g_free(load->id);
    g_free(load);
}

static const HemoAccount *
find_account(HemoServices *services, const char *id, GError **error)
{
    const HemoAccount *account;

    if (!hemo_services_refresh(services, error))
        return NULL;
    account = hemo_accounts_find(hemo_config_accounts(services->config), id);
    if (account != NULL && hemo_account_host(account) != NULL)
        return account;
    hemo_error_set(error,
                   HEMO_ERROR_NOT_FOUND,
                   _("there is no account of this name with a mail server in accounts.conf"));
    return NULL;
}

char *
hemo_submission_secret_name(const HemoAccount *account)
{
    return g_strdup_printf("smtp:%s:%u:%s",
                           hemo_account_host(account),
                           hemo_account_port(account),
                           hemo_account_user(account));
}

static GVariant *
describe(HemoServices *services, const HemoAccount *account)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    const HemoPolicy *policy = hemo_config_policy(services->config);
    const char *ca = hemo_policy_setting(policy, "network", "ca");
    const char *user = hemo_account_user(account);
    gboolean implicit = hemo_account_security(account) == HEMO_SECURITY_TLS;

    g_variant_dict_insert(&dict, "host", "s", hemo_account_host(account));
    g_variant_dict_insert(&dict, "port", "q", hemo_account_port(account));
    g_variant_dict_insert(&dict, "security", "s", implicit ? "tls" : "starttls");
    g_variant_dict_insert(&dict, "user", "s", user != NULL ? user : "");
    g_variant_dict_insert(&dict, "ca", "s", ca != NULL ? ca : "");
    return g_variant_ref_sink(g_variant_dict_end(&dict));
}

static void
return_password(GTask *task, HemoSlice password)
{
    Load *load = g_task_get_task_data(task);
    GError *error = NULL;

    load->password_fd = hemo_sealed_fd_new(&password, 1, &error);
    if (load->password_fd < 0)
        g_task_return_error(task, error);
    else
        g_task_return_boolean(task, TRUE);
}

static void
on_loaded(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Load *load = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoSecret) password =
        hemo_keyring_load_finish(load->services->keyring, result, &error);

    if (password != NULL)
        return_password(task, hemo_secret_slice(password));
    else if (hemo_error_is(error, HEMO_ERROR_NOT_FOUND))
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_NOT_FOUND,
                                _("the password of this account's mail server is not known: "
                                  "give it with \"hemostat password --account %s\""),
                                load->id);
    else
        g_task_return_error(task, g_steal_pointer(&error));
}

void
hemo_submission_load_async(HemoServices *services,
                           const char *id,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    GError *error = NULL;
    const HemoAccount *account = find_account(services, id, &error);
    Load *load = g_new0(Load, 1);
    g_autofree char *name = NULL;

    load->services = services;
    load->id = g_strdup(id);
    load->password_fd = -1;
    g_task_set_task_data(task, load, load_free);
    if (account == NULL) {
        g_task_return_error(task, error);
        return;
    }
    if (hemo_account_security(account) < HEMO_SECURITY_STARTTLS) {
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_UNTRUSTED,
                                "%s",
                                _("this account's mail server is set up without TLS"));
        return;
    }
    load->server = describe(services, account);
    if (hemo_account_user(account) == NULL) {
        return_password(task, HEMO_SLICE_EMPTY);
        return;
    }
    name = hemo_submission_secret_name(account);
    hemo_keyring_load_async(services->keyring, name, NULL, on_loaded, g_steal_pointer(&task));
}

GVariant *
hemo_submission_load_finish(GAsyncResult *result, int *ret_password_fd, GError **error)
{
    Load *load = g_task_get_task_data(G_TASK(result));

    if (!g_task_propagate_boolean(G_TASK(result), error))
        return NULL;
    *ret_password_fd = load->password_fd;
    load->password_fd = -1;
    return g_steal_pointer(&load->server);
}

static void
on_stored(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    HemoServices *services = g_task_get_task_data(task);
    GError *error = NULL;

    if (!hemo_keyring_store_finish(services->keyring, result, &error))
        g_task_return_error(task, error);
    else
        g_task_return_boolean(task, TRUE);
}

static HemoSlice
first_line(HemoSlice bytes)
{
    HemoSlice line = HEMO_SLICE_EMPTY;

    hemo_slice_next_line(&bytes, &line);
    return line;
}

/* The password out of the memfd; refused if it is none. */
static HemoSecret *
take_password(int fd, GError **error)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, error);
    HemoSlice line = map != NULL ? first_line(hemo_sealed_fd_slice(map)) : HEMO_SLICE_EMPTY;

    if (map != NULL && line.size > 0 && line.size <= MAX_PASSWORD)
        return hemo_secret_new_copy(line);
    if (map != NULL)
        hemo_error_set(error, HEMO_ERROR_INVALID, _("the password is empty or too long"));
    return NULL;
}

void
hemo_submission_store_async(HemoServices *services,
                            const char *id,
                            int fd,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    GError *error = NULL;
    g_autoptr(HemoSecret) password = take_password(fd, &error);
    const HemoAccount *account = password != NULL ? find_account(services, id, &error) : NULL;
    g_autofree char *name = NULL;

    close(fd);
    g_task_set_task_data(task, services, NULL);
    if (account == NULL) {
        g_task_return_error(task, error);
        return;
    }
    if (hemo_account_user(account) == NULL) {
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_INVALID,
                                "%s",
                                _("this account has no user name in accounts.conf"));
        return;
    }
    name = hemo_submission_secret_name(account);
    hemo_keyring_store_async(services->keyring,
                             name,
                             password,
                             NULL,
                             on_stored,
                             g_steal_pointer(&task));
}

gboolean
hemo_submission_store_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}
