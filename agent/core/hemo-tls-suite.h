/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The names that servers give to TLS versions and cipher suites, and how strong
 * what they name is (NIST SP 800-52r2, RFC 8996, RFC 7465).  OpenSSL, GnuTLS,
 * IANA and Microsoft spellings are read.
 */
#pragma once

#include "hemo-slice.h"

typedef enum {
    HEMO_TLS_STRENGTH_UNKNOWN = 0, /* not recorded: not a fault */
    HEMO_TLS_STRENGTH_WEAK,
    HEMO_TLS_STRENGTH_STRONG,
} HemoTlsStrength;

/* "TLSv1.3", "TLSv1.2", "TLSv1.1", "TLSv1.0", "SSLv3", "SSLv2"; "ambiguous" for
 * "TLSv1/SSLv3", which old libraries print as the class of the cipher whatever the
 * version is; "" for bare "TLS" or "SSL"; NULL if @text names no version. */
const char *hemo_tls_suite_version(HemoSlice text);

/* TRUE if @text has the form of a suite: letters, digits, "-", "_", ":", "+", "."
 * with a letter, and long enough. */
gboolean hemo_tls_suite_is_cipher(HemoSlice text);

/* @version is a result of hemo_tls_suite_version() or NULL; @bits 0 is not told. */
HemoTlsStrength hemo_tls_suite_strength(const char *version, HemoSlice cipher, guint bits);
