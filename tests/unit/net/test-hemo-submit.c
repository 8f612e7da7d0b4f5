/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-submit.h"

#include "fake-ca.h"
#include "fake-smtp.h"
#include "hemo-error.h"
#include "hemo-tls-context.h"

#include <string.h>

#define HOST "localhost"
#define MAIL                                                                                   \
    "From: a@example.org\r\nSubject: x\r\n\r\n.dot\r\nline\r\n" /* a line begins with a dot */
#define SECRET "pass=word"

#define GREET                                                                                  \
    {FAKE_SMTP_SAY, "220 mx\r\n"}, {FAKE_SMTP_HEAR, "EHLO ["},                                 \
    {                                                                                          \
        FAKE_SMTP_SAY, "250-mx\r\n250-AUTH PLAIN\r\n250 STARTTLS\r\n"                          \
    }
#define START                                                                                  \
    {FAKE_SMTP_HEAR, "STARTTLS"}, {FAKE_SMTP_SAY, "220 go\r\n"},                               \
    {                                                                                          \
        FAKE_SMTP_TLS, NULL                                                                    \
    }
#define AGAIN                                                                                  \
    {FAKE_SMTP_HEAR, "EHLO ["},                                                                \
    {                                                                                          \
        FAKE_SMTP_SAY, "250-mx\r\n250-AUTH LOGIN PLAIN\r\n250-DSN\r\n250 8BITMIME\r\n"         \
    }
#define LOG_IN                                                                                 \
    {FAKE_SMTP_HEAR, "AUTH PLAIN "},                                                           \
    {                                                                                          \
        FAKE_SMTP_SAY, "235 in\r\n"                                                            \
    }
#define ENVELOPE                                                                               \
    {FAKE_SMTP_HEAR, "MAIL FROM:<a@example.org>"}, {FAKE_SMTP_SAY, "250 ok\r\n"},              \
        {FAKE_SMTP_HEAR, "RCPT TO:<b@example.org>"}, {FAKE_SMTP_SAY, "250 ok\r\n"},            \
        {FAKE_SMTP_HEAR, "RCPT TO:<c@example.net>"},                                           \
    {                                                                                          \
        FAKE_SMTP_SAY, "250 ok\r\n"                                                            \
    }
#define DATA                                                                                   \
    {FAKE_SMTP_HEAR, "DATA"}, {FAKE_SMTP_SAY, "354 go\r\n"},                                   \
    {                                                                                          \
        FAKE_SMTP_MAIL, NULL                                                                   \
    }
#define TAKEN                                                                                  \
    {FAKE_SMTP_SAY, "250 2.0.0 taken as 17\r\n"}, {FAKE_SMTP_HEAR, "QUIT"},                    \
        {FAKE_SMTP_SAY, "221 bye\r\n"},                                                        \
    {                                                                                          \
        FAKE_SMTP_END, NULL                                                                    \
    }

static const FakeSmtpStep good[] = {GREET, START, AGAIN, LOG_IN, ENVELOPE, DATA, TAKEN};

typedef struct {
    gboolean sent;
    gboolean done;
    char *reply;
    GError *error;
} Wait;

static void
on_sent(GObject *source, GAsyncResult *result, gpointer data)
{
    Wait *wait = data;

    wait->sent = hemo_submit_finish(result, &wait->reply, &wait->error);
    wait->done = TRUE;
}

typedef struct {
    const FakeSmtpStep *script;
    const char *cert_name;
    FakeCertKind kind;
    int max_version;
    gboolean other_ca;
    HemoSubmitSecurity security;
    const HemoSubmitMail *mail;
    gboolean ask_only;
} Case;

static const char *const recipients[] = {"b@example.org", "c@EXAMPLE.net", NULL};

static HemoSubmitMail
make_mail(void)
{
    return (HemoSubmitMail){"a@example.org", recipients, "id=1+2", hemo_slice_text(MAIL)};
}

