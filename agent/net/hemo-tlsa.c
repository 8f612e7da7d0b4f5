/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-tlsa.h.
 */
#include "hemo-tlsa.h"

#include <openssl/err.h>
#include <openssl/x509.h>

#define FIXED_SIZE     3
#define USAGE_TA       2
#define USAGE_EE       3
#define MATCHING_WHOLE 0
#define MATCHING_MAX   2

/* Digest sizes by matching type; 0 is the whole object. */
static const gsize digest_sizes[] = {0, 32, 64};

static gboolean
is_certificate(const guint8 *data, gsize size)
{
    const guint8 *end = data;
    X509 *certificate = d2i_X509(NULL, &end, (long)size);
    gboolean whole = certificate != NULL && end == data + size;

    X509_free(certificate);
    return whole;
}

static gboolean
is_public_key(const guint8 *data, gsize size)
{
    const guint8 *end = data;
    EVP_PKEY *key = d2i_PUBKEY(NULL, &end, (long)size);
    gboolean whole = key != NULL && end == data + size;

    EVP_PKEY_free(key);
    return whole;
}

static gboolean
is_usable(const guint8 *fixed, const guint8 *data, gsize size)
{
    gboolean whole;

    if ((fixed[0] != USAGE_TA && fixed[0] != USAGE_EE) || fixed[1] > 1 ||
        fixed[2] > MATCHING_MAX)
        return FALSE;
    if (fixed[2] != MATCHING_WHOLE)
        return size == digest_sizes[fixed[2]];
    whole = fixed[1] == 0 ? is_certificate(data, size) : is_public_key(data, size);
    ERR_clear_error();
    return whole;
}

gboolean
hemo_tlsa_parse(GBytes *record, HemoTlsa *ret_tlsa)
{
    gsize size = 0;
    const guint8 *bytes = g_bytes_get_data(record, &size);

    if (size <= FIXED_SIZE || !is_usable(bytes, bytes + FIXED_SIZE, size - FIXED_SIZE))
        return FALSE;
    *ret_tlsa = (HemoTlsa){
        bytes[0],
        bytes[1],
        bytes[2],
        g_bytes_new(bytes + FIXED_SIZE, size - FIXED_SIZE),
    };
    return TRUE;
}

void
hemo_tlsa_clear(HemoTlsa *tlsa)
{
    g_clear_pointer(&tlsa->data, g_bytes_unref);
}
