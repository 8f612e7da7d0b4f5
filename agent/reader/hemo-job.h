/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The life of one child: takes the mail and the request by descriptor, locks itself
 * in, answers, ends.  The descriptors are its own.
 */
#pragma once

#include "hemo-sandbox.h"

/* @fds in the order of hemo-reader-wire.h.  The exit status: 0 if an answer was written.
 * Every other descriptor of the process is closed, and nothing can be opened any more. */
int hemo_job_run(const int *fds, gsize n_fds, const HemoSandboxFilter *filter);
