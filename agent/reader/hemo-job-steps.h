/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What every job of a child does around its own work: takes what it was given, lets go of
 * all else, answers.  Only for a process that ends soon.
 */
#pragma once

#include "hemo-slice.h"

#define HEMO_JOB_STEPS_REPLY  3 /* the descriptors that are left */
#define HEMO_JOB_STEPS_OUTPUT 4 /* only if there is one */

/* Views the regular file @fd; FALSE if it is none or has more than @max bytes. */
gboolean hemo_job_steps_map(int fd, gsize max, HemoSlice *ret_bytes);

/* The request, HEMO_READER_WIRE_REQUEST in normal form, or NULL. */
GVariant *hemo_job_steps_request(int fd);

/* What a child that died before this one wrote is void. */
gboolean hemo_job_steps_empty(int output);

/* Leaves @reply as HEMO_JOB_STEPS_REPLY, @output (-1: none) as HEMO_JOB_STEPS_OUTPUT, and
 * nothing else. */
gboolean hemo_job_steps_close_others(int reply, int output);

/* Memory that was freed stays with the process. */
void hemo_job_steps_keep_memory(void);

/* Writes the values @floating, which may be NULL, and closes the reply. */
gboolean hemo_job_steps_answer(GVariant *floating);
