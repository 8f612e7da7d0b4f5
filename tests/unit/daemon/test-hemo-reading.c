/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Without a program to read with: the message is there all the same, and it is said that
 * nobody read it; only what would have to be built first is not.
 */
#include "hemo-reading.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "hemo-sealed-fd.h"
#include "services-place.h"

#define MAIL "Subject: x\r\n\r\nbody"

static HemoEnvelope *
make_envelope(const char *format)
{
    g_autoptr(GVariant) values = g_variant_ref_sink(
        g_variant_new_parsed("{'account': <'work'>, 'from': <'nurse@example.com'>,"
                             " 'to': <['b@example.org']>, 'format': <%s>}",
                             format));

    return hemo_envelope_new(values, NULL);
}

static HemoReading *
take(HemoServices *services, const char *format, guint flags, GError **error)
{
    g_autoptr(HemoEnvelope) envelope = make_envelope(format);
    g_autoptr(HemoHanded) handed = hemo_handed_new(services_place_sealed(MAIL));
    g_autoptr(GAsyncResult) result = NULL;

    hemo_reading_take_async(services, handed, envelope, flags, daemon_home_on_result, &result);
    return hemo_reading_take_finish(daemon_home_wait(&result), error);
}

static void
test_unread(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoReading) reading = take(services, "rfc822", 0, &error);
    g_autoptr(HemoSealedFd) map = NULL;

    g_assert_no_error(error);
    g_assert_null(reading->reply);
    g_assert_error(reading->unread, HEMO_ERROR, HEMO_ERROR_MISSING);
    map = hemo_sealed_fd_map(reading->fd, &error);
    g_assert_no_error(error);
    g_assert_true(hemo_slice_equal(hemo_sealed_fd_slice(map), hemo_slice_text(MAIL)));
    services_place_close(services);
}

static void
test_unopened(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(HemoReading) reading = take(services, "rfc822", HEMO_READING_UNOPENED, NULL);

    g_assert_nonnull(reading);
    g_assert_null(reading->reply);
    g_assert_no_error(reading->unread);
    g_assert_cmpint(reading->fd, >=, 0);
    services_place_close(services);
}

static void
test_not_built(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(GError) error = NULL;

    g_assert_null(take(services, "compose", 0, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_MISSING);
    services_place_close(services);
}

/* The reader learns who writes and to whom. */
static void
test_parameters(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(HemoEnvelope) envelope = make_envelope("rfc822");
    g_autoptr(GVariant) values =
        g_variant_ref_sink(hemo_reading_parameters(services, envelope, TRUE));
    g_autofree const char **recipients = NULL;
    g_autofree const char **own = NULL;
    const char *from = "";
    gboolean outline = FALSE;

    g_assert_true(g_variant_lookup(values, "recipients", "^a&s", &recipients));
    g_assert_cmpstr(recipients[0], ==, "b@example.org");
    g_assert_true(g_variant_lookup(values, "account-addresses", "^a&s", &own));
    g_assert_cmpstr(own[0], ==, "nurse@example.com");
    g_assert_true(g_variant_lookup(values, "from", "&s", &from));
    g_assert_cmpstr(from, ==, "nurse@example.com");
    g_assert_true(g_variant_lookup(values, "outline", "b", &outline));
    g_assert_true(outline);
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/reading/unread", test_unread);
    g_test_add_func("/reading/unopened", test_unopened);
    g_test_add_func("/reading/not-built", test_not_built);
    g_test_add_func("/reading/parameters", test_parameters);
    status = g_test_run();
    services_place_end();
    return status;
}
