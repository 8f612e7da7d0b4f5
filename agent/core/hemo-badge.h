/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Was this mail transmitted over TLS?  Trace fields in, one of seven states out,
 * with the hops and the reasons.  The state is never better than what servers on
 * the receiving side themselves recorded; everything below them is a claim.
 */
#pragma once

#include "hemo-received.h"

typedef enum {
    HEMO_BADGE_UNKNOWN = 0, /* no trustworthy record */
    HEMO_BADGE_PLAIN,       /* arrived without encryption */
    HEMO_BADGE_WEAK,        /* arrived over outdated TLS */
    HEMO_BADGE_PARTIAL,     /* into our system encrypted, an earlier hop was not */
    HEMO_BADGE_ENTRY,       /* into our system encrypted, earlier hops not recorded */
    HEMO_BADGE_FULL,        /* TLS on every recorded hop between systems */
    HEMO_BADGE_INTERNAL,    /* never left our mail system */
} HemoBadgeState;

extern const HemoName hemo_badge_names[]; /* "full", "entry", ... */

typedef struct {
    const char *const *ours; /* organisational domains of the receiving side; NULL-terminated */
    const char *const
        *learned; /* by-hosts that were seen to record TLS; NULL-terminated or NULL */
} HemoBadgeTrust;

typedef struct _HemoBadge HemoBadge;

/* @headers is a header block with its field names, CRLF or LF, or a whole message:
 * reading stops at the first empty line. */
HemoBadge *hemo_badge_judge(HemoSlice headers, const HemoBadgeTrust *trust);
void hemo_badge_free(HemoBadge *badge);

HemoBadgeState hemo_badge_state(const HemoBadge *badge);

/* A new floating a{sv}: badge s; title s ("Transmitted over TLS ..." where that is so);
 * hops aa{sv}, the last server first: from s, by s, tls s ("yes", "no": said so, or a
 * server that records TLS recorded none; "unknown"), class s ("external", "submission",
 * "internal", "local"), strength s ("strong", "weak", "unknown"), trusted b, words s, and
 * where TLS is proven evidence a{sv}: field u (which Received field, 0 the topmost), offset
 * u and length u (bytes of what stands behind its colon, still folded); and helo, rdns,
 * ip, protocol, version, cipher, bits as in hemo_received_object(); reasons as. */
GVariant *hemo_badge_object(const HemoBadge *badge);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoBadge, hemo_badge_free)
