/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-smimea.h.
 */
#include "hemo-smimea.h"

#include "hemo-limits.h"

#include <string.h>

#define SHA256_SIZE 32
#define NAME_SIZE   28

#define HEAD_SIZE     3
#define USAGE_PKIX_EE 1
#define USAGE_DANE_EE 3
#define WHOLE         0 /* selector: the whole certificate, and matching type: itself */
#define FIRST_OF_DER  0x30

char *
hemo_smimea_name(const char *local, const char *domain)
{
    g_autoptr(GChecksum) checksum = g_checksum_new(G_CHECKSUM_SHA256);
    g_autofree char *hex = NULL;
    guint8 digest[SHA256_SIZE];
    gsize size = sizeof digest;

    g_checksum_update(checksum, (const guchar *)local, (gssize)strlen(local));
    g_checksum_get_digest(checksum, digest, &size);
    hex = hemo_slice_hex(hemo_slice(digest, NAME_SIZE));
    return g_strconcat(hex, "._smimecert.", domain, NULL);
}

HemoSmimeaKind
hemo_smimea_read(HemoSlice rdata, HemoSlice *ret_der)
{
    int usage = hemo_slice_at(rdata, 0);
    HemoSlice der = hemo_slice_from(rdata, HEAD_SIZE);

    *ret_der = HEMO_SLICE_EMPTY;
    if (hemo_slice_at(rdata, 1) != WHOLE || hemo_slice_at(rdata, 2) != WHOLE ||
        der.size > HEMO_LIMIT_CERTIFICATE || hemo_slice_at(der, 0) != FIRST_OF_DER)
        return HEMO_SMIMEA_NONE;
    if (usage != USAGE_PKIX_EE && usage != USAGE_DANE_EE)
        return HEMO_SMIMEA_NONE;
    *ret_der = der;
    return usage == USAGE_DANE_EE ? HEMO_SMIMEA_CERTIFICATE : HEMO_SMIMEA_CONSTRAINED;
}
