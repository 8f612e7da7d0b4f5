/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The process that waits: it always has one child forked ahead, which takes one
 * request, reads that mail and ends.  The process itself takes no descriptor, never
 * maps, reads or keeps a mail, and has one thread only.
 */
#pragma once

#include "hemo-sandbox.h"

/* Serves the control socket @fd until the other side closes it, or no child can be had. */
void hemo_serve_run(int fd, const HemoSandboxFilter *filter);
