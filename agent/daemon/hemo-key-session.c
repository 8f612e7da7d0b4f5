/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-key-session.h.
 */
#include "hemo-key-session.h"

#include "hemo-agent1.h"
#include "hemo-bus.h"
#include "hemo-error.h"
#include "hemo-key-backup.h"
#include "hemo-key-event.h"
#include "hemo-key-export.h"
#include "hemo-key-import.h"
#include "hemo-key-list.h"
#include "hemo-key-settings.h"
#include "hemo-key-silence.h"
#include "hemo-key-word.h"
#include "hemo-refusal.h"
#include "hemo-sealed-fd.h"
#include "hemo-wipe.h"

#include <glib/gi18n-lib.h>
#include <signal.h>
#include <unistd.h>

#define MAX_PASSPHRASE 1024

struct _HemoKeySession {
    HemoServices *services;
    HemoKeys1 *keys;
    const gboolean *greeted;
};

/* A call that is answered later. */
typedef struct _Call Call;
struct _Call {
    HemoServices *services;
    HemoKeys1 *keys;
    GDBusMethodInvocation *invocation; /* taken over by what answers it */
    void (*run)(Call *call);           /* once the audit is open; takes the call */
    char *address;
    char *fingerprint;
    char *how;
    gboolean fresh;
    GStrv notes; /* of Find */
    guint64 number;
    int file; /* -1: none */
    int passphrase;
};

static void
close_fd(int fd)
{
    if (fd >= 0)
        close(fd);
}

static void
call_free(Call *call)
{
    g_object_unref(call->keys);
    hemo_erase_text(call->address);
    g_free(call->fingerprint);
    g_free(call->how);
    g_strfreev(call->notes);
    close_fd(call->file);
    close_fd(call->passphrase);
    g_free(call);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(Call, call_free)

static Call *
call_new(HemoKeySession *session,
         GDBusMethodInvocation *invocation,
         void (*run)(Call *call),
         const char *address)
{
    Call *call = g_new0(Call, 1);

    call->services = session->services;
    call->keys = g_object_ref(session->keys);
    call->invocation = invocation;
    call->run = run;
    call->address = g_strdup(address != NULL ? address : "");
    call->file = -1;
    call->passphrase = -1;
    return call;
}

/* Ends @call. */
static void
refuse(Call *call, GError *error)
{
    hemo_refusal_answer(call->invocation, error);
    call_free(call);
}

static void
on_audit_open(GObject *source, GAsyncResult *result, gpointer data)
{
    Call *call = data;
    GError *error = NULL;

    if (hemo_audit_log_open_finish(call->services->audit, result, &error))
        call->run(call);
    else
        refuse(call, error);
}

/* Takes @call: refuses it, or runs it once everything is there. */
static gboolean
start(HemoKeySession *session, Call *call)
{
    GError *error = NULL;

    if (!hemo_refusal_check_greeted(*session->greeted, call->invocation))
        call_free(call);
    else if (!hemo_services_refresh(session->services, &error))
        refuse(call, error);
    else
        hemo_audit_log_open_async(session->services->audit, NULL, on_audit_open, call);
    return TRUE;
}

/* The descriptor that @handle names, duplicated; -1 if there is none. */
static int
take_fd(GUnixFDList *fds, GVariant *handle)
{
    int index = g_variant_get_handle(handle);

    if (fds == NULL || index < 0 || index >= g_unix_fd_list_get_length(fds))
        return -1;
    return g_unix_fd_list_get(fds, index, NULL);
}

static gboolean
check_fd(int fd, GError **error)
{
    if (fd < 0)
        hemo_error_set(error, HEMO_ERROR_INVALID, _("the file was not handed over"));
    return fd >= 0;
}

/* A line end behind it is the editor's. */
static HemoSecret *
read_passphrase(int fd, GError **error)
{
    g_autoptr(HemoSealedFd) map = NULL;
    HemoSlice slice;

    if (!check_fd(fd, error))
        return NULL;
    map = hemo_sealed_fd_map(fd, error);
    if (map == NULL)
        return NULL;
    slice = hemo_sealed_fd_slice(map);
    if (hemo_slice_at(slice, slice.size - 1) == '\n')
        slice.size--;
    if (slice.size > 0 && slice.size <= MAX_PASSPHRASE)
        return hemo_secret_new_copy(slice);
    hemo_error_set(error, HEMO_ERROR_INVALID, _("there is no passphrase"));
    return NULL;
}

/* Answers with a file; ends @call. */
static void
answer_file(Call *call,
            HemoSlice file,
            void (*complete)(HemoKeys1 *, GDBusMethodInvocation *, GUnixFDList *, GVariant *))
{
    GError *error = NULL;
    int fd = hemo_sealed_fd_new(&file, 1, &error);
    g_autoptr(GUnixFDList) fds = NULL;

    if (fd < 0) {
        refuse(call, error);
        return;
    }
    fds = g_unix_fd_list_new_from_array(&fd, 1);
    complete(call->keys, call->invocation, fds, g_variant_new_handle(0));
    call_free(call);
}

/* --- List, Find */

static void
on_listed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    g_autoptr(GVariant) keys = hemo_key_list_make_finish(result, &error);

    if (keys == NULL)
        hemo_refusal_answer(call->invocation, error);
    else if (call->fresh)
        hemo_keys1_complete_find(call->keys,
                                 call->invocation,
                                 keys,
                                 (const char *const *)call->notes);
    else
        hemo_keys1_complete_list(call->keys, call->invocation, keys);
}

