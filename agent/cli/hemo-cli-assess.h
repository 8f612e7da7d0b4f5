/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The verb "assess": prints what would happen to a mail, and why.
 */
#pragma once

int hemo_cli_assess(int argc, char **argv);
