/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * DNS questions with DNSSEC validation in this process (libunbound, in a thread of
 * its own that ends with the context).  Answers come through the main context that
 * was the thread's default when the context was made; nothing here blocks it.
 */
#pragma once

#include <gio/gio.h>

typedef enum {
    HEMO_DNS_INVALID = 0,
    HEMO_DNS_FOUND,
    HEMO_DNS_NO_DATA,   /* the name exists, not with this type */
    HEMO_DNS_NO_NAME,   /* NXDOMAIN */
    HEMO_DNS_BOGUS,     /* DNSSEC proves the answer false; never used */
    HEMO_DNS_FAILED,    /* SERVFAIL, refused, malformed */
    HEMO_DNS_TIMED_OUT, /* HEMO_LIMIT_DNS_WAIT passed */
} HemoDnsStatus;

/* Numbers of the DNS parameters registry. */
typedef enum {
    HEMO_DNS_A = 1,
    HEMO_DNS_MX = 15,
    HEMO_DNS_TXT = 16,
    HEMO_DNS_AAAA = 28,
    HEMO_DNS_CERT = 37,
    HEMO_DNS_DNSKEY = 48,
    HEMO_DNS_TLSA = 52,
    HEMO_DNS_SMIMEA = 53,
} HemoDnsType;

/* Immutable.  @secure is TRUE only if every step, aliases too, was validated; it holds for
 * NO_DATA and NO_NAME as well.  @canonical is the name after aliases, lower case, without
 * final dot.  @records are the RDATA in wire format (GBytes), in no order. */
typedef struct {
    HemoDnsStatus status;
    gboolean secure;
    char *canonical;
    GPtrArray *records;
    guint ttl; /* seconds, as the answer says */
} HemoDnsAnswer;

void hemo_dns_answer_free(HemoDnsAnswer *answer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoDnsAnswer, hemo_dns_answer_free)

typedef struct _HemoDns HemoDns;

/* @resolver: "IP@PORT" to ask, or NULL for those of /etc/resolv.conf.  @trust_anchor: file of
 * DS or DNSKEY records, or NULL for the root's packaged one.  HEMO_ERROR_CONFIG if a setting
 * cannot be used. */
HemoDns *hemo_dns_new(const char *resolver, const char *trust_anchor, GError **error);
HemoDns *hemo_dns_ref(HemoDns *dns);
void hemo_dns_unref(HemoDns *dns); /* in the thread of its main context; NULL is fine */

/* FALSE if there is no trust anchor, or once the resolver turned out to strip DNSSEC: then no
 * answer is secure, and none is bogus.  Known when the first answer has come. */
gboolean hemo_dns_can_validate(const HemoDns *dns);

/* @name: ASCII, with or without final dot.  What the DNS says, failures included, is an answer;
 * the only error is HEMO_ERROR_CANCELLED. */
void hemo_dns_lookup_async(HemoDns *dns,
                           const char *name,
                           HemoDnsType type,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);
HemoDnsAnswer *hemo_dns_lookup_finish(HemoDns *dns, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoDns, hemo_dns_unref)
