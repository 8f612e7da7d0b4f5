/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Which arrived mails the agent wants to see: those that look like a delivery report, and those
 * that may bring a key (signed, or with Autocrypt).  A guess from the header block; the agent
 * looks closely.
 */
#pragma once

#include "hemo-slice.h"

/* @headers: the header block, or the whole mail. */
gboolean hemo_claws_arrival_kind_is_wanted(HemoSlice headers);
