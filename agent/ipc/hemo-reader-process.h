/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One running hemostat-reader, as its client sees it: started, asked by descriptors,
 * ended with the last reference.  Knows nothing of operations and replies.
 */
#pragma once

#include <gio/gio.h>

typedef struct _HemoReaderProcess HemoReaderProcess;

/* Starts @program.  It ends when the thread that called this ends.  HEMO_ERROR_MISSING if
 * it cannot be started. */
HemoReaderProcess *hemo_reader_process_start(const char *program, GError **error);
HemoReaderProcess *hemo_reader_process_ref(HemoReaderProcess *process);
void hemo_reader_process_unref(HemoReaderProcess *process); /* the last one kills */

/* Hands over one mail: @fds in the order of hemo-reader-wire.h, at most
 * HEMO_READER_WIRE_MAX_FDS; they stay the caller's.  FALSE if the process does not take it;
 * then it is of no more use. */
gboolean hemo_reader_process_send(HemoReaderProcess *process, const int *fds, gsize n_fds);

/* It has ended or hung up. */
gboolean hemo_reader_process_is_gone(const HemoReaderProcess *process);

/* Ends it now; mails that it is reading get no answer. */
void hemo_reader_process_kill(HemoReaderProcess *process);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoReaderProcess, hemo_reader_process_unref)
