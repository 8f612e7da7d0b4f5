/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * What is refused before a mail is read again.  The rest needs a reader: the ipc suite.
 */
#include "hemo-protect.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "sample-case.h"
#include "services-place.h"

static void
assert_refused(HemoServices *services, HemoCase *mail, int fd, int code)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GUnixFDList) fds = NULL;
    g_autoptr(GError) error = NULL;

    hemo_protect_async(services,
                       NULL,
                       mail,
                       hemo_handed_new(fd),
                       daemon_home_on_result,
                       &result);
    g_assert_null(hemo_protect_finish(daemon_home_wait(&result), &fds, &error));
    g_assert_error(error, HEMO_ERROR, code);
    g_assert_null(fds);
}

static void
test_held(void)
{
    const SampleCase sample = {.to = {"a@example.org"}};
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    hemo_case_decide(mail);
    assert_refused(services, mail, services_place_sealed("x"), HEMO_ERROR_HELD);
    services_place_close(services);
}

/* Judged under other settings than those of now: judged anew. */
static void
test_other_settings(void)
{
    const SampleCase sample = {.content = "none", .to = {"a@example.org"}};
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_SEND);
    assert_refused(services, mail, services_place_sealed("x"), HEMO_ERROR_CHANGED);
    services_place_close(services);
}

/* The mail program's settings became worse since: what went over TLS then is judged anew. */
static void
test_worse_settings(void)
{
    const SampleCase sample = {.to = {"a@example.org"}};
    HemoServices *services = services_place_new();
    g_autoptr(HemoClaims) claims = hemo_claims_new();
    g_autoptr(HemoCase) mail = NULL;
    g_autoptr(GVariant) settings = g_variant_ref_sink(
        g_variant_new_parsed("{'host': <'smtp.example.com'>, 'port': <uint16 587>,"
                             " 'from': <'nurse@example.com'>, 'security': <'none'>}"));
    const HemoAccount *account = NULL;
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GUnixFDList) fds = NULL;
    g_autoptr(GError) error = NULL;

    services_place_write("policy.conf", "[agent]\nkeyring=file\n");
    services_place_write("accounts.conf",
                         "[account work]\nroute=R2\nenforcement=X-Tls: yes\n"
                         "host=smtp.example.com\naddresses=nurse@example.com\n");
    g_assert_true(hemo_services_refresh(services, NULL));
    mail = sample_case_new_with(&sample,
                                hemo_config_policy(services->config),
                                hemo_config_accounts(services->config));
    sample_case_set_level(mail, 0, "A");
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_PROTECT);
    g_assert_true(hemo_claims_take(claims,
                                   settings,
                                   hemo_config_accounts(services->config),
                                   &account,
                                   NULL));
    g_assert_nonnull(account);
    hemo_protect_async(services,
                       claims,
                       mail,
                       hemo_handed_new(services_place_sealed("x")),
                       daemon_home_on_result,
                       &result);
    g_assert_null(hemo_protect_finish(daemon_home_wait(&result), &fds, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CHANGED);
    services_place_close(services);
}

static void
test_unsealed(void)
{
    const SampleCase sample = {.content = "none", .to = {"a@example.org"}};
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    hemo_case_decide(mail);
    assert_refused(services, mail, services_place_open("x"), HEMO_ERROR_INVALID);
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/protect/held", test_held);
    g_test_add_func("/protect/other-settings", test_other_settings);
    g_test_add_func("/protect/worse-settings", test_worse_settings);
    g_test_add_func("/protect/unsealed", test_unsealed);
    status = g_test_run();
    services_place_end();
    return status;
}
