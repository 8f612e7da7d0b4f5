/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The certificates that a person told Thunderbird to take although they do not hold, out of
 * the profile's cert_override.txt: a line each, "HOST:PORT:" up to the first tab.  Pure.
 */
#pragma once

#include "hemo-slice.h"

/* TRUE if @text has such a line for @host (any case) and @port. */
gboolean hemo_mozilla_override_has(HemoSlice text, const char *host, guint16 port);
