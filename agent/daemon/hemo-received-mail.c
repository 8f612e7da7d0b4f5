/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-received-mail.h.
 */
#include "hemo-received-mail.h"

#include "hemo-error.h"
#include "hemo-key-harvest.h"
#include "hemo-limits.h"
#include "hemo-log.h"
#include "hemo-report-words.h"
#include "hemo-sealed-fd.h"

#include <glib/gi18n-lib.h>
#include <unistd.h>

typedef struct {
    HemoServices *services;
    int fd;
    GVariant *report;
} Received;

static void
received_free(gpointer data)
{
    Received *received = data;

    if (received->fd >= 0)
        close(received->fd);
    g_clear_pointer(&received->report, g_variant_unref);
    g_free(received);
}

static GTask *
begin(HemoServices *services, int fd, GAsyncReadyCallback callback, gpointer user_data)
{
    GTask *task = g_task_new(NULL, NULL, callback, user_data);
    Received *received = g_new0(Received, 1);

    received->services = services;
    received->fd = fd;
    g_task_set_task_data(task, received, received_free);
    return task;
}

static gboolean
check(HemoServices *services, int fd, GError **error)
{
    g_autoptr(HemoSealedFd) map = hemo_sealed_fd_map(fd, error);

    return map != NULL && hemo_services_refresh(services, error);
}

/* The servers whose word counts: the one that mail is fetched from, and the account's own
 * domains. */
static GVariant *
ours_of(HemoServices *services, const char *id)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);
    const HemoAccount *account = hemo_accounts_find(hemo_config_accounts(services->config), id);
    const char *const *addresses = account != NULL ? hemo_account_addresses(account) : NULL;

    if (account != NULL && hemo_account_incoming_host(account) != NULL)
        g_variant_builder_add(&builder, "s", hemo_account_incoming_host(account));
    for (gsize i = 0; addresses != NULL && addresses[i] != NULL; i++) {
        g_autoptr(HemoAddress) address = hemo_address_parse(addresses[i], NULL);

        if (address != NULL)
            g_variant_builder_add(&builder, "s", hemo_address_domain(address));
    }
    return g_variant_builder_end(&builder);
}

/* D-Bus knows no absent values: what the reader does not tell is left out. */
static GVariant *
plain_object(GVariant *object)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    const char *key;
    GVariant *value;
    GVariantIter iter;

    g_variant_iter_init(&iter, object);
    while (g_variant_iter_loop(&iter, "{&sv}", &key, &value)) {
        g_autoptr(GVariant) told = g_variant_is_of_type(value, G_VARIANT_TYPE_MAYBE)
                                       ? g_variant_get_maybe(value)
                                       : g_variant_ref(value);

        if (told != NULL)
            g_variant_dict_insert_value(&dict, key, told);
    }
    return g_variant_dict_end(&dict);
}

static GVariant *
plain_objects(GVariant *list)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE("aa{sv}"));

    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(list, i);

        g_variant_builder_add_value(&builder, plain_object(one));
    }
    return g_variant_builder_end(&builder);
}

static GVariant *
badge_values(GVariant *badge)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(badge);
    g_autoptr(GVariant) hops = g_variant_lookup_value(badge, "hops", G_VARIANT_TYPE("aa{sv}"));

    if (hops != NULL)
        g_variant_dict_insert_value(&dict, "hops", plain_objects(hops));
    return g_variant_ref_sink(g_variant_dict_end(&dict));
}

static void
on_badge(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Received *received = g_task_get_task_data(task);
    GError *error = NULL;
    g_autoptr(GVariant) badge =
        hemo_reader_ask_finish(received->services->reader, result, &error);

    if (badge == NULL)
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task, badge_values(badge), (GDestroyNotify)g_variant_unref);
}

void
hemo_received_mail_badge_async(HemoServices *services,
                               int fd,
                               const char *account,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
    g_autoptr(GTask) task = begin(services, fd, callback, user_data);
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    GError *error = NULL;

    if (!check(services, fd, &error)) {
        g_task_return_error(task, error);
        return;
    }
    g_variant_dict_insert_value(&dict, "ours", ours_of(services, account));
    g_variant_dict_insert_value(&dict, "learned", g_variant_new_strv(NULL, 0));
    hemo_reader_ask_async(services->reader,
                          "badge",
                          fd,
                          g_variant_dict_end(&dict),
                          HEMO_LIMIT_READER_TIME,
                          NULL,
                          on_badge,
                          g_steal_pointer(&task));
}

