/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * org.hemostat.Audit1 on one connection: shows and verifies the audit.
 */
#pragma once

#include "hemo-services.h"

typedef struct _HemoAuditDesk HemoAuditDesk;

/* Answers from now on; @greeted says whether Hello was said, and outlives the desk. */
HemoAuditDesk *hemo_audit_desk_new(HemoServices *services,
                                   GDBusConnection *connection,
                                   const gboolean *greeted);
void hemo_audit_desk_free(HemoAuditDesk *desk); /* calls under way are still answered */
