/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Reads delivery reports that are mere text: whom they are about, and why, from
 * the sentences before the returned mail.  Three ways, the surest first: lines
 * that list an address, sentences that speak of one, server replies.
 */
#pragma once

#include "hemo-dsn-recipient.h"

/* Where the returned mail begins in @text, or @text.size. */
gsize hemo_bounce_text_find_returned(HemoSlice text);

/* Adds what @text says before the returned mail to @recipients.  @own are the addresses
 * of the person that the report was sent to (views): taken only if there is no other. */
void hemo_bounce_text_read(HemoSlice text, const GArray *own, GPtrArray *recipients);
