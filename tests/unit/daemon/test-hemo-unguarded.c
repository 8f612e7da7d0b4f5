/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * A mail program without its add-on is recorded, whether or not it can be shown.
 */
#include "hemo-unguarded.h"

#include "services-place.h"

static guint lines;

/* Counts, and lets nothing through. */
static GLogWriterOutput
on_log(GLogLevelFlags level, const GLogField *fields, gsize n, gpointer data)
{
    lines++;
    return G_LOG_WRITER_HANDLED;
}

static void
test_recorded(void)
{
    HemoServices *services = services_place_new();

    lines = 0;
    hemo_unguarded_tell(services, "claws-mail");
    /* it is said, and that no notification can be shown */
    while (lines < 2 || services_place_count(services, "unguarded") == 0)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpuint(services_place_count(services, "unguarded"), ==, 1);
    services_place_close(services);
}

/* No records without settings: then at least the log says so, and nothing breaks. */
static void
test_no_settings(void)
{
    HemoServices *services = services_place_new();

    lines = 0;
    services_place_write("policy.conf", "[default]\ntls=perhaps\n");
    hemo_unguarded_tell(services, "claws-mail");
    while (lines < 3)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpuint(services_place_count(services, "unguarded"), ==, 0);
    services_place_close(services);
}

int
main(int argc, char **argv)
{
    int status;

    services_place_begin();
    g_unsetenv("DBUS_SESSION_BUS_ADDRESS");
    g_test_init(&argc, &argv, NULL);
    g_log_set_writer_func(on_log, NULL, NULL);
    g_test_add_func("/unguarded/recorded", test_recorded);
    g_test_add_func("/unguarded/no-settings", test_no_settings);
    status = g_test_run();
    services_place_end();
    return status;
}