static Wait
send_mail(const HemoSubmitServer *server, const HemoSubmitMail *mail, gboolean ask_only)
{
    Wait wait = {0};

    (ask_only ? hemo_submit_ask_async : hemo_submit_async)(server, mail, NULL, on_sent, &wait);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpint(wait.sent, ==, wait.error == NULL);
    return wait;
}

/* Runs one case; @ret_heard is what the server heard. */
static Wait
run_case(const Case *row, char **ret_heard)
{
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(FakeCa) other = row->other_ca ? fake_ca_new() : NULL;
    g_autoptr(SSL_CTX) context =
        fake_ca_make_server(ca, row->cert_name != NULL ? row->cert_name : HOST, row->kind);
    g_autoptr(FakeSmtp) fake = NULL;
    g_autoptr(HemoSecret) password = hemo_secret_new_copy(hemo_slice_text(SECRET));
    HemoSubmitMail mail = row->mail != NULL ? *row->mail : make_mail();
    HemoSubmitServer server = {
        .host = HOST,
        .security = row->security != HEMO_SUBMIT_INVALID ? row->security : HEMO_SUBMIT_STARTTLS,
        .user = "anna",
        .password = password,
        .ca_file = row->other_ca ? other->file : ca->file,
    };
    Wait wait;

    SSL_CTX_set_max_proto_version(context, row->max_version);
    fake = fake_smtp_new(row->script, context);
    server.port = fake_smtp_port(fake);
    wait = send_mail(&server, &mail, row->ask_only);
    *ret_heard = g_strdup(fake_smtp_finish(fake));
    return wait;
}

static void
test_good(void)
{
    g_autofree char *heard = NULL;
    g_autofree char *token = g_base64_encode((const guchar *)"\0anna\0" SECRET, 15);
    g_autofree char *expected = g_strdup_printf("EHLO [127.0.0.1]\nSTARTTLS\n<tls>\n"
                                                "EHLO [127.0.0.1]\n"
                                                "AUTH PLAIN %s\n"
                                                "MAIL FROM:<a@example.org> RET=HDRS "
                                                "ENVID=id+3D1+2B2\n"
                                                "RCPT TO:<b@example.org> NOTIFY=FAILURE,DELAY\n"
                                                "RCPT TO:<c@example.net> NOTIFY=FAILURE,DELAY\n"
                                                "DATA\n"
                                                "From: a@example.org\nSubject: x\n\n"
                                                "..dot\nline\n.\nQUIT\n",
                                                token);
    Case row = {.script = good};
    Wait wait = run_case(&row, &heard);

    g_assert_no_error(wait.error);
    g_assert_cmpstr(heard, ==, expected);
    g_assert_true(g_str_has_suffix(wait.reply, "2.0.0 taken as 17"));
    g_free(wait.reply);
}

static const FakeSmtpStep asked[] = {GREET,
                                     START,
                                     AGAIN,
                                     LOG_IN,
                                     ENVELOPE,
                                     {FAKE_SMTP_HEAR, "RSET"},
                                     {FAKE_SMTP_SAY, "250 ok\r\n"},
                                     {FAKE_SMTP_HEAR, "QUIT"},
                                     {FAKE_SMTP_SAY, "221 bye\r\n"},
                                     {FAKE_SMTP_END, NULL}};

/* Whether a mail would be taken is asked without the mail. */
static void
test_ask(void)
{
    g_autofree char *heard = NULL;
    Case row = {.script = asked, .ask_only = TRUE};
    Wait wait = run_case(&row, &heard);

    g_assert_no_error(wait.error);
    g_assert_nonnull(strstr(heard, "RSET\nQUIT\n"));
    g_assert_null(strstr(heard, "DATA"));
    g_assert_null(strstr(heard, "Subject"));
    g_assert_cmpstr(wait.reply, ==, "");
    g_free(wait.reply);
}

