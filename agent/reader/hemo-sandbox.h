/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a process that reads hostile bytes may still do: compute, and write its answer.
 * Nothing here can be taken back.
 */
#pragma once

#include <glib.h>

typedef struct _HemoSandboxFilter HemoSandboxFilter;

/* For the process that waits: no privileges to gain, no core dumps, no debugger, and an
 * end together with its parent.  FALSE if the system refuses any of it. */
gboolean hemo_sandbox_protect(void);

/* Prepares the system call filter; NULL if the system cannot. */
HemoSandboxFilter *hemo_sandbox_filter_new(void);

/* The same for pango and cairo: they cannot do without threads, and are told of every file
 * that it could be read; it still cannot be opened. */
HemoSandboxFilter *hemo_sandbox_filter_new_for_pages(void);
void hemo_sandbox_filter_free(HemoSandboxFilter *filter);

/* For the child, first: it ends when @parent ends. */
gboolean hemo_sandbox_follow(int parent);

/* For the child: it ends after @seconds of wall time, HEMO_LIMIT_READER_CPU of processor
 * time, when it needs more than HEMO_LIMIT_READER_MEMORY (not under a sanitizer), or writes
 * a file of more than @output bytes. */
gboolean hemo_sandbox_limit(guint seconds, gsize output);

/* For the child, before it looks at the first hostile byte: every system call that the
 * reading of mail does not need ends the process, in every thread (under a sanitizer: no
 * filter). */
gboolean hemo_sandbox_lock(const HemoSandboxFilter *filter);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoSandboxFilter, hemo_sandbox_filter_free)
