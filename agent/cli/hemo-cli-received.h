/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The verb "received": one Received field body a line in, one object a line out.
 */
#pragma once

int hemo_cli_received(int argc, char **argv);
