/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * How well one domain can be reached over TLS: MX walk, policies, probes, and the
 * level that follows.  Keeps nothing between calls but open contexts.
 */
#pragma once

#include "hemo-evidence.h"
#include "hemo-net-settings.h"

#include <gio/gio.h>

/* Seconds for which "takes no mail" is kept where DNSSEC does not prove it: anybody on the way
 * can say it, so that the next try asks again. */
#define HEMO_DOMAIN_CHECK_UNPROVED 60

typedef struct _HemoDomainCheck HemoDomainCheck;

/* Copies @settings.  Resolver and TLS contexts are made at the first use. */
HemoDomainCheck *hemo_domain_check_new(const HemoNetSettings *settings);

/* Looks that are under way go on to their end, or until they are cancelled. */
void hemo_domain_check_free(HemoDomainCheck *check);

/* @domain is normalised (hemo_address_normalise_domain).  Always ends: every wait is
 * bounded by hemo-limits.h.  A failure of the network is evidence (level U), so errors
 * are HEMO_ERROR_CANCELLED, HEMO_ERROR_CONFIG (settings cannot be used) and HEMO_ERROR_FAILED.
 */
void hemo_domain_check_async(HemoDomainCheck *check,
                             const char *domain,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
HemoEvidence *
hemo_domain_check_finish(HemoDomainCheck *check, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoDomainCheck, hemo_domain_check_free)
