/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Any bytes as a PKCS#12 file, under an empty passphrase and under the one of the corpus.
 * What is read has a private key that fits its certificate.
 */
#include "hemo-identity.h"

#include <openssl/x509.h>

int LLVMFuzzerTestOneInput(const guint8 *data, gsize size);

static void
read_file(HemoSlice file, const char *text)
{
    g_autoptr(HemoSecret) passphrase = hemo_secret_new_copy(hemo_slice_text(text));
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoIdentity) identity = hemo_identity_new(file, passphrase, &error);

    if ((identity == NULL) != (error != NULL))
        __builtin_trap();
    if (identity == NULL)
        return;
    if (X509_check_private_key(hemo_certificate_x509(hemo_identity_certificate(identity)),
                               hemo_identity_private_key(identity)) != 1)
        __builtin_trap();
}

int
LLVMFuzzerTestOneInput(const guint8 *data, gsize size)
{
    read_file(hemo_slice(data, size), "");
    read_file(hemo_slice(data, size), "pass");
    return 0;
}
