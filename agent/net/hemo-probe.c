/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-probe.h.  A probe walks through stages: in each it sends at most one command
 * and reads one reply; the table says what a silence or a malformed reply means
 * there.  It owns itself until it ends, then gives its result to the task.
 */
#include "hemo-probe.h"

#include "hemo-error.h"
#include "hemo-own-name.h"
#include "hemo-secret.h"
#include "hemo-smtp-reply.h"
#include "hemo-tls-context.h"
#include "hemo-wire.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n-lib.h>
#include <openssl/err.h>
#include <sys/socket.h>
#include <unistd.h>

#define CONNECTION_BYTES (64 * 1024)

typedef enum {
    STAGE_CONNECT = 0,
    STAGE_BANNER,
    STAGE_EHLO,
    STAGE_HELO,
    STAGE_STARTTLS,
    STAGE_HANDSHAKE,
    STAGE_EHLO_AGAIN,
    N_STAGES
} Stage;

typedef struct {
    GTask *task;
    SSL_CTX *context;
    const HemoProbeTarget *target;
    GMainContext *main_context;
    HemoWire *wire;
    Stage stage;
    GString *output; /* what of the command is not sent yet */
    HemoBuffer *input;
    GSource *ready;
    GSource *stage_timer;
    GSource *timer;
    GSource *cancel;
    HemoProbeResult *result;
    gboolean dane; /* TLSA records decide who the server is */
} Probe;

static void on_banner(Probe *probe, const HemoSmtpReply *reply);
static void on_ehlo(Probe *probe, const HemoSmtpReply *reply);
static void on_helo(Probe *probe, const HemoSmtpReply *reply);
static void on_starttls(Probe *probe, const HemoSmtpReply *reply);
static void on_ehlo_again(Probe *probe, const HemoSmtpReply *reply);

static const struct {
    const char *command; /* "%s" is our name */
    void (*on_reply)(Probe *probe, const HemoSmtpReply *reply);
    guint seconds;
    HemoGradeProbe silent; /* nothing, or not enough, came in time */
    HemoGradeProbe broken; /* malformed, or the connection ended */
} stages[N_STAGES] = {
    [STAGE_CONNECT] = {NULL,
                       NULL,
                       HEMO_LIMIT_SMTP_CONNECT,
                       HEMO_GRADE_PROBE_UNREACHABLE,
                       HEMO_GRADE_PROBE_UNREACHABLE},
    [STAGE_BANNER] = {NULL,
                      on_banner,
                      HEMO_LIMIT_SMTP_WAIT,
                      HEMO_GRADE_PROBE_TIMED_OUT,
                      HEMO_GRADE_PROBE_NOT_SMTP},
    [STAGE_EHLO] = {"EHLO %s\r\n",
                    on_ehlo,
                    HEMO_LIMIT_SMTP_WAIT,
                    HEMO_GRADE_PROBE_TIMED_OUT,
                    HEMO_GRADE_PROBE_NOT_SMTP},
    [STAGE_HELO] = {"HELO %s\r\n",
                    on_helo,
                    HEMO_LIMIT_SMTP_WAIT,
                    HEMO_GRADE_PROBE_TIMED_OUT,
                    HEMO_GRADE_PROBE_NOT_SMTP},
    [STAGE_STARTTLS] = {"STARTTLS\r\n",
                        on_starttls,
                        HEMO_LIMIT_SMTP_WAIT,
                        HEMO_GRADE_PROBE_TIMED_OUT,
                        HEMO_GRADE_PROBE_BROKEN},
    [STAGE_HANDSHAKE] =
        {NULL, NULL, HEMO_LIMIT_SMTP_WAIT, HEMO_GRADE_PROBE_TIMED_OUT, HEMO_GRADE_PROBE_BROKEN},
    [STAGE_EHLO_AGAIN] = {"EHLO %s\r\n",
                          on_ehlo_again,
                          HEMO_LIMIT_SMTP_WAIT,
                          HEMO_GRADE_PROBE_TIMED_OUT,
                          HEMO_GRADE_PROBE_BROKEN},
};

void
hemo_probe_result_free(HemoProbeResult *result)
{
    if (result == NULL)
        return;
    g_free(result->version);
    g_free(result->cipher);
    g_free(result);
}

static void
clear_source(GSource **source)
{
    if (*source != NULL)
        g_source_destroy(*source);
    g_clear_pointer(source, g_source_unref);
}

static void
free_probe(Probe *probe)
{
    clear_source(&probe->ready);
    clear_source(&probe->stage_timer);
    clear_source(&probe->timer);
    clear_source(&probe->cancel);
    hemo_wire_free(probe->wire);
    SSL_CTX_free(probe->context);
    g_main_context_unref(probe->main_context);
    g_string_free(probe->output, TRUE);
    hemo_buffer_free(probe->input);
    hemo_probe_result_free(probe->result);
    g_clear_object(&probe->task);
    g_free(probe);
}