static void
test_tls_first(void)
{
    static const FakeSmtpStep script[] = {
        {FAKE_SMTP_TLS, NULL},
        {FAKE_SMTP_SAY, "220 mx\r\n"},
        {FAKE_SMTP_HEAR, "EHLO"},
        {FAKE_SMTP_SAY, "250-mx\r\n250 AUTH LOGIN\r\n"},
        {FAKE_SMTP_HEAR, "AUTH LOGIN"},
        {FAKE_SMTP_SAY, "334 VXNlcm5hbWU6\r\n"},
        {FAKE_SMTP_HEAR, "YW5uYQ=="},
        {FAKE_SMTP_SAY, "334 UGFzc3dvcmQ6\r\n"},
        {FAKE_SMTP_HEAR, "cGFzcz13b3Jk"},
        {FAKE_SMTP_SAY, "235 in\r\n"},
        ENVELOPE,
        DATA,
        TAKEN,
    };
    g_autofree char *heard = NULL;
    Case row = {.script = script, .security = HEMO_SUBMIT_TLS};
    Wait wait = run_case(&row, &heard);

    g_assert_no_error(wait.error);
    g_assert_null(strstr(heard, "<odd>"));
    /* without DSN no parameters */
    g_assert_nonnull(strstr(heard, "MAIL FROM:<a@example.org>\n"));
    g_free(wait.reply);
}

