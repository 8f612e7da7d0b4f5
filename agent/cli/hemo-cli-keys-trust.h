/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "keys confirm" and "keys revoke": what a person says of a key.
 */
#pragma once

int hemo_cli_keys_trust_confirm(int argc, char **argv);
int hemo_cli_keys_trust_revoke(int argc, char **argv);