/* Ends the probe from a main loop event; nothing may touch it afterwards. */
static void
finish(Probe *probe)
{
    g_autoptr(GTask) task = g_steal_pointer(&probe->task);
    HemoProbeResult *result = g_steal_pointer(&probe->result);

    free_probe(probe);
    g_task_return_pointer(task, result, (GDestroyNotify)hemo_probe_result_free);
}

/* Sets what was found; the event that called it then ends the probe. */
static void
conclude(Probe *probe, HemoGradeProbe found)
{
    probe->result->grade.probe = found;
}

static gboolean
is_concluded(const Probe *probe)
{
    return probe->result->grade.probe != HEMO_GRADE_PROBE_INVALID;
}

/* Leaves politely (rule S8): QUIT without waiting for the answer. */
static void
quit(Probe *probe, HemoGradeProbe found)
{
    gsize sent = 0;

    conclude(probe, found);
    if (probe->output->len == 0)
        hemo_wire_write(probe->wire, hemo_slice_text("QUIT\r\n"), &sent);
    hemo_wire_end(probe->wire);
}

static void
attach(Probe *probe, GSource **slot, GSource *source, GSourceFunc function)
{
    clear_source(slot);
    g_source_set_callback(source, function, probe, NULL);
    g_source_attach(source, probe->main_context);
    *slot = source;
}

static gboolean
on_stage_timeout(gpointer data)
{
    Probe *probe = data;

    conclude(probe, stages[probe->stage].silent);
    finish(probe);
    return G_SOURCE_REMOVE;
}

static void
enter_stage(Probe *probe, Stage stage)
{
    const char *command = stages[stage].command;
    g_autofree char *name = NULL;

    probe->stage = stage;
    hemo_buffer_truncate(probe->input, 0);
    attach(probe,
           &probe->stage_timer,
           g_timeout_source_new_seconds(stages[stage].seconds),
           on_stage_timeout);
    if (command == NULL)
        return;
    name = hemo_own_name_for_socket(hemo_wire_fd(probe->wire));
    g_string_assign(probe->output, "");
    for (const char *at = command; *at != '\0'; at++) {
        if (at[0] == '%' && at[1] == 's') {
            g_string_append(probe->output, name);
            at++;
        } else {
            g_string_append_c(probe->output, *at);
        }
    }
}

static void
on_banner(Probe *probe, const HemoSmtpReply *reply)
{
    if (reply->code != 220)
        quit(probe, HEMO_GRADE_PROBE_REJECTED);
    else
        enter_stage(probe, STAGE_EHLO);
}

static void
on_ehlo(Probe *probe, const HemoSmtpReply *reply)
{
    if (reply->code >= 500)
        enter_stage(probe, STAGE_HELO);
    else if (reply->code != 250)
        quit(probe, HEMO_GRADE_PROBE_REJECTED);
    else if (hemo_smtp_reply_has_keyword(reply, "STARTTLS"))
        enter_stage(probe, STAGE_STARTTLS);
    else if (hemo_smtp_reply_is_masked(reply))
        quit(probe, HEMO_GRADE_PROBE_TAMPERED);
    else
        quit(probe, HEMO_GRADE_PROBE_PLAIN);
}

static void
on_helo(Probe *probe, const HemoSmtpReply *reply)
{
    quit(probe, reply->code == 250 ? HEMO_GRADE_PROBE_PLAIN : HEMO_GRADE_PROBE_REJECTED);
}

/* Rules D2 and D3; FALSE if OpenSSL takes none of the records. */
static gboolean
add_tlsa(SSL *ssl, const HemoProbeTarget *target)
{
    gsize taken = 0;

    for (gsize i = 0; i < target->n_tlsa; i++) {
        const HemoTlsa *tlsa = &target->tlsa[i];
        gsize size = 0;
        const guint8 *data = g_bytes_get_data(tlsa->data, &size);

        taken +=
            SSL_dane_tlsa_add(ssl, tlsa->usage, tlsa->selector, tlsa->matching, data, size) ==
            1;
    }
    return taken > 0;
}

static gboolean
enable_dane(Probe *probe, SSL *ssl)
{
    const HemoProbeTarget *target = probe->target;

    if (SSL_dane_enable(ssl, target->base) != 1)
        return FALSE;
    /* reference names: base, MX host, next hop (RFC 7672 section 3.2.2) */
    SSL_set1_host(ssl, target->base);
    SSL_add1_host(ssl, target->host);
    if (target->domain != NULL)
        SSL_add1_host(ssl, target->domain);
    SSL_set_tlsext_host_name(ssl, target->base);
    SSL_dane_set_flags(ssl, DANE_FLAG_NO_DANE_EE_NAMECHECKS);
    return add_tlsa(ssl, target);
}

