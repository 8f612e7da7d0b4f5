/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-native-blobs.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-sealed-fd.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

static gboolean
add(HemoNativeBlobs *blobs, const char *name, HemoSlice bytes, gboolean last, HemoError code)
{
    g_autoptr(GError) error = NULL;
    gsize size = 0;
    gboolean good = hemo_native_blobs_write(blobs, name, bytes, last, &size, &error);

    if (!good)
        g_assert_error(error, HEMO_ERROR, (int)code);
    return good;
}

#define GOOD(name, text, last)                                                                 \
    g_assert_true(add(blobs, name, hemo_slice_text(text), last, HEMO_ERROR_FAILED))
#define BAD(name, text, code)                                                                  \
    g_assert_false(add(blobs, name, hemo_slice_text(text), TRUE, code))

static void
assert_missing(const HemoNativeBlobs *blobs, const char *name, HemoError code)
{
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(hemo_native_blobs_find(blobs, name, &error), ==, -1);
    g_assert_error(error, HEMO_ERROR, (int)code);
    g_assert_cmpuint(hemo_native_blobs_size(blobs, name), ==, 0);
}

static void
assert_holds(const HemoNativeBlobs *blobs, const char *name, const char *text)
{
    g_autoptr(GError) error = NULL;
    int fd = hemo_native_blobs_find(blobs, name, &error);
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, &error); /* checks the seals */

    g_assert_no_error(error);
    g_assert_true(hemo_slice_equal(hemo_sealed_fd_slice(map), hemo_slice_text(text)));
    g_assert_cmpuint(hemo_native_blobs_size(blobs, name), ==, strlen(text));
}

static void
test_pieces(void)
{
    g_autoptr(HemoNativeBlobs) blobs = hemo_native_blobs_new();

    assert_missing(blobs, "a", HEMO_ERROR_NOT_FOUND);
    GOOD("a", "one ", FALSE);
    assert_missing(blobs, "a", HEMO_ERROR_INVALID); /* not yet */
    GOOD("b", "", TRUE);
    GOOD("a", "two", TRUE);
    assert_holds(blobs, "a", "one two");
    assert_holds(blobs, "b", "");
    BAD("a", "more", HEMO_ERROR_INVALID);
    assert_holds(blobs, "a", "one two");
    hemo_native_blobs_drop(blobs, "a");
    hemo_native_blobs_drop(blobs, "a");
    assert_missing(blobs, "a", HEMO_ERROR_NOT_FOUND);
    GOOD("a", "again", TRUE);
    assert_holds(blobs, "a", "again");
}

static void
test_names(void)
{
    g_autoptr(HemoNativeBlobs) blobs = hemo_native_blobs_new();
    g_autofree char *most = g_strnfill(HEMO_NATIVE_BLOBS_NAME, 'x');
    g_autofree char *more = g_strnfill(HEMO_NATIVE_BLOBS_NAME + 1, 'x');

    BAD("", "x", HEMO_ERROR_INVALID);
    BAD("mail:1", "x", HEMO_ERROR_INVALID);
    BAD(more, "x", HEMO_ERROR_INVALID);
    GOOD(most, "x", TRUE);
}

static void
test_handed_over(void)
{
    g_autoptr(HemoNativeBlobs) blobs = hemo_native_blobs_new();
    HemoSlice bytes = hemo_slice_text("from the agent");
    g_autoptr(GError) error = NULL;
    g_autofree char *first = g_strdup(
        hemo_native_blobs_add(blobs, "mail", hemo_sealed_fd_new(&bytes, 1, NULL), NULL));
    const char *second =
        hemo_native_blobs_add(blobs, "mail", hemo_sealed_fd_new(&bytes, 1, NULL), NULL);
    int open_fd = hemo_sealed_fd_create(NULL);

    g_assert_cmpstr(first, !=, second);
    assert_holds(blobs, first, "from the agent");
    assert_holds(blobs, second, "from the agent");
    g_assert_null(hemo_native_blobs_add(blobs, "mail", open_fd, &error)); /* not sealed */
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_assert_cmpint(fcntl(open_fd, F_GETFD), ==, -1);
}

/* A mail may be 64 MiB, and all of them 256 MiB; what passes is dropped. */
static void
test_bytes(void)
{
    g_autoptr(HemoNativeBlobs) blobs = hemo_native_blobs_new();
    g_autoptr(HemoSecret) mail = hemo_secret_new(HEMO_LIMIT_MAIL);
    HemoSlice bytes = hemo_secret_slice(mail);

    g_assert_true(add(blobs, "1", bytes, FALSE, HEMO_ERROR_FAILED));
    BAD("1", "x", HEMO_ERROR_TOO_BIG);
    assert_missing(blobs, "1", HEMO_ERROR_NOT_FOUND);
    for (const char *const *name = (const char *const[]){"1", "2", "3", "4", NULL};
         *name != NULL;
         name++)
        g_assert_true(add(blobs, *name, bytes, TRUE, HEMO_ERROR_FAILED));
    BAD("5", "x", HEMO_ERROR_TOO_BIG);
    hemo_native_blobs_drop(blobs, "2");
    GOOD("5", "x", TRUE);
}

static void
test_many(void)
{
    g_autoptr(HemoNativeBlobs) blobs = hemo_native_blobs_new();
    HemoSlice bytes = HEMO_SLICE_EMPTY;
    g_autoptr(GError) error = NULL;

    for (guint i = 0; i < HEMO_NATIVE_BLOBS_MAX; i++) {
        g_autofree char *name = g_strdup_printf("%u", i);

        GOOD(name, "", TRUE);
    }
    BAD("more", "", HEMO_ERROR_TOO_BIG);
    g_assert_null(
        hemo_native_blobs_add(blobs, "mail", hemo_sealed_fd_new(&bytes, 1, NULL), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
    hemo_native_blobs_drop(blobs, "7");
    GOOD("more", "", TRUE);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/native-blobs/pieces", test_pieces);
    g_test_add_func("/native-blobs/names", test_names);
    g_test_add_func("/native-blobs/handed-over", test_handed_over);
    g_test_add_func("/native-blobs/bytes", test_bytes);
    g_test_add_func("/native-blobs/many", test_many);
    return g_test_run();
}
