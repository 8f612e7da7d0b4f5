/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-pkcs12.h"

#include "hemo-sealed-fd.h"

#include <unistd.h>

#define BYTES(text)                                                                            \
    {                                                                                          \
        text, sizeof text - 1                                                                  \
    }

static const struct {
    struct {
        const char *data;
        gsize size;
    } bytes;
    gboolean is;
} rows[] = {
    {BYTES("\x30\x82\x09\x01\x02\x01\x03\x30\x82"), TRUE},
    {BYTES("\x30\x80\x02\x01\x03\x30\x80"), TRUE},
    {BYTES("\x30\x20\x02\x01\x03\x30"), TRUE},
    {BYTES("\x30\x82\x03\x01\x30\x82\x02\x01"), FALSE}, /* a certificate */
    {BYTES("-----BEGIN PGP PUBLIC KEY BLOCK-----"), FALSE},
    {BYTES("\x30\x84\xff"), FALSE},
    {BYTES("\x30\xff\x02"), FALSE},
    {BYTES("\x30"), FALSE},
    {BYTES(""), FALSE},
};

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoSlice slice = hemo_slice(rows[i].bytes.data, rows[i].bytes.size);
        int fd = hemo_sealed_fd_new(&slice, 1, NULL);

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(hemo_cli_pkcs12_is(fd), ==, rows[i].is);
        close(fd);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-pkcs12/rows", test_rows);
    return g_test_run();
}
