/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a person can do about a recipient's key that holds a mail up: whom to call, what to
 * compare, what to ask for.  The command to type is for the person who looks after the
 * computer, in a sentence of its own.
 */
#pragma once

#include "hemo-case.h"

/* Adds to @remedies (as) what would help recipients who are held because of the state of their
 * key; nothing for those without any. */
void hemo_case_key_words_add(const HemoCase *mail, GVariantBuilder *remedies);

/* TRUE if it says something for recipient @index. */
gboolean hemo_case_key_words_has(const HemoCase *mail, gsize index);
