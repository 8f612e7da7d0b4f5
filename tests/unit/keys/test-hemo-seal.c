/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-seal.h"

#include "hemo-error.h"

#include <string.h>

static HemoSecret *
make_key(guint8 fill)
{
    HemoSecret *key = hemo_secret_new(HEMO_SEAL_KEY_SIZE);

    for (gsize i = 0; i < HEMO_SEAL_KEY_SIZE; i++)
        hemo_secret_data(key)[i] = (guint8)(fill + i);
    return key;
}

static HemoSlice
bytes_slice(GBytes *bytes)
{
    gsize size = 0;
    const void *data = g_bytes_get_data(bytes, &size);

    return hemo_slice(data, size);
}

static void
test_round_trip(void)
{
    static const gsize sizes[] = {0, 1, 15, 16, 17, 4096, HEMO_SEAL_LIMIT};
    g_autoptr(HemoSecret) key = make_key(1);

    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(HemoSecret) plain = hemo_secret_new(sizes[i]);
        g_autoptr(HemoSecret) opened = NULL;
        g_autoptr(GBytes) sealed = NULL;
        g_autoptr(GBytes) again = NULL;
        g_autoptr(GError) error = NULL;

        memset(hemo_secret_data(plain), 'p', sizes[i]);
        sealed = hemo_seal_close(key, "mail.to", hemo_secret_slice(plain), &error);
        g_assert_no_error(error);
        again = hemo_seal_close(key, "mail.to", hemo_secret_slice(plain), &error);
        g_assert_no_error(error);
        g_assert_cmpuint(g_bytes_get_size(sealed), ==, sizes[i] + HEMO_SEAL_OVERHEAD);
        g_assert_false(g_bytes_equal(sealed, again));
        opened = hemo_seal_open(key, "mail.to", bytes_slice(sealed), &error);
        g_assert_no_error(error);
        g_assert_true(hemo_secret_equal(hemo_secret_slice(opened), hemo_secret_slice(plain)));
    }
}

static void
assert_does_not_open(const HemoSecret *key, const char *context, HemoSlice sealed)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoSecret) opened = hemo_seal_open(key, context, sealed, &error);

    g_assert_null(opened);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_UNTRUSTED);
}

static void
test_any_change_is_noticed(void)
{
    g_autoptr(HemoSecret) key = make_key(1);
    g_autoptr(HemoSecret) other = make_key(2);
    g_autoptr(GBytes) sealed =
        hemo_seal_close(key, "mail.to", hemo_slice_text("ann@example.org"), NULL);
    g_autoptr(HemoSecret) copy = hemo_secret_new_copy(bytes_slice(sealed));
    HemoSlice whole = hemo_secret_slice(copy);

    assert_does_not_open(other, "mail.to", whole);
    assert_does_not_open(key, "mail.from", whole);
    assert_does_not_open(key, "", whole);
    for (gsize size = 0; size < whole.size; size++)
        assert_does_not_open(key, "mail.to", hemo_slice_sub(whole, 0, size));
    for (gsize i = 0; i < whole.size; i++) {
        hemo_secret_data(copy)[i] ^= 0x10;
        assert_does_not_open(key, "mail.to", whole);
        hemo_secret_data(copy)[i] ^= 0x10;
    }
}

