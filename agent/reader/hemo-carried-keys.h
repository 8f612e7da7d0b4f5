/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * OpenPGP keys that a mail brings along as its sender's own: attached ones (RFC 3156
 * section 7) and an Autocrypt field (Autocrypt 1.1 section 2.1).  Keys inside a forwarded
 * mail are somebody else's.  No key is looked into.
 */
#pragma once

#include <gmime/gmime.h>

#include "hemo-secret.h"

#define HEMO_CARRIED_KEYS_MAX 4

/* Bytes of each attached key, binary or armored, none empty or above HEMO_LIMIT_KEY; the
 * first HEMO_CARRIED_KEYS_MAX.  HemoSecret, transfer full. */
GPtrArray *hemo_carried_keys_attached(GMimeObject *body);

/* The body of the one Autocrypt field of @mail that is for @address, unfolded; NULL if there
 * is none, more than one, or one that is not ASCII. */
HemoSecret *hemo_carried_keys_autocrypt(HemoSlice mail, const char *address);
