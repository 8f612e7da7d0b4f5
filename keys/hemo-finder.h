/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Looks for keys where they are published: WKD, SMIMEA (RFC 8162), DNS CERT (RFC 4398).
 * Opens no socket: DNS and HTTPS are handed in.  Judges nothing: who uses what it finds
 * checks uid, chain and trust.
 */
#pragma once

#include "hemo-found.h"
#include "hemo-names.h"

#include <gio/gio.h>

extern const HemoName hemo_finder_names[]; /* "keyring", "harvest", "wkd", ... */

/* What a finder needs of the network; each answers once, also after @cancellable, perhaps long
 * after the search is over: @net is there until then. */
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

/* Asks all of @finders that are on the network, side by side, each for at most
 * HEMO_LIMIT_FINDER_WAIT seconds; what one could not tell is left out.  Ends early once all
 * have answered.  @address as it was written: the case of its local part can matter.
 * GPtrArray of HemoFound, may be empty; the only error is HEMO_ERROR_CANCELLED. */
void hemo_finder_find_async(const HemoFinderNet *functions,
                            gpointer net,
                            guint finders,
                            const char *address,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);
GPtrArray *hemo_finder_find_finish(GAsyncResult *result, GError **error);

/* Bits of the finders that were asked and could not tell: no answer in time, none at all, or
 * one that proves nothing.  That there is no key is an answer. */
guint hemo_finder_find_silent(GAsyncResult *result);
