/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The verb "send": judges, protects and hands over a mail; it succeeds, or the file is
 * untouched.
 */
#pragma once

int hemo_cli_send(int argc, char **argv);
