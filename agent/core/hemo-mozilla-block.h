/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The settings that Hemostat put into a Thunderbird profile's user.js: one block of lines
 * between two marks, with what was set before, so that it can be taken back.  All else in the
 * file stays as it is, byte for byte.  Pure.
 */
#pragma once

#include "hemo-slice.h"

typedef struct {
    char *name;    /* "mail.compose.autosave" */
    char *literal; /* as in the file: "false" */
    char *before;  /* what prefs.js had; NULL: nothing */
    char *reason;  /* one line for who reads the file; may be NULL */
} HemoMozillaBlockItem;

/* Takes copies. */
HemoMozillaBlockItem *hemo_mozilla_block_item_new(const char *name,
                                                  const char *literal,
                                                  const char *before,
                                                  const char *reason);
void hemo_mozilla_block_item_free(gpointer item);

/* What the block in @user_js has, HemoMozillaBlockItem, freed with the array; empty without a
 * block. */
GPtrArray *hemo_mozilla_block_read(HemoSlice user_js);

/* @user_js with the block of these items as its last lines instead of the one it has; without
 * a block if there are none.  A block whose end is missing is left as it stands, as what
 * follows may be the person's. */
GBytes *hemo_mozilla_block_write(HemoSlice user_js, const GPtrArray *items);

/* @prefs_js with what was there before: Thunderbird copies user.js into it at each start.  A
 * setting that has another value by now is the person's own, and stays. */
GBytes *hemo_mozilla_block_restore(HemoSlice prefs_js, const GPtrArray *items);
