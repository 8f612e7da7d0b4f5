/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-handed.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "services-place.h"

#include <fcntl.h>
#include <unistd.h>

/* Takes @fd. */
static void
add_fd(GUnixFDList *fds, int fd)
{
    g_assert_cmpint(g_unix_fd_list_append(fds, fd, NULL), >=, 0);
    close(fd);
}

static HemoHanded *
take(GUnixFDList *fds, const char *mail, const char *parts, GError **error)
{
    g_autoptr(GVariant) handle = g_variant_ref_sink(g_variant_new_parsed(mail));
    g_autoptr(GVariant) handles = g_variant_ref_sink(g_variant_new_parsed(parts));

    return hemo_handed_take(fds, handle, handles, error);
}

/* In the order of the handles, whatever that of the descriptors is; all are closed. */
static void
test_take(void)
{
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();
    g_autoptr(HemoHanded) handed = NULL;
    g_autoptr(GError) error = NULL;
    const int *parts;
    gsize n;
    int mail;
    char byte[2] = {0};

    add_fd(fds, services_place_sealed("a"));
    add_fd(fds, services_place_sealed("b"));
    add_fd(fds, services_place_sealed("m"));
    handed = take(fds, "handle 2", "[handle 1, handle 0]", &error);
    g_assert_no_error(error);
    g_assert_true(hemo_handed_check(handed, TRUE, &error));
    parts = hemo_handed_parts(handed, &n);
    g_assert_cmpuint(n, ==, 2);
    g_assert_cmpint(pread(parts[0], byte, 1, 0), ==, 1);
    g_assert_cmpstr(byte, ==, "b");
    mail = hemo_handed_mail(handed);
    g_assert_cmpint(pread(mail, byte, 1, 0), ==, 1);
    g_assert_cmpstr(byte, ==, "m");
    g_assert_false(hemo_handed_check(handed, FALSE, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_clear_pointer(&handed, hemo_handed_free);
    g_assert_cmpint(fcntl(mail, F_GETFD), ==, -1);
}

static void
test_missing(void)
{
    static const char *const rows[][2] = {
        {"handle 1", "@ah []"},
        {"handle -1", "@ah []"},
        {"handle 0", "[handle 0, handle 5]"},
    };
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();

    add_fd(fds, services_place_sealed("m"));
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(take(fds, rows[i][0], rows[i][1], &error));
        g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    }
    g_assert_null(take(NULL, "handle 0", "@ah []", NULL));
}

static void
test_too_many(void)
{
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();
    g_autoptr(GString) parts = g_string_new("[handle 0");
    g_autoptr(GError) error = NULL;

    add_fd(fds, services_place_sealed("m"));
    for (int i = 0; i < HEMO_LIMIT_ATTACHED_FDS; i++)
        g_string_append(parts, ", handle 0");
    g_string_append_c(parts, ']');
    g_assert_null(take(fds, "handle 0", parts->str, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
}

/* Somebody could still change it, or there is nothing. */
static void
test_check(void)
{
    g_autoptr(HemoHanded) open = hemo_handed_new(services_place_open("x"));
    g_autoptr(HemoHanded) empty = hemo_handed_new(services_place_sealed(""));
    g_autoptr(HemoHanded) handed = NULL;
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();

    g_assert_false(hemo_handed_check(open, TRUE, NULL));
    g_assert_true(hemo_handed_check(empty, TRUE, NULL));
    g_assert_false(hemo_handed_check_filled(empty, NULL));
    add_fd(fds, services_place_sealed("m"));
    add_fd(fds, services_place_open("p"));
    handed = take(fds, "handle 0", "[handle 1]", NULL);
    g_assert_false(hemo_handed_check(handed, TRUE, NULL));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/handed/take", test_take);
    g_test_add_func("/handed/missing", test_missing);
    g_test_add_func("/handed/too-many", test_too_many);
    g_test_add_func("/handed/check", test_check);
    return g_test_run();
}
