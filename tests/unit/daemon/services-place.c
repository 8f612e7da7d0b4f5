/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See services-place.h.
 */
#include "services-place.h"

#include "daemon-home.h"
#include "hemo-sealed-fd.h"

#include <glib/gstdio.h>
#include <string.h>

static char *top;
static char *system_folder;

void
services_place_begin(void)
{
    static const char *const variables[] = {"XDG_STATE_HOME",
                                            "XDG_CONFIG_HOME",
                                            "XDG_RUNTIME_DIR",
                                            "HEMOSTAT_LIBEXEC",
                                            "GNUPGHOME"};

    top = g_dir_make_tmp("hemo-services-XXXXXX", NULL);
    system_folder = g_build_filename(top, "system", NULL);
    g_assert_no_errno(g_mkdir(system_folder, 0755));
    for (gsize i = 0; i < G_N_ELEMENTS(variables); i++)
        g_setenv(variables[i], top, TRUE);
}

void
services_place_end(void)
{
    daemon_home_remove(top);
    g_clear_pointer(&system_folder, g_free);
    g_clear_pointer(&top, g_free);
}

const char *
services_place_system(void)
{
    return system_folder;
}

void
services_place_write(const char *name, const char *text)
{
    g_autofree char *path = g_build_filename(system_folder, name, NULL);

    g_assert_true(g_file_set_contents(path, text, -1, NULL));
    g_assert_no_errno(g_chmod(path, 0644));
}

static void
open_audit(HemoServices *services)
{
    g_autoptr(GAsyncResult) result = NULL;
    g_autoptr(GError) error = NULL;

    hemo_audit_log_open_async(services->audit, NULL, daemon_home_on_result, &result);
    hemo_audit_log_open_finish(services->audit, daemon_home_wait(&result), &error);
    g_assert_no_error(error);
}

HemoServices *
services_place_new(void)
{
    g_autoptr(GError) error = NULL;
    HemoServices *services;

    services_place_write("policy.conf",
                         "[agent]\nkeyring=file\n[network]\nresolver=127.0.0.1@1\n"
                         "no-port25=true\n[keys]\nfinders=keyring; harvest\n");
    services_place_write("accounts.conf",
                         "[account work]\nhost=smtp.example.com\nuser=nurse\n"
                         "internal=example.com\naddresses=nurse@example.com\n"
                         "[account open]\nhost=smtp.example.com\nsecurity=none\n"
                         "[account nobody]\nhost=smtp.example.com\n"
                         "[account bare]\n");
    services = hemo_services_new(system_folder);
    hemo_services_refresh(services, &error);
    g_assert_no_error(error);
    open_audit(services);
    return services;
}

void
services_place_close(HemoServices *services)
{
    g_autofree char *state = g_build_filename(top, "hemostat", NULL);
    g_autoptr(GAsyncResult) result = NULL;

    hemo_audit_log_flush_async(services->audit, daemon_home_on_result, &result);
    hemo_audit_log_flush_finish(services->audit, daemon_home_wait(&result));
    hemo_services_free(services);
    daemon_home_remove(state);
}

guint
services_place_count(HemoServices *services, const char *event)
{
    g_autoptr(GVariant) records =
        g_variant_ref_sink(hemo_audit_log_show(services->audit, 0, FALSE, NULL));
    guint count = 0;

    for (gsize i = 0; i < g_variant_n_children(records); i++) {
        g_autoptr(GVariant) record = g_variant_get_child_value(records, i);
        const char *name = "";

        g_variant_lookup(record, "event", "&s", &name);
        count += g_str_equal(name, event) ? 1 : 0;
    }
    return count;
}

int
services_place_sealed(const char *text)
{
    HemoSlice bytes = hemo_slice_text(text);

    return hemo_sealed_fd_new(&bytes, 1, NULL);
}

int
services_place_open(const char *text)
{
    HemoSlice bytes = hemo_slice_text(text);
    int fd = hemo_sealed_fd_create(NULL);

    g_assert_true(hemo_sealed_fd_write(fd, &bytes, 1, NULL));
    return fd;
}
