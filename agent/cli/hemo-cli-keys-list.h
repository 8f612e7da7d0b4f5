/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "keys list" and "keys find".
 */
#pragma once

int hemo_cli_keys_list_run(int argc, char **argv);
int hemo_cli_keys_list_find(int argc, char **argv);
