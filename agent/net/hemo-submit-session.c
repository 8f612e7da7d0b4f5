/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-submit-session.h.  libetpan keeps the dialogue; the log-in is written here,
 * so that no copy of the password stays behind in it.
 */
#include "hemo-submit-session.h"

#include "hemo-error.h"
#include "hemo-limits.h"
#include "hemo-own-name.h"
#include "hemo-smtp-reply.h"
#include "hemo-tls-stream.h"

#include <glib/gi18n-lib.h>
#include <libetpan/mailsmtp.h>
#include <libetpan/mailstream_helper.h>
#include <string.h>

#define BUFFER_SIZE   8192
#define QUIT_SECONDS  5
#define LOG_IN_NEEDED 530
#define NOTIFY        (MAILSMTP_DSN_NOTIFY_FAILURE | MAILSMTP_DSN_NOTIFY_DELAY)

struct _HemoSubmitSession {
    mailsmtp *smtp;
    mailstream_low *low; /* owned by smtp's stream, which nothing frees before the end */
    char *host;
    MMAPString *text;     /* the last reply that was read here */
    HemoSmtpReply reply;  /* a view of it */
    gboolean secure;      /* TLS is on and verified */
    gboolean out_of_step; /* after a broken reply nothing more may be said */
};

HemoSubmitSession *
hemo_submit_session_new(int fd, const char *host, GCancellable *cancellable)
{
    HemoSubmitSession *session = g_new0(HemoSubmitSession, 1);

    session->host = g_strdup(host);
    session->low = hemo_tls_stream_new(fd, cancellable);
    session->text = mmap_string_new("");
    session->smtp = mailsmtp_new(0, NULL);
    session->smtp->stream = mailstream_new(session->low, BUFFER_SIZE);
    return session;
}

/* libetpan's buffers held the password and the mail. */
static void
wipe_buffers(mailstream *stream)
{
    hemo_erase(stream->write_buffer, stream->buffer_max_size);
    hemo_erase(stream->read_buffer, stream->buffer_max_size);
    stream->write_buffer_len = 0;
}

void
hemo_submit_session_free(HemoSubmitSession *session, gboolean polite)
{
    mailsmtp *smtp = session->smtp;

    if (smtp->stream != NULL)
        wipe_buffers(smtp->stream);
    if (smtp->stream != NULL && polite && !session->out_of_step) {
        hemo_tls_stream_arm(session->low, QUIT_SECONDS);
        mailsmtp_quit(smtp); /* closes the stream as well */
    }
    if (smtp->stream != NULL)
        mailstream_close(smtp->stream);
    smtp->stream = NULL; /* or libetpan would say QUIT by itself */
    mailsmtp_free(smtp);
    mmap_string_free(session->text);
    g_free(session->host);
    g_free(session);
}

static void
arm(HemoSubmitSession *session)
{
    hemo_tls_stream_arm(session->low, HEMO_LIMIT_SUBMIT_WAIT);
}

static gboolean
is_stream_error(int status)
{
    return status == MAILSMTP_ERROR_STREAM || status == MAILSMTP_ERROR_MEMORY;
}

/* The step failed in a way that leaves no trust in the dialogue. */
static gboolean
fail_stream(HemoSubmitSession *session, GError **error)
{
    session->out_of_step = TRUE;
    hemo_tls_stream_set_error(session->low, error);
    return FALSE;
}

static gboolean
fail_untrusted(HemoSubmitSession *session, GError **error)
{
    session->out_of_step = TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_UNTRUSTED,
                   _("the mail server %s does not offer an encrypted connection"),
                   session->host);
    return FALSE;
}

/* A "no" of the server: 4xx passes, 5xx stays; 530 asks for a log-in (RFC 4954 section 6). */
static gboolean
fail_refused(HemoSubmitSession *session, const char *words, GError **error)
{
    int code = session->smtp->response_code;
    HemoError kind = code >= 400 && code < 500 ? HEMO_ERROR_UNREACHABLE : HEMO_ERROR_INVALID;

    if (code == LOG_IN_NEEDED)
        hemo_error_set(error,
                       HEMO_ERROR_DENIED,
                       _("the mail server wants a user name and a password"));
    else
        hemo_error_set(error, kind, "%s (%d)", words, code);
    return FALSE;
}

/* One strict reply, kept in the session; its code, 0 if there is none. */
static guint
read_code(HemoSubmitSession *session)
{
    MMAPString *text = session->text;
    HemoSmtpReplyState state = HEMO_SMTP_REPLY_MORE;

    mmap_string_truncate(text, 0);
    while (state == HEMO_SMTP_REPLY_MORE &&
           mailstream_read_line_append(session->smtp->stream, text) != NULL)
        state = hemo_smtp_reply_parse(hemo_slice(text->str, text->len), &session->reply);
    session->out_of_step |= state != HEMO_SMTP_REPLY_DONE;
    return state == HEMO_SMTP_REPLY_DONE ? session->reply.code : 0;
}

