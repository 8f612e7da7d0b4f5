/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-settings.h.
 */
#include "hemo-cli-settings.h"

#include "hemo-cli-file.h"
#include "hemo-error.h"
#include "hemo-paths.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#define PREFIX "account "

/* A file that is not there is empty. */
static HemoIniText *
read_text(const char *folder, const char *name, GError **error)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_autoptr(GError) cause = NULL;
    g_autoptr(GBytes) bytes = hemo_cli_file_read(path, &cause);

    if (bytes != NULL)
        return hemo_ini_text_new(hemo_slice_bytes(bytes));
    if (hemo_error_is(cause, HEMO_ERROR_NOT_FOUND))
        return hemo_ini_text_new(HEMO_SLICE_EMPTY);
    hemo_error_set(error, HEMO_ERROR_INVALID, "%s: %s", path, cause->message);
    return NULL;
}

/* The agent refuses what anybody could have written in the administrator's name. */
static gboolean
check_mode(const char *folder, const char *name, GError **ret_fault)
{
    g_autofree char *path = g_build_filename(folder, name, NULL);
    GStatBuf status;

    if (g_stat(path, &status) != 0 || (status.st_mode & (S_IWGRP | S_IWOTH)) == 0)
        return TRUE;
    hemo_error_set(ret_fault,
                   HEMO_ERROR_DENIED,
                   _("%s can be written by others than its owner: its mode must be 0644"),
                   path);
    return FALSE;
}

static void
parse(HemoCliSettings *settings,
      const HemoIniText *system_policy,
      const HemoIniText *policy,
      GError **ret_fault)
{
    const char *trust;

    settings->policy = hemo_policy_parse(hemo_ini_text_slice(system_policy),
                                         hemo_ini_text_slice(policy),
                                         ret_fault);
    if (settings->policy == NULL)
        return;
    trust = hemo_policy_setting(settings->policy, "agent", "user-accounts");
    settings->accounts =
        hemo_accounts_parse(hemo_ini_text_slice(settings->system_accounts_text),
                            hemo_ini_text_slice(settings->accounts_text),
                            g_strcmp0(trust, "trusted") == 0,
                            ret_fault);
}

HemoCliSettings *
hemo_cli_settings_load(const char *system_folder, GError **ret_fault, GError **error)
{
    const char *theirs = system_folder != NULL ? system_folder : HEMOSTAT_SYSTEM_CONFIG;
    g_autofree char *ours = hemo_paths_config();
    g_autoptr(HemoIniText) system_policy = read_text(theirs, "policy.conf", error);
    g_autoptr(HemoIniText) policy =
        system_policy != NULL ? read_text(ours, "policy.conf", error) : NULL;
    g_autoptr(HemoCliSettings) settings = g_new0(HemoCliSettings, 1);

    settings->accounts_path = g_build_filename(ours, "accounts.conf", NULL);
    if (policy != NULL)
        settings->system_accounts_text = read_text(theirs, "accounts.conf", error);
    if (settings->system_accounts_text != NULL)
        settings->accounts_text = read_text(ours, "accounts.conf", error);
    if (settings->accounts_text == NULL)
        return NULL;
    if (check_mode(theirs, "policy.conf", ret_fault) &&
        check_mode(theirs, "accounts.conf", ret_fault))
        parse(settings, system_policy, policy, ret_fault);
    return g_steal_pointer(&settings);
}

void
hemo_cli_settings_free(HemoCliSettings *settings)
{
    g_free(settings->accounts_path);
    hemo_ini_text_free(settings->accounts_text);
    hemo_ini_text_free(settings->system_accounts_text);
    g_clear_pointer(&settings->policy, hemo_policy_unref);
    g_clear_pointer(&settings->accounts, hemo_accounts_unref);
    g_free(settings);
}

static void
add_ids(GPtrArray *ids, const HemoIniText *text)
{
    g_auto(GStrv) groups = hemo_ini_text_groups(text);

    for (guint i = 0; groups[i] != NULL; i++) {
        const char *id = groups[i] + strlen(PREFIX);

        if (g_str_has_prefix(groups[i], PREFIX) &&
            !g_ptr_array_find_with_equal_func(ids, id, g_str_equal, NULL))
            g_ptr_array_add(ids, g_strdup(id));
    }
}

GStrv
hemo_cli_settings_ids(const HemoCliSettings *settings)
{
    GPtrArray *ids = g_ptr_array_new();

    add_ids(ids, settings->system_accounts_text);
    add_ids(ids, settings->accounts_text);
    g_ptr_array_add(ids, NULL);
    return (GStrv)g_ptr_array_free(ids, FALSE);
}
