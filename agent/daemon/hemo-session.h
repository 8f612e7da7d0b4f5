/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One client's connection: exports org.hemostat.Agent1 and Audit1 on it, checks what
 * comes in, and hands it on.  Ends with the connection; what it started goes on.
 */
#pragma once

#include "hemo-services.h"

/* @closed is called once when the connection is gone; the session frees itself then. */
void hemo_session_start(GDBusConnection *connection,
                        HemoServices *services,
                        void (*closed)(gpointer user_data),
                        gpointer user_data);
