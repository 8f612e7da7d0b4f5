/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A key as org.hemostat.Keys1 tells of it.
 */
#pragma once

#include "hemo-key-gather.h"

extern const HemoName hemo_key_values_states[]; /* "usable", "unconfirmed", ... */
extern const HemoName hemo_key_values_trusts[]; /* "none", "published", ... */

/* a{sv} (floating). */
GVariant *
hemo_key_values_make(const HemoKeyCandidate *candidate, const char *address, gboolean chosen);