/* Sends one line and gives the code of the reply, 0 if the connection broke. */
static guint
exchange(HemoSubmitSession *session, HemoSlice line)
{
    mailstream *stream = session->smtp->stream;
    gboolean sent;

    arm(session);
    sent = mailstream_write(stream, line.data, line.size) == (ssize_t)line.size &&
           mailstream_write(stream, "\r\n", 2) == 2 && mailstream_flush(stream) == 0;
    wipe_buffers(stream);
    return sent ? read_code(session) : 0;
}

static const struct {
    const char *keyword;
    const char *parameter; /* or NULL */
    int esmtp;
    int auth;
} extensions[] = {
    {"STARTTLS", NULL, MAILSMTP_ESMTP_STARTTLS, 0},
    {"DSN", NULL, MAILSMTP_ESMTP_DSN, 0},
    {"AUTH", "PLAIN", 0, MAILSMTP_AUTH_PLAIN},
    {"AUTH", "LOGIN", 0, MAILSMTP_AUTH_LOGIN},
};

/* Rule S7: what was offered before is forgotten. */
static void
note_extensions(mailsmtp *smtp, const HemoSmtpReply *reply)
{
    smtp->esmtp = MAILSMTP_ESMTP;
    smtp->auth = MAILSMTP_AUTH_CHECKED;
    for (gsize i = 0; i < G_N_ELEMENTS(extensions); i++) {
        const char *parameter = extensions[i].parameter;
        const char *keyword = extensions[i].keyword;

        if (parameter != NULL ? hemo_smtp_reply_has_parameter(reply, keyword, parameter)
                              : hemo_smtp_reply_has_keyword(reply, keyword)) {
            smtp->esmtp |= extensions[i].esmtp;
            smtp->auth |= extensions[i].auth;
        }
    }
}

/* libetpan's own EHLO knows no IPv6 literal, or tells the desk's name. */
static gboolean
greet(HemoSubmitSession *session, GError **error)
{
    g_autofree char *name = hemo_own_name_for_socket(mailstream_low_get_fd(session->low));
    g_autofree char *line = g_strconcat("EHLO ", name, NULL);
    guint code = exchange(session, hemo_slice_text(line));

    if (code == 0)
        return fail_stream(session, error);
    if (code == 250) {
        note_extensions(session->smtp, &session->reply);
        return TRUE;
    }
    hemo_error_set(error, HEMO_ERROR_UNREACHABLE, _("the mail server takes no mail just now"));
    return FALSE;
}

/* Not by libetpan's mailsmtp_connect(): unless the word is 220, that frees the stream. */
static gboolean
read_banner(HemoSubmitSession *session, GError **error)
{
    guint code = read_code(session);

    if (code == 0)
        return fail_stream(session, error);
    if (code == 220)
        return TRUE;
    hemo_error_set(error, HEMO_ERROR_UNREACHABLE, _("the mail server takes no mail just now"));
    return FALSE;
}

static gboolean
start_tls(HemoSubmitSession *session, SSL_CTX *context, GError **error)
{
    arm(session);
    if (!hemo_tls_stream_start(session->low, context, session->host, error)) {
        session->out_of_step = TRUE;
        return FALSE;
    }
    session->secure = TRUE;
    return TRUE;
}

static gboolean
ask_for_tls(HemoSubmitSession *session, GError **error)
{
    int status;

    if ((session->smtp->esmtp & MAILSMTP_ESMTP_STARTTLS) == 0)
        return fail_untrusted(session, error);
    arm(session);
    status = mailesmtp_starttls(session->smtp);
    if (is_stream_error(status))
        return fail_stream(session, error);
    /* rule S5: what is in the buffer now was said before TLS, by anybody */
    if (status != MAILSMTP_NO_ERROR || session->smtp->stream->read_buffer_len != 0)
        return fail_untrusted(session, error);
    return TRUE;
}

gboolean
hemo_submit_session_open(HemoSubmitSession *session,
                         SSL_CTX *context,
                         gboolean tls_first,
                         GError **error)
{
    if (tls_first)
        return start_tls(session, context, error) && read_banner(session, error) &&
               greet(session, error);
    return read_banner(session, error) && greet(session, error) &&
           ask_for_tls(session, error) && start_tls(session, context, error) &&
           greet(session, error);
}

static void
append_base64(HemoBuffer *line, HemoSlice bytes)
{
    char *text = g_base64_encode(bytes.data, bytes.size);

    hemo_buffer_append_text(line, text);
    hemo_erase_text(text);
}

static guint
exchange_base64(HemoSubmitSession *session, const char *command, HemoSlice bytes)
{
    g_autoptr(HemoBuffer) line = hemo_buffer_new();

    hemo_buffer_append_text(line, command);
    append_base64(line, bytes);
    return exchange(session, hemo_buffer_slice(line));
}

