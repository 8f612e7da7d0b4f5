/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-submit.h.  Everything is checked before the connection is made; after that
 * a step that fails ends the whole, so that either all recipients get the mail or none.
 */
#include "hemo-submit.h"

#include "hemo-address.h"
#include "hemo-dial.h"
#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-submit-session.h"
#include "hemo-tls-context.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_ENVELOPE_ID 100 /* RFC 3461 section 4.4 */
#define CONNECT_SECONDS 30
#define MAX_CREDENTIAL  1024

typedef struct {
    const HemoSubmitServer *server;
    const HemoSubmitMail *mail;
    char *sender;          /* normalised */
    GPtrArray *recipients; /* normalised */
    char *envelope_id;     /* xtext, or NULL */
    char *reply;
    gboolean ask_only; /* nothing but the envelope */
} Job;

static void
free_job(gpointer data)
{
    Job *job = data;

    g_free(job->sender);
    g_ptr_array_unref(job->recipients);
    g_free(job->envelope_id);
    g_free(job->reply);
    g_free(job);
}

static char *
check_address(const char *text, GError **error)
{
    g_autoptr(HemoAddress) address = hemo_address_parse(text, error);

    return address != NULL ? g_strdup(hemo_address_full(address)) : NULL;
}

static gboolean
check_recipients(Job *job, GError **error)
{
    const char *const *recipients = job->mail->recipients;
    gsize count = recipients != NULL ? g_strv_length((char **)recipients) : 0;

    if (count == 0 || count > HEMO_LIMIT_RECIPIENTS) {
        hemo_error_set(error,
                       count == 0 ? HEMO_ERROR_INVALID : HEMO_ERROR_TOO_BIG,
                       "%s",
                       count == 0 ? _("the mail has no recipient")
                                  : _("the mail has too many recipients"));
        return FALSE;
    }
    for (gsize i = 0; i < count; i++) {
        char *recipient = check_address(recipients[i], error);

        if (recipient == NULL)
            return FALSE;
        g_ptr_array_add(job->recipients, recipient);
    }
    return TRUE;
}

/* RFC 3461 section 4: "+" and "=" as hexadecimal, the rest stands for itself. */
static char *
encode_xtext(const char *text)
{
    GString *xtext = g_string_new(NULL);

    for (; *text != '\0'; text++) {
        if (*text == '+' || *text == '=')
            g_string_append_printf(xtext, "+%02X", (guint)*text);
        else
            g_string_append_c(xtext, *text);
    }
    return g_string_free(xtext, FALSE);
}

static gboolean
is_graphic(const char *text)
{
    for (; *text != '\0'; text++) {
        if (!g_ascii_isgraph(*text))
            return FALSE;
    }
    return TRUE;
}

static gboolean
check_envelope_id(Job *job, GError **error)
{
    const char *id = job->mail->envelope_id;

    if (id == NULL)
        return TRUE;
    if (*id != '\0' && strlen(id) <= MAX_ENVELOPE_ID && is_graphic(id)) {
        job->envelope_id = encode_xtext(id);
        return TRUE;
    }
    hemo_error_set(error,
                   HEMO_ERROR_INVALID,
                   _("the mark for delivery reports is not allowed"));
    return FALSE;
}

/* A CR that no LF follows is a line end to some servers and none to others; NUL ends the mail
 * for some. */
static gboolean
has_forbidden_byte(HemoSlice message)
{
    for (gsize at = 0; at < message.size;) {
        HemoSlice rest = hemo_slice_from(message, at);
        gsize cr = hemo_slice_find(rest, '\r');

        if (cr < rest.size && hemo_slice_at(rest, cr + 1) != '\n')
            return TRUE;
        at += cr + 1;
    }
    return hemo_slice_find(message, '\0') < message.size;
}

static gboolean
check_message(const Job *job, GError **error)
{
    HemoSlice message = job->mail->message;

    if (message.size > HEMO_LIMIT_MAIL) {
        hemo_error_set(error, HEMO_ERROR_TOO_BIG, _("the mail is too big"));
        return FALSE;
    }
    if (message.size == 0 || has_forbidden_byte(message)) {
        hemo_error_set(error,
                       HEMO_ERROR_INVALID,
                       _("the mail has line ends that are not allowed"));
        return FALSE;
    }
    return TRUE;
}

static gboolean
has_log_in(const HemoSubmitServer *server)
{
    return server->user != NULL && server->password != NULL;
}