static void
run_list(Call *call)
{
    hemo_key_list_make_async(call->services, call->address, call->fresh, on_listed, call);
}

static gboolean
on_list(HemoKeys1 *keys, GDBusMethodInvocation *invocation, const char *address, gpointer data)
{
    return start(data, call_new(data, invocation, run_list, address));
}

static guint
find_finders(const Call *call)
{
    return hemo_key_settings_read(hemo_config_policy(call->services->config)).finders;
}

static void
on_looked(GObject *source, GAsyncResult *result, gpointer data)
{
    Call *call = data;
    GError *error = NULL;

    if (!hemo_key_lookout_ask_finish(result, &error)) {
        refuse(call, error);
        return;
    }
    call->notes =
        hemo_key_silence_lines(find_finders(call), hemo_key_lookout_ask_silent(result));
    run_list(call);
}

static void
run_find(Call *call)
{
    GError *error = NULL;
    g_autoptr(HemoAddress) address = hemo_address_parse(call->address, &error);

    if (address == NULL) {
        refuse(call, error);
    } else if (call->services->lookout == NULL) {
        call->notes = hemo_key_silence_lines(find_finders(call), G_MAXUINT);
        run_list(call);
    } else {
        hemo_key_lookout_ask_async(call->services->lookout,
                                   hemo_address_full(address),
                                   find_finders(call),
                                   NULL,
                                   on_looked,
                                   call);
    }
}

static gboolean
on_find(HemoKeys1 *keys, GDBusMethodInvocation *invocation, const char *address, gpointer data)
{
    Call *call = call_new(data, invocation, run_find, address);

    call->fresh = TRUE;
    return start(data, call);
}

/* --- Import */

static void
on_imported(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    g_autoptr(GVariant) keys = hemo_key_import_finish(result, &error);

    if (keys == NULL)
        hemo_refusal_answer(call->invocation, error);
    else
        hemo_keys1_complete_import(call->keys, call->invocation, NULL, keys);
}

static void
run_import(Call *call)
{
    GError *error = NULL;
    int file = call->file;
    int passphrase = call->passphrase;

    if (!check_fd(file, &error) || !check_fd(passphrase, &error)) {
        refuse(call, error);
        return;
    }
    call->file = -1;
    call->passphrase = -1;
    hemo_key_import_async(call->services, file, passphrase, on_imported, call);
}

static gboolean
on_import(HemoKeys1 *keys,
          GDBusMethodInvocation *invocation,
          GUnixFDList *fds,
          GVariant *file,
          GVariant *passphrase,
          gpointer data)
{
    Call *call = call_new(data, invocation, run_import, NULL);

    call->file = take_fd(fds, file);
    call->passphrase = take_fd(fds, passphrase);
    return start(data, call);
}

/* --- Confirm, Revoke */

static void
on_confirmed(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    g_autoptr(GVariant) key = hemo_key_word_confirm_finish(result, &error);

    if (key == NULL)
        hemo_refusal_answer(call->invocation, error);
    else
        hemo_keys1_complete_confirm(call->keys, call->invocation, key);
}

static void
run_confirm(Call *call)
{
    hemo_key_word_confirm_async(call->services,
                                call->address,
                                call->fingerprint,
                                call->how,
                                on_confirmed,
                                call);
}

static gboolean
on_confirm(HemoKeys1 *keys,
           GDBusMethodInvocation *invocation,
           const char *address,
           const char *fingerprint,
           const char *how,
           gpointer data)
{
    Call *call = call_new(data, invocation, run_confirm, address);

    call->fingerprint = g_strdup(fingerprint);
    call->how = g_strdup(how);
    return start(data, call);
}

