/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "hemostat lint-forwards": do forwarding rules send mail to domains that are ready for TLS?
 */
#pragma once

int hemo_cli_lint_forwards(int argc, char **argv);
