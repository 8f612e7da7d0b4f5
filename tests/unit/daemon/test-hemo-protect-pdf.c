/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Without the program that draws the PDF, and without words.  The file itself is opened in the
 * integration suite.
 */
#include "hemo-protect-pdf.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "sample-case.h"
#include "services-place.h"

#include <unistd.h>

#define MAIL "From: nurse@example.com\r\nTo: a@example.org\r\nSubject: x\r\n\r\nbody\r\n"

static void
assert_refused(HemoServices *services, int code)
{
    const SampleCase sample = {.to = {"a@example.org"}, .policy = "[default]\nmethods=pdf\n"};
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(GPtrArray) copies = NULL;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;
    HemoProtectCopy copy = {.services = services, .mail = mail};

    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    copies = hemo_copy_list(mail);
    copy.copy = copies->pdata[0];
    copy.fd = services_place_sealed(MAIL);
    copy.message = hemo_slice_text(MAIL);
    copy.options.date = "Mon, 2 Nov 2026 10:00:00 +0000";
    hemo_protect_pdf_async(&copy, daemon_home_on_result, &result);
    g_assert_cmpint(hemo_protect_pdf_finish(daemon_home_wait(&result), &error), ==, -1);
    g_assert_error(error, HEMO_ERROR, code);
    close(copy.fd);
}

static void
test_no_reader(void)
{
    HemoServices *services = services_place_new();

    assert_refused(services, HEMO_ERROR_MISSING);
    services_place_close(services);
}

static void
test_locked(void)
{
    HemoServices *services = services_place_new();

    hemo_vault_close(services->vault);
    assert_refused(services, HEMO_ERROR_LOCKED);
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/protect-pdf/no-reader", test_no_reader);
    g_test_add_func("/protect-pdf/locked", test_locked);
    status = g_test_run();
    services_place_end();
    return status;
}
