/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Whether this process lives in a network of its own (a container, a test lab), where
 * private addresses cannot belong to the desk or its neighbours.
 */
#pragma once

#include <glib.h>

/* TRUE if the network namespace differs from that of process 1 or another ancestor that can be
 * looked at, or belongs to a user namespace that is not the machine's first.  Doubt is FALSE.
 */
gboolean hemo_own_namespace_detect(void);
