/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The character sets that mail is written in, opened once and held open, so that a
 * sandboxed child that may open no file can still read them.  Any other set is
 * unknown there, and text in it counts as unread.
 */
#pragma once

#include <glib.h>

typedef struct _HemoCharsets HemoCharsets;

/* Never NULL; sets that this system does not have are left out. */
HemoCharsets *hemo_charsets_open(void);
void hemo_charsets_free(HemoCharsets *charsets);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCharsets, hemo_charsets_free)
