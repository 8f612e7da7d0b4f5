/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The verb "hemostat domain": how well domains can be reached over TLS.
 */
#pragma once

/* @argv begins with the verb.  Returns the exit status; HEMO_CLI_UNREADABLE if an input is no
 * domain or the settings given by options cannot be used: said for each domain. */
int hemo_cli_domain(int argc, char **argv);
