/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a person does with keys, as records of the audit.
 */
#pragma once

#include "hemo-services.h"

/* Appends that @act ("confirm", "revoke", "import", ...) was done to the key of @kind with
 * @fingerprint; @how, @address, @fingerprint may be NULL, @kind HEMO_KEY_KIND_INVALID.  The
 * audit is open. */
typedef struct {
    const char *act;
    HemoKeyKind kind;
    const char *fingerprint;
    const char *how;
    const char *address; /* goes into the sealed part */
    guint count;         /* of what it was done to; 0 is left out */
} HemoKeyEvent;

gboolean
hemo_key_event_record(HemoServices *services, const HemoKeyEvent *event, GError **error);
