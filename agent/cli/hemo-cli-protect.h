/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The verb "protect": writes the outgoing messages of a mail into a folder.
 */
#pragma once

int hemo_cli_protect(int argc, char **argv);
