/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What somebody who leaves does with his own keys: they are withdrawn, and what others must get
 * to hear of that is written down.
 */
#pragma once

#include "hemo-cli-check.h"

/* Withdraws one's own keys, and writes the public parts of the OpenPGP ones into @folder; with
 * @reveal also correspondents.txt: to whom they were known.  FALSE if something failed, which
 * was told. */
gboolean hemo_cli_leave_keys_run(HemoCliCheck *checks, const char *folder, gboolean reveal);
