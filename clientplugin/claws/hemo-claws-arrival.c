/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-claws-arrival.h.  While the agent cannot be reached, what arrived waits.
 */
#include "hemo-claws-arrival.h"

#include "hemo-claws-arrival-kind.h"
#include "hemo-claws-inquiry.h"
#include "hemo-claws-list-mark.h"
#include "hemo-claws-mail-file.h"
#include "hemo-claws-received-account.h"
#include "hemo-claws-report.h"
#include "hemo-error.h"
#include "hemo-sealed-fd.h"

#include "folder.h"
#include "hooks.h"

#include <unistd.h>

#define WAITING 500                 /* mails; later ones are not looked at */
#define TRIES   3                   /* of one mail, when the agent went meanwhile */
#define RECENT  (14 * 24 * 60 * 60) /* s: older mail that is opened is no news */

/* A mail can move or go while it waits: it is looked up again each time. */
typedef struct {
    char *identifier; /* Claws Mail's: folder and number */
    char *message_id; /* NULL: the mail has none */
    guint tries;
} Job;

struct _HemoClawsArrival {
    HemoClaws *claws;
    gulong hook;
    gulong connected;
    GQueue jobs;      /* Job * */
    Job *current;     /* NULL: none is being worked at */
    guint next;       /* idle source */
    gboolean pausing; /* the agent is not there */
    GHashTable *seen; /* identifiers of mails that were queued when they were shown */
    GCancellable *cancellable;
};

static void take_next(HemoClawsArrival *arrival);

static void
job_free(Job *job)
{
    if (job == NULL)
        return;
    g_free(job->identifier);
    g_free(job->message_id);
    g_free(job);
}

static void
msginfo_unref(MsgInfo *mail)
{
    if (mail != NULL)
        procmsg_msginfo_free(&mail);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC(MsgInfo, msginfo_unref)

static MsgInfo *
find_mail(const Job *job)
{
    g_autoptr(MsgInfo) mail = procmsg_get_msginfo_from_identifier(job->identifier);

    if (mail == NULL || g_strcmp0(mail->msgid, job->message_id) != 0)
        return NULL;
    return g_steal_pointer(&mail);
}

static gboolean
on_next(gpointer data)
{
    HemoClawsArrival *arrival = data;

    arrival->next = 0;
    take_next(arrival);
    return G_SOURCE_REMOVE;
}

static void
wake(HemoClawsArrival *arrival)
{
    if (arrival->next == 0 && arrival->current == NULL && !arrival->pausing &&
        arrival->jobs.length > 0)
        arrival->next = g_idle_add_full(G_PRIORITY_LOW, on_next, arrival, NULL);
}

static void
finish(HemoClawsArrival *arrival)
{
    g_clear_pointer(&arrival->current, job_free);
    wake(arrival);
}

/* No connection could be made, or it was lost. */
static gboolean
is_absence(const GError *error)
{
    static const HemoError absences[] = {HEMO_ERROR_UNREACHABLE,
                                         HEMO_ERROR_MISSING,
                                         HEMO_ERROR_TIMED_OUT};

    for (gsize i = 0; i < G_N_ELEMENTS(absences); i++)
        if (hemo_error_is(error, absences[i]))
            return TRUE;
    return FALSE;
}

/* TRUE if the agent is not there and the mail is tried again when it is. */
static gboolean
put_back(HemoClawsArrival *arrival, const GError *error)
{
    Job *job = arrival->current;

    if (!is_absence(error) || ++job->tries >= TRIES)
        return FALSE;
    g_queue_push_head(&arrival->jobs, g_steal_pointer(&arrival->current));
    arrival->pausing = TRUE;
    return TRUE;
}

static void
on_incoming(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoClawsArrival *arrival = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoClawsAnswer) answer = hemo_claws_inquiry_ask_finish(result, &error);
    g_autoptr(MsgInfo) mail = NULL;

    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    if (answer == NULL && put_back(arrival, error))
        return;
    if (answer != NULL) {
        mail = find_mail(arrival->current);
        hemo_claws_report_handle(arrival->claws,
                                 mail != NULL ? hemo_claws_received_account_find(mail) : NULL,
                                 answer->values);
    }
    finish(arrival);
}

static void
on_sealed(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoClawsArrival *arrival = data;
    g_autoptr(GError) error = NULL;
    int fd = hemo_claws_mail_file_seal_finish(result, &error);
    g_autoptr(MsgInfo) mail = NULL;

    if (g_cancellable_is_cancelled(g_task_get_cancellable(G_TASK(result)))) {
        if (fd >= 0)
            close(fd);
        return;
    }
    if (fd < 0) {
        finish(arrival);
        return;
    }
    mail = find_mail(arrival->current);
    hemo_claws_inquiry_ask_async(arrival->claws,
                                 HEMO_CLAWS_INQUIRY_INCOMING,
                                 mail != NULL ? hemo_claws_received_account_find(mail) : NULL,
                                 fd,
                                 arrival->cancellable,
                                 on_incoming,
                                 arrival);
}

/* The file lies on this computer: it was just put there, or has been shown. */
static HemoSecret *
read_headers(MsgInfo *mail, char **ret_path)
{
    *ret_path = procmsg_get_message_file_path(mail);
    return *ret_path != NULL ? hemo_claws_mail_file_read_headers(*ret_path, NULL) : NULL;
}