static void
test_refusals(void)
{
    static const FakeSmtpStep no_starttls[] = {
        {FAKE_SMTP_SAY, "220 mx\r\n"},
        {FAKE_SMTP_HEAR, "EHLO"},
        {FAKE_SMTP_SAY, "250-mx\r\n250 AUTH PLAIN\r\n"},
        {FAKE_SMTP_HANG, NULL},
    };
    static const FakeSmtpStep starttls_454[] = {GREET,
                                                {FAKE_SMTP_HEAR, "STARTTLS"},
                                                {FAKE_SMTP_SAY, "454 no\r\n"},
                                                {FAKE_SMTP_HANG, NULL}};
    static const FakeSmtpStep inject[] = {GREET,
                                          {FAKE_SMTP_HEAR, "STARTTLS"},
                                          {FAKE_SMTP_SAY, "220 go\r\n235 in\r\n"},
                                          {FAKE_SMTP_TLS, NULL},
                                          AGAIN,
                                          {0}};
    static const FakeSmtpStep denied[] = {GREET,
                                          START,
                                          AGAIN,
                                          {FAKE_SMTP_HEAR, "AUTH"},
                                          {FAKE_SMTP_SAY, "535 no\r\n"},
                                          {FAKE_SMTP_HEAR, "QUIT"},
                                          {0}};
    static const FakeSmtpStep busy_auth[] = {GREET,
                                             START,
                                             AGAIN,
                                             {FAKE_SMTP_HEAR, "AUTH"},
                                             {FAKE_SMTP_SAY, "454 later\r\n"},
                                             {FAKE_SMTP_HEAR, "QUIT"},
                                             {0}};
    static const FakeSmtpStep mail_530[] = {GREET,
                                            START,
                                            AGAIN,
                                            LOG_IN,
                                            {FAKE_SMTP_HEAR, "MAIL"},
                                            {FAKE_SMTP_SAY, "530 5.7.0 log in\r\n"},
                                            {FAKE_SMTP_HEAR, "QUIT"},
                                            {0}};
    static const FakeSmtpStep rcpt_550[] = {GREET,
                                            START,
                                            AGAIN,
                                            LOG_IN,
                                            {FAKE_SMTP_HEAR, "MAIL"},
                                            {FAKE_SMTP_SAY, "250 ok\r\n"},
                                            {FAKE_SMTP_HEAR, "RCPT"},
                                            {FAKE_SMTP_SAY, "250 ok\r\n"},
                                            {FAKE_SMTP_HEAR, "RCPT"},
                                            {FAKE_SMTP_SAY, "550 no such\r\n"},
                                            {FAKE_SMTP_HEAR, "RSET"},
                                            {FAKE_SMTP_SAY, "250 ok\r\n"},
                                            {FAKE_SMTP_HEAR, "QUIT"},
                                            {0}};
    static const FakeSmtpStep data_554[] = {GREET,
                                            START,
                                            AGAIN,
                                            LOG_IN,
                                            ENVELOPE,
                                            DATA,
                                            {FAKE_SMTP_SAY, "554 no\r\n"},
                                            {FAKE_SMTP_HEAR, "QUIT"},
                                            {0}};
    static const FakeSmtpStep dropped[] = {GREET, START, AGAIN, LOG_IN, ENVELOPE, DATA, {0}};
    static const FakeSmtpStep dropped_early[] = {GREET, START, AGAIN, LOG_IN, {0}};
    static const FakeSmtpStep banner_421[] = {{FAKE_SMTP_SAY, "421 later\r\n"}, {0}};
    static const struct {
        const char *name;
        Case row;
        HemoError code;
        const char *never; /* the server must not have heard this */
    } rows[] = {
        {"wrong name",
         {.script = good, .cert_name = "mail.example.org"},
         HEMO_ERROR_UNTRUSTED,
         "AUTH"},
        {"unknown CA", {.script = good, .other_ca = TRUE}, HEMO_ERROR_UNTRUSTED, "AUTH"},
        {"expired", {.script = good, .kind = FAKE_CERT_EXPIRED}, HEMO_ERROR_UNTRUSTED, "AUTH"},
        {"CN only", {.script = good, .kind = FAKE_CERT_CN_ONLY}, HEMO_ERROR_UNTRUSTED, "AUTH"},
        {"weak key",
         {.script = good, .kind = FAKE_CERT_RSA_1024},
         HEMO_ERROR_UNTRUSTED,
         "AUTH"},
        {"TLS 1.1",
         {.script = good, .max_version = TLS1_1_VERSION},
         HEMO_ERROR_UNTRUSTED,
         "AUTH"},
        {"no STARTTLS", {.script = no_starttls}, HEMO_ERROR_UNTRUSTED, "AUTH"},
        {"STARTTLS 454", {.script = starttls_454}, HEMO_ERROR_UNTRUSTED, "AUTH"},
        {"injection", {.script = inject}, HEMO_ERROR_UNTRUSTED, "AUTH"},
        {"log-in refused", {.script = denied}, HEMO_ERROR_DENIED, "MAIL"},
        {"log-in later", {.script = busy_auth}, HEMO_ERROR_UNREACHABLE, "MAIL"},
        {"log-in needed", {.script = mail_530}, HEMO_ERROR_DENIED, "RCPT"},
        {"recipient refused", {.script = rcpt_550}, HEMO_ERROR_INVALID, "DATA"},
        {"mail refused", {.script = data_554}, HEMO_ERROR_INVALID, "<odd>"},
        {"drop after DATA", {.script = dropped}, HEMO_ERROR_FAILED, "QUIT"},
        {"drop before MAIL", {.script = dropped_early}, HEMO_ERROR_UNREACHABLE, "DATA"},
        {"banner 421", {.script = banner_421}, HEMO_ERROR_UNREACHABLE, "EHLO"},
        {"plain where TLS was asked",
         {.script = banner_421, .security = HEMO_SUBMIT_TLS},
         HEMO_ERROR_UNTRUSTED,
         "EHLO"},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *heard = NULL;
        Wait wait = run_case(&rows[i].row, &heard);

        g_test_message("%s: %s", rows[i].name, wait.error != NULL ? wait.error->message : "-");
        g_assert_error(wait.error, HEMO_ERROR, (int)rows[i].code);
        g_assert_null(strstr(heard, rows[i].never));
        g_assert_null(strstr(heard, "<odd>"));
        g_clear_error(&wait.error);
    }
}

