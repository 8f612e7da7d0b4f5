/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-probe-pool.h"

#include "fake-ca.h"
#include "fake-smtp.h"
#include "hemo-error.h"
#include "hemo-tls-context.h"

#define WAITERS 5

static const FakeSmtpStep plain[] = {
    {FAKE_SMTP_SAY, "220 mx\r\n"},
    {FAKE_SMTP_HEAR, "EHLO"},
    {FAKE_SMTP_SAY, "250-mx\r\n250 SIZE 9\r\n"},
    {FAKE_SMTP_HEAR, "QUIT"},
    {FAKE_SMTP_END, NULL},
};

typedef struct {
    HemoGradeProbe found[WAITERS];
    gboolean cancelled[WAITERS];
    guint done;
} Log;

typedef struct {
    Log *log;
    guint place;
} Slot;

static void
on_probe(GObject *source, GAsyncResult *result, gpointer data)
{
    Slot *slot = data;
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoProbeResult) found = hemo_probe_pool_run_finish(result, &error);

    if (found != NULL)
        slot->log->found[slot->place] = found->grade.probe;
    slot->log->cancelled[slot->place] = hemo_error_is(error, HEMO_ERROR_CANCELLED);
    slot->log->done++;
}

static HemoProbeTarget
make_target(const char *host, FakeSmtp *fake)
{
    g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4);

    return (HemoProbeTarget){.host = host,
                             .address =
                                 g_inet_socket_address_new(loopback, fake_smtp_port(fake))};
}

/* The server takes one connection only: all get the answer of that one.  One gives up. */
static void
test_shared(void)
{
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(ca->file, NULL);
    g_autoptr(HemoProbePool) pool = hemo_probe_pool_new(context);
    g_autoptr(FakeSmtp) fake = fake_smtp_new(plain, NULL);
    g_autoptr(GCancellable) cancellable = g_cancellable_new();
    HemoProbeTarget target = make_target("mx.example.org", fake);
    Log log = {0};
    Slot slots[WAITERS];

    for (guint i = 0; i < WAITERS; i++) {
        slots[i] = (Slot){&log, i};
        hemo_probe_pool_run_async(pool,
                                  &target,
                                  i == 2 ? cancellable : NULL,
                                  on_probe,
                                  &slots[i]);
    }
    g_object_unref(target.address);
    g_cancellable_cancel(cancellable);
    while (log.done < WAITERS)
        g_main_context_iteration(NULL, TRUE);
    for (guint i = 0; i < WAITERS; i++) {
        g_assert_cmpint(log.cancelled[i], ==, i == 2);
        g_assert_cmpint(log.found[i],
                        ==,
                        i == 2 ? HEMO_GRADE_PROBE_INVALID : HEMO_GRADE_PROBE_PLAIN);
    }
    g_assert_cmpstr(fake_smtp_finish(fake), ==, "EHLO [127.0.0.1]\nQUIT\n");
}

/* Nothing is remembered: a server that has changed is seen to have changed. */
static void
test_asked_again(void)
{
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(ca->file, NULL);
    g_autoptr(HemoProbePool) pool = hemo_probe_pool_new(context);
    g_autoptr(FakeSmtp) fake = fake_smtp_new(plain, NULL);
    HemoProbeTarget target = make_target("mx.example.org", fake);
    Log log = {0};
    Slot first = {&log, 0};
    Slot second = {&log, 1};

    hemo_probe_pool_run_async(pool, &target, NULL, on_probe, &first);
    while (log.done < 1)
        g_main_context_iteration(NULL, TRUE);
    fake_smtp_finish(fake); /* it has gone */
    hemo_probe_pool_run_async(pool, &target, NULL, on_probe, &second);
    g_object_unref(target.address);
    while (log.done < 2)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpint(log.found[0], ==, HEMO_GRADE_PROBE_PLAIN);
    g_assert_cmpint(log.found[1], ==, HEMO_GRADE_PROBE_UNREACHABLE);
}

/* Another name wants another certificate: that is another question. */
static void
test_other_host(void)
{
    g_autoptr(FakeCa) ca = fake_ca_new();
    g_autoptr(SSL_CTX) context = hemo_tls_context_new(ca->file, NULL);
    g_autoptr(HemoProbePool) pool = hemo_probe_pool_new(context);
    g_autoptr(FakeSmtp) fake = fake_smtp_new(plain, NULL);
    g_autoptr(FakeSmtp) other = fake_smtp_new(plain, NULL);
    HemoProbeTarget targets[] = {make_target("mx.example.org", fake),
                                 make_target("mx.example.net", other)};
    Log log = {0};
    Slot slots[] = {{&log, 0}, {&log, 1}};

    for (guint i = 0; i < 2; i++) {
        hemo_probe_pool_run_async(pool, &targets[i], NULL, on_probe, &slots[i]);
        g_object_unref(targets[i].address);
    }
    while (log.done < 2)
        g_main_context_iteration(NULL, TRUE);
    g_assert_cmpstr(fake_smtp_finish(fake), ==, "EHLO [127.0.0.1]\nQUIT\n");
    g_assert_cmpstr(fake_smtp_finish(other), ==, "EHLO [127.0.0.1]\nQUIT\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/probe-pool/shared", test_shared);
    g_test_add_func("/probe-pool/asked-again", test_asked_again);
    g_test_add_func("/probe-pool/other-host", test_other_host);
    return g_test_run();
}
