/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-carried-signature.h.
 */
#include "hemo-carried-signature.h"

#include <openssl/x509.h>

#include "hemo-smime-verify.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(X509, X509_free)

static X509 *
parse(GBytes *der)
{
    HemoSlice bytes = hemo_slice_bytes(der);
    const unsigned char *end = bytes.data;

    return d2i_X509(NULL, &end, (long)bytes.size);
}

/* Names only: who really issued what is found out where the chain is checked.  NULL for one
 * that issued itself. */
static GBytes *
find_issuer(GBytes *der, const GPtrArray *others)
{
    g_autoptr(X509) certificate = parse(der);
    const X509_NAME *name = certificate != NULL ? X509_get_issuer_name(certificate) : NULL;

    if (name == NULL || X509_NAME_cmp(name, X509_get_subject_name(certificate)) == 0)
        return NULL;
    for (guint i = 0; i < others->len; i++) {
        g_autoptr(X509) other = parse(others->pdata[i]);

        if (other != NULL && X509_NAME_cmp(name, X509_get_subject_name(other)) == 0)
            return others->pdata[i];
    }
    return NULL;
}

static GPtrArray *
chain_of(const HemoSmimeSignature *signature)
{
    GPtrArray *chain = g_ptr_array_new_with_free_func((GDestroyNotify)g_bytes_unref);
    GBytes *next = signature->signer;

    while (next != NULL && chain->len < HEMO_CARRIED_SIGNATURE_MAX) {
        g_ptr_array_add(chain, g_bytes_ref(next));
        next = find_issuer(next, signature->others);
    }
    return chain;
}

/* An empty part is no missing one. */
static HemoSlice
signed_bytes(const HemoSignedPart *part)
{
    HemoSlice bytes =
        part->content != NULL ? hemo_secret_slice(part->content) : HEMO_SLICE_EMPTY;

    if (part->content != NULL && bytes.size == 0)
        return hemo_slice("", 0);
    return bytes;
}

gboolean
hemo_carried_signature_read(const HemoSignedPart *part, HemoCarriedSignature *ret_signature)
{
    g_auto(HemoSmimeSignature) signature = {0};
    gboolean is_good =
        hemo_smime_verify(signed_bytes(part), hemo_secret_slice(part->cms), &signature, NULL);

    *ret_signature = (HemoCarriedSignature){0};
    if (!is_good)
        return FALSE;
    ret_signature->certificates = chain_of(&signature);
    ret_signature->abilities = signature.abilities;
    ret_signature->time = signature.signed_at;
    return TRUE;
}

void
hemo_carried_signature_clear(HemoCarriedSignature *signature)
{
    g_clear_pointer(&signature->certificates, g_ptr_array_unref);
}
