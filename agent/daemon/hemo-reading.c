/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-reading.h.
 */
#include "hemo-reading.h"

#include "hemo-limits.h"

#include <fcntl.h>
#include <unistd.h>

/* The state of one reading; the task owns it. */
typedef struct {
    HemoServices *services;
    const HemoHanded *handed;
    const HemoEnvelope *envelope;
    guint flags;
    HemoReading *reading;
} Work;

static void
work_free(gpointer data)
{
    Work *work = data;

    hemo_reading_free(work->reading);
    g_free(work);
}

void
hemo_reading_free(HemoReading *reading)
{
    if (reading == NULL)
        return;
    if (reading->fd >= 0)
        close(reading->fd);
    g_clear_pointer(&reading->reply, g_variant_unref);
    g_clear_error(&reading->unread);
    g_free(reading);
}

static void
add_strv(GVariantBuilder *builder, const char *key, const char *const *list)
{
    static const char *const none[] = {NULL};

    g_variant_builder_add(builder,
                          "{sv}",
                          key,
                          g_variant_new_strv(list != NULL ? list : none, -1));
}

static GVariant *
recipient_list(const HemoEnvelope *envelope)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);

    for (gsize i = 0; i < hemo_envelope_count(envelope); i++)
        g_variant_builder_add(&builder,
                              "s",
                              hemo_address_full(hemo_envelope_recipient(envelope, i)->address));
    return g_variant_builder_end(&builder);
}

GVariant *
hemo_reading_parameters(HemoServices *services, const HemoEnvelope *envelope, gboolean outline)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);
    const HemoAccount *account = hemo_accounts_find(hemo_config_accounts(services->config),
                                                    hemo_envelope_account(envelope));
    const char *sender = hemo_address_full(hemo_envelope_sender(envelope));

    add_strv(&builder,
             "account-addresses",
             account != NULL ? hemo_account_addresses(account) : NULL);
    add_strv(&builder, "account-names", account != NULL ? hemo_account_names(account) : NULL);
    add_strv(&builder, "account-words", account != NULL ? hemo_account_words(account) : NULL);
    g_variant_builder_add(&builder, "{sv}", "from", g_variant_new_string(sender));
    g_variant_builder_add(&builder, "{sv}", "recipients", recipient_list(envelope));
    add_strv(&builder, "triggers", hemo_policy_triggers(hemo_config_policy(services->config)));
    g_variant_builder_add(&builder, "{sv}", "reveal", g_variant_new_boolean(FALSE));
    g_variant_builder_add(&builder, "{sv}", "outline", g_variant_new_boolean(outline));
    g_variant_builder_add(&builder,
                          "{sv}",
                          "findings",
                          g_variant_new_uint32(HEMO_LIMIT_KEPT_FINDINGS));
    return g_variant_builder_end(&builder);
}

static void
finish(GTask *task)
{
    Work *work = g_task_get_task_data(task);

    g_task_return_pointer(task,
                          g_steal_pointer(&work->reading),
                          (GDestroyNotify)hemo_reading_free);
}

static void
on_read(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Work *work = g_task_get_task_data(task);

    work->reading->reply =
        hemo_reader_ask_finish(work->services->reader, result, &work->reading->unread);
    finish(task);
}

static void
read_mail(GTask *task)
{
    Work *work = g_task_get_task_data(task);

    if ((work->flags & HEMO_READING_UNOPENED) != 0) {
        finish(task);
        return;
    }
    hemo_reader_ask_async(work->services->reader,
                          "mail",
                          work->reading->fd,
                          hemo_reading_parameters(work->services,
                                                  work->envelope,
                                                  (work->flags & HEMO_READING_OUTLINE) != 0),
                          HEMO_LIMIT_READER_TIME,
                          NULL,
                          on_read,
                          g_object_ref(task));
}

static void
on_built(GObject *source, GAsyncResult *result, gpointer data)
{
    g_autoptr(GTask) task = data;
    Work *work = g_task_get_task_data(task);
    GError *error = NULL;

    work->reading->fd = hemo_reader_compose_finish(work->services->reader, result, &error);
    if (work->reading->fd < 0)
        g_task_return_error(task, error);
    else
        read_mail(task);
}

static GVariant *
build_options(const HemoEnvelope *envelope)
{
    g_auto(GVariantBuilder) builder = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_VARDICT);

    g_variant_builder_add(&builder, "{sv}", "envelope", hemo_envelope_people(envelope));
    return g_variant_builder_end(&builder);
}

static void
build(GTask *task)
{
    Work *work = g_task_get_task_data(task);
    gsize n = 0;
    const int *parts = hemo_handed_parts(work->handed, &n);

    hemo_reader_compose_async(work->services->reader,
                              hemo_handed_mail(work->handed),
                              parts,
                              n,
                              build_options(work->envelope),
                              HEMO_LIMIT_READER_TIME,
                              NULL,
                              on_built,
                              g_object_ref(task));
}

void
hemo_reading_take_async(HemoServices *services,
                        const HemoHanded *handed,
                        const HemoEnvelope *envelope,
                        guint flags,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, NULL, callback, user_data);
    Work *work = g_new0(Work, 1);

    work->services = services;
    work->handed = handed;
    work->envelope = envelope;
    work->flags = flags;
    work->reading = g_new0(HemoReading, 1);
    work->reading->fd = -1;
    g_task_set_task_data(task, work, work_free);
    if (hemo_envelope_is_compose(envelope)) {
        build(task);
        return;
    }
    work->reading->fd = fcntl(hemo_handed_mail(handed), F_DUPFD_CLOEXEC, 0);
    read_mail(task);
}

HemoReading *
hemo_reading_take_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
