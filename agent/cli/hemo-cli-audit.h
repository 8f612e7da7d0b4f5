/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The verb "audit": shows the audit and checks it.
 */
#pragma once

int hemo_cli_audit(int argc, char **argv);