/* What is wrong before anything is said: nobody is even called. */
static void
test_arguments(void)
{
    static const char *const none[] = {NULL};
    static const char *const injected[] = {"b@example.org>\r\nRCPT TO:<d@example.org", NULL};
    static const struct {
        const char *name;
        HemoSubmitMail mail;
        HemoError code;
    } rows[] = {
        {"no recipient", {"a@example.org", none, NULL, {NULL, 0}}, HEMO_ERROR_INVALID},
        {"injected recipient",
         {"a@example.org", injected, NULL, {(const guint8 *)"x\r\n", 3}},
         HEMO_ERROR_INVALID},
        {"injected sender",
         {"a@example.org>\r\nRSET", recipients, NULL, {(const guint8 *)"x\r\n", 3}},
         HEMO_ERROR_INVALID},
        {"blank in the mark",
         {"a@example.org", recipients, "a b", {(const guint8 *)"x\r\n", 3}},
         HEMO_ERROR_INVALID},
        {"CR alone",
         {"a@example.org", recipients, NULL, {(const guint8 *)"a\rb\r\n", 5}},
         HEMO_ERROR_INVALID},
        {"CR at the end",
         {"a@example.org", recipients, NULL, {(const guint8 *)"a\r", 2}},
         HEMO_ERROR_INVALID},
        {"NUL",
         {"a@example.org", recipients, NULL, {(const guint8 *)"a\0b", 3}},
         HEMO_ERROR_INVALID},
        {"no mail", {"a@example.org", recipients, NULL, {NULL, 0}}, HEMO_ERROR_INVALID},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoSubmitServer server = {.host = HOST, .port = 9, .security = HEMO_SUBMIT_STARTTLS};
        Wait wait = send_mail(&server, &rows[i].mail, FALSE);

        g_test_message("%s", rows[i].name);
        g_assert_error(wait.error, HEMO_ERROR, (int)rows[i].code);
        g_clear_error(&wait.error);
    }
}

static void
test_settings(void)
{
    HemoSubmitServer server = {.host = HOST, .port = 9}; /* no security: zero is nothing */
    HemoSubmitMail mail = make_mail();
    Wait wait = send_mail(&server, &mail, FALSE);

    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_CONFIG);
    g_clear_error(&wait.error);
}

static void
test_unreachable(void)
{
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(FakeSmtp) fake = fake_smtp_new(good, NULL);
    HemoSubmitServer server = {.host = HOST,
                               .port = fake_smtp_port(fake),
                               .security = HEMO_SUBMIT_STARTTLS,
                               .ca_file = ca->file};
    HemoSubmitMail mail = make_mail();
    Wait wait;

    fake_smtp_free(g_steal_pointer(&fake));
    wait = send_mail(&server, &mail, FALSE);
    g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_UNREACHABLE);
    g_clear_error(&wait.error);
}

/* LF alone becomes CRLF, however long the mail. */
static void
test_line_ends(void)
{
    g_autoptr(GString) text = g_string_new("Subject: x\n\n");
    g_autofree char *heard = NULL;
    HemoSubmitMail mail = make_mail();
    Case row = {.script = good, .mail = &mail};
    Wait wait;

    for (guint i = 0; i < 20000; i++)
        g_string_append_printf(text, "line %u\n", i);
    mail.message = hemo_slice(text->str, text->len);
    wait = run_case(&row, &heard);
    g_assert_no_error(wait.error);
    g_assert_nonnull(strstr(heard, text->str));
    g_free(wait.reply);
}

static gboolean
on_time(gpointer data)
{
    g_cancellable_cancel(data);
    return G_SOURCE_REMOVE;
}

/* Sends the mail to a server that follows the good script for @steps and then does @last;
 * gives up after @patience milliseconds, unless that is 0. */
