/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as a signature: up to the first 0xff the signed part, behind it the CMS; and all
 * of it as an opaque one.  What is said to hold has a certificate that can be read.
 */
#include "hemo-certificate.h"
#include "hemo-smime-verify.h"

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
verify(HemoSlice part, HemoSlice cms)
{
    g_auto(HemoSmimeSignature) signature = {.signer = NULL};
    g_autoptr(GError) error = NULL;
    gboolean holds = hemo_smime_verify(part, cms, &signature, &error);

    if (holds != (signature.signer != NULL) || holds == (error != NULL))
        __builtin_trap();
    if (holds && ((signature.content != NULL) == (part.data != NULL) ||
                  signature.others->len > 8 || signature.signed_at < 0))
        __builtin_trap();
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    HemoSlice input = hemo_slice(data, size);
    gsize split = hemo_slice_find(input, (char)0xff);

    verify(HEMO_SLICE_EMPTY, input);
    if (split < size)
        verify(hemo_slice_sub(input, 0, split), hemo_slice_from(input, split + 1));
    return 0;
}
