/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What a file is that a person wants to import.  Pure; looks at the first bytes and lines.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_KEY_FILE_UNKNOWN = 0,
    HEMO_KEY_FILE_PRIVATE,      /* a private key as such: refused */
    HEMO_KEY_FILE_OPENPGP,      /* public keys, armored or binary */
    HEMO_KEY_FILE_CERTIFICATES, /* PEM or DER */
    HEMO_KEY_FILE_PKCS7,
    HEMO_KEY_FILE_PKCS12,
} HemoKeyFile;

HemoKeyFile hemo_key_file_tell(HemoSlice file);
