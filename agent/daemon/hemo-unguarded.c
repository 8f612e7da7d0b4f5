/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-unguarded.h.
 */
#include "hemo-unguarded.h"

#include "hemo-log.h"
#include "hemo-notice.h"

#include <glib/gi18n-lib.h>

static const struct {
    const char *client;
    const char *title;
    const char *body;
} programs[] = {
    {"claws-mail",
     N_("Claws Mail is running without Hemostat"),
     N_("Mail that you send is not checked. Close Claws Mail, and run: hemostat setup claws")},
    {"thunderbird",
     N_("Thunderbird is running without Hemostat"),
     N_("Mail that you send is not checked. Close Thunderbird, and run: hemostat setup "
        "thunderbird")},
};

typedef struct {
    HemoServices *services;
    char *client;
} Record;

static void
log_fault(const GError *error)
{
    hemo_log_event(HEMO_LOG_FAILED, hemo_log_error_code(error), 0);
}

static void
on_audit_open(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Record *record = data;
    g_autofree char *client = record->client;
    HemoAuditLog *audit = record->services->audit;
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    g_autoptr(GError) error = NULL;

    g_variant_dict_insert(&dict, "client", "s", client);
    if (!hemo_audit_log_open_finish(audit, result, &error) ||
        !hemo_audit_log_append(audit, "", "unguarded", g_variant_dict_end(&dict), NULL, &error))
        log_fault(error);
}

static void
record_it(HemoServices *services, const char *client)
{
    g_autoptr(GError) error = NULL;
    Record *record;

    if (!hemo_services_refresh(services, &error)) {
        log_fault(error);
        return;
    }
    record = g_new0(Record, 1);
    record->services = services;
    record->client = g_strdup(client);
    hemo_audit_log_open_async(services->audit, NULL, on_audit_open, record);
}

static void
on_shown(GObject *source, GAsyncResult *result, gpointer unused)
{
    g_autoptr(GError) error = NULL;

    if (!hemo_notice_show_finish(result, &error))
        log_fault(error);
}

void
hemo_unguarded_tell(HemoServices *services, const char *client)
{
    hemo_log_event(HEMO_LOG_UNGUARDED, client, 0);
    record_it(services, client);
    for (gsize i = 0; i < G_N_ELEMENTS(programs); i++) {
        if (g_str_equal(programs[i].client, client))
            hemo_notice_show_async(HEMO_NOTICE_CRITICAL,
                                   _(programs[i].title),
                                   _(programs[i].body),
                                   on_shown,
                                   NULL);
    }
}
