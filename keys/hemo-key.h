/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How a key of any kind (OpenPGP; S/MIME later) becomes a HemoKey.  The functions
 * that read one are in hemo-openpgp.h.  Immutable; knows no engine and no address.
 */
#pragma once

#include "hemo-openpgp.h"

/* From bad to good: of two keys the one with the higher state is the better. */
typedef enum {
    HEMO_KEY_BROKEN, /* cannot be read */
    HEMO_KEY_REVOKED,
    HEMO_KEY_DISABLED,
    HEMO_KEY_EXPIRED,
    HEMO_KEY_NOT_FOR_ENCRYPTION,
    HEMO_KEY_DISTRUSTED,  /* a person said that it must not be trusted */
    HEMO_KEY_UNCONFIRMED, /* nobody has said whose it is */
    HEMO_KEY_USABLE,
    HEMO_N_KEY_STATES
} HemoKeyState;

/* @fingerprint: hex in either case.  @expires: Unix seconds, 0 never; for an expired key
 * when that was. */
HemoKey *
hemo_key_new(const char *fingerprint, HemoKeyState state, gboolean has_secret, gint64 expires);

HemoKeyState hemo_key_state(const HemoKey *key);

/* The one to use; @other may be NULL.  Of two alike the one that is valid for longer. */
gboolean hemo_key_is_better(const HemoKey *key, const HemoKey *other);
