/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One target of a forwarding rule, as the parsers of the several formats find it.
 */
#pragma once

#include "hemo-forward-list.h"

void hemo_forward_target_free(gpointer target);

/* Adds what @text says, unless @targets has HEMO_LIMIT_FORWARDS already; the rest goes
 * unnoticed then, as the caller refuses the file. */
void
hemo_forward_target_add(GPtrArray *targets, HemoForwardKind kind, guint line, HemoSlice text);

/* Adds a mailbox: "a@b", "Name <a@b>", "(comment) a@b"; without a domain it is LOCAL if
 * @may_be_local.  What is none of these is UNREADABLE. */
void hemo_forward_target_add_mailbox(GPtrArray *targets,
                                     guint line,
                                     HemoSlice text,
                                     gboolean may_be_local);

/* Adds each mailbox of a list with commas. */
void hemo_forward_target_add_list(GPtrArray *targets, guint line, HemoSlice text);
