/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The verb "password": keeps the password of an account's mail server in the keyring; it is
 * read from standard input.
 */
#pragma once

int hemo_cli_password(int argc, char **argv);