/* The form on disk must not change between versions: made with another implementation. */
static void
test_known_values(void)
{
    static const guint8 sealed[] = {
        0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e,
        0x6f, 0x6a, 0x2d, 0x88, 0xae, 0xef, 0x45, 0xfc, 0x94, 0xa0, 0x7c,
        0xf3, 0x07, 0xee, 0x8f, 0x7a, 0x21, 0x4c, 0x64, 0x43, 0x19, 0xe5,
        0x09, 0x5b, 0x0b, 0xb9, 0x30, 0x61, 0x5f, 0x68, 0x2c, 0x3b,
    };
    g_autoptr(HemoSecret) key = make_key(0);
    g_autoptr(HemoSecret) opened =
        hemo_seal_open(key, "mail.to", hemo_slice(sealed, sizeof sealed), NULL);
    g_autoptr(GBytes) lookup =
        hemo_seal_lookup(key, "mail.to", hemo_slice_text("ann@example.org"), NULL);
    g_autoptr(GString) hex = g_string_new(NULL);

    g_assert_nonnull(opened);
    g_assert_cmpstr(hemo_secret_text(opened), ==, "ann@example.org");
    for (gsize i = 0; i < HEMO_SEAL_LOOKUP_SIZE; i++)
        g_string_append_printf(hex, "%02x", bytes_slice(lookup).data[i]);
    g_assert_cmpstr(hex->str,
                    ==,
                    "9362b08b524d339cea040d1c2c64368716125d1c40dd808d1c9e295b26f16be3");
}

static void
test_lookup(void)
{
    static const struct {
        const char *context;
        const char *text;
        gboolean same;
    } cases[] = {
        {"mail.to", "ann@example.org", TRUE},
        {"mail.to", "anna@example.org", FALSE},
        {"mail.toa", "nn@example.org", FALSE},
        {"mail.t", "oann@example.org", FALSE},
        {"", "", FALSE},
    };
    g_autoptr(HemoSecret) key = make_key(1);
    g_autoptr(HemoSecret) other = make_key(2);
    HemoSlice text = hemo_slice_text("ann@example.org");
    g_autoptr(GBytes) first = hemo_seal_lookup(key, "mail.to", text, NULL);
    g_autoptr(GBytes) foreign = hemo_seal_lookup(other, "mail.to", text, NULL);

    g_assert_cmpuint(g_bytes_get_size(first), ==, HEMO_SEAL_LOOKUP_SIZE);
    g_assert_false(g_bytes_equal(first, foreign));
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GBytes) value =
            hemo_seal_lookup(key, cases[i].context, hemo_slice_text(cases[i].text), NULL);

        g_assert_cmpint(g_bytes_equal(first, value), ==, cases[i].same);
    }
}

static void
test_refusals(void)
{
    g_autoptr(HemoSecret) short_key = hemo_secret_new(HEMO_SEAL_KEY_SIZE - 1);
    g_autoptr(HemoSecret) key = make_key(1);
    g_autoptr(HemoSecret) big = hemo_secret_new(HEMO_SEAL_LIMIT + 1);
    g_autoptr(GError) error = NULL;

    g_assert_null(hemo_seal_close(short_key, "a", HEMO_SLICE_EMPTY, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(hemo_seal_open(short_key, "a", HEMO_SLICE_EMPTY, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(hemo_seal_lookup(short_key, "a", HEMO_SLICE_EMPTY, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_error(&error);
    g_assert_null(hemo_seal_close(key, "a", hemo_secret_slice(big), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
    g_clear_error(&error);
    g_assert_null(hemo_seal_lookup(key, "a", hemo_secret_slice(big), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
}

static void
test_new_keys_differ(void)
{
    g_autoptr(HemoSecret) key = hemo_seal_new_key(NULL);
    g_autoptr(HemoSecret) other = hemo_seal_new_key(NULL);

    g_assert_cmpuint(hemo_secret_size(key), ==, HEMO_SEAL_KEY_SIZE);
    g_assert_false(hemo_secret_equal(hemo_secret_slice(key), hemo_secret_slice(other)));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/seal/round-trip", test_round_trip);
    g_test_add_func("/seal/any-change-is-noticed", test_any_change_is_noticed);
    g_test_add_func("/seal/known-values", test_known_values);
    g_test_add_func("/seal/lookup", test_lookup);
    g_test_add_func("/seal/refusals", test_refusals);
    g_test_add_func("/seal/new-keys-differ", test_new_keys_differ);
    return g_test_run();
}
