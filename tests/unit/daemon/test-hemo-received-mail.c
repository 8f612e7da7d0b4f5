/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * No badge is better than a wrong one.  The rest needs a reader: the ipc suite.
 */
#include "hemo-received-mail.h"

#include "daemon-home.h"
#include "hemo-error.h"
#include "services-place.h"

static void
assert_no_answer(HemoServices *services, gboolean badge, int fd, int code)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    if (badge)
        hemo_received_mail_badge_async(services, fd, "work", daemon_home_on_result, &result);
    else
        hemo_received_mail_report_async(services, fd, daemon_home_on_result, &result);
    g_assert_null(hemo_received_mail_finish(daemon_home_wait(&result), &error));
    if (code >= 0)
        g_assert_error(error, HEMO_ERROR, code);
    g_assert_nonnull(error);
}

static void
test_refused(void)
{
    for (int badge = 0; badge < 2; badge++) {
        HemoServices *services = services_place_new();

        assert_no_answer(services, badge, services_place_open("x"), HEMO_ERROR_INVALID);
        /* there is no program that could read it */
        assert_no_answer(services, badge, services_place_sealed("x"), -1);
        services_place_write("policy.conf", "[default]\ntls=perhaps\n");
        assert_no_answer(services, badge, services_place_sealed("x"), HEMO_ERROR_CONFIG);
        services_place_close(services);
    }
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/received-mail/refused", test_refused);
    status = g_test_run();
    services_place_end();
    return status;
}
