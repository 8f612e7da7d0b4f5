/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A state folder of its own with a real database and a real file keyring, for tests of
 * the daemon; and waiting for what the daemon does in its main loop.
 */
#pragma once

#include "hemo-audit-log.h"
#include "hemo-vault.h"

typedef struct {
    char *top;
    char *database_path;
    char *keyring_path;
    HemoDatabase *database;
    HemoKeyring *keyring;
    HemoVault *vault;
    HemoAuditLog *log;
} DaemonHome;

/* GTest fixture functions. */
void daemon_home_set_up(DaemonHome *home, gconstpointer data);
void daemon_home_tear_down(DaemonHome *home, gconstpointer data);

/* As when the agent ends, and as when it starts; nothing is unlocked yet. */
void daemon_home_close(DaemonHome *home);
void daemon_home_open(DaemonHome *home);

/* Runs the main loop until @result is there. */
GAsyncResult *daemon_home_wait(GAsyncResult **result);
void daemon_home_on_result(GObject *source, GAsyncResult *result, gpointer ret_result);

gboolean daemon_home_open_vault(DaemonHome *home, GError **error);
gboolean daemon_home_open_log(DaemonHome *home, GError **error);
void daemon_home_flush(DaemonHome *home);
void daemon_home_store(DaemonHome *home, const char *name, HemoSlice bytes);
HemoSecret *daemon_home_load(DaemonHome *home, const char *name, GError **error);
void daemon_home_forget(DaemonHome *home, const char *name);

/* Runs @sql, which must succeed. */
void daemon_home_sql(DaemonHome *home, const char *sql);

/* Removes a folder and what is in it. */
void daemon_home_remove(const char *path);
