/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-audit-desk.h.
 */
#include "hemo-audit-desk.h"

#include "hemo-agent1.h"
#include "hemo-bus.h"
#include "hemo-refusal.h"

struct _HemoAuditDesk {
    HemoServices *services;
    HemoAudit1 *audit;
    const gboolean *greeted;
};

/* A call that is answered later. */
typedef struct {
    HemoServices *services;
    HemoAudit1 *audit;
    GDBusMethodInvocation *invocation; /* taken over by what answers it */
} Call;

static Call *
call_new(HemoAuditDesk *desk, GDBusMethodInvocation *invocation)
{
    Call *call = g_new0(Call, 1);

    call->services = desk->services;
    call->audit = g_object_ref(desk->audit);
    call->invocation = invocation;
    return call;
}

static void
call_free(Call *call)
{
    g_object_unref(call->audit);
    g_free(call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Call, call_free)

static GVariant *
reveal_body(guint64 first)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert(&dict, "first", "t", first);
    return g_variant_dict_end(&dict);
}

typedef struct {
    Call *call;
    guint64 first;
    gboolean reveal;
} Show;

static void
on_open_for_show(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autofree Show *show = data;
    g_autoptr(Call) call = show->call;
    HemoAuditLog *audit = call->services->audit;
    GError *error = NULL;
    GVariant *records = NULL;

    if (hemo_audit_log_open_finish(audit, result, &error) &&
        (!show->reveal ||
         hemo_audit_log_append(audit, "", "reveal", reveal_body(show->first), NULL, &error)))
        records = hemo_audit_log_show(audit, show->first, show->reveal, &error);
    if (records == NULL)
        hemo_refusal_answer(call->invocation, error);
    else
        hemo_audit1_complete_show(call->audit, call->invocation, records);
}

static gboolean
on_show(HemoAudit1 *audit,
        GDBusMethodInvocation *invocation,
        guint64 first,
        gboolean reveal,
        gpointer data)
{
    HemoAuditDesk *desk = data;
    GError *error = NULL;
    Show *show;

    if (!hemo_refusal_check_greeted(*desk->greeted, invocation))
        return TRUE;
    if (!hemo_services_refresh(desk->services, &error)) {
        hemo_refusal_answer(invocation, error);
        return TRUE;
    }
    show = g_new0(Show, 1);
    show->call = call_new(desk, invocation);
    show->first = first;
    show->reveal = reveal;
    hemo_audit_log_open_async(desk->services->audit, NULL, on_open_for_show, show);
    return TRUE;
}

static void
on_verified(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    g_autoptr(GVariant) answer =
        hemo_audit_log_verify_finish(call->services->audit, result, &error);

    if (answer == NULL)
        hemo_refusal_answer(call->invocation, error);
    else
        hemo_audit1_complete_verify(call->audit, call->invocation, answer);
}

static gboolean
on_verify(HemoAudit1 *audit, GDBusMethodInvocation *invocation, gpointer data)
{
    HemoAuditDesk *desk = data;
    GError *error = NULL;

    if (!hemo_refusal_check_greeted(*desk->greeted, invocation))
        return TRUE;
    if (!hemo_services_refresh(desk->services, &error)) {
        hemo_refusal_answer(invocation, error);
        return TRUE;
    }
    hemo_audit_log_verify_async(desk->services->audit, on_verified, call_new(desk, invocation));
    return TRUE;
}

HemoAuditDesk *
hemo_audit_desk_new(HemoServices *services,
                    GDBusConnection *connection,
                    const gboolean *greeted)
{
    HemoAuditDesk *desk = g_new0(HemoAuditDesk, 1);

    desk->services = services;
    desk->greeted = greeted;
    desk->audit = hemo_audit1_skeleton_new();
    g_signal_connect(desk->audit, "handle-show", G_CALLBACK(on_show), desk);
    g_signal_connect(desk->audit, "handle-verify", G_CALLBACK(on_verify), desk);
    g_dbus_interface_skeleton_export(G_DBUS_INTERFACE_SKELETON(desk->audit),
                                     connection,
                                     HEMO_BUS_PATH,
                                     NULL);
    return desk;
}

void
hemo_audit_desk_free(HemoAuditDesk *desk)
{
    g_signal_handlers_disconnect_by_data(desk->audit, desk);
    g_dbus_interface_skeleton_unexport(G_DBUS_INTERFACE_SKELETON(desk->audit));
    g_clear_object(&desk->audit);
    g_free(desk);
}
