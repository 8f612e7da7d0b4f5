/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "hemostat leave": for somebody who leaves the organisation, or this computer.
 */
#pragma once

int hemo_cli_leave(int argc, char **argv);
