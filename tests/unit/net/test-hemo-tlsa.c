/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-tlsa.h"

#include "fake-ca.h"

#include <openssl/x509.h>

static GBytes *
make_record(const guint8 *fixed, gconstpointer data, gsize size)
{
    GByteArray *bytes = g_byte_array_new();

    g_byte_array_append(bytes, fixed, 3);
    g_byte_array_append(bytes, data, (guint)size);
    return g_byte_array_free_to_bytes(bytes);
}

/* Rule D2: usages 0 and 1 are not for mail; the length must fit the matching type. */
static void
test_digests(void)
{
    static const struct {
        guint8 fixed[3];
        gsize size;
        gboolean usable;
    } rows[] = {
        {{3, 1, 1}, 32, TRUE},
        {{3, 0, 1}, 32, TRUE},
        {{2, 0, 1}, 32, TRUE},
        {{2, 1, 2}, 64, TRUE},
        {{0, 1, 1}, 32, FALSE},
        {{1, 1, 1}, 32, FALSE},
        {{4, 1, 1}, 32, FALSE},
        {{255, 1, 1}, 32, FALSE},
        {{3, 2, 1}, 32, FALSE},
        {{3, 1, 3}, 32, FALSE},
        {{3, 1, 1}, 31, FALSE},
        {{3, 1, 1}, 33, FALSE},
        {{3, 1, 2}, 32, FALSE},
        {{3, 1, 1}, 0, FALSE},
        {{3, 1, 0}, 32, FALSE},
    };
    guint8 data[64] = {0};

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GBytes) record = make_record(rows[i].fixed, data, rows[i].size);
        HemoTlsa tlsa = {0};

        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(hemo_tlsa_parse(record, &tlsa), ==, rows[i].usable);
        if (rows[i].usable)
            g_assert_cmpuint(g_bytes_get_size(tlsa.data), ==, rows[i].size);
        hemo_tlsa_clear(&tlsa);
    }
}

/* A whole certificate must be one, to its last byte. */
static void
test_whole(void)
{
    static const guint8 fixed[] = {2, 0, 0};
    g_autoptr(FakeCa) ca = fake_ca_new();
    guint8 *der = NULL;
    int size = i2d_X509(ca->certificate, &der);
    g_autoptr(GBytes) good = make_record(fixed, der, (gsize)size);
    g_autoptr(GBytes) cut = make_record(fixed, der, (gsize)size - 1);
    HemoTlsa tlsa = {0};

    g_assert_false(hemo_tlsa_parse(cut, &tlsa));
    g_assert_true(hemo_tlsa_parse(good, &tlsa));
    hemo_tlsa_clear(&tlsa);
    OPENSSL_free(der);
}

static void
test_short(void)
{
    g_autoptr(GBytes) record = g_bytes_new_static("\003\001", 2);
    HemoTlsa tlsa = {0};

    g_assert_false(hemo_tlsa_parse(record, &tlsa));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/tlsa/digests-D2", test_digests);
    g_test_add_func("/tlsa/whole", test_whole);
    g_test_add_func("/tlsa/short", test_short);
    return g_test_run();
}
