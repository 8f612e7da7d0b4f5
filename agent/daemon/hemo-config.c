/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-config.h.
 */
#include "hemo-config.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef enum {
    FILE_SYSTEM_POLICY,
    FILE_SYSTEM_ACCOUNTS,
    FILE_USER_POLICY,
    FILE_USER_ACCOUNTS,
    N_FILES,
} File;

/* What tells one state of a file from another. */
typedef struct {
    gboolean exists;
    ino_t inode;
    off_t size;
    struct timespec changed;
} Stamp;

struct _HemoConfig {
    char *origin;
    char *paths[N_FILES];
    Stamp stamps[N_FILES];
    gboolean loaded;
    HemoPolicy *policy;
    HemoAccounts *accounts;
};

HemoConfig *
hemo_config_new(const char *system_folder, const char *user_folder)
{
    HemoConfig *config = g_new0(HemoConfig, 1);

    if (!g_str_equal(system_folder, HEMOSTAT_SYSTEM_CONFIG))
        config->origin = g_strdup(system_folder);
    config->paths[FILE_SYSTEM_POLICY] = g_build_filename(system_folder, "policy.conf", NULL);
    config->paths[FILE_SYSTEM_ACCOUNTS] =
        g_build_filename(system_folder, "accounts.conf", NULL);
    config->paths[FILE_USER_POLICY] = g_build_filename(user_folder, "policy.conf", NULL);
    config->paths[FILE_USER_ACCOUNTS] = g_build_filename(user_folder, "accounts.conf", NULL);
    return config;
}

static void
forget(HemoConfig *config)
{
    g_clear_pointer(&config->policy, hemo_policy_unref);
    g_clear_pointer(&config->accounts, hemo_accounts_unref);
    config->loaded = FALSE;
}

void
hemo_config_free(HemoConfig *config)
{
    if (config == NULL)
        return;
    forget(config);
    for (int file = 0; file < N_FILES; file++)
        g_free(config->paths[file]);
    g_free(config->origin);
    g_free(config);
}

static gboolean
is_changed(HemoConfig *config)
{
    gboolean changed = FALSE;

    for (int file = 0; file < N_FILES; file++) {
        struct stat status = {0};
        Stamp stamp = {.exists = stat(config->paths[file], &status) == 0};

        stamp.inode = status.st_ino;
        stamp.size = status.st_size;
        stamp.changed = status.st_ctim;
        if (memcmp(&stamp, &config->stamps[file], sizeof stamp) != 0)
            changed = TRUE;
        config->stamps[file] = stamp;
    }
    return changed;
}

static gboolean
cannot_read(const char *path, int code, GError **error)
{
    hemo_error_set(error,
                   HEMO_ERROR_CONFIG,
                   _("%s cannot be read: %s"),
                   path,
                   g_strerror(code));
    return FALSE;
}

/* The administrator's word counts only if nobody else can have written it. */
static gboolean
check_owner(const char *path, int fd, File file, GError **error)
{
    struct stat status;

    if (fstat(fd, &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size > HEMO_LIMIT_CONFIG)
        return cannot_read(path, EFBIG, error);
    if (file < FILE_USER_POLICY && (status.st_mode & (S_IWGRP | S_IWOTH)) != 0) {
        hemo_error_set(error,
                       HEMO_ERROR_DENIED,
                       _("%s can be written by others than its owner: its mode must be 0644"),
                       path);
        return FALSE;
    }
    return TRUE;
}

/* No file is an empty file. */
static gboolean
read_file(HemoConfig *config, File file, GBytes **ret_bytes, GError **error)
{
    const char *path = config->paths[file];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    g_autofree char *buffer = NULL;
    gssize size = 0;

    *ret_bytes = NULL;
    if (fd < 0 && (errno == ENOENT || errno == ENOTDIR)) {
        *ret_bytes = g_bytes_new_static("", 0);
        return TRUE;
    }
    if (fd < 0)
        return cannot_read(path, errno, error);
    if (check_owner(path, fd, file, error)) {
        buffer = g_malloc(HEMO_LIMIT_CONFIG);
        size = read(fd, buffer, HEMO_LIMIT_CONFIG);
        if (size >= 0)
            *ret_bytes = g_bytes_new(buffer, (gsize)size);
        else
            cannot_read(path, errno, error);
    }
    close(fd);
    return *ret_bytes != NULL;
}

static gboolean
load(HemoConfig *config, GError **error)
{
    g_autoptr(GBytes) system_policy = NULL;
    g_autoptr(GBytes) system_accounts = NULL;
    g_autoptr(GBytes) user_policy = NULL;
    g_autoptr(GBytes) user_accounts = NULL;
    const char *trust;

    if (!read_file(config, FILE_SYSTEM_POLICY, &system_policy, error) ||
        !read_file(config, FILE_SYSTEM_ACCOUNTS, &system_accounts, error) ||
        !read_file(config, FILE_USER_POLICY, &user_policy, error) ||
        !read_file(config, FILE_USER_ACCOUNTS, &user_accounts, error))
        return FALSE;
    config->policy = hemo_policy_parse(hemo_slice_bytes(system_policy),
                                       hemo_slice_bytes(user_policy),
                                       error);
    if (config->policy == NULL)
        return FALSE;
    trust = hemo_policy_setting(config->policy, "agent", "user-accounts");
    config->accounts = hemo_accounts_parse(hemo_slice_bytes(system_accounts),
                                           hemo_slice_bytes(user_accounts),
                                           g_strcmp0(trust, "trusted") == 0,
                                           error);
    return config->accounts != NULL;
}

gboolean
hemo_config_refresh(HemoConfig *config, GError **error)
{
    gboolean changed = is_changed(config);

    if (config->loaded && !changed)
        return TRUE;
    forget(config);
    config->loaded = load(config, error);
    if (!config->loaded)
        forget(config);
    return config->loaded;
}

HemoPolicy *
hemo_config_policy(const HemoConfig *config)
{
    return config->policy;
}

HemoAccounts *
hemo_config_accounts(const HemoConfig *config)
{
    return config->accounts;
}

const char *
hemo_config_origin(const HemoConfig *config)
{
    return config->origin;
}
