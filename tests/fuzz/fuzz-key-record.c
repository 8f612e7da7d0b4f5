/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as what a hostile domain publishes: the data of SMIMEA and CERT records, and what
 * the web servers answer that these name.
 */
#include "hemo-dns-cert.h"
#include "hemo-smimea.h"
#include "hemo-wkd.h"

#include <stdint.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is found lies inside of what came. */
static void
check_inside(HemoSlice whole, HemoSlice part)
{
    if (part.size > 0 &&
        (part.data < whole.data || part.data + part.size > whole.data + whole.size))
        __builtin_trap();
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    HemoSlice rdata = hemo_slice(data, size);
    HemoSlice part = HEMO_SLICE_EMPTY;
    g_autofree char *url = NULL;
    g_autoptr(GBytes) material = NULL;

    hemo_smimea_read(rdata, &part);
    check_inside(rdata, part);
    if (hemo_dns_cert_read(rdata, &part) == HEMO_DNS_CERT_PLACE)
        url = hemo_dns_cert_url(part);
    check_inside(rdata, part);
    if (url != NULL && g_ascii_strncasecmp(url, "https://", 8) != 0)
        __builtin_trap();
    material = hemo_dns_cert_material(rdata);
    hemo_wkd_is_key(rdata);
    return 0;
}
