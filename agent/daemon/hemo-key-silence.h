/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Who could not say whether there is a key, in words for a person: "no key was found" means
 * little if nobody could be asked.  Pure.
 */
#pragma once

#include "hemo-found.h"

#include <glib.h>

/* A line for each of @asked, bits of HemoFinderBits, that is in @silent; if @asked has nobody
 * who is on the network, one that says so.  NULL-terminated, may be empty.  Each stands behind
 * "could not be told: ". */
char **hemo_key_silence_lines(guint asked, guint silent);
