/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-claws-hop-text.h"

typedef struct {
    const char *name;
    const char *hop; /* a{sv} in GVariant's text form */
    const char *words;
    const char *servers;
    const char *technical;
} Case;

static const Case cases[] = {
    {"own-server",
     "{'from': <'out.example.net'>, 'by': <'mx.example.org'>, 'tls': <'yes'>, 'class': "
     "<'external'>, "
     "'trusted': <true>, 'version': <'TLSv1.3'>, 'cipher': <'TLS_AES_256_GCM_SHA384'>, "
     "'words': <'Your mail server mx.example.org received this over current TLS.'>}",
     "Your mail server mx.example.org received this over current TLS.",
     "From out.example.net to mx.example.org",
     "TLS: yes · TLSv1.3 · TLS_AES_256_GCM_SHA384 · from one mail system to another · recorded "
     "by "
     "your own mail system"},
    {"claim",
     "{'from': <'pc'>, 'by': <'out.example.net'>, 'tls': <'no'>, 'class': <'submission'>, "
     "'trusted': <false>}",
     "TLS: no",
     "From pc to out.example.net",
     "TLS: no · from the sender's program to a mail server · claimed by a server that is not "
     "yours"},
    {"nothing-told",
     "@a{sv} {}",
     "TLS: not recorded",
     "From (unnamed) to (unnamed)",
     "TLS: not recorded · kind of hop not known · claimed by a server that is not yours"},
    {"markup",
     "{'from': <'<b>x</b>'>, 'by': <'%s&amp;'>, 'tls': <'maybe'>, 'class': <'odd'>}",
     "TLS: not recorded",
     "From <b>x</b> to %s&amp;",
     "TLS: not recorded · kind of hop not known · claimed by a server that is not yours"},
    {"wrong-types",
     "{'from': <1>, 'tls': <true>, 'trusted': <'yes'>}",
     "TLS: not recorded",
     "From (unnamed) to (unnamed)",
     "TLS: not recorded · kind of hop not known · claimed by a server that is not yours"},
};

static void
test_hop(gconstpointer data)
{
    const Case *c = data;
    g_autoptr(GVariant) hop = g_variant_parse(G_VARIANT_TYPE_VARDICT, c->hop, NULL, NULL, NULL);
    g_autofree char *words = hemo_claws_hop_text_words(hop);
    g_autofree char *servers = hemo_claws_hop_text_servers(hop);
    g_autofree char *technical = hemo_claws_hop_text_technical(hop);

    g_assert_cmpstr(words, ==, c->words);
    g_assert_cmpstr(servers, ==, c->servers);
    g_assert_cmpstr(technical, ==, c->technical);
}

static void
test_details(void)
{
    g_autoptr(GVariant) badge = g_variant_parse(
        G_VARIANT_TYPE_VARDICT,
        "{'badge': <'entry'>, 'title': <'Transmitted over TLS'>, 'reasons': <['One.', "
        "'Two.']>, "
        "'hops': <[{'from': <'a.example'>, 'by': <'b.example'>, 'ip': <'192.0.2.7'>}, "
        "{'from': <'c.example'>, 'by': <'a.example'>, 'helo': <'pc'>}]>}",
        NULL,
        NULL,
        NULL);
    g_autofree char *details = hemo_claws_hop_text_details(badge);

    g_assert_cmpstr(
        details,
        ==,
        "Transmitted over TLS (entry)\n- One.\n- Two.\n"
        "\n1. From a.example to b.example\n   TLS: not recorded\n   TLS: not recorded · "
        "kind of hop not known · claimed by a server that is not yours\n   ip: "
        "192.0.2.7\n"
        "\n2. From c.example to a.example\n   TLS: not recorded\n   TLS: not recorded · "
        "kind of hop not known · claimed by a server that is not yours\n   helo: pc\n");
}

static void
test_empty(void)
{
    g_autoptr(GVariant) badge =
        g_variant_ref_sink(g_variant_new_parsed("{'badge': <'unknown'>}"));
    g_autofree char *details = hemo_claws_hop_text_details(badge);

    g_assert_cmpstr(details, ==, " (unknown)\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strconcat("/claws/hop-text/", cases[i].name, NULL);

        g_test_add_data_func(path, &cases[i], test_hop);
    }
    g_test_add_func("/claws/hop-text/details", test_details);
    g_test_add_func("/claws/hop-text/empty", test_empty);
    return g_test_run();
}
