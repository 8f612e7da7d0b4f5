/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The targets of a Sieve script (RFC 5228): redirect, notify, include, report, and what
 * hands the mail to a program.
 */
#pragma once

#include "hemo-slice.h"

void hemo_forward_sieve_parse(GPtrArray *targets, HemoSlice text);
