/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-backup.h"

#include "hemo-error.h"

#include <string.h>

#define WORDS "five plain words it was"

static HemoSecret *
secret(const char *text)
{
    return hemo_secret_new_copy(hemo_slice_text(text));
}

static void
test_round_trip(void)
{
    static const char *const texts[] = {"", "x", "what is kept"};
    g_autoptr(HemoSecret) words = secret(WORDS);

    for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GBytes) file = hemo_backup_close(words, hemo_slice_text(texts[i]), &error);
        g_autoptr(GBytes) other = hemo_backup_close(words, hemo_slice_text(texts[i]), &error);
        g_autoptr(HemoSecret) plain = hemo_backup_open(words, hemo_slice_bytes(file), &error);

        g_assert_no_error(error);
        g_assert_cmpstr(hemo_secret_text(plain), ==, texts[i]);
        g_assert_cmpuint(hemo_secret_size(plain), ==, strlen(texts[i]));
        g_assert_false(g_bytes_equal(file, other));
        g_assert_true(*texts[i] == '\0' ||
                      hemo_slice_find_text(hemo_slice_bytes(file), "kept") ==
                          g_bytes_get_size(file));
    }
}

static void
test_passphrases(void)
{
    g_autoptr(HemoSecret) words = secret(WORDS);
    g_autoptr(HemoSecret) wrong = secret(WORDS "s");
    g_autoptr(HemoSecret) brief = secret("1234567");
    g_autoptr(GBytes) file = hemo_backup_close(words, hemo_slice_text("kept"), NULL);
    g_autoptr(GError) error = NULL;

    g_assert_null(hemo_backup_open(wrong, hemo_slice_bytes(file), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_DENIED);
    g_clear_error(&error);
    g_assert_null(hemo_backup_close(brief, hemo_slice_text("kept"), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
}

/* One byte is changed at each of these places. */
static const struct {
    gsize at;
    guint8 change;
    HemoError code;
} changes[] = {
    {0, 0x20, HEMO_ERROR_INVALID},  /* magic */
    {8, 1, HEMO_ERROR_INVALID},     /* version 0 */
    {8, 3, HEMO_ERROR_VERSION},     /* version 2 */
    {9, 0xff, HEMO_ERROR_INVALID},  /* billions of iterations */
    {10, 0x09, HEMO_ERROR_INVALID}, /* too few */
    {12, 0x3f, HEMO_ERROR_DENIED},  /* another number */
    {13, 0x55, HEMO_ERROR_DENIED},  /* salt */
    {30, 0x55, HEMO_ERROR_DENIED},  /* nonce */
    {41, 0x55, HEMO_ERROR_DENIED},  /* text */
    {50, 0x55, HEMO_ERROR_DENIED},  /* tag */
};

static void
test_changes(void)
{
    g_autoptr(HemoSecret) words = secret(WORDS);
    g_autoptr(GBytes) file = hemo_backup_close(words, hemo_slice_text("kept"), NULL);
    HemoSlice good = hemo_slice_bytes(file);

    for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
        g_autofree guint8 *bad = g_memdup2(good.data, good.size);
        g_autoptr(GError) error = NULL;

        bad[changes[i].at] ^= changes[i].change;
        g_assert_null(hemo_backup_open(words, hemo_slice(bad, good.size), &error));
        g_assert_error(error, HEMO_ERROR, (int)changes[i].code);
    }
}

static void
test_cut(void)
{
    g_autoptr(HemoSecret) words = secret(WORDS);
    g_autoptr(GBytes) file = hemo_backup_close(words, hemo_slice_text("kept"), NULL);
    static const gsize sizes[] = {0, 1, 7, 8, 12, 40, 56, 60};

    for (gsize i = 0; i < G_N_ELEMENTS(sizes); i++) {
        g_autoptr(GError) error = NULL;
        HemoSlice cut = hemo_slice_sub(hemo_slice_bytes(file), 0, sizes[i]);

        g_assert_null(hemo_backup_open(words, cut, &error));
        g_assert_true(hemo_error_is(error, HEMO_ERROR_INVALID) ||
                      hemo_error_is(error, HEMO_ERROR_DENIED));
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/backup/round-trip", test_round_trip);
    g_test_add_func("/backup/passphrases", test_passphrases);
    g_test_add_func("/backup/changes", test_changes);
    g_test_add_func("/backup/cut", test_cut);
    return g_test_run();
}