static void
start_handshake(Probe *probe)
{
    SSL *ssl = hemo_tls_context_make_ssl(probe->context, probe->target->host);

    probe->dane = probe->target->n_tlsa > 0;
    if (ssl == NULL || (probe->dane && !enable_dane(probe, ssl))) {
        SSL_free(ssl);
        conclude(probe, HEMO_GRADE_PROBE_BROKEN);
        return;
    }
    enter_stage(probe, STAGE_HANDSHAKE);
    hemo_wire_start_tls(probe->wire, ssl);
}

static void
on_starttls(Probe *probe, const HemoSmtpReply *reply)
{
    if (reply->code != 220)
        quit(probe, HEMO_GRADE_PROBE_REFUSED);
    else
        start_handshake(probe);
}

static void
grade_handshake(Probe *probe)
{
    SSL *ssl = hemo_wire_ssl(probe->wire);
    gboolean verified = hemo_tls_context_is_verified(ssl);

    probe->result->grade.dane_matched = probe->dane && verified;
    if (!hemo_tls_context_is_strong(ssl))
        quit(probe, HEMO_GRADE_PROBE_WEAK);
    else
        quit(probe, verified ? HEMO_GRADE_PROBE_AUTHENTICATED : HEMO_GRADE_PROBE_ENCRYPTED);
}

/* What the greeting promised in the clear counts no longer (rule S7). */
static void
on_ehlo_again(Probe *probe, const HemoSmtpReply *reply)
{
    if (reply->code != 250)
        quit(probe, HEMO_GRADE_PROBE_REJECTED);
    else
        grade_handshake(probe);
}

static void
note_suite(Probe *probe)
{
    SSL *ssl = hemo_wire_ssl(probe->wire);

    g_free(probe->result->version);
    g_free(probe->result->cipher);
    probe->result->version = g_strdup(SSL_get_version(ssl));
    probe->result->cipher = g_strdup(SSL_get_cipher_name(ssl));
}

/* Rule T6.  An alert or a refusal of what we offer: there is nothing strong enough; an answer
 * that is no TLS, or an end of the connection: broken. */
static HemoGradeProbe
read_failure(HemoWireState state)
{
    int reason = ERR_GET_REASON(ERR_peek_last_error());

    if (state == HEMO_WIRE_FAILED && reason != 0 && reason != SSL_R_WRONG_VERSION_NUMBER)
        return HEMO_GRADE_PROBE_WEAK;
    return HEMO_GRADE_PROBE_BROKEN;
}

static HemoWireState
shake_hands(Probe *probe)
{
    HemoWireState state = hemo_wire_handshake(probe->wire);

    if (state == HEMO_WIRE_DONE) {
        note_suite(probe);
        enter_stage(probe, STAGE_EHLO_AGAIN);
    } else if (state == HEMO_WIRE_FAILED || state == HEMO_WIRE_CLOSED) {
        conclude(probe, read_failure(state));
    }
    return state;
}

static HemoWireState
send_command(Probe *probe)
{
    HemoSlice bytes = hemo_slice(probe->output->str, probe->output->len);
    gsize sent = 0;
    HemoWireState state = hemo_wire_write(probe->wire, bytes, &sent);

    if (state == HEMO_WIRE_DONE)
        g_string_erase(probe->output, 0, (gssize)sent);
    return state;
}

/* Rule S5: in the clear nothing may follow a reply before we have spoken. */
static gboolean
is_injected(const Probe *probe, const HemoSmtpReply *reply)
{
    return hemo_wire_ssl(probe->wire) == NULL &&
           (hemo_buffer_slice(probe->input).size > reply->bytes.size ||
            hemo_wire_has_unread(probe->wire));
}

static void
take_reply(Probe *probe, const HemoSmtpReply *reply)
{
    if (is_injected(probe, reply))
        conclude(probe, HEMO_GRADE_PROBE_TAMPERED);
    else
        stages[probe->stage].on_reply(probe, reply);
}

static HemoWireState
read_reply(Probe *probe)
{
    guint8 chunk[2048];
    gsize got = 0;
    HemoWireState state = hemo_wire_read(probe->wire, chunk, sizeof chunk, &got);
    HemoSmtpReply reply;

    if (state != HEMO_WIRE_DONE)
        return state;
    hemo_buffer_append(probe->input, hemo_slice(chunk, got));
    switch (hemo_smtp_reply_parse(hemo_buffer_slice(probe->input), &reply)) {
    case HEMO_SMTP_REPLY_DONE:
        take_reply(probe, &reply);
        return HEMO_WIRE_DONE;
    case HEMO_SMTP_REPLY_MORE:
        return HEMO_WIRE_DONE;
    case HEMO_SMTP_REPLY_INVALID:
        break;
    }
    return HEMO_WIRE_FAILED;
}