static GVariant *
no_report(void)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    g_variant_dict_insert(&dict, "report", "b", FALSE);
    return g_variant_ref_sink(g_variant_dict_end(&dict));
}

/* The Message-ID that the report tells, or NULL. */
static char *
original_id(GVariant *report)
{
    g_autoptr(GVariant) value =
        g_variant_lookup_value(report, "original_message_id", G_VARIANT_TYPE("ms"));
    char *original = NULL;

    if (value != NULL)
        g_variant_get(value, "ms", &original);
    return original;
}

/* @recipient did not get @original for want of TLS, and had it by nothing better. */
static gboolean
can_be_escalated(HemoServices *services, const char *original, GVariant *recipient)
{
    const char *address = "";
    const char *action = "";
    const char *group = "";
    HemoRung rung = HEMO_RUNG_NONE;

    g_variant_lookup(recipient, "address", "&s", &address);
    g_variant_lookup(recipient, "action", "&s", &action);
    g_variant_lookup(recipient, "group", "&s", &group);
    return g_str_equal(action, "failed") && g_str_equal(group, "tls") &&
           hemo_sent_store_find_own_rung(services->sent, original, address, &rung, NULL) &&
           rung == HEMO_RUNG_TLS;
}

/* @original without angle brackets. */
static char *
bare_id(const char *original)
{
    HemoSlice bare = hemo_slice_strip(hemo_slice_text(original));

    if (hemo_slice_at(bare, 0) == '<' && hemo_slice_at(bare, bare.size - 1) == '>')
        bare = hemo_slice_sub(bare, 1, bare.size - 2);
    return hemo_slice_dup(bare);
}

/* Those to whom the mail can be sent again: a report may name anybody, so only who had it from
 * us. */
static GVariant *
list_escalated(HemoServices *services, const char *original, GVariant *recipients)
{
    g_auto(GVariantBuilder) again = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);

    for (gsize i = 0; original != NULL && i < g_variant_n_children(recipients); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(recipients, i);
        const char *address = "";

        g_variant_lookup(one, "address", "&s", &address);
        if (can_be_escalated(services, original, one))
            g_variant_builder_add(&again, "s", address);
    }
    return g_variant_ref_sink(g_variant_builder_end(&again));
}

static GVariant *
report_values(HemoServices *services, GVariant *report)
{
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);
    g_autoptr(GVariant) list =
        g_variant_lookup_value(report, "recipients", G_VARIANT_TYPE("aa{sv}"));
    g_autoptr(GVariant) recipients = NULL;
    g_autofree char *words = NULL;
    g_autofree char *original = original_id(report);
    g_autoptr(GVariant) again = NULL;
    g_autofree char *wanted = NULL;

    if (list == NULL)
        list = g_variant_ref_sink(g_variant_new_array(G_VARIANT_TYPE_VARDICT, NULL, 0));
    recipients = g_variant_ref_sink(plain_objects(list));
    words = hemo_report_words_make(recipients);
    again = list_escalated(services, original, recipients);
    wanted = g_variant_n_children(again) > 0 ? bare_id(original) : g_strdup("");
    g_variant_dict_insert(&dict, "report", "b", TRUE);
    g_variant_dict_insert(&dict, "words", "s", words);
    g_variant_dict_insert(&dict, "original", "s", wanted);
    g_variant_dict_insert_value(&dict, "again", again);
    g_variant_dict_insert_value(&dict, "recipients", recipients);
    return g_variant_ref_sink(g_variant_dict_end(&dict));
}

static GVariant *
report_audit(GVariant *report)
{
    g_autoptr(GVariant) list =
        g_variant_lookup_value(report, "recipients", G_VARIANT_TYPE("aa{sv}"));
    g_auto(GVariantBuilder) groups = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);
    g_auto(GVariantDict) dict = G_VARIANT_DICT_INIT(NULL);

    for (gsize i = 0; list != NULL && i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) one = g_variant_get_child_value(list, i);
        const char *group = "other";

        g_variant_lookup(one, "group", "&s", &group);
        g_variant_builder_add(&groups, "s", group);
    }
    g_variant_dict_insert_value(&dict, "groups", g_variant_builder_end(&groups));
    return g_variant_dict_end(&dict);
}

