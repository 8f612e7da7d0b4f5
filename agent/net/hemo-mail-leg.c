/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mail-leg.h.
 */
#include "hemo-mail-leg.h"

#include "hemo-dial.h"
#include "hemo-error.h"
#include "hemo-fetch-reply.h"
#include "hemo-limits.h"
#include "hemo-submit-session.h"
#include "hemo-tls-context.h"
#include "hemo-tls-stream.h"

#include <glib/gi18n-lib.h>
#include <libetpan/mailstream_helper.h>
#include <string.h>

#define BUFFER_SIZE 4096
#define MAX_LINES   20

/* A conversation with a server for fetching. */
typedef struct {
    const HemoMailLeg *leg;
    HemoFetchProtocol protocol;
    mailstream *stream;
    mailstream_low *low; /* owned by stream */
    MMAPString *line;
} Talk;

static const HemoFetchProtocol fetch_protocols[] = {
    [HEMO_MAIL_LEG_POP] = HEMO_FETCH_PROTOCOL_POP,
    [HEMO_MAIL_LEG_IMAP] = HEMO_FETCH_PROTOCOL_IMAP,
};

static gboolean
read_reply(Talk *talk,
           HemoFetchReply (*read)(HemoFetchProtocol protocol, HemoSlice line),
           GError **error)
{
    HemoFetchReply reply = HEMO_FETCH_REPLY_MORE;

    for (guint i = 0; i < MAX_LINES && reply == HEMO_FETCH_REPLY_MORE; i++) {
        mmap_string_truncate(talk->line, 0);
        if (mailstream_read_line_append(talk->stream, talk->line) == NULL) {
            hemo_tls_stream_set_error(talk->low, error);
            return FALSE;
        }
        reply = read(talk->protocol, hemo_slice(talk->line->str, talk->line->len));
    }
    if (reply == HEMO_FETCH_REPLY_GOOD)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_UNTRUSTED,
                   _("the mail server %s does not offer an encrypted connection"),
                   talk->leg->host);
    return FALSE;
}

static gboolean
ask_for_tls(Talk *talk, GError **error)
{
    const char *command = hemo_fetch_reply_command(talk->protocol);
    gsize size = strlen(command);

    if (!read_reply(talk, hemo_fetch_reply_read_greeting, error))
        return FALSE;
    if (mailstream_write(talk->stream, command, size) != (ssize_t)size ||
        mailstream_flush(talk->stream) != 0) {
        hemo_tls_stream_set_error(talk->low, error);
        return FALSE;
    }
    if (!read_reply(talk, hemo_fetch_reply_read_answer, error))
        return FALSE;
    if (talk->stream->read_buffer_len == 0)
        return TRUE;
    /* what was said before TLS can be anybody's words */
    hemo_error_set(error,
                   HEMO_ERROR_UNTRUSTED,
                   _("the mail server %s does not offer an encrypted connection"),
                   talk->leg->host);
    return FALSE;
}

static gboolean
fetch_talk(Talk *talk, SSL_CTX *context, GError **error)
{
    const HemoMailLeg *leg = talk->leg;

    hemo_tls_stream_arm(talk->low, HEMO_LIMIT_SMTP_WAIT);
    if (!leg->tls_first)
        return ask_for_tls(talk, error) &&
               hemo_tls_stream_start(talk->low, context, leg->host, error);
    return hemo_tls_stream_start(talk->low, context, leg->host, error) &&
           read_reply(talk, hemo_fetch_reply_read_greeting, error);
}

static gboolean
check_fetching(const HemoMailLeg *leg,
               int fd,
               SSL_CTX *context,
               GCancellable *cancellable,
               GError **error)
{
    Talk talk = {.leg = leg, .protocol = fetch_protocols[leg->protocol]};
    gboolean good;

    talk.low = hemo_tls_stream_new(fd, cancellable);
    talk.stream = mailstream_new(talk.low, BUFFER_SIZE);
    talk.line = mmap_string_new("");
    good = fetch_talk(&talk, context, error);
    mmap_string_free(talk.line);
    mailstream_close(talk.stream);
    return good;
}

static gboolean
check_sending(const HemoMailLeg *leg,
              int fd,
              SSL_CTX *context,
              GCancellable *cancellable,
              GError **error)
{
    HemoSubmitSession *session = hemo_submit_session_new(fd, leg->host, cancellable);
    gboolean good = hemo_submit_session_open(session, context, leg->tls_first, error);

    hemo_submit_session_free(session, good);
    return good;
}

static gboolean
check(const HemoMailLeg *leg, GCancellable *cancellable, GError **error)
{
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(leg->ca_file, error);
    int fd;

    if (context == NULL)
        return FALSE;
    fd = hemo_dial_connect(leg->host, leg->port, HEMO_LIMIT_SMTP_WAIT, cancellable, error);
    if (fd < 0)
        return FALSE;
    return (leg->protocol == HEMO_MAIL_LEG_SMTP
                ? check_sending
                : check_fetching)(leg, fd, context, cancellable, error);
}

static void
work(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    GError *error = NULL;

    if (check(data, cancellable, &error))
        g_task_return_boolean(task, TRUE);
    else
        g_task_return_error(task, error);
}

void
hemo_mail_leg_check_async(const HemoMailLeg *leg,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);

    g_task_set_source_tag(task, hemo_mail_leg_check_async);
    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, (gpointer)leg, NULL);
    if (leg->protocol != HEMO_MAIL_LEG_INVALID && *leg->host != '\0' && leg->port != 0)
        g_task_run_in_thread(task, work);
    else
        g_task_return_new_error(task,
                                HEMO_ERROR,
                                HEMO_ERROR_CONFIG,
                                "%s",
                                _("the settings of the mail server are not complete"));
}

gboolean
hemo_mail_leg_check_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_boolean(G_TASK(result), error);
}
