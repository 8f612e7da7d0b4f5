/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How many mails wait in Thunderbird's Outbox, an mbox file.  Pure; the mails are not looked at
 * but for the line by which Thunderbird marks a deleted one.
 */
#pragma once

#include "hemo-slice.h"

/* Deleted ones, which stay in the file until it is compacted, are not counted. */
guint hemo_mozilla_outbox_count(HemoSlice mbox);
