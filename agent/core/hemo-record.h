/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One audit record and the chain that binds it to the one before: HMAC-SHA-256 over
 * the previous code and a length-prefixed form of every field.  Pure; storing is
 * somebody else's work.  docs/audit.md describes the form for auditors.
 */
#pragma once

#include "hemo-slice.h"

#define HEMO_RECORD_MAC 32

typedef struct {
    guint64 number;    /* 1, 2, 3 ... without gaps */
    gint64 time;       /* microseconds since 1970 UTC */
    const char *mail;  /* id that all records of one mail share; "" if none */
    const char *event; /* "assess", "answer", "protect", "sent" ... */
    const char *body;  /* JSON without addresses or Message-IDs */
    HemoSlice sealed;  /* the same event's addresses, sealed */
} HemoRecord;

/* The code of @record after a record with code @previous (32 zero bytes for the first). */
void hemo_record_seal(HemoSlice key,
                      const guint8 previous[HEMO_RECORD_MAC],
                      const HemoRecord *record,
                      guint8 ret_mac[HEMO_RECORD_MAC]);
