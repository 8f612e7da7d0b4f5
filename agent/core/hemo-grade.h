/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * From facts about a domain's mail hosts and its published promises to one level.
 * Pure.  The weakest address that can be reached decides; a promise that is
 * contradicted is worse than none.  Zero in every enumeration is the least.
 */
#pragma once

#include "hemo-level.h"
#include "hemo-limits.h"

/* What one look at one address showed. */
typedef enum {
    HEMO_GRADE_PROBE_INVALID = 0, /* counts as unknown */
    HEMO_GRADE_PROBE_UNTRIED,     /* port 25 may not be used */
    HEMO_GRADE_PROBE_FORBIDDEN,   /* a private or special address is published */
    HEMO_GRADE_PROBE_UNREACHABLE, /* no connection */
    HEMO_GRADE_PROBE_TIMED_OUT,   /* connected, then silence or dripping */
    HEMO_GRADE_PROBE_REJECTED,    /* 4xx or 5xx before STARTTLS: it does not like us */
    HEMO_GRADE_PROBE_NOT_SMTP,    /* malformed before STARTTLS */
    HEMO_GRADE_PROBE_PLAIN,       /* does not offer STARTTLS */
    HEMO_GRADE_PROBE_REFUSED,     /* offers STARTTLS, then refuses it */
    HEMO_GRADE_PROBE_TAMPERED,    /* signs of somebody between */
    HEMO_GRADE_PROBE_BROKEN,      /* said it begins TLS, then did not */
    HEMO_GRADE_PROBE_WEAK,        /* no TLS >= 1.2 with a strong suite and key */
    HEMO_GRADE_PROBE_ENCRYPTED,   /* good TLS, certificate not to be trusted */
    HEMO_GRADE_PROBE_AUTHENTICATED,
    HEMO_N_GRADE_PROBES
} HemoGradeProbe;

typedef struct {
    HemoGradeProbe probe;
    gboolean dane_matched; /* the certificate is the one that TLSA promises */
} HemoGradeAddress;

/* Rules D1, D2, D5. */
typedef enum {
    HEMO_GRADE_DANE_UNCHECKED = 0,
    HEMO_GRADE_DANE_NONE,     /* securely absent, or not signed */
    HEMO_GRADE_DANE_UNUSABLE, /* records, none of which mail may use: TLS without a name */
    HEMO_GRADE_DANE_USABLE,
    HEMO_GRADE_DANE_FAILED, /* the look-up failed in a signed zone: host must not be used */
} HemoGradeDane;

typedef enum {
    HEMO_GRADE_HOST_INVALID = 0,
    HEMO_GRADE_HOST_FOUND,      /* has addresses */
    HEMO_GRADE_HOST_NO_ADDRESS, /* dangling */
    HEMO_GRADE_HOST_UNANSWERED, /* the name service failed */
    HEMO_GRADE_HOST_BOGUS,
    HEMO_GRADE_HOST_MALFORMED, /* an address in place of a name, or no host name */
} HemoGradeHostState;

typedef struct {
    HemoGradeHostState state;
    HemoGradeDane dane;
    gboolean in_policy; /* MTA-STS names it */
    const HemoGradeAddress *addresses;
    gsize n_addresses;
} HemoGradeHost;

typedef enum {
    HEMO_GRADE_MAIL_INVALID = 0,
    HEMO_GRADE_MAIL_HOSTS,       /* by MX, or the domain itself */
    HEMO_GRADE_MAIL_REFUSED,     /* null MX, RFC 7505 */
    HEMO_GRADE_MAIL_NO_NAME,     /* NXDOMAIN, proved by DNSSEC */
    HEMO_GRADE_MAIL_NAME_DENIED, /* NXDOMAIN, and only the name service's word for it */
    HEMO_GRADE_MAIL_UNANSWERED,  /* the name service failed */
    HEMO_GRADE_MAIL_BOGUS,       /* DNSSEC says forged */
} HemoGradeMail;

typedef enum {
    HEMO_GRADE_STS_UNCHECKED = 0,
    HEMO_GRADE_STS_NONE,
    HEMO_GRADE_STS_INVALID, /* a record, but no policy that counts */
    HEMO_GRADE_STS_TESTING,
    HEMO_GRADE_STS_ENFORCE,
} HemoGradeSts;

typedef struct {
    HemoGradeMail mail;
    HemoGradeSts sts;
    gboolean capped; /* there are more hosts or addresses than were looked at */
    const HemoGradeHost *hosts;
    gsize n_hosts;
} HemoGradeFacts;

typedef struct {
    HemoLevel level;
    HemoLevel probe; /* what the connections alone say; INVALID if none was tried */
    const char
        *dane; /* "none", "ok", "mismatch", "partial", "unusable", "tempfail", "unchecked" */
    const char *mta_sts; /* "none", "enforce", "mismatch", "testing", "invalid", "unchecked" */
    const char *reasons[HEMO_LIMIT_REASONS]; /* translated, the deciding one first */
    gsize n_reasons;
} HemoGrade;

HemoGrade hemo_grade_domain(const HemoGradeFacts *facts);

/* The level of one address by itself, and why, in translated words. */
HemoLevel hemo_grade_address(const HemoGradeAddress *address);
const char *hemo_grade_address_reason(const HemoGradeAddress *address);
