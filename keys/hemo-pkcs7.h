/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The certificates in a PKCS#7 file (RFC 2315; "p7b", "p7c"), as authorities hand them out.
 */
#pragma once

#include "hemo-slice.h"

#include <glib.h>

#define HEMO_PKCS7_CERTIFICATES 16

/* @file: PEM or DER.  HemoCertificate, at least one, at most HEMO_PKCS7_CERTIFICATES.
 * HEMO_ERROR_INVALID. */
GPtrArray *hemo_pkcs7_certificates(HemoSlice file, GError **error);
