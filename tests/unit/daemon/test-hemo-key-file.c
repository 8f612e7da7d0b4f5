/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-key-file.h"

#include <string.h>

#define BYTES(text) (text), sizeof(text) - 1

static const struct {
    const char *bytes;
    gsize size;
    HemoKeyFile kind;
} rows[] = {
    {BYTES(""), HEMO_KEY_FILE_UNKNOWN},
    {BYTES("hello"), HEMO_KEY_FILE_UNKNOWN},
    {BYTES("\x30"), HEMO_KEY_FILE_UNKNOWN},
    {BYTES("\x30\x82"), HEMO_KEY_FILE_UNKNOWN},
    {BYTES("\x30\xff\x02\x01"), HEMO_KEY_FILE_UNKNOWN},
    {BYTES("\x30\x82\x01\x00\x30\x82"), HEMO_KEY_FILE_CERTIFICATES},
    {BYTES("\x30\x82\x01\x00\x06\x09"), HEMO_KEY_FILE_PKCS7},
    {BYTES("\x30\x80\x06\x09"), HEMO_KEY_FILE_PKCS7},
    {BYTES("\x30\x82\x01\x00\x02\x01\x03"), HEMO_KEY_FILE_PKCS12},
    {BYTES("\x30\x05\x02\x01\x03"), HEMO_KEY_FILE_PKCS12},
    {BYTES("\x99\x01\x0d\x04"), HEMO_KEY_FILE_OPENPGP},
    {BYTES("\xc6\x33\x04"), HEMO_KEY_FILE_OPENPGP},
    {BYTES("\x95\x01\x0d\x04"), HEMO_KEY_FILE_PRIVATE},
    {BYTES("\xc5\x33\x04"), HEMO_KEY_FILE_PRIVATE},
    {BYTES("\x85\x01"), HEMO_KEY_FILE_UNKNOWN},
    {BYTES("note\n-----BEGIN PGP PUBLIC KEY BLOCK-----\n"), HEMO_KEY_FILE_OPENPGP},
    {BYTES("-----BEGIN PGP PRIVATE KEY BLOCK-----\n"), HEMO_KEY_FILE_PRIVATE},
    {BYTES("-----BEGIN CERTIFICATE-----\n"), HEMO_KEY_FILE_CERTIFICATES},
    {BYTES("-----BEGIN PKCS7-----\n"), HEMO_KEY_FILE_PKCS7},
    {BYTES("-----BEGIN RSA PRIVATE KEY-----\n"), HEMO_KEY_FILE_PRIVATE},
    {BYTES("-----BEGIN CERTIFICATE-----\n-----BEGIN ENCRYPTED PRIVATE KEY-----\n"),
     HEMO_KEY_FILE_PRIVATE},
};

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++)
        g_assert_cmpint(hemo_key_file_tell(hemo_slice(rows[i].bytes, rows[i].size)),
                        ==,
                        rows[i].kind);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/key-file/rows", test_rows);
    return g_test_run();
}
