/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-services.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "services-place.h"

static void
test_made_once(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(GError) error = NULL;
    HemoAuditLog *audit = services->audit;
    HemoEvidenceStore *evidence = services->evidence;

    g_assert_nonnull(audit);
    g_assert_nonnull(evidence);
    g_assert_nonnull(services->sent);
    services_place_write("policy.conf", "[agent]\nkeyring=file\n[default]\ntls=never\n");
    g_assert_true(hemo_services_refresh(services, &error));
    g_assert_no_error(error);
    g_assert_true(services->audit == audit);
    g_assert_true(services->evidence == evidence);
    services_place_close(services);
    hemo_services_free(NULL);
}

/* Bad settings do not keep the agent from starting: it must be there to say so. */
static void
test_bad_settings(void)
{
    HemoServices *services = services_place_new();
    g_autoptr(GError) error = NULL;

    services_place_write("policy.conf", "[default]\ntls=perhaps\n");
    g_assert_false(hemo_services_refresh(services, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    g_clear_error(&error);
    services_place_write("policy.conf", "[agent]\nkeyring=file\n");
    g_assert_true(hemo_services_refresh(services, &error));
    services_place_close(services);
}

static void
test_starts_with_bad_settings(void)
{
    g_autoptr(HemoServices) services = NULL;
    g_autoptr(GError) error = NULL;

    services_place_write("policy.conf", "[agent]\nkeyring=paper\n");
    services = hemo_services_new(services_place_system());
    g_assert_false(hemo_services_refresh(services, &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    g_assert_null(services->keyring);
    g_assert_null(services->audit);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/services/made-once", test_made_once);
    g_test_add_func("/services/bad-settings", test_bad_settings);
    g_test_add_func("/services/starts-with-bad-settings", test_starts_with_bad_settings);
    status = g_test_run();
    services_place_end();
    return status;
}
