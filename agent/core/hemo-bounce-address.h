/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Finds mail addresses in free text.
 */
#pragma once

#include "hemo-slice.h"

/* The first address of @text at or behind @from: its offset, or @text.size if there is
 * none.  UTF-8 is allowed (RFC 6531); brackets and full stops around it are left out. */
gsize hemo_bounce_address_find(HemoSlice text, gsize from, HemoSlice *ret_address);
