/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the process gives up before it sees anything: core dumps, being traced by
 * other programs of the user, readable files, dying of a closed pipe.
 */
#pragma once

/* Call first in main(). */
void hemo_harden_process(void);