static Wait
send_until(gsize steps, FakeSmtpKind last, guint patience)
{
    FakeSmtpStep script[G_N_ELEMENTS(good) + 2] = {0};
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) context = fake_ca_make_server(ca, HOST, FAKE_CERT_GOOD);
    g_autoptr(HemoSecret) password = hemo_secret_new_copy(hemo_slice_text(SECRET));
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    g_autoptr(FakeSmtp) fake = NULL;
    HemoSubmitServer server = {.host = HOST,
                               .security = HEMO_SUBMIT_STARTTLS,
                               .user = "anna",
                               .password = password,
                               .ca_file = ca->file};
    HemoSubmitMail mail = make_mail();
    Wait wait = {0};

    memcpy(script, good, steps * sizeof *good);
    script[steps].kind = last;
    fake = fake_smtp_new(script, context);
    server.port = fake_smtp_port(fake);
    hemo_submit_async(&server, &mail, cancellable, on_sent, &wait);
    if (patience > 0)
        g_timeout_add_full(0, patience, on_time, g_object_ref(cancellable), g_object_unref);
    while (!wait.done)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpint(wait.sent, ==, wait.error == NULL);
    return wait;
}

/* The place of the first step of @kind in the good script. */
static gsize
find_step(FakeSmtpKind kind)
{
    gsize at = 0;

    while (good[at].kind != kind)
        at++;
    return at;
}

/* The server goes away, before its first word or after any other: either the mail was taken, or
 * the sender hears what became of it. */
static void
test_drop_anywhere(void)
{
    const gsize tls = find_step(FAKE_SMTP_TLS);
    const gsize mail = find_step(FAKE_SMTP_MAIL);

    for (gsize steps = 0; steps < G_N_ELEMENTS(good); steps++) {
        Wait wait = send_until(steps, FAKE_SMTP_END, 0);
        HemoError expected = steps == tls   ? HEMO_ERROR_UNTRUSTED
                             : steps < mail ? HEMO_ERROR_UNREACHABLE
                                            : HEMO_ERROR_FAILED;

        g_test_message("after %zu steps: %s",
                       steps,
                       wait.error != NULL ? wait.error->message : "sent");
        if (steps >= mail + 2) /* its 2xx was said */
            g_assert_no_error(wait.error);
        else
            g_assert_error(wait.error, HEMO_ERROR, (int)expected);
        g_clear_error(&wait.error);
        g_free(wait.reply);
    }
}

/* The person gives up at some moment, with a server that stops answering at every place. */
static void
test_cancel_anywhere(void)
{
    const gsize mail = find_step(FAKE_SMTP_MAIL);

    for (gsize steps = 0; steps < G_N_ELEMENTS(good); steps++) {
        guint patience = (guint)g_test_rand_int_range(1, 100);
        Wait wait = send_until(steps, FAKE_SMTP_HANG, patience);

        g_test_message("%u ms, %zu steps: %s",
                       patience,
                       steps,
                       wait.error != NULL ? wait.error->message : "sent");
        if (wait.sent)
            g_assert_cmpuint(steps, >=, mail + 2);
        else if (!g_error_matches(wait.error, HEMO_ERROR, HEMO_ERROR_FAILED) || steps < mail)
            g_assert_error(wait.error, HEMO_ERROR, HEMO_ERROR_CANCELLED);
        g_clear_error(&wait.error);
        g_free(wait.reply);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/submit/good", test_good);
    g_test_add_func("/submit/ask", test_ask);
    g_test_add_func("/submit/tls-first", test_tls_first);
    g_test_add_func("/submit/refusals", test_refusals);
    g_test_add_func("/submit/arguments", test_arguments);
    g_test_add_func("/submit/settings", test_settings);
    g_test_add_func("/submit/unreachable", test_unreachable);
    g_test_add_func("/submit/line-ends", test_line_ends);
    g_test_add_func("/submit/drop-anywhere", test_drop_anywhere);
    g_test_add_func("/submit/cancel-anywhere", test_cancel_anywhere);
    return g_test_run();
}