static void
hand_over(HemoClawsArrival *arrival)
{
    g_autoptr(MsgInfo) mail = find_mail(arrival->current);
    g_autofree char *path = NULL;
    g_autoptr(HemoSecret) headers = mail != NULL ? read_headers(mail, &path) : NULL;

    if (headers == NULL || !hemo_claws_arrival_kind_is_wanted(hemo_secret_slice(headers)))
        finish(arrival);
    else
        hemo_claws_mail_file_seal_async(path, arrival->cancellable, on_sealed, arrival);
}

static void
on_badge(GObject *source, GAsyncResult *result, gpointer data)
{
    HemoClawsArrival *arrival = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoClawsAnswer) answer = hemo_claws_inquiry_ask_finish(result, &error);
    const HemoClawsSettingsValues *values;
    g_autoptr(MsgInfo) mail = NULL;
    const char *state = NULL;

    if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        return;
    if (answer == NULL && put_back(arrival, error))
        return;
    values = hemo_claws_settings_values(arrival->claws->settings);
    mail = answer != NULL ? find_mail(arrival->current) : NULL;
    if (mail != NULL) {
        g_variant_lookup(answer->values, "badge", "&s", &state);
        hemo_claws_list_mark_set(values, mail, hemo_claws_badge_look_find(state));
    }
    hand_over(arrival);
}

/* FALSE: there is nothing to ask. */
static gboolean
ask_badge(HemoClawsArrival *arrival, MsgInfo *mail)
{
    g_autofree char *path = NULL;
    g_autoptr(HemoSecret) headers = read_headers(mail, &path);
    HemoSlice slice = headers != NULL ? hemo_secret_slice(headers) : HEMO_SLICE_EMPTY;
    int fd = headers != NULL ? hemo_sealed_fd_new(&slice, 1, NULL) : -1;

    if (fd < 0)
        return FALSE;
    hemo_claws_inquiry_ask_async(arrival->claws,
                                 HEMO_CLAWS_INQUIRY_BADGE,
                                 hemo_claws_received_account_find(mail),
                                 fd,
                                 arrival->cancellable,
                                 on_badge,
                                 arrival);
    return TRUE;
}

static void
take_next(HemoClawsArrival *arrival)
{
    g_autoptr(MsgInfo) mail = NULL;
    const HemoClawsSettingsValues *values =
        hemo_claws_settings_values(arrival->claws->settings);

    arrival->current = g_queue_pop_head(&arrival->jobs);
    if (arrival->current == NULL)
        return;
    mail = find_mail(arrival->current);
    if (mail == NULL || !hemo_claws_received_account_is_received(mail))
        finish(arrival);
    else if (values->list == HEMO_CLAWS_LIST_PLAIN || !ask_badge(arrival, mail))
        hand_over(arrival);
}

static void
enqueue(HemoClawsArrival *arrival, MsgInfo *mail)
{
    Job *job;

    if (!hemo_claws_received_account_is_received(mail) || arrival->jobs.length >= WAITING)
        return;
    job = g_new0(Job, 1);
    job->identifier = procmsg_msginfo_get_identifier(mail);
    job->message_id = g_strdup(mail->msgid);
    g_queue_push_tail(&arrival->jobs, job);
    wake(arrival);
}

/* Mail on a server is not fetched for this: it is looked at when it is shown. */
static gboolean
on_arrived(gpointer source, gpointer data)
{
    MsgInfo *mail = source;

    if (mail != NULL && mail->folder != NULL && mail->folder->folder != NULL &&
        FOLDER_IS_LOCAL(mail->folder->folder))
        enqueue(data, mail);
    return FALSE;
}

void
hemo_claws_arrival_look(HemoClawsArrival *arrival, MsgInfo *mail)
{
    g_autofree char *identifier = NULL;

    if (mail == NULL || mail->folder == NULL || MSG_IS_POSTFILTERED(mail->flags) ||
        mail->date_t < g_get_real_time() / G_USEC_PER_SEC - RECENT)
        return;
    identifier = procmsg_msginfo_get_identifier(mail);
    if (identifier != NULL && g_hash_table_add(arrival->seen, g_steal_pointer(&identifier)))
        enqueue(arrival, mail);
}

static void
on_connected(HemoAgentLink *link, HemoAgent1 *agent, HemoClawsArrival *arrival)
{
    arrival->pausing = FALSE;
    wake(arrival);
}

HemoClawsArrival *
hemo_claws_arrival_new(HemoClaws *claws)
{
    HemoClawsArrival *arrival = g_new0(HemoClawsArrival, 1);

    arrival->claws = claws;
    arrival->cancellable = g_cancellable_new();
    arrival->seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    arrival->hook = hooks_register_hook(MAIL_POSTFILTERING_HOOKLIST, on_arrived, arrival);
    arrival->connected =
        g_signal_connect(claws->link, "connected", G_CALLBACK(on_connected), arrival);
    return arrival;
}

void
hemo_claws_arrival_free(HemoClawsArrival *arrival)
{
    if (arrival == NULL)
        return;
    hooks_unregister_hook(MAIL_POSTFILTERING_HOOKLIST, arrival->hook);
    g_clear_signal_handler(&arrival->connected, arrival->claws->link);
    g_clear_handle_id(&arrival->next, g_source_remove);
    g_cancellable_cancel(arrival->cancellable);
    g_object_unref(arrival->cancellable);
    g_queue_clear_full(&arrival->jobs, (GDestroyNotify)job_free);
    job_free(arrival->current);
    g_hash_table_unref(arrival->seen);
    g_free(arrival);
}
