/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * "hemostat doctor": is everything in order, and what to do where it is not?
 */
#pragma once

int hemo_cli_doctor(int argc, char **argv);
