/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Errors before a mail is read, and answers.  The rest needs a reader: the ipc suite.
 */
#include "hemo-outgoing.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "sample-case.h"
#include "services-place.h"

#define ENVELOPE "{'from': <'a@example.com'>, 'to': <['b@example.org']>}"

static void
assert_refused(HemoServices *services, int fd, const char *envelope, int code)
{
    g_autoptr(GVariant) values = g_variant_ref_sink(g_variant_new_parsed(envelope));
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    hemo_outgoing_assess_async(services,
                               NULL,
                               hemo_handed_new(fd),
                               values,
                               daemon_home_on_result,
                               &result);
    g_assert_null(hemo_outgoing_assess_finish(daemon_home_wait(&result), &error));
    g_assert_error(error, HEMO_ERROR, code);
}

static void
test_refused(void)
{
    HemoServices *services = services_place_new();
    const char *mail = "Subject: x\r\n\r\nbody";

    assert_refused(services, services_place_sealed(mail), "{'x': <1>}", HEMO_ERROR_INVALID);
    assert_refused(services, services_place_open(mail), ENVELOPE, HEMO_ERROR_INVALID);
    g_assert_cmpuint(services->cases, ==, 0);
    services->cases = HEMO_LIMIT_CASES;
    assert_refused(services, services_place_sealed(mail), ENVELOPE, HEMO_ERROR_TIMED_OUT);
    g_assert_cmpuint(services->cases, ==, HEMO_LIMIT_CASES);
    services_place_write("policy.conf", "[default]\ntls=perhaps\n");
    services->cases = 0;
    assert_refused(services, services_place_sealed(mail), ENVELOPE, HEMO_ERROR_CONFIG);
    g_assert_cmpuint(services_place_count(services, "assess"), ==, 0);
    services_place_close(services);
}

/* An answer and what follows from it are recorded; her words only sealed. */
static void
test_answer(void)
{
    const SampleCase sample = {.content = "health", .to = {"a@example.org"}};
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_ASK);
    g_assert_true(hemo_outgoing_answer(services, NULL, mail, "as-phi", "my word", &error));
    g_assert_no_error(error);
    g_assert_cmpint(hemo_case_verdict(mail), ==, HEMO_VERDICT_HOLD);
    g_assert_cmpuint(services_place_count(services, "answer"), ==, 1);
    g_assert_cmpuint(services_place_count(services, "assess"), ==, 1);
    g_assert_false(hemo_outgoing_answer(services, NULL, mail, "clean", "", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_INVALID);
    g_assert_cmpuint(services_place_count(services, "answer"), ==, 1);
    services_place_close(services);
}

/* What cannot be recorded is not answered. */
static void
test_answer_not_recorded(void)
{
    const SampleCase sample = {.content = "health", .to = {"a@example.org"}};
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    g_autoptr(GError) error = NULL;

    hemo_case_decide(mail);
    hemo_vault_close(services->vault);
    g_assert_false(hemo_outgoing_answer(services, NULL, mail, "clean", "", &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_LOCKED);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_ASK);
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/outgoing/refused", test_refused);
    g_test_add_func("/outgoing/answer", test_answer);
    g_test_add_func("/outgoing/answer-not-recorded", test_answer_not_recorded);
    status = g_test_run();
    services_place_end();
    return status;
}
