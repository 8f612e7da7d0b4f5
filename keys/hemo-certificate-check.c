/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-certificate-check.h.  OpenSSL builds and verifies the chain.  Its own purposes
 * for S/MIME are not used, as they refuse certificates of two keys apart (one to sign, one
 * to encrypt) and of elliptic curves; the purpose is looked at here, all the chain up.
 */
#include "hemo-certificate-check.h"

#include "hemo-certificate-names.h"
#include "hemo-openssl-types.h"
#include "hemo-revocation.h"

#include <openssl/err.h>
#include <string.h>

#define LEVEL       2 /* 112 bits: RSA 2048, SHA-224 */
#define MAX_DEPTH   8
#define MAX_BETWEEN 32  /* authorities between an anchor and the person that are looked at */
#define CLOCK       300 /* seconds that an authority's clock may be ahead */

/* X509_V_FLAG_X509_STRICT also refuses what honest authorities of clinics leave out, and
 * what does not change who is named and who signed. */
static const int formalities[] = {
    X509_V_ERR_CA_BCONS_NOT_CRITICAL,
    X509_V_ERR_CA_CERT_MISSING_KEY_USAGE,
    X509_V_ERR_MISSING_AUTHORITY_KEY_IDENTIFIER,
    X509_V_ERR_MISSING_SUBJECT_KEY_IDENTIFIER,
    X509_V_ERR_AUTHORITY_KEY_IDENTIFIER_CRITICAL,
    X509_V_ERR_SUBJECT_KEY_IDENTIFIER_CRITICAL,
    X509_V_ERR_EMPTY_SUBJECT_SAN_NOT_CRITICAL,
};

static int
on_problem(int ok, X509_STORE_CTX *context)
{
    int problem = X509_STORE_CTX_get_error(context);

    for (gsize i = 0; ok == 0 && i < G_N_ELEMENTS(formalities); i++)
        ok = formalities[i] == problem;
    return ok;
}

static X509_STORE *
make_store(GPtrArray *anchors)
{
    X509_STORE *store = X509_STORE_new();

    for (guint i = 0; store != NULL && anchors != NULL && i < anchors->len; i++)
        X509_STORE_add_cert(store, hemo_certificate_x509(g_ptr_array_index(anchors, i)));
    return store;
}

static gboolean
has_issued(X509 *issuer, X509 *certificate)
{
    EVP_PKEY *key = X509_get0_pubkey(issuer);

    return key != NULL && X509_check_issued(issuer, certificate) == X509_V_OK &&
           X509_verify(certificate, key) == 1;
}

static gboolean
is_issued_by(X509 *certificate, const HemoX509Stack *issuers)
{
    for (int i = 0; i < sk_X509_num(issuers); i++) {
        if (has_issued(sk_X509_value(issuers, i), certificate))
            return TRUE;
    }
    return FALSE;
}

static gboolean
is_issued_by_anchor(X509 *certificate, GPtrArray *anchors)
{
    for (guint i = 0; anchors != NULL && i < anchors->len; i++) {
        if (has_issued(hemo_certificate_x509(g_ptr_array_index(anchors, i)), certificate))
            return TRUE;
    }
    return FALSE;
}

/* Moves what now has a way up to an anchor.  FALSE if nothing has. */
static gboolean
move_vouched(const HemoCertificateCheck *check, GPtrArray *rest, HemoX509Stack *vouched)
{
    guint before = rest->len;

    for (guint i = rest->len; i > 0; i--) {
        const HemoCertificate *certificate = g_ptr_array_index(rest, i - 1);
        X509 *x509 = hemo_certificate_x509(certificate);

        if (is_issued_by(x509, vouched) || is_issued_by_anchor(x509, check->anchors)) {
            X509_add_cert(vouched, x509, X509_ADD_FLAG_UP_REF);
            g_ptr_array_remove_index_fast(rest, i - 1);
        }
    }
    return rest->len < before;
}

/* Those of the authorities in between that lead up to an anchor and are valid now: OpenSSL
 * follows the first that fits and does not come back from a way that ends elsewhere. */
