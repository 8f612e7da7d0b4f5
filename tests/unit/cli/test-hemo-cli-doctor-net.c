/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-doctor-net.h"

#include "doctor-scene.h"

#include <gio/gio.h>
#include <sys/socket.h>

static char *resolver;

static void
examine(HemoCliCheck *checks,
        const HemoCliClaws *claws,
        const HemoCliSettings *settings,
        const GError *fault)
{
    const HemoCliNet net = {.resolver = resolver};

    hemo_cli_doctor_net_run(checks, claws != NULL ? claws->accounts : NULL, settings, &net);
}

static int
run(int argc, char **argv)
{
    return doctor_scene_run(examine, argv);
}

/* A place where nobody answers: it is ours, and we say nothing. */
static GSocket *
make_silence(void)
{
    g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback(G_SOCKET_FAMILY_IPV4);
    g_autoptr(GSocketAddress) any = g_inet_socket_address_new(loopback, 0);
    g_autoptr(GSocketAddress) address = NULL;
    GSocket *socket =
        g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);

    g_assert_true(g_socket_bind(socket, any, FALSE, NULL));
    address = g_socket_get_local_address(socket, NULL);
    g_free(resolver);
    resolver = g_strdup_printf("127.0.0.1@%u",
                               g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(address)));
    return socket;
}

static void
test_nobody_answers(void)
{
    g_autoptr(GSocket) silence = make_silence();
    const RunVerbRow rows[] = {
        {{"x"}, HEMO_CLI_USAGE, "FAIL  127.0.0.1@*: the name service *policy.conf*\n", NULL}};

    doctor_scene_set_accounts("");
    run_verb_check(run, rows, G_N_ELEMENTS(rows));
}

/* A resolver that cannot be used; and accounts whose server promises nothing. */
static void
test_rows(void)
{
    static const RunVerbRow rows[] = {{{"x"},
                                       HEMO_CLI_USAGE,
                                       "FAIL  not an address: *resolver*\n"
                                       "warn  clinic: patient data goes over TLS to nobody "
                                       "with *S/MIME or OpenPGP*policy.md\n",
                                       NULL}};

    g_free(resolver);
    resolver = g_strdup("not an address");
    doctor_scene_set_accounts("[account clinic]\naddresses=a@example.org\n");
    run_verb_check(run, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-doctor-net/nobody-answers", test_nobody_answers);
    g_test_add_func("/cli-doctor-net/rows", test_rows);
    return g_test_run();
}