/* RFC 4616 */
static guint
log_in_plain(HemoSubmitSession *session, const char *user, HemoSecret *password)
{
    g_autoptr(HemoBuffer) token = hemo_buffer_new();

    hemo_buffer_append_byte(token, 0);
    hemo_buffer_append_text(token, user);
    hemo_buffer_append_byte(token, 0);
    hemo_buffer_append(token, hemo_secret_slice(password));
    return exchange_base64(session, "AUTH PLAIN ", hemo_buffer_slice(token));
}

static guint
log_in_login(HemoSubmitSession *session, const char *user, HemoSecret *password)
{
    guint code = exchange(session, hemo_slice_text("AUTH LOGIN"));

    if (code == 334)
        code = exchange_base64(session, "", hemo_slice_text(user));
    if (code == 334)
        code = exchange_base64(session, "", hemo_secret_slice(password));
    return code;
}

static const struct {
    int flag;
    guint (*log_in)(HemoSubmitSession *session, const char *user, HemoSecret *password);
} methods[] = {
    {MAILSMTP_AUTH_PLAIN, log_in_plain},
    {MAILSMTP_AUTH_LOGIN, log_in_login},
};

static gboolean
judge_log_in(HemoSubmitSession *session, guint code, GError **error)
{
    if (code == 235)
        return TRUE;
    if (code == 0)
        return fail_stream(session, error);
    if (code >= 400 && code < 500)
        hemo_error_set(error,
                       HEMO_ERROR_UNREACHABLE,
                       _("the mail server cannot check the password just now"));
    else
        hemo_error_set(error,
                       HEMO_ERROR_DENIED,
                       _("the mail server does not accept the user name or the password"));
    return FALSE;
}

gboolean
hemo_submit_session_log_in(HemoSubmitSession *session,
                           const char *user,
                           HemoSecret *password,
                           GError **error)
{
    if (!session->secure)
        return fail_untrusted(session, error);
    for (gsize i = 0; i < G_N_ELEMENTS(methods); i++) {
        if ((session->smtp->auth & methods[i].flag) != 0)
            return judge_log_in(session, methods[i].log_in(session, user, password), error);
    }
    hemo_error_set(error,
                   HEMO_ERROR_DENIED,
                   _("the mail server offers no log-in that can be used"));
    return FALSE;
}

gboolean
hemo_submit_session_add_sender(HemoSubmitSession *session,
                               const char *sender,
                               const char *envelope_id,
                               GError **error)
{
    int status;

    arm(session);
    if (!session->secure)
        return fail_untrusted(session, error);
    status = mailesmtp_mail(session->smtp, sender, FALSE, envelope_id);
    if (is_stream_error(status))
        return fail_stream(session, error);
    if (status == MAILSMTP_NO_ERROR)
        return TRUE;
    return fail_refused(session, _("the mail server refuses the sender"), error);
}

gboolean
hemo_submit_session_add_recipient(HemoSubmitSession *session,
                                  const char *recipient,
                                  GError **error)
{
    int status;

    arm(session);
    status = mailesmtp_rcpt(session->smtp, recipient, NOTIFY, NULL);
    if (is_stream_error(status))
        return fail_stream(session, error);
    if (status == MAILSMTP_NO_ERROR)
        return TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_INVALID,
                   _("the mail server refuses a recipient (%d)"),
                   session->smtp->response_code);
    return FALSE;
}

void
hemo_submit_session_reset(HemoSubmitSession *session)
{
    arm(session);
    if (!session->out_of_step && mailsmtp_reset(session->smtp) != MAILSMTP_NO_ERROR)
        session->out_of_step = TRUE;
}

static char *
copy_reply(const mailsmtp *smtp)
{
    g_autofree char *text = g_utf8_make_valid(smtp->response != NULL ? smtp->response : "", -1);

    return g_strdup(g_strstrip(text));
}

/* libetpan puts a line end of its own before the final dot. */
static HemoSlice
without_last_line_end(HemoSlice message)
{
    if (message.size > 0 && message.data[message.size - 1] == '\n')
        message.size--;
    if (message.size > 0 && message.data[message.size - 1] == '\r')
        message.size--;
    return message;
}

gboolean
hemo_submit_session_send(HemoSubmitSession *session,
                         HemoSlice message,
                         char **ret_reply,
                         GError **error)
{
    int status;

    arm(session);
    status = mailsmtp_data(session->smtp);
    if (is_stream_error(status))
        return fail_stream(session, error);
    if (status != MAILSMTP_NO_ERROR)
        return fail_refused(session, _("the mail server refuses the mail"), error);
    arm(session);
    message = without_last_line_end(message);
    status = mailsmtp_data_message(session->smtp, (const char *)message.data, message.size);
    if (status == MAILSMTP_NO_ERROR) {
        *ret_reply = copy_reply(session->smtp);
        return TRUE;
    }
    if (!is_stream_error(status))
        return fail_refused(session, _("the mail server refuses the mail"), error);
    session->out_of_step = TRUE;
    hemo_error_set(error,
                   HEMO_ERROR_FAILED,
                   _("the connection broke while the mail was handed over; "
                     "the mail server may or may not have taken it"));
    return FALSE;
}
