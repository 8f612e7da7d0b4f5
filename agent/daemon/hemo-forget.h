/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What happens when the person leaves the computer, and what brings it back: everything that
 * opens her records or sends in her name is forgotten; the next mail opens it again.
 */
#pragma once

#include "hemo-services.h"

/* Forgets the records' keys, the questions that wait for an answer (approvals end with them),
 * what @services->away knows of, and the passphrases that gpg's agent keeps.  Nothing waits. */
void hemo_forget_all(HemoServices *services);

/* A person pressed Send and the keyring is locked: the desktop asks her for its password, for
 * at most HEMO_LIMIT_UNLOCK; once at a time.  The mail is held meanwhile. */
void hemo_forget_ask_for_keyring(HemoServices *services);