static gboolean
check_credentials(const HemoSubmitServer *server, GError **error)
{
    HemoSlice password =
        server->password != NULL ? hemo_secret_slice(server->password) : HEMO_SLICE_EMPTY;

    if (!has_log_in(server) ||
        (strlen(server->user) <= MAX_CREDENTIAL && password.size <= MAX_CREDENTIAL &&
         hemo_slice_find(password, '\0') == password.size))
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_DENIED, _("the user name or the password cannot be used"));
    return FALSE;
}

static gboolean
check_server(const HemoSubmitServer *server, GError **error)
{
    if (server->host != NULL && server->port != 0 &&
        (server->security == HEMO_SUBMIT_STARTTLS || server->security == HEMO_SUBMIT_TLS))
        return check_credentials(server, error);
    hemo_error_set(error,
                   HEMO_ERROR_CONFIG,
                   _("the settings of the mail server are not complete"));
    return FALSE;
}

static gboolean
check_job(Job *job, GError **error)
{
    if (!check_server(job->server, error) || !check_message(job, error))
        return FALSE;
    job->sender = check_address(job->mail->sender, error);
    return job->sender != NULL && check_recipients(job, error) && check_envelope_id(job, error);
}

static gboolean
add_recipients(HemoSubmitSession *session, const Job *job, GError **error)
{
    for (guint i = 0; i < job->recipients->len; i++) {
        if (!hemo_submit_session_add_recipient(session, job->recipients->pdata[i], error)) {
            hemo_submit_session_reset(session);
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
hand_over(HemoSubmitSession *session, Job *job, GError **error)
{
    if (job->ask_only) {
        hemo_submit_session_reset(session);
        job->reply = g_strdup("");
        return TRUE;
    }
    return hemo_submit_session_send(session, job->mail->message, &job->reply, error);
}

static gboolean
talk(HemoSubmitSession *session, Job *job, SSL_CTX *context, GError **error)
{
    const HemoSubmitServer *server = job->server;

    if (!hemo_submit_session_open(session, context, server->security == HEMO_SUBMIT_TLS, error))
        return FALSE;
    if (has_log_in(server) &&
        !hemo_submit_session_log_in(session, server->user, server->password, error))
        return FALSE;
    return hemo_submit_session_add_sender(session, job->sender, job->envelope_id, error) &&
           add_recipients(session, job, error) && hand_over(session, job, error);
}

static gboolean
submit(Job *job, GCancellable *cancellable, GError **error)
{
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(job->server->ca_file, error);
    HemoSubmitSession *session;
    gboolean sent;
    int fd;

    if (context == NULL)
        return FALSE;
    fd = hemo_dial_connect(job->server->host,
                           job->server->port,
                           CONNECT_SECONDS,
                           cancellable,
                           error);
    if (fd < 0)
        return FALSE;
    session = hemo_submit_session_new(fd, job->server->host, cancellable);
    sent = talk(session, job, context, error);
    hemo_submit_session_free(session, TRUE);
    return sent;
}

static void
work(GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
    Job *job = data;
    GError *error = NULL;

    if (submit(job, cancellable, &error))
        g_task_return_pointer(task, g_steal_pointer(&job->reply), g_free);
    else
        g_task_return_error(task, error);
}

static void
start(GTask *task,
      const HemoSubmitServer *server,
      const HemoSubmitMail *mail,
      gboolean ask_only)
{
    Job *job = g_new0(Job, 1);
    GError *error = NULL;

    job->ask_only = ask_only;
    job->server = server;
    job->mail = mail;
    job->recipients = g_ptr_array_new_with_free_func(g_free);
    g_task_set_source_tag(task, hemo_submit_async);
    g_task_set_check_cancellable(task, FALSE);
    g_task_set_task_data(task, job, free_job);
    if (check_job(job, &error))
        g_task_run_in_thread(task, work);
    else
        g_task_return_error(task, error);
}

void
hemo_submit_async(const HemoSubmitServer *server,
                  const HemoSubmitMail *mail,
                  GCancellable *cancellable,
                  GAsyncReadyCallback callback,
                  gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);

    start(task, server, mail, FALSE);
}

void
hemo_submit_ask_async(const HemoSubmitServer *server,
                      const HemoSubmitMail *mail,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
    g_autoptr(GTask) task = g_task_new(NULL, cancellable, callback, user_data);

    start(task, server, mail, TRUE);
}

gboolean
hemo_submit_finish(GAsyncResult *result, char **ret_reply, GError **error)
{
    g_autofree char *reply = g_task_propagate_pointer(G_TASK(result), error);

    if (reply == NULL)
        return FALSE;
    if (ret_reply != NULL)
        *ret_reply = g_steal_pointer(&reply);
    return TRUE;
}
