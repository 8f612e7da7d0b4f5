/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The operations of hemo-reader.h on the bytes of one mail: a table of functions.
 */
#pragma once

#include "hemo-slice.h"

/* The values of @operation ("mail", "badge", "bounce", "keys") on @mail, a floating a{sv}, or
 * NULL if there is no such operation.  Missing @parameters (a{sv}) count as empty. */
GVariant *hemo_answer_make(const char *operation, HemoSlice mail, GVariant *parameters);
