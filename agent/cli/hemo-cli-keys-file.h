/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "keys import" and "keys export".
 */
#pragma once

int hemo_cli_keys_file_import(int argc, char **argv);
int hemo_cli_keys_file_export(int argc, char **argv);
