/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One X.509 certificate (RFC 5280, RFC 8550) as an immutable value: whom it names, what
 * it may be used for, how strong it is.  Says nothing about who vouches for it: that is
 * hemo-certificate-check.h.
 */
#pragma once

#include "hemo-key.h"
#include "hemo-slice.h"

#include <openssl/x509.h>

typedef struct _HemoCertificate HemoCertificate;

/* @der: one DER certificate, at most HEMO_LIMIT_CERTIFICATE bytes and nothing behind it.
 * HEMO_ERROR_INVALID. */
HemoCertificate *hemo_certificate_new(HemoSlice der, GError **error);

/* All certificates of PEM text, or of one DER; HEMO_ERROR_INVALID if there is none, or one is
 * damaged.  HemoCertificate, owned by the array. */
GPtrArray *hemo_certificate_list_new(HemoSlice text, GError **error);
HemoCertificate *hemo_certificate_ref(HemoCertificate *certificate);
void hemo_certificate_unref(HemoCertificate *certificate);

X509 *hemo_certificate_x509(const HemoCertificate *certificate); /* the value keeps it */
GBytes *hemo_certificate_der(const HemoCertificate *certificate);
const char *hemo_certificate_fingerprint(const HemoCertificate *certificate); /* SHA-256, hex */
gint64 hemo_certificate_begins(const HemoCertificate *certificate);           /* Unix seconds */
gint64 hemo_certificate_expires(const HemoCertificate *certificate);

/* The addresses that it names (subjectAltName rfc822Name and SmtpUTF8Mailbox; the subject's
 * emailAddress only if there is none of those), lower case; NULL-terminated, owned by it. */
const char *const *hemo_certificate_addresses(const HemoCertificate *certificate);

/* dNSName entries, for a Direct certificate of a whole domain; lower case. */
const char *const *hemo_certificate_domains(const HemoCertificate *certificate);
gboolean hemo_certificate_names(const HemoCertificate *certificate, const char *address);

/* The state apart from trust: NOT_YET_VALID, EXPIRED, NOT_FOR_ENCRYPTION (key usage, extended
 * key usage: RFC 8550 section 4.4), WEAK (RSA below 2048 bits, EC below P-256, MD5 or SHA-1
 * signature), NOT_APPROVED (@fips and not of SP 800-131A), else UNCONFIRMED.  @now: Unix
 * seconds. */
HemoKeyState
hemo_certificate_judge(const HemoCertificate *certificate, gint64 now, gboolean fips);

/* Where its issuer publishes revocations (CRL distribution points of http and https, at most
 * four); NULL-terminated, owned by it. */
const char *const *hemo_certificate_crl_places(const HemoCertificate *certificate);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCertificate, hemo_certificate_unref)
