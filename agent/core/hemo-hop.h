/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * One hop of a mail: what kind of hand-over it was, and what the server that
 * took it recorded of TLS.  A name that the peer said of itself never makes a
 * hop internal at or above the trust boundary.
 */
#pragma once

#include "hemo-names.h"
#include "hemo-received.h"

typedef enum {
    HEMO_HOP_EXTERNAL = 0, /* between two organisations, or nobody knows better */
    HEMO_HOP_SUBMISSION,   /* a person's program handed it in */
    HEMO_HOP_INTERNAL,     /* within one organisation */
    HEMO_HOP_LOCAL,        /* within one machine, or not by mail at all */
} HemoHopKind;

typedef enum {
    HEMO_HOP_UNTOLD = 0, /* the server does not record TLS, or nobody knows whether it does */
    HEMO_HOP_PLAIN,      /* said so, or a server that records TLS recorded none */
    HEMO_HOP_WEAK,       /* TLS of a version or suite that no longer protects */
    HEMO_HOP_UNRATED,    /* TLS, strength not recorded */
    HEMO_HOP_STRONG,
} HemoHopVerdict;

extern const HemoName hemo_hop_kind_names[];

typedef struct {
    guint index; /* of the Received field, from the top */
    HemoReceived *received;
    char *by_org;   /* organisational domains, or NULL */
    char *rdns_org; /* of the name that the server looked up */
    char *helo_org; /* of what the peer says */
} HemoHop;

/* @field as for hemo_received_parse(). */
HemoHop *hemo_hop_new(HemoSlice field, guint index);
void hemo_hop_free(HemoHop *hop);

/* @below the trust boundary all is the sender's word, so HELO is as good as the rest. */
HemoHopKind hemo_hop_kind(const HemoHop *hop, gboolean below);

/* @learned as in HemoBadgeTrust. */
HemoHopVerdict hemo_hop_verdict(const HemoHop *hop, const char *const *learned, gboolean below);

/* TRUE if the peer gave a bare name without domain and nothing was looked up. */
gboolean hemo_hop_is_unqualified(const HemoHop *hop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoHop, hemo_hop_free)