static void
on_revoked(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    g_autofree char *words = hemo_key_word_revoke_finish(result, &error);

    if (words == NULL)
        hemo_refusal_answer(call->invocation, error);
    else
        hemo_keys1_complete_revoke(call->keys, call->invocation, words);
}

static void
run_revoke(Call *call)
{
    hemo_key_word_revoke_async(call->services,
                               call->address,
                               call->fingerprint,
                               on_revoked,
                               call);
}

static gboolean
on_revoke(HemoKeys1 *keys,
          GDBusMethodInvocation *invocation,
          const char *address,
          const char *fingerprint,
          gpointer data)
{
    Call *call = call_new(data, invocation, run_revoke, address);

    call->fingerprint = g_strdup(fingerprint);
    return start(data, call);
}

/* --- Export, ExportOwn */

static void
on_exported(GObject *source, GAsyncResult *result, gpointer data)
{
    Call *call = data;
    GError *error = NULL;
    g_autoptr(HemoSecret) file = hemo_key_export_finish(result, &error);

    if (file == NULL)
        refuse(call, error);
    else
        answer_file(call, hemo_secret_slice(file), hemo_keys1_complete_export);
}

static void
run_export(Call *call)
{
    hemo_key_export_async(call->services, call->address, call->fingerprint, on_exported, call);
}

static gboolean
on_export(HemoKeys1 *keys,
          GDBusMethodInvocation *invocation,
          GUnixFDList *fds,
          const char *address,
          const char *fingerprint,
          gpointer data)
{
    Call *call = call_new(data, invocation, run_export, address);

    call->fingerprint = g_strdup(fingerprint);
    return start(data, call);
}

static void
on_own_exported(GObject *source, GAsyncResult *result, gpointer data)
{
    Call *call = data;
    GError *error = NULL;
    g_autoptr(HemoSecret) file = hemo_key_export_own_finish(result, &error);

    if (file == NULL)
        refuse(call, error);
    else
        answer_file(call, hemo_secret_slice(file), hemo_keys1_complete_export_own);
}

static void
run_export_own(Call *call)
{
    GError *error = NULL;
    g_autoptr(HemoSecret) passphrase = read_passphrase(call->passphrase, &error);

    if (passphrase == NULL)
        refuse(call, error);
    else
        hemo_key_export_own_async(call->services,
                                  call->fingerprint,
                                  passphrase,
                                  on_own_exported,
                                  call);
}

static gboolean
on_export_own(HemoKeys1 *keys,
              GDBusMethodInvocation *invocation,
              GUnixFDList *fds,
              const char *fingerprint,
              GVariant *passphrase,
              gpointer data)
{
    Call *call = call_new(data, invocation, run_export_own, NULL);

    call->fingerprint = g_strdup(fingerprint);
    call->passphrase = take_fd(fds, passphrase);
    return start(data, call);
}

/* --- Backup, Restore */

static void
on_backed_up(GObject *source, GAsyncResult *result, gpointer data)
{
    Call *call = data;
    GError *error = NULL;
    g_autoptr(GBytes) file = hemo_key_backup_make_finish(result, &error);

    if (file == NULL)
        refuse(call, error);
    else
        answer_file(call, hemo_slice_bytes(file), hemo_keys1_complete_backup);
}

static void
run_backup(Call *call)
{
    GError *error = NULL;
    g_autoptr(HemoSecret) passphrase = read_passphrase(call->passphrase, &error);

    if (passphrase == NULL)
        refuse(call, error);
    else
        hemo_key_backup_make_async(call->services, passphrase, on_backed_up, call);
}

static gboolean
on_backup(HemoKeys1 *keys,
          GDBusMethodInvocation *invocation,
          GUnixFDList *fds,
          GVariant *passphrase,
          gpointer data)
{
    Call *call = call_new(data, invocation, run_backup, NULL);

    call->passphrase = take_fd(fds, passphrase);
    return start(data, call);
}

static void
on_restored(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    guint count = 0;

    if (hemo_key_backup_restore_finish(result, &count, &error))
        hemo_keys1_complete_restore(call->keys, call->invocation, NULL, count);
    else
        hemo_refusal_answer(call->invocation, error);
}

static void
run_restore(Call *call)
{
    GError *error = NULL;
    g_autoptr(HemoSecret) passphrase = read_passphrase(call->passphrase, &error);
    g_autoptr(HemoSealedFd) map = passphrase != NULL && check_fd(call->file, &error)
                                      ? hemo_sealed_fd_map(call->file, &error)
                                      : NULL;

    if (map == NULL)
        refuse(call, error);
    else
        hemo_key_backup_restore_async(call->services,
                                      hemo_sealed_fd_slice(map),
                                      passphrase,
                                      on_restored,
                                      call);
}