/* The audit id of the mail that the report is about; NULL if we did not send it. */
static char *
find_mail(const Received *received)
{
    g_autofree char *original = original_id(received->report);

    return original != NULL ? hemo_sent_store_find_mail(received->services->sent, original)
                            : NULL;
}

/* Only a report about a mail that we sent counts: anybody can send a bounce. */
static void
on_audit_open(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Received *received = g_task_get_task_data(task);
    HemoServices *services = received->services;
    g_autofree char *mail = NULL;
    GError *error = NULL;

    if (!hemo_audit_log_open_finish(services->audit, result, &error)) {
        g_task_return_error(task, error);
        return;
    }
    mail = find_mail(received);
    if (mail == NULL)
        g_task_return_pointer(task, no_report(), (GDestroyNotify)g_variant_unref);
    else if (!hemo_audit_log_append(services->audit,
                                    mail,
                                    "report",
                                    report_audit(received->report),
                                    NULL,
                                    &error))
        g_task_return_error(task, error);
    else
        g_task_return_pointer(task,
                              report_values(services, received->report),
                              (GDestroyNotify)g_variant_unref);
}

static void on_report(GObject *source, GAsyncResult *result, gpointer data);

/* Takes @task. */
static void
read_report(GTask *task)
{
    Received *received = g_task_get_task_data(task);

    received->services->reports++;
    hemo_reader_ask_async(received->services->reader,
                          "bounce",
                          received->fd,
                          g_variant_new("a{sv}", NULL),
                          HEMO_LIMIT_REPORT_TIME,
                          NULL,
                          on_report,
                          task);
}

/* A mailbox full of new mail must not take the readers away from mail that is being sent. */
static void
read_next(HemoServices *services)
{
    services->reports--;
    if (!g_queue_is_empty(&services->report_queue))
        read_report(g_queue_pop_head(&services->report_queue));
}

/* Anybody can send a mail that nobody can read: that is no fault to tell a person of. */
static void
pass_over(GTask *task, const GError *error)
{
    hemo_log_event(HEMO_LOG_FAILED, hemo_log_error_code(error), 0);
    g_task_return_pointer(task, no_report(), (GDestroyNotify)g_variant_unref);
}

static void
on_report(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Received *received = g_task_get_task_data(task);
    g_autoptr(GError) error = NULL;
    gboolean is_report = FALSE;

    read_next(received->services);
    received->report = hemo_reader_ask_finish(received->services->reader, result, &error);
    if (received->report == NULL) {
        if (hemo_error_is(error, HEMO_ERROR_MISSING))
            g_task_return_error(task, g_steal_pointer(&error));
        else
            pass_over(task, error);
        return;
    }
    g_variant_lookup(received->report, "report", "b", &is_report);
    if (!is_report)
        hemo_key_harvest_start(received->services, received->fd);
    if (!is_report)
        g_task_return_pointer(task, no_report(), (GDestroyNotify)g_variant_unref);
    else
        hemo_audit_log_open_async(received->services->audit,
                                  NULL,
                                  on_audit_open,
                                  g_object_ref(task));
}

static gboolean
has_room(HemoServices *services, GError **error)
{
    if (g_queue_get_length(&services->report_queue) < HEMO_LIMIT_REPORT_QUEUE)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_TIMED_OUT,
                   _("too many mails are being checked at the moment: try again in a minute"));
    return FALSE;
}

void
hemo_received_mail_report_async(HemoServices *services,
                                int fd,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
    g_autoptr(GTask) task = begin(services, fd, callback, user_data);
    GError *error = NULL;

    if (!has_room(services, &error) || !check(services, fd, &error)) {
        g_task_return_error(task, error);
        return;
    }
    if (services->reports < HEMO_LIMIT_REPORTS)
        read_report(g_steal_pointer(&task));
    else
        g_queue_push_tail(&services->report_queue, g_steal_pointer(&task));
}

GVariant *
hemo_received_mail_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
