/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The body of an Autocrypt header field (Autocrypt Level 1, section 2.1): a key that the sender
 * of a mail offers.  It proves nothing: whoever could write the mail could write the field.
 */
#pragma once

#include "hemo-slice.h"

/* Immutable. */
typedef struct {
    char *address;   /* lower case; the caller compares it with From */
    gboolean mutual; /* the sender asks to be answered encrypted */
    GBytes *key;     /* binary OpenPGP, not looked into; at most HEMO_LIMIT_KEY */
} HemoAutocrypt;

/* @body may be folded.  Attributes whose names begin with "_" are passed over; any other
 * unknown one makes the field count as absent, as does anything that is damaged or there
 * twice.  HEMO_ERROR_INVALID, HEMO_ERROR_TOO_BIG. */
HemoAutocrypt *hemo_autocrypt_parse(HemoSlice body, GError **error);
void hemo_autocrypt_free(HemoAutocrypt *autocrypt);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoAutocrypt, hemo_autocrypt_free)
