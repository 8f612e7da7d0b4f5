/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-export.h.
 */
#include "hemo-key-export.h"

#include "hemo-error.h"
#include "hemo-key-desk.h"
#include "hemo-key-event.h"
#include "hemo-key-pick.h"
#include "hemo-openpgp-packets.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define LINE           64
#define MIN_PASSPHRASE 8

typedef struct {
    HemoServices *services;
    char *fingerprint;
    HemoSecret *passphrase;
} Export;

static void
export_free(gpointer data)
{
    Export *export = data;

    g_free(export->fingerprint);
    hemo_secret_unref(export->passphrase);
    g_free(export);
}

static GTask *
begin(HemoServices *services,
      const char *fingerprint,
      GAsyncReadyCallback callback,
      gpointer user_data)
{
    GTask *task = g_task_new(NULL, NULL, callback, user_data);
    Export *export = g_new0(Export, 1);

    export->services = services;
    export->fingerprint = g_ascii_strup(fingerprint, -1);
    g_task_set_task_data(task, export, export_free);
    return task;
}

static void
return_bytes(GTask *task, HemoSlice bytes)
{
    g_task_return_pointer(task, hemo_secret_new_copy(bytes), (GDestroyNotify)hemo_secret_unref);
}

/* RFC 7468. */
static void
return_pem(GTask *task, GBytes *der)
{
    g_autoptr(GString) text = g_string_new("-----BEGIN CERTIFICATE-----\n");
    HemoSlice bytes = hemo_slice_bytes(der);
    g_autofree char *body = g_base64_encode(bytes.data, bytes.size);

    for (gsize at = 0; body[at] != '\0'; at += MIN(strlen(body + at), LINE))
        g_string_append_printf(text, "%.*s\n", LINE, body + at);
    g_string_append(text, "-----END CERTIFICATE-----\n");
    return_bytes(task, hemo_slice(text->str, text->len));
}

static void
on_exported(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    const Export *export = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GBytes) text =
        hemo_openpgp_export_finish(export->services->openpgp, result, &error);

    if (text == NULL)
        g_task_return_error(task, error);
    else
        return_bytes(task, hemo_slice_bytes(text));
}

static void
export_key(GTask *task, const HemoKeyCandidate *candidate)
{
    const Export *export = g_task_get_task_data(task);
    GBytes *material = hemo_key_material(candidate->key);
    g_autoptr(GBytes) text = NULL;

    if (candidate->in_ring || material == NULL) {
        hemo_openpgp_export_async(export->services->openpgp,
                                  export->fingerprint,
                                  TRUE,
                                  NULL,
                                  on_exported,
                                  g_object_ref(task));
    } else if (hemo_key_kind(candidate->key) == HEMO_KEY_KIND_SMIME) {
        return_pem(task, material);
    } else {
        text = hemo_openpgp_packets_armor(hemo_slice_bytes(material));
        return_bytes(task, hemo_slice_bytes(text));
    }
}

static void
on_picked(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    g_autoptr(HemoKeyCandidate) candidate = hemo_key_pick_finish(result, &error);

    if (candidate == NULL)
        g_task_return_error(task, error);
    else
        export_key(task, candidate);
}

void
hemo_key_export_async(HemoServices *services,
                      const char *address,
                      const char *fingerprint,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    hemo_key_pick_async(services,
                        address,
                        fingerprint,
                        on_picked,
                        begin(services, fingerprint, callback, user_data));
}

HemoSecret *
hemo_key_export_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}

static HemoSecret *
export_identity(const Export *export, const HemoIdentity *identity, GError **error)
{
    const HemoKeyEvent event = {
        .act = "export-own",
        .kind = HEMO_KEY_KIND_SMIME,
        .fingerprint = export->fingerprint,
    };

    if (!hemo_key_event_record(export->services, &event, error))
        return NULL;
    if (hemo_secret_size(export->passphrase) >= HEMO_KEY_EXPORT_RANDOM)
        return hemo_identity_export_old(identity, export->passphrase, error);
    return hemo_identity_export(identity, export->passphrase, error);
}

static void
on_identity(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    GError *error = NULL;
    g_autoptr(HemoIdentity) identity = hemo_key_desk_identity_finish(result, &error);
    HemoSecret *file = NULL;

    if (identity != NULL)
        file = export_identity(g_task_get_task_data(task), identity, &error);
    if (file == NULL)
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task, file, (GDestroyNotify)hemo_secret_unref);
}

void
hemo_key_export_own_async(HemoServices *services,
                          const char *fingerprint,
                          const HemoSecret *passphrase,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = begin(services, fingerprint, callback, user_data);
    Export *export = g_task_get_task_data(task);
    GError *error = NULL;

    if (hemo_secret_size(passphrase) < MIN_PASSPHRASE) {
        hemo_error_set(&error,
                       HEMO_ERROR_INVALID,
                       _("the passphrase is too short: take eight characters or more"));
        g_task_return_error(task, error);
        return;
    }
    export->passphrase = hemo_secret_new_copy(hemo_secret_slice(passphrase));
    hemo_key_desk_identity_async(services,
                                 export->fingerprint,
                                 NULL,
                                 on_identity,
                                 g_steal_pointer(&task));
}

HemoSecret *
hemo_key_export_own_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
