/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The verbs that hand files to the reader and print what comes back: "classify",
 * "badge", "bounce".  No agent, no state; the files are read in the sandbox.
 */
#pragma once

/* Each takes its own name as argv[0] and returns the exit status. */
int hemo_cli_read_classify(int argc, char **argv);
int hemo_cli_read_badge(int argc, char **argv);
int hemo_cli_read_bounce(int argc, char **argv);
