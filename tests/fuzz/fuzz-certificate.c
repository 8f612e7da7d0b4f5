/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as a certificate, as a file of certificates, and as a revocation list for what
 * was read: names are proper, whatever is read is judged, and nobody vouches for himself.
 */
#include "hemo-certificate-check.h"
#include "hemo-certificate-names.h"

#include <string.h>

#define NOW G_GINT64_CONSTANT(1780000000)

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
check_names(const HemoCertificate *certificate)
{
    const char *const *addresses = hemo_certificate_addresses(certificate);
    const char *const *places = hemo_certificate_crl_places(certificate);

    for (gsize i = 0; addresses[i] != NULL; i++) {
        if (strchr(addresses[i], '@') == NULL || !g_utf8_validate(addresses[i], -1, NULL) ||
            !hemo_certificate_names(certificate, addresses[i]))
            __builtin_trap();
    }
    for (gsize i = 0; places[i] != NULL; i++) {
        if (i >= 4 || strpbrk(places[i], "\r\n ") != NULL)
            __builtin_trap();
    }
}

static void
check(const HemoCertificate *certificate, GBytes *crl, gboolean is_anchor)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new();
    g_autoptr(GPtrArray) crls = g_ptr_array_new();
    g_autoptr(HemoKey) key = NULL;
    const char *address = hemo_certificate_addresses(certificate)[0];
    HemoCertificateCheck rules = {.intermediates = list,
                                  .crls = crls,
                                  .now = NOW,
                                  .crl_age = 86400,
                                  .need_status = TRUE,
                                  .domain = "example.org"};

    g_ptr_array_add(list, (gpointer)certificate);
    g_ptr_array_add(crls, crl);
    rules.anchors = is_anchor ? list : NULL;
    key = hemo_certificate_check(certificate,
                                 address != NULL ? address : "ann@example.org",
                                 &rules);
    if (!is_anchor && (hemo_key_usable(key) || hemo_key_trust(key) != HEMO_KEY_TRUST_NONE))
        __builtin_trap();
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    HemoSlice input = hemo_slice(data, size);
    g_autoptr(GBytes) bytes = g_bytes_new_static(data, size);
    g_autoptr(GPtrArray) list = hemo_certificate_list_new(input, NULL);

    for (guint i = 0; list != NULL && i < list->len; i++) {
        const HemoCertificate *certificate = g_ptr_array_index(list, i);

        check_names(certificate);
        hemo_certificate_judge(certificate, NOW, TRUE);
        check(certificate, bytes, FALSE);
        check(certificate, bytes, TRUE);
    }
    return 0;
}
