/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What the agent does about a mail program that runs without its add-on: tells the
 * person, and records it.
 */
#pragma once

#include "hemo-services.h"

/* @client as in Hello.  A desktop notification and an audit record; a log line for whatever of
 * the two cannot be had.  Never blocks; @services must outlive it. */
void hemo_unguarded_tell(HemoServices *services, const char *client);
