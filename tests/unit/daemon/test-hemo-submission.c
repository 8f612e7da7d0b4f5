/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-submission.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "hemo-sealed-fd.h"
#include "services-place.h"

#include <unistd.h>

static gboolean
store(HemoServices *services, const char *id, int fd, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_submission_store_async(services, id, fd, daemon_home_on_result, &result);
    return hemo_submission_store_finish(daemon_home_wait(&result), error);
}

static GVariant *
load(HemoServices *services, const char *id, int *ret_fd, GError **error)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_submission_load_async(services, id, daemon_home_on_result, &result);
    return hemo_submission_load_finish(daemon_home_wait(&result), ret_fd, error);
}

static void
assert_password(int fd, const char *text)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, NULL);

    g_assert_true(hemo_slice_equal(hemo_sealed_fd_slice(map), hemo_slice_text(text)));
    close(fd);
}

static void
test_round_trip(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) server = NULL;
    const char *host = "";
    int fd = -1;

    g_assert_true(store(services, "work", services_place_sealed("pass word\n"), &error));
    server = load(services, "work", &fd, &error);
    g_assert_no_error(error);
    assert_password(fd, "pass word");
    g_assert_true(g_variant_lookup(server, "host", "&s", &host));
    g_assert_cmpstr(host, ==, "smtp.example.com");
    services_place_close(services);
}

/* An account without a user name needs no password. */
static void
test_no_user(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(GVariant) server = NULL;
    int fd = -1;

    server = load(services, "nobody", &fd, &error);
    g_assert_no_error(error);
    assert_password(fd, "");
    g_assert_false(store(services, "nobody", services_place_sealed("x"), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    services_place_close(services);
}

static void
test_load_refused(void)
{
    static const struct {
        const char *id;
        int code;
    } rows[] = {
        {"stranger", HEMO_ERROR_NOT_FOUND},
        {"bare", HEMO_ERROR_NOT_FOUND},
        {"work", HEMO_ERROR_NOT_FOUND}, /* no password yet */
        {"open", HEMO_ERROR_UNTRUSTED}, /* no TLS: the password would be read */
    };
    HemoServices *services = services_place_new();

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        int fd = -1;

        g_assert_null(load(services, rows[i].id, &fd, &error));
        g_assert_error(error, HEMO_ERROR, rows[i].code);
        g_assert_cmpint(fd, ==, -1);
        /* the command that is named can be typed as it stands */
        if (g_str_equal(rows[i].id, "work"))
            g_assert_nonnull(strstr(error->message, "hemostat password --account work"));
    }
    services_place_close(services);
}

static void
test_store_refused(void)
{
    g_autofree char *longer = g_strnfill(1025, 'x');
    HemoServices *services = services_place_new();
    const struct {
        int fd;
        const char *id;
        int code;
    } rows[] = {
        {services_place_sealed(""), "work", HEMO_ERROR_INVALID},
        {services_place_sealed("\n"), "work", HEMO_ERROR_INVALID},
        {services_place_sealed(longer), "work", HEMO_ERROR_INVALID},
        {services_place_open("x"), "work", HEMO_ERROR_INVALID},
        {services_place_sealed("x"), "stranger", HEMO_ERROR_NOT_FOUND},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(store(services, rows[i].id, rows[i].fd, &error));
        g_assert_error(error, HEMO_ERROR, rows[i].code);
    }
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/submission/round-trip", test_round_trip);
    g_test_add_func("/submission/no-user", test_no_user);
    g_test_add_func("/submission/load-refused", test_load_refused);
    g_test_add_func("/submission/store-refused", test_store_refused);
    status = g_test_run();
    services_place_end();
    return status;
}
