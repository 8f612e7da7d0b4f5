/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "keys create" and "keys words".
 */
#pragma once

int hemo_cli_keys_own_create(int argc, char **argv);
int hemo_cli_keys_own_words(int argc, char **argv);