static HemoX509Stack *
make_untrusted(const HemoCertificateCheck *check)
{
    HemoX509Stack *vouched = sk_X509_new_null();
    g_autoptr(GPtrArray) rest = g_ptr_array_new();
    GPtrArray *all = check->intermediates;

    for (guint i = 0; all != NULL && i < all->len && rest->len < MAX_BETWEEN; i++) {
        const HemoCertificate *certificate = g_ptr_array_index(all, i);

        if (check->now >= hemo_certificate_begins(certificate) &&
            check->now <= hemo_certificate_expires(certificate))
            g_ptr_array_add(rest, (gpointer)certificate);
    }
    while (vouched != NULL && rest->len > 0 && move_vouched(check, rest, vouched))
        continue;
    return vouched;
}

static gboolean
is_for_mail(X509 *authority)
{
    return (X509_get_extended_key_usage(authority) & (XKU_SMIME | XKU_ANYEKU)) != 0;
}

/* An authority for web servers must not vouch for people. */
static gboolean
are_for_mail(const HemoX509Stack *chain)
{
    for (int i = 1; i < sk_X509_num(chain); i++) {
        if (!is_for_mail(sk_X509_value(chain, i)))
            return FALSE;
    }
    return sk_X509_num(chain) > 0;
}

static void
set_rules(X509_STORE_CTX *context, gint64 now)
{
    X509_VERIFY_PARAM *rules = X509_STORE_CTX_get0_param(context);

    X509_VERIFY_PARAM_set_time(rules, (time_t)now);
    X509_VERIFY_PARAM_set_depth(rules, MAX_DEPTH);
    X509_VERIFY_PARAM_set_auth_level(rules, LEVEL);
    X509_VERIFY_PARAM_set_flags(rules, X509_V_FLAG_X509_STRICT | X509_V_FLAG_PARTIAL_CHAIN);
    X509_STORE_CTX_set_verify_cb(context, on_problem);
}

/* From the certificate up to an anchor, or NULL if none vouches for it. */
static HemoX509Stack *
find_chain(const HemoCertificate *certificate, const HemoCertificateCheck *check)
{
    g_autoptr(X509_STORE) store = make_store(check->anchors);
    g_autoptr(HemoX509Stack) untrusted = make_untrusted(check);
    g_autoptr(X509_STORE_CTX) context = X509_STORE_CTX_new();
    g_autoptr(HemoX509Stack) chain = NULL;

    if (store == NULL || context == NULL ||
        X509_STORE_CTX_init(context, store, hemo_certificate_x509(certificate), untrusted) != 1)
        return NULL;
    set_rules(context, check->now);
    if (X509_verify_cert(context) != 1)
        return NULL;
    chain = X509_STORE_CTX_get1_chain(context);
    return chain != NULL && are_for_mail(chain) ? g_steal_pointer(&chain) : NULL;
}

static HemoCertificate *
copy_certificate(X509 *x509)
{
    unsigned char *der = NULL;
    int size = i2d_X509(x509, &der);
    HemoCertificate *copy =
        size > 0 ? hemo_certificate_new(hemo_slice(der, (gsize)size), NULL) : NULL;

    OPENSSL_free(der);
    return copy;
}

GPtrArray *
hemo_certificate_check_chain(const HemoCertificate *certificate,
                             const HemoCertificateCheck *check)
{
    g_autoptr(HemoX509Stack) found = find_chain(certificate, check);
    GPtrArray *chain = g_ptr_array_new_with_free_func((GDestroyNotify)hemo_certificate_unref);

    for (int i = 0; found != NULL && i < sk_X509_num(found); i++) {
        HemoCertificate *each = copy_certificate(sk_X509_value(found, i));

        if (each == NULL)
            break;
        g_ptr_array_add(chain, each);
    }
    ERR_clear_error();
    return chain;
}

