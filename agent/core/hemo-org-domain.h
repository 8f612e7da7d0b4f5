/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Which organisation a host name belongs to: the public suffix and one label
 * more.  Only the ICANN section of the public suffix list counts; the private
 * section would cut one provider into as many as it has customers.
 */
#pragma once

#include "hemo-slice.h"

/* Lower case, or NULL: an unqualified name, an address, no name at all. */
char *hemo_org_domain_find(HemoSlice host);

/* TRUE if @org ends in a name that the Internet does not have (RFC 6761, RFC 6762 appendix
 * G, "internal"): what a machine calls itself inside, whoever runs it. */
gboolean hemo_org_domain_is_private(const char *org);

/* TRUE if both are the same or belong to one provider (hemo-mail-provider.h).  NULL
 * equals nothing. */
gboolean hemo_org_domain_same(const char *org, const char *other);
