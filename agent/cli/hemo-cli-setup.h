/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "hemostat setup": makes a mail program and Hemostat know each other.
 */
#pragma once

int hemo_cli_setup(int argc, char **argv);
