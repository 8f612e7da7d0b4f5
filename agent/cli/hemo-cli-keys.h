/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "hemostat keys": the keys and certificates of the people one writes to, and one's own.
 */
#pragma once

int hemo_cli_keys(int argc, char **argv);
