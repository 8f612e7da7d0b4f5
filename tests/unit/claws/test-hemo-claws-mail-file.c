/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-mail-file.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-sealed-fd.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct {
    char *folder;
    char *path;
} Fixture;

static void
set_up(Fixture *fixture, gconstpointer data)
{
    fixture->folder = g_dir_make_tmp("hemo-mail-XXXXXX", NULL);
    fixture->path = g_build_filename(fixture->folder, "1", NULL);
}

static void
tear_down(Fixture *fixture, gconstpointer data)
{
    g_unlink(fixture->path);
    g_rmdir(fixture->folder);
    g_free(fixture->path);
    g_free(fixture->folder);
}

static void
write_mail(Fixture *fixture, const char *mail, gssize size)
{
    g_assert_true(g_file_set_contents(fixture->path, mail, size, NULL));
}

static void
test_headers(Fixture *fixture, gconstpointer data)
{
    static const struct {
        const char *mail;
        const char *headers;
    } cases[] = {
        {"Subject: a\nTo: b\n\nbody\n\nmore", "Subject: a\nTo: b\n\n"},
        {"Subject: a\r\n\r\nbody", "Subject: a\r\n\r\n"},
        {"\nbody", "\n"},
        {"Subject: a\n", "Subject: a\n"},
        {"", ""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoSecret) headers = NULL;

        write_mail(fixture, cases[i].mail, -1);
        headers = hemo_claws_mail_file_read_headers(fixture->path, NULL);
        g_assert_nonnull(headers);
        g_assert_cmpstr(hemo_secret_text(headers), ==, cases[i].headers);
    }
}

/* Whoever sends a header block without an end does not fill our memory. */
static void
test_endless_headers(Fixture *fixture, gconstpointer data)
{
    g_autofree char *mail = g_strnfill(2 * HEMO_LIMIT_HEADER_BLOCK, 'x');
    g_autoptr(HemoSecret) headers = NULL;

    write_mail(fixture, mail, -1);
    headers = hemo_claws_mail_file_read_headers(fixture->path, NULL);
    g_assert_cmpuint(hemo_secret_size(headers), ==, HEMO_LIMIT_HEADER_BLOCK);
}

static void
test_missing(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL, other = NULL;

    g_assert_null(hemo_claws_mail_file_read_headers(fixture->path, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    g_assert_null(hemo_claws_mail_file_read(fixture->path, &other));
    g_assert_error(other, HEMO_ERROR, HEMO_ERROR_STORAGE);
}

static void
test_too_big(Fixture *fixture, gconstpointer data)
{
    g_autoptr(GError) error = NULL;

    write_mail(fixture, "x", -1);
    g_assert_cmpint(truncate(fixture->path, HEMO_LIMIT_MAIL + 1), ==, 0);
    g_assert_null(hemo_claws_mail_file_read(fixture->path, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
}

static void
test_queue_headers(void)
{
    static const struct {
        const char *file;
        const char *mail;
    } cases[] = {
        {"AF:\nS:a@example.org\nX-Claws-End-Special-Headers: 1\nFrom: a\n\nbody",
         "From: a\n\nbody"},
        {"From: a\n\nbody", "From: a\n\nbody"},
        {"From: a\n\nbody\nX-Claws-End-Special-Headers: 1\nrest",
         "From: a\n\nbody\nX-Claws-End-Special-Headers: 1\nrest"},
        {"", ""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        HemoSlice mail = hemo_claws_mail_file_without_queue(hemo_slice_text(cases[i].file));

        g_assert_true(hemo_slice_equal(mail, hemo_slice_text(cases[i].mail)));
    }
}

static void
on_sealed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_set_object((GAsyncResult **)data, result);
}

static int
seal(const char *path, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_claws_mail_file_seal_async(path, NULL, on_sealed, &result);
    while (result == NULL)
        g_main_context_iteration(NULL, TRUE);
    return hemo_claws_mail_file_seal_finish(result, error);
}

static void
test_seal(Fixture *fixture, gconstpointer data)
{
    static const char mail[] = "From: a\n\n\0body";
    g_autoptr(HemoSealedFd) map = NULL;
    g_autoptr(GError) error = NULL;
    int fd;

    g_assert_cmpint(seal(fixture->path, &error), ==, -1);
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_STORAGE);
    write_mail(fixture, mail, sizeof mail);
    fd = seal(fixture->path, NULL);
    g_assert_cmpint(fd, >=, 0);
    map = hemo_sealed_fd_map(fd, NULL); /* refuses what is not sealed */
    g_assert_nonnull(map);
    g_assert_true(hemo_slice_equal(hemo_sealed_fd_slice(map), hemo_slice(mail, sizeof mail)));
    close(fd);
}

int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*test)(Fixture *fixture, gconstpointer data);
    } tests[] = {
        {"/claws/mail-file/headers", test_headers},
        {"/claws/mail-file/endless-headers", test_endless_headers},
        {"/claws/mail-file/missing", test_missing},
        {"/claws/mail-file/too-big", test_too_big},
        {"/claws/mail-file/seal", test_seal},
    };

    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, set_up, tests[i].test, tear_down);
    g_test_add_func("/claws/mail-file/queue-headers", test_queue_headers);
    return g_test_run();
}
