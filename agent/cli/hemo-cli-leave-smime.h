/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What somebody who leaves keeps of his own S/MIME keys: Hemostat's copy goes, and often it is
 * the only one from which another mail program can be set up.
 */
#pragma once

#include "hemo-cli-check.h"
#include "hemo-cli-own-smime.h"

/* Writes each of one's own S/MIME keys that the agent has into @folder, "key-FINGERPRINT.p12",
 * under one passphrase: the first line of @passphrase_file, or typed twice (NULL).  Files of an
 * earlier run are replaced.  FALSE if one of them is not there or does not open, which was
 * told. */
gboolean
hemo_cli_leave_smime_run(HemoCliCheck *checks, const char *folder, const char *passphrase_file);

/* The same with those of @own; without any nobody is asked for a passphrase. */
gboolean hemo_cli_leave_smime_write(HemoCliCheck *checks,
                                    const HemoCliOwnSmime *own,
                                    const char *folder,
                                    const char *passphrase_file);
