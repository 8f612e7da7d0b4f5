/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The audit, page by page, for who shows it and for who takes it along.
 */
#pragma once

#include "hemo-agent1.h"

/* Connects, starting the agent if need be. */
HemoAudit1 *hemo_cli_audit_page_open(GError **error);

/* Records from number @first on; the number after the last one in @ret_next, 0 at the end. */
GVariant *hemo_cli_audit_page_read(HemoAudit1 *audit,
                                   guint64 first,
                                   gboolean reveal,
                                   guint64 *ret_next,
                                   GError **error);

/* A record as one line of JSON, its body as an object in it; free it with g_free(). */
char *hemo_cli_audit_page_json(GVariant *record);