/* Also where no anchor vouches for the issuer: a warning counts from whom it comes. */
static gboolean
is_revoked_by(GPtrArray *issuers, GPtrArray *lists, X509 *certificate)
{
    for (guint i = 0; lists->len > 0 && issuers != NULL && i < issuers->len; i++) {
        X509 *issuer = hemo_certificate_x509(g_ptr_array_index(issuers, i));

        if (has_issued(issuer, certificate) &&
            hemo_revocation_look_up(lists, certificate, issuer, G_MAXINT64, G_MININT64) ==
                HEMO_REVOCATION_REVOKED)
            return TRUE;
    }
    return FALSE;
}

static gboolean
has_places(X509 *certificate)
{
    g_auto(GStrv) places = hemo_certificate_names_read_crl_places(certificate);

    return places[0] != NULL;
}

/* An authority that publishes no list cannot be asked. */
static gboolean
is_missed(HemoRevocation found, X509 *certificate, int depth, const HemoCertificateCheck *check)
{
    if (found == HEMO_REVOCATION_STALE)
        return check->need_status || check->need_fresh;
    return found == HEMO_REVOCATION_UNKNOWN && check->need_status &&
           (depth == 0 || has_places(certificate));
}

/* The worst of the chain.  An anchor needs nobody's word. */
static HemoKeyState
judge_chain(HemoX509Stack *chain, GPtrArray *lists, const HemoCertificateCheck *check)
{
    HemoKeyState state = HEMO_KEY_USABLE;

    for (int i = 0; i + 1 < sk_X509_num(chain); i++) {
        X509 *certificate = sk_X509_value(chain, i);
        HemoRevocation found = hemo_revocation_look_up(lists,
                                                       certificate,
                                                       sk_X509_value(chain, i + 1),
                                                       check->now - check->crl_age,
                                                       check->now + CLOCK);

        if (found == HEMO_REVOCATION_REVOKED)
            return HEMO_KEY_REVOKED;
        if (is_missed(found, certificate, i, check))
            state = HEMO_KEY_STATUS_UNKNOWN;
    }
    return state;
}

static HemoKeyState
judge_status(X509 *certificate, HemoX509Stack *chain, const HemoCertificateCheck *check)
{
    g_autoptr(GPtrArray) lists = hemo_revocation_read(check->crls);

    if (is_revoked_by(check->intermediates, lists, certificate) ||
        is_revoked_by(check->anchors, lists, certificate))
        return HEMO_KEY_REVOKED;
    return chain != NULL ? judge_chain(chain, lists, check) : HEMO_KEY_UNCONFIRMED;
}

/* Direct: a certificate of all of a domain, for the addresses right in it. */
static gboolean
stands_for(const HemoCertificate *certificate, const char *address, const char *domain)
{
    g_autofree char *wanted = hemo_certificate_names_normalise(address);
    const char *at = wanted != NULL ? strrchr(wanted, '@') : NULL;

    return domain != NULL && at != NULL && g_ascii_strcasecmp(at + 1, domain) == 0 &&
           g_strv_contains(hemo_certificate_domains(certificate), at + 1);
}

HemoKey *
hemo_certificate_check(const HemoCertificate *certificate,
                       const char *address,
                       const HemoCertificateCheck *check)
{
    g_autoptr(HemoX509Stack) chain = find_chain(certificate, check);
    HemoKeyState own = hemo_certificate_judge(certificate, check->now, check->fips);
    HemoKeyState status = judge_status(hemo_certificate_x509(certificate), chain, check);
    gboolean is_named = hemo_certificate_names(certificate, address) ||
                        stands_for(certificate, address, check->domain);
    HemoKeyFields fields = {
        .kind = HEMO_KEY_KIND_SMIME,
        .fingerprint = hemo_certificate_fingerprint(certificate),
        .state = own == HEMO_KEY_UNCONFIRMED ? status : MIN(own, status),
        .trust = chain != NULL && is_named ? HEMO_KEY_TRUST_AUTHORITY : HEMO_KEY_TRUST_NONE,
        .created = hemo_certificate_begins(certificate),
        .expires = hemo_certificate_expires(certificate),
        .material = hemo_certificate_der(certificate),
    };

    if (!is_named)
        fields.state = MIN(fields.state, HEMO_KEY_WRONG_NAME);
    ERR_clear_error();
    return hemo_key_new(&fields);
}
