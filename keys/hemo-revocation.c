/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-revocation.h.  Lists in parts, changes to another list, and lists on behalf of
 * others are believed when they name a certificate, but never that it is good.
 */
#include "hemo-revocation.h"

#include "hemo-asn1-time.h"
#include "hemo-certificate-names.h"
#include "hemo-limits.h"
#include "hemo-openssl-types.h"
#include "hemo-slice.h"

#include <openssl/err.h>

#define LISTED 1 /* X509_CRL_get0_by_cert(); 2 means: taken off the list again */

static X509_CRL *
read_list(GBytes *bytes)
{
    HemoSlice der = hemo_slice_bytes(bytes);
    const unsigned char *end = der.data;
    g_autoptr(X509_CRL) list = NULL;

    if (der.size == 0 || der.size > HEMO_LIMIT_CRL)
        return NULL;
    list = d2i_X509_CRL(NULL, &end, (long)der.size);
    return list != NULL && end == der.data + der.size ? g_steal_pointer(&list) : NULL;
}

GPtrArray *
hemo_revocation_read(GPtrArray *crls)
{
    GPtrArray *lists = g_ptr_array_new_with_free_func((GDestroyNotify)X509_CRL_free);

    for (guint i = 0; crls != NULL && i < crls->len; i++) {
        X509_CRL *list = read_list(g_ptr_array_index(crls, i));

        if (list != NULL)
            g_ptr_array_add(lists, list);
    }
    ERR_clear_error();
    return lists;
}

static gboolean
may_sign_lists(X509 *issuer)
{
    return (X509_get_key_usage(issuer) & KU_CRL_SIGN) != 0;
}

static gboolean
is_of_issuer(X509_CRL *list, X509 *certificate, X509 *issuer)
{
    EVP_PKEY *key = X509_get0_pubkey(issuer);

    return X509_NAME_cmp(X509_CRL_get_issuer(list), X509_get_issuer_name(certificate)) == 0 &&
           key != NULL && may_sign_lists(issuer) && X509_CRL_verify(list, key) == 1;
}

/* TRUE if it holds nothing that changes what the list is about, but what is read here. */
static gboolean
is_understood(const X509_CRL *list)
{
    for (int i = 0; i < X509_CRL_get_ext_count(list); i++) {
        X509_EXTENSION *extension = X509_CRL_get_ext(list, i);
        int kind = OBJ_obj2nid(X509_EXTENSION_get_object(extension));

        if (kind == NID_delta_crl || (X509_EXTENSION_get_critical(extension) == 1 &&
                                      kind != NID_issuing_distribution_point))
            return FALSE;
    }
    return TRUE;
}

static gboolean
names_place(const DIST_POINT_NAME *point, X509 *certificate)
{
    g_auto(GStrv) places = hemo_certificate_names_read_crl_places(certificate);

    for (int i = 0; point->type == 0 && i < sk_GENERAL_NAME_num(point->name.fullname); i++) {
        const GENERAL_NAME *name = sk_GENERAL_NAME_value(point->name.fullname, i);
        const ASN1_STRING *uri =
            name->type == GEN_URI ? name->d.uniformResourceIdentifier : NULL;

        for (gsize k = 0; uri != NULL && places[k] != NULL; k++) {
            if (hemo_slice_equal(
                    hemo_slice_text(places[k]),
                    hemo_slice(ASN1_STRING_get0_data(uri), (gsize)ASN1_STRING_length(uri))))
                return TRUE;
        }
    }
    return FALSE;
}

/* TRUE if whoever is not on the list was not taken back. */
static gboolean
is_complete(X509_CRL *list, X509 *certificate)
{
    int critical = 0;
    g_autoptr(ISSUING_DIST_POINT) scope =
        X509_CRL_get_ext_d2i(list, NID_issuing_distribution_point, &critical, NULL);
    gboolean is_authority = X509_check_ca(certificate) != 0;

    if (!is_understood(list))
        return FALSE;
    if (scope == NULL)
        return critical == -1; /* else there is one, but it cannot be read */
    if (scope->onlyattr > 0 || scope->indirectCRL > 0 || scope->onlysomereasons != NULL)
        return FALSE;
    if ((scope->onlyuser > 0 && is_authority) || (scope->onlyCA > 0 && !is_authority))
        return FALSE;
    return scope->distpoint == NULL || names_place(scope->distpoint, certificate);
}

static gboolean
is_listed(X509_CRL *list, X509 *certificate)
{
    X509_REVOKED *entry = NULL;

    return X509_CRL_get0_by_cert(list, &entry, certificate) == LISTED;
}

/* What a list of the issuer says. */
static HemoRevocation
ask(X509_CRL *list, X509 *certificate, gint64 oldest, gint64 newest)
{
    gint64 made = 0;

    if (is_listed(list, certificate))
        return HEMO_REVOCATION_REVOKED;
    if (!is_complete(list, certificate))
        return HEMO_REVOCATION_UNKNOWN;
    return hemo_asn1_time_read(X509_CRL_get0_lastUpdate(list), &made) && made >= oldest &&
                   made <= newest
               ? HEMO_REVOCATION_GOOD
               : HEMO_REVOCATION_STALE;
}

HemoRevocation
hemo_revocation_look_up(GPtrArray *lists,
                        X509 *certificate,
                        X509 *issuer,
                        gint64 oldest,
                        gint64 newest)
{
    HemoRevocation result = HEMO_REVOCATION_UNKNOWN;

    for (guint i = 0; i < lists->len && result != HEMO_REVOCATION_REVOKED; i++) {
        X509_CRL *list = g_ptr_array_index(lists, i);

        if (is_of_issuer(list, certificate, issuer))
            result = MAX(result, ask(list, certificate, oldest, newest));
    }
    ERR_clear_error();
    return result;
}
