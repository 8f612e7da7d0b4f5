/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A GnuPG home for a moment, to look at a stranger's keys in.  gpg starts no agent and no
 * dirmngr for it, so private keys cannot come in and nothing is asked on the network.
 */
#pragma once

#include <glib.h>

typedef struct _HemoGpgScratch HemoGpgScratch;

/* A new empty home of mode 0700 in the user's runtime folder, or in the one for temporary
 * files.  HEMO_ERROR_STORAGE. */
HemoGpgScratch *hemo_gpg_scratch_new(GError **error);
void hemo_gpg_scratch_free(HemoGpgScratch *scratch); /* removes the home; NULL is fine */

/* Ends every program that was started for this home and still runs: gpg does not notice that
 * nobody waits for it any more, and a key can be made that keeps it busy for minutes. */
void hemo_gpg_scratch_stop(const HemoGpgScratch *scratch);

const char *hemo_gpg_scratch_home(const HemoGpgScratch *scratch);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoGpgScratch, hemo_gpg_scratch_free)
