/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What somebody who leaves hands to the person who answers for the audit: all records, and
 * whether they are whole.
 */
#pragma once

#include <gio/gio.h>

/* Writes audit.jsonl (a record a line), audit-check.json and audit.txt into @folder; the number
 * of the newest record in @ret_newest.  Files of an earlier run are replaced, but never by
 * fewer records.  HEMO_ERROR_UNTRUSTED: the audit is not whole (the files are written); else
 * nothing that could be lost has changed. */
gboolean hemo_cli_leave_audit_write(const char *folder,
                                    gboolean reveal,
                                    guint64 *ret_newest,
                                    GError **error);
