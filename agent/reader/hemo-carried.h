/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The operation "keys": which keys and certificates a mail that came in offers as those of
 * its sender.  All of it is what the mail says; nothing is trusted, and nothing is said at
 * all about a mail that names no single sender.
 */
#pragma once

#include "hemo-slice.h"

/* A floating a{sv}, see hemo-reader.h.  GMime must have been initialised. */
GVariant *hemo_carried_answer(HemoSlice mail);
