/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * May the mail program send a judged mail in its own form, as one message to all?  A pure
 * function of the case.
 */
#pragma once

#include "hemo-case.h"

/* TRUE for a mail in format "compose" if everybody gets it, by the mail program's own way, and
 * all that would be changed is a field added to the header. */
gboolean hemo_native_is_possible(const HemoCase *mail);

/* The fields that must be added then, a(ss) (name, body), floating; empty if none. */
GVariant *hemo_native_fields(const HemoCase *mail);
