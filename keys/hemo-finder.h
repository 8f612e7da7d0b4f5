/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Looks for keys where they are published: WKD, SMIMEA (RFC 8162), DNS CERT (RFC 4398).
 * Opens no socket: DNS and HTTPS are handed in.  Judges nothing: who uses what it finds
 * checks uid, chain and trust.
 */
#pragma once

#include "hemo-key.h"
#include "hemo-names.h"

#include <gio/gio.h>

typedef enum {
    HEMO_FINDER_KEYRING = 1 << 0, /* gpg's ring and the certificates that were stored */
    HEMO_FINDER_HARVEST = 1 << 1, /* received signed mail and Autocrypt fields */
    HEMO_FINDER_WKD = 1 << 2,
    HEMO_FINDER_SMIMEA = 1 << 3,
    HEMO_FINDER_DNS_CERT = 1 << 4,
    HEMO_FINDER_IMPORT = 1 << 5, /* a person brought it: never switched off */
} HemoFinderBits;

extern const HemoName hemo_finder_names[]; /* "keyring", "harvest", "wkd", ... */

/* What a finder needs of the network; each answers once, also after @cancellable. */
typedef struct {
    /* The RDATA in wire format (GBytes) of @name and @type, with *@ret_secure for a validated
     * answer.  No record: an empty array.  HEMO_ERROR_UNREACHABLE, HEMO_ERROR_UNTRUSTED
     * (bogus). */
    void (*lookup_async)(gpointer net,
                         const char *name,
                         guint type,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);
    GPtrArray *(*lookup_finish)(gpointer net,
                                GAsyncResult *result,
                                gboolean *ret_secure,
                                GError **error);
    /* One GET without redirects.  HEMO_ERROR_NOT_FOUND for any status but 200. */
    void (*get_async)(gpointer net,
                      const char *url,
                      gsize limit,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
    GBytes *(*get_finish)(gpointer net, GAsyncResult *result, GError **error);
} HemoFinderNet;

/* Something that was found, not judged: a binary OpenPGP key, or a DER certificate. */
typedef struct {
    HemoKeyKind kind;
    HemoFinderBits finder;
    gboolean secure; /* it was told by DNSSEC, or by the domain's own web server */
    GBytes *material;
} HemoFound;

void hemo_found_free(HemoFound *found);

/* Asks all of @finders that are on the network, side by side, each for at most
 * HEMO_LIMIT_FINDER_WAIT seconds; what one could not tell is left out.  Ends early once all
 * have answered.  GPtrArray of HemoFound, may be empty; the only error is HEMO_ERROR_CANCELLED.
 */
void hemo_finder_find_async(const HemoFinderNet *functions,
                            gpointer net,
                            guint finders,
                            const char *address,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GPtrArray *hemo_finder_find_finish(GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoFound, hemo_found_free)
