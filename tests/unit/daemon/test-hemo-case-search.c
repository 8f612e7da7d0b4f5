/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * With nothing in gpg's ring and no network: what is looked for, and what is said of it.  Keys
 * that are there need gpg: the integration suite.
 */
#include "hemo-case-search.h"

#include "daemon-home.h"
#include "sample-case.h"
#include "services-place.h"

#include <string.h>

static void
search(HemoServices *services, HemoCase *mail)
{
    g_autoptr(GAsyncResult) result = NULL;

    hemo_case_search_async(services, mail, daemon_home_on_result, &result);
    hemo_case_search_finish(daemon_home_wait(&result));
}

static void
test_nobody(void)
{
    const SampleCase sample = {.to = {"a@example.org"}, .bcc = {"b@example.org"}};
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);

    search(services, mail);
    g_assert_cmpint(hemo_case_decide(mail), ==, HEMO_VERDICT_HOLD);
    for (gsize i = 0; i < 2; i++) {
        g_assert_null(hemo_case_nearest_key(mail, i));
        g_assert_nonnull(hemo_case_key_reason(mail, i));
        g_assert_null(strstr(hemo_case_key_reason(mail, i), "in time"));
    }
    services_place_close(services);
}

/* Each kind is missed in its own words. */
static void
test_no_own_key(void)
{
    const SampleCase sample = {.to = {"a@example.org"}};
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    HemoCaseKeys *keys = hemo_case_keys(mail);

    search(services, mail);
    g_assert_nonnull(
        strstr(hemo_case_keys_own_reason(keys, HEMO_KEY_KIND_OPENPGP), "create one"));
    g_assert_nonnull(
        strstr(hemo_case_keys_own_reason(keys, HEMO_KEY_KIND_SMIME), "have one imported"));
    sample_case_set_key(mail, 0, HEMO_KEY_KIND_SMIME, HEMO_KEY_USABLE);
    g_assert_true(hemo_case_keys_lacks_own(keys, 0, HEMO_KEY_KIND_SMIME));
    services_place_close(services);
}

/* Where TLS is enough, or the ladder has no such rung, nobody asks. */
static void
test_not_wanted(void)
{
    const SampleCase sample = {
        .to = {"a@example.org", "b@example.net"},
        .policy = "[domain example.net]\nmethods=tls; openpgp\n",
    };
    HemoServices *services = services_place_new();
    g_autoptr(HemoCase) mail = sample_case_new(&sample);
    HemoCaseKeys *keys = hemo_case_keys(mail);

    sample_case_set_level(mail, 0, "A");
    search(services, mail);
    g_assert_null(hemo_case_keys_reason(keys, 0, HEMO_KEY_KIND_OPENPGP));
    g_assert_null(hemo_case_keys_reason(keys, 1, HEMO_KEY_KIND_SMIME));
    g_assert_nonnull(hemo_case_keys_reason(keys, 1, HEMO_KEY_KIND_OPENPGP));
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/case-search/nobody", test_nobody);
    g_test_add_func("/case-search/no-own-key", test_no_own_key);
    g_test_add_func("/case-search/not-wanted", test_not_wanted);
    status = g_test_run();
    services_place_end();
    return status;
}
