/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Certificates for tests: a small authority that does as it is told, also the wrong thing.
 */
#pragma once

#include "hemo-certificate.h"
#include "hemo-identity.h"
#include "hemo-secret.h"

#include <openssl/x509.h>

#define SAMPLE_DAY   (24 * 3600)
#define SAMPLE_BEGIN G_GINT64_CONSTANT(1577836800) /* 1 January 2020 */
#define SAMPLE_NOW   G_GINT64_CONSTANT(1780000000) /* 28 May 2026 */
#define SAMPLE_END   G_GINT64_CONSTANT(2493072000) /* 1 January 2049 */

typedef struct {
    const char *name;         /* common name; NULL: "Sample" */
    const char *names;        /* subjectAltName as in openssl.cnf; NULL: none */
    HemoSlice raw_address;    /* an rfc822Name of any bytes */
    const char *wide_address; /* SmtpUTF8Mailbox */
    const char *mail;         /* emailAddress of the subject */
    const char *usage;        /* keyUsage; NULL: what encrypts and signs; "": none */
    const char *purpose;      /* extendedKeyUsage; NULL: emailProtection; "": none */
    const char *crl_place;    /* URI */
    const char *constraints;  /* nameConstraints */
    const char *extra;        /* "OID=critical,DER:..." */
    const char *key;          /* "RSA:2048", "EC:P-256" (NULL), "ED25519" */
    const char *digest;       /* NULL: "SHA256" */
    gint64 begins;            /* 0: SAMPLE_BEGIN */
    gint64 expires;           /* 0: SAMPLE_END */
    gboolean is_authority;
    gboolean is_plain; /* of an authority that leaves formalities out */
} SampleFields;

typedef struct {
    EVP_PKEY *key;
    X509 *x509;
    HemoCertificate *certificate; /* NULL if it cannot be read */
} Sample;

/* By @issuer, or by itself if that is NULL. */
Sample *sample_new(const SampleFields *fields, const Sample *issuer);
Sample *sample_new_with_key(const SampleFields *fields, const Sample *issuer, EVP_PKEY *key);
void sample_free(Sample *sample);

Sample *sample_authority(void);
Sample *sample_person(const Sample *issuer, const char *address, const char *key);

GBytes *sample_der(const Sample *sample);
HemoSlice sample_slice(const Sample *sample);

/* The list of @issuer, as of @made, which names @revoked (or nobody); @scope: an
 * issuingDistributionPoint as in openssl.cnf, or NULL. */
GBytes *sample_crl(const Sample *issuer, const Sample *revoked, gint64 made, const char *scope);

/* HemoCertificate, of the NULL-terminated list. */
GPtrArray *sample_list(const Sample *first, ...) G_GNUC_NULL_TERMINATED;

HemoSecret *sample_pkcs12(const Sample *sample, const Sample *issuer, const char *passphrase);
HemoIdentity *sample_identity(const Sample *sample, const Sample *issuer);

/* A usable key of it. */
HemoKey *sample_key(const Sample *sample, guint abilities);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Sample, sample_free)