static HemoWireState
check_connection(Probe *probe)
{
    int failure = 0;
    socklen_t size = sizeof failure;

    if (getsockopt(hemo_wire_fd(probe->wire), SOL_SOCKET, SO_ERROR, &failure, &size) != 0 ||
        failure != 0)
        return HEMO_WIRE_FAILED;
    enter_stage(probe, STAGE_BANNER);
    return HEMO_WIRE_DONE;
}

static HemoWireState
step(Probe *probe)
{
    if (probe->stage == STAGE_CONNECT)
        return check_connection(probe);
    if (probe->stage == STAGE_HANDSHAKE)
        return shake_hands(probe);
    if (probe->output->len > 0)
        return send_command(probe);
    return read_reply(probe);
}

static void watch(Probe *probe, GIOCondition condition);

static gboolean
on_ready(int fd, GIOCondition condition, gpointer data)
{
    Probe *probe = data;
    HemoWireState state = HEMO_WIRE_DONE;

    while (state == HEMO_WIRE_DONE && !is_concluded(probe))
        state = step(probe);
    if (!is_concluded(probe) && (state == HEMO_WIRE_FAILED || state == HEMO_WIRE_CLOSED))
        conclude(probe, stages[probe->stage].broken);
    if (is_concluded(probe))
        finish(probe);
    else
        watch(probe, state == HEMO_WIRE_WAIT_WRITE ? G_IO_OUT : G_IO_IN);
    return G_SOURCE_REMOVE;
}

static void
watch(Probe *probe, GIOCondition condition)
{
    attach(probe,
           &probe->ready,
           g_unix_fd_source_new(hemo_wire_fd(probe->wire), condition),
           G_SOURCE_FUNC(on_ready));
}

static gboolean
on_not_connected(gpointer data)
{
    finish(data);
    return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled(GCancellable *cancellable, gpointer data)
{
    Probe *probe = data;
    g_autoptr(GTask) task = g_steal_pointer(&probe->task);

    free_probe(probe);
    g_task_return_new_error(task,
                            HEMO_ERROR,
                            HEMO_ERROR_CANCELLED,
                            "%s",
                            _("the look-up was given up"));
    return G_SOURCE_REMOVE;
}

/* A socket that is on its way, or -1. */
static int
open_socket(GSocketAddress *address)
{
    struct sockaddr_storage storage = {0};
    gssize size = g_socket_address_get_native_size(address);
    int fd = -1;

    if (size > 0 && (gsize)size <= sizeof storage &&
        g_socket_address_to_native(address, &storage, sizeof storage, NULL))
        fd = socket(storage.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&storage, (socklen_t)size) != 0 &&
        errno != EINPROGRESS) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static void
start(Probe *probe)
{
    GCancellable *cancellable = g_task_get_cancellable(probe->task);
    int fd = open_socket(probe->target->address);

    if (fd < 0) {
        conclude(probe, HEMO_GRADE_PROBE_UNREACHABLE);
        attach(probe, &probe->timer, g_idle_source_new(), on_not_connected);
        return;
    }
    if (cancellable != NULL)
        attach(probe,
               &probe->cancel,
               g_cancellable_source_new(cancellable),
               G_SOURCE_FUNC(on_cancelled));
    probe->wire = hemo_wire_new(fd, CONNECTION_BYTES);
    attach(probe,
           &probe->timer,
           g_timeout_source_new_seconds(HEMO_LIMIT_PROBE_HOST),
           on_stage_timeout);
    enter_stage(probe, STAGE_CONNECT);
    watch(probe, G_IO_OUT);
}

void
hemo_probe_async(SSL_CTX *context,
                 const HemoProbeTarget *target,
                 GCancellable *cancellable,
                 GAsyncReadyCallback callback,
                 gpointer user_data)
{
    Probe *probe = g_new0(Probe, 1);

    probe->task = g_task_new(NULL, cancellable, callback, user_data);
    g_task_set_source_tag(probe->task, hemo_probe_async);
    g_task_set_check_cancellable(probe->task, FALSE);
    SSL_CTX_up_ref(context);
    probe->context = context;
    probe->target = target;
    probe->main_context = g_main_context_ref_thread_default();
    probe->output = g_string_new(NULL);
    probe->input = hemo_buffer_new();
    probe->result = g_new0(HemoProbeResult, 1);
    probe->result->version = g_strdup("");
    probe->result->cipher = g_strdup("");
    start(probe);
}

HemoProbeResult *
hemo_probe_finish(GAsyncResult *result, GError **error)
{
    return g_task_propagate_pointer(G_TASK(result), error);
}
