/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The lists of revoked certificates (CRLs, RFC 5280 section 5) that authorities publish: the
 * last good one of each place and issuer, kept in the state database, fetched anew when it is
 * old.  Says nothing about a certificate, and nothing about what an old list is worth.
 */
#pragma once

#include "hemo-certificate.h"
#include "hemo-database.h"
#include "hemo-finder.h"

typedef struct _HemoCrlStore HemoCrlStore;

/* All borrowed: they must outlive the store, and @net what is under way. */
HemoCrlStore *
hemo_crl_store_new(HemoDatabase *database, const HemoFinderNet *functions, gpointer net);
void hemo_crl_store_free(HemoCrlStore *store); /* gives up what is under way; NULL is fine */

/* The last good lists of @places (URLs, NULL-terminated, as of hemo_certificate_crl_places()),
 * as far as there are any, at once: GPtrArray of GBytes, DER.  Of each place there may be one
 * of each authority whose certificates name it. */
GPtrArray *hemo_crl_store_known(HemoCrlStore *store, const char *const *places);

/* Asks the places that the certificates of @chain name (HemoCertificate, each issued by the
 * next, up to one that is trusted: hemo_certificate_check_chain()) whose list is missing, past
 * its nextUpdate, or was fetched more than a day or @age seconds ago, side by side, for at most
 * HEMO_LIMIT_FINDER_WAIT seconds; one that takes longer goes on alone and is there the next
 * time.  A place that failed is not asked again for some minutes.  A list counts only if the
 * issuer of the certificate that named the place signed it, it is about that certificate and
 * not of the future; it takes the place of older ones of the same issuer alone. */
void hemo_crl_store_fetch_async(HemoCrlStore *store,
                                GPtrArray *chain,
                                gint64 age,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* What hemo_crl_store_known() tells of all those places then.  The only error is
 * HEMO_ERROR_CANCELLED. */
GPtrArray *hemo_crl_store_fetch_finish(GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC(HemoCrlStore, hemo_crl_store_free)
