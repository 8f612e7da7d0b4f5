/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A call that goes on to the agent, and its answer back to the add-on.
 */
#pragma once

#include "hemo-native-request.h"

#include <gio/gunixfdlist.h>

/* What the agent returned as the add-on shall have it: an a{sv} (floating or the caller's), or
 * NULL and @error.
 * @fds may be NULL; its descriptors stay its own. */
typedef GVariant *(*HemoNativeAgentReply)(HemoNativeRequest *request,
                                          GVariant *values,
                                          GUnixFDList *fds,
                                          GError **error);

/* Calls @method of Agent1 with @values (a tuple, floating) and @fds (taken, may be NULL), and
 * answers @request, which it takes, with what @reply makes of it; NULL: with nothing. */
void hemo_native_agent_call(HemoNativeRequest *request,
                            const char *method,
                            GVariant *values,
                            GUnixFDList *fds,
                            HemoNativeAgentReply reply);