static gboolean
on_restore(HemoKeys1 *keys,
           GDBusMethodInvocation *invocation,
           GUnixFDList *fds,
           GVariant *file,
           GVariant *passphrase,
           gpointer data)
{
    Call *call = call_new(data, invocation, run_restore, NULL);

    call->file = take_fd(fds, file);
    call->passphrase = take_fd(fds, passphrase);
    return start(data, call);
}

/* --- Words */

static HemoSecret *
get_words(Call *call, const HemoAddress *address, GError **error)
{
    const HemoKeyEvent event = {
        .act = call->fresh ? "words-anew" : "words",
        .address = hemo_address_key(address),
    };

    if (!hemo_key_event_record(call->services, &event, error))
        return NULL;
    return hemo_words_store_get(call->services->words,
                                hemo_address_key(address),
                                call->fresh,
                                NULL,
                                error);
}

static void
run_words(Call *call)
{
    GError *error = NULL;
    g_autoptr(HemoAddress) address = hemo_address_parse(call->address, &error);
    g_autoptr(HemoSecret) words = address != NULL ? get_words(call, address, &error) : NULL;

    if (words == NULL) {
        refuse(call, error);
        return;
    }
    hemo_keys1_complete_words(call->keys, call->invocation, hemo_secret_text(words));
    call_free(call);
}

static gboolean
on_words(HemoKeys1 *keys,
         GDBusMethodInvocation *invocation,
         const char *address,
         gboolean fresh,
         gpointer data)
{
    Call *call = call_new(data, invocation, run_words, address);

    call->fresh = fresh;
    return start(data, call);
}

/* --- Wipe */

/* The answer is out: the agent ends as when it is told to from outside. */
static void
on_answered(GObject *connection, GAsyncResult *result, gpointer unused)
{
    g_dbus_connection_flush_finish(G_DBUS_CONNECTION(connection), result, NULL);
    raise(SIGTERM);
}

static void
on_wiped(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(Call) call = data;
    GError *error = NULL;
    g_autoptr(GDBusConnection) connection =
        g_object_ref(g_dbus_method_invocation_get_connection(call->invocation));

    if (!hemo_wipe_start_finish(result, &error)) {
        hemo_refusal_answer(call->invocation, error);
        return;
    }
    hemo_keys1_complete_wipe(call->keys, call->invocation);
    g_dbus_connection_flush(connection, NULL, on_answered, NULL);
}

static void
run_wipe(Call *call)
{
    hemo_wipe_start_async(call->services, call->number, on_wiped, call);
}

static gboolean
on_wipe(HemoKeys1 *keys, GDBusMethodInvocation *invocation, guint64 confirm, gpointer data)
{
    Call *call = call_new(data, invocation, run_wipe, NULL);

    call->number = confirm;
    return start(data, call);
}

static const struct {
    const char *signal;
    GCallback handler;
} handlers[] = {
    {"handle-list", G_CALLBACK(on_list)},
    {"handle-find", G_CALLBACK(on_find)},
    {"handle-import", G_CALLBACK(on_import)},
    {"handle-confirm", G_CALLBACK(on_confirm)},
    {"handle-revoke", G_CALLBACK(on_revoke)},
    {"handle-export", G_CALLBACK(on_export)},
    {"handle-export-own", G_CALLBACK(on_export_own)},
    {"handle-backup", G_CALLBACK(on_backup)},
    {"handle-restore", G_CALLBACK(on_restore)},
    {"handle-words", G_CALLBACK(on_words)},
    {"handle-wipe", G_CALLBACK(on_wipe)},
};

HemoKeySession *
hemo_key_session_new(HemoServices *services,
                     GDBusConnection *connection,
                     const gboolean *greeted)
{
    HemoKeySession *session = g_new0(HemoKeySession, 1);

    session->services = services;
    session->greeted = greeted;
    session->keys = hemo_keys1_skeleton_new();
    for (gsize i = 0; i < G_N_ELEMENTS(handlers); i++)
        g_signal_connect(session->keys, handlers[i].signal, handlers[i].handler, session);
    g_dbus_interface_skeleton_export(G_DBUS_INTERFACE_SKELETON(session->keys),
                                     connection,
                                     HEMO_BUS_PATH,
                                     NULL);
    return session;
}

void
hemo_key_session_free(HemoKeySession *session)
{
    g_signal_handlers_disconnect_by_data(session->keys, session);
    g_dbus_interface_skeleton_unexport(G_DBUS_INTERFACE_SKELETON(session->keys));
    g_clear_object(&session->keys);
    g_free(session);
}
