/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-file.h.
 */
#include "hemo-key-file.h"

#include <string.h>

/* The first that occurs counts. */
static const struct {
    const char *mark;
    HemoKeyFile kind;
} marks[] = {
    {"-----BEGIN PGP PRIVATE KEY BLOCK-----", HEMO_KEY_FILE_PRIVATE},
    {"PRIVATE KEY-----", HEMO_KEY_FILE_PRIVATE},
    {"-----BEGIN PGP PUBLIC KEY BLOCK-----", HEMO_KEY_FILE_OPENPGP},
    {"-----BEGIN PKCS7-----", HEMO_KEY_FILE_PKCS7},
    {"-----BEGIN PKCS #7 SIGNED DATA-----", HEMO_KEY_FILE_PKCS7},
    {"-----BEGIN CERTIFICATE-----", HEMO_KEY_FILE_CERTIFICATES},
    {"-----BEGIN TRUSTED CERTIFICATE-----", HEMO_KEY_FILE_CERTIFICATES},
    {"-----BEGIN X509 CERTIFICATE-----", HEMO_KEY_FILE_CERTIFICATES},
};

/* The bytes behind the header of the DER element at the start, at most two of them wanted. */
static gsize
der_header(HemoSlice der)
{
    int first = hemo_slice_at(der, 1);

    if (first < 0x80)
        return 2;
    return 2 + ((gsize)first & 0x7f);
}

/* PFX begins with its version, ContentInfo with its type, a certificate with what is signed. */
static HemoKeyFile
tell_der(HemoSlice file)
{
    switch (hemo_slice_at(file, der_header(file))) {
    case 0x02:
        return HEMO_KEY_FILE_PKCS12;
    case 0x06:
        return HEMO_KEY_FILE_PKCS7;
    case 0x30:
        return HEMO_KEY_FILE_CERTIFICATES;
    default:
        return HEMO_KEY_FILE_UNKNOWN;
    }
}

/* Packet tags of RFC 4880 section 4.3: public key 6, secret key 5. */
static HemoKeyFile
tell_packet(guint first)
{
    guint tag = (first & 0x40u) != 0 ? first & 0x3fu : (first >> 2) & 0xfu;

    if (tag == 6)
        return HEMO_KEY_FILE_OPENPGP;
    return tag == 5 ? HEMO_KEY_FILE_PRIVATE : HEMO_KEY_FILE_UNKNOWN;
}

HemoKeyFile
hemo_key_file_tell(HemoSlice file)
{
    int first = hemo_slice_at(file, 0);

    if (first == 0x30)
        return tell_der(file);
    if (first >= 0x80)
        return tell_packet((guint)first);
    for (gsize i = 0; i < G_N_ELEMENTS(marks); i++) {
        if (hemo_slice_find_text(file, marks[i].mark) < file.size)
            return marks[i].kind;
    }
    return HEMO_KEY_FILE_UNKNOWN;
}
