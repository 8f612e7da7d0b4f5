/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * MTA-STS (RFC 8461): the DNS record, the policy text, and whether a mail host is one
 * that the policy names.  Pure.  What is not exactly as the RFC says counts as absent:
 * a policy that was guessed would be a promise nobody made.
 */
#pragma once

#include "hemo-slice.h"

/* A policy is believed for at most a year (RFC 8461 section 3.2). */
#define HEMO_STS_MAX_AGE 31557600

typedef enum {
    HEMO_STS_MODE_INVALID = 0,
    HEMO_STS_MODE_NONE,
    HEMO_STS_MODE_TESTING,
    HEMO_STS_MODE_ENFORCE,
} HemoStsMode;

/* Immutable. */
typedef struct {
    HemoStsMode mode;
    guint max_age; /* seconds, at most HEMO_STS_MAX_AGE */
    char **mx;     /* host names, or "*." and a name for exactly one more label */
} HemoStsPolicy;

void hemo_sts_policy_free(HemoStsPolicy *policy);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoStsPolicy, hemo_sts_policy_free)

/* The id out of the TXT records of "_mta-sts.DOMAIN", each with its strings joined
 * (section 3.1). NULL unless exactly one record begins with "v=STSv1;" and it is well-formed.
 * @ret_claimed: TRUE if any begins so; may be NULL. */
char *hemo_sts_find_id(const HemoSlice *records, gsize n_records, gboolean *ret_claimed);

/* Section 3.2; HEMO_ERROR_INVALID if it is not one, HEMO_ERROR_TOO_BIG above
 * HEMO_LIMIT_HTTPS_BODY. */
HemoStsPolicy *hemo_sts_parse_policy(HemoSlice text, GError **error);

/* Section 4.1.  Without regard to case, a final dot, or U-labels against A-labels. */
gboolean hemo_sts_match_mx(const char *const *patterns, const char *host);

/* TRUE for "text/plain", with parameters or without. */
gboolean hemo_sts_is_plain_text(const char *content_type);
