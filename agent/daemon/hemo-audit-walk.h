/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A walk over the whole audit: is the chain unbroken, and does it reach the head
 * that the keyring knows?
 */
#pragma once

#include "hemo-audit-head.h"
#include "hemo-database.h"

/* Event names that the audit writes about itself. */
#define HEMO_AUDIT_WALK_GAP "gap" /* the end was found missing at a start */

typedef struct {
    guint64 records;
    guint64 first_bad; /* number of the first record that does not fit; 0: none */
    guint64 gap;       /* number of the first record that tells of a missing end; 0: none */
    gboolean end_met;  /* the kept head is a record of the chain, or there is none of either */
    HemoAuditMark kept;
} HemoAuditWalk;

/* Walks with @key; @kept is what the keyring has.  HEMO_ERROR_STORAGE. */
gboolean hemo_audit_walk_run(HemoDatabase *database,
                             HemoSlice key,
                             const HemoAuditMark *kept,
                             HemoAuditWalk *ret_walk,
                             GError **error);

/* The answer of Audit1.Verify, floating a{sv}. */
GVariant *hemo_audit_walk_result(const HemoAuditWalk *walk);
