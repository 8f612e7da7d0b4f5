/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See fake-dns.h.
 */
#include "fake-dns.h"

#include <gio/gio.h>
#include <string.h>

#define HEADER        12
#define RCODE_NO_NAME 3

struct _FakeDns {
    const FakeDnsRecord *records;
    GSocket *socket;
    GCancellable *stop;
    GThread *thread;
    char *resolver;
};

/* The name of the question in @packet; @ret_end is the offset behind it. */
static char *
read_name(const guint8 *packet, gsize size, gsize *ret_end)
{
    GString *name = g_string_new(NULL);
    gsize at = HEADER;

    while (at < size && packet[at] != 0 && at + packet[at] < size) {
        if (name->len > 0)
            g_string_append_c(name, '.');
        g_string_append_len(name, (const char *)packet + at + 1, packet[at]);
        at += packet[at] + 1u;
    }
    *ret_end = at + 1;
    g_string_ascii_down(name);
    return g_string_free(name, FALSE);
}

static void
add16(GByteArray *packet, guint value)
{
    guint8 bytes[] = {(guint8)(value >> 8), (guint8)value};

    g_byte_array_append(packet, bytes, sizeof bytes);
}

static void
add_record(GByteArray *packet, const FakeDnsRecord *record)
{
    add16(packet, 0xc000 | HEADER);
    add16(packet, record->type);
    add16(packet, 1);
    add16(packet, 0);
    add16(packet, 60);
    add16(packet, record->size);
    g_byte_array_append(packet, (const guint8 *)record->data, record->size);
}

/* FALSE if the question is to stay unanswered. */
static gboolean
add_answers(FakeDns *fake, GByteArray *packet, const char *name, guint16 type)
{
    guint rcode = RCODE_NO_NAME;
    guint count = 0;

    for (const FakeDnsRecord *record = fake->records; record->name != NULL; record++) {
        if (strcmp(record->name, name) != 0)
            continue;
        rcode = rcode == RCODE_NO_NAME ? 0 : rcode;
        if (record->type != type)
            continue;
        if (record->rcode == FAKE_DNS_SILENT)
            return FALSE;
        rcode = record->rcode;
        if (record->data != NULL) {
            add_record(packet, record);
            count++;
        }
    }
    packet->data[3] = (guint8)(0x80 | rcode);
    packet->data[7] = (guint8)count;
    return TRUE;
}

static void
answer(FakeDns *fake, GSocketAddress *client, const guint8 *question, gsize size)
{
    g_autoptr(GByteArray) packet = g_byte_array_new();
    gsize end = 0;
    g_autofree char *name = read_name(question, size, &end);

    if (end + 4 > size)
        return;
    g_byte_array_append(packet, question, (guint)(end + 4));
    packet->data[2] = 0x81;
    memset(packet->data + 6, 0, 6);
    if (add_answers(fake, packet, name, (guint16)(question[end] << 8 | question[end + 1])))
        g_socket_send_to(fake->socket,
                         client,
                         (const char *)packet->data,
                         packet->len,
                         NULL,
                         NULL);
}

static gpointer
serve(gpointer data)
{
    FakeDns *fake = data;

    for (;;) {
        g_autoptr(GSocketAddress) client = NULL;
        guint8 packet[1500];
        gssize size = g_socket_receive_from(fake->socket,
                                            &client,
                                            (char *)packet,
                                            sizeof packet,
                                            fake->stop,
                                            NULL);

        if (size < 0)
            return NULL;
        answer(fake, client, packet, (gsize)size);
    }
}

FakeDns *
fake_dns_new(const FakeDnsRecord *records)
{
    FakeDns *fake = g_new0(FakeDns, 1);
    g_autoptr(GInetAddress) loopback = g_inet_address_new_from_string("127.0.0.1");
    g_autoptr(GSocketAddress) address = g_inet_socket_address_new(loopback, 0);
    g_autoptr(GSocketAddress) local = NULL;

    fake->records = records;
    fake->stop = g_cancellable_new();
    fake->socket =
        g_socket_new(G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_DATAGRAM, G_SOCKET_PROTOCOL_UDP, NULL);
    g_assert_true(g_socket_bind(fake->socket, address, TRUE, NULL));
    local = g_socket_get_local_address(fake->socket, NULL);
    fake->resolver =
        g_strdup_printf("127.0.0.1@%u",
                        g_inet_socket_address_get_port(G_INET_SOCKET_ADDRESS(local)));
    fake->thread = g_thread_new("fake-dns", serve, fake);
    return fake;
}

const char *
fake_dns_resolver(FakeDns *fake)
{
    return fake->resolver;
}

void
fake_dns_free(FakeDns *fake)
{
    g_cancellable_cancel(fake->stop);
    g_thread_join(fake->thread);
    g_object_unref(fake->stop);
    g_object_unref(fake->socket);
    g_free(fake->resolver);
    g_free(fake);
}
