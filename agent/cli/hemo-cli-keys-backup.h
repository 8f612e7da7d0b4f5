/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "keys backup" and "keys restore".
 */
#pragma once

int hemo_cli_keys_backup_run(int argc, char **argv);
int hemo_cli_keys_backup_restore(int argc, char **argv);
