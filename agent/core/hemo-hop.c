/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-hop.h.
 */
#include "hemo-hop.h"

#include "hemo-ip-address.h"
#include "hemo-mail-provider.h"
#include "hemo-org-domain.h"
#include "hemo-tls-suite.h"

const HemoName hemo_hop_kind_names[] = {
    {HEMO_HOP_EXTERNAL, "external"},
    {HEMO_HOP_SUBMISSION, "submission"},
    {HEMO_HOP_INTERNAL, "internal"},
    {HEMO_HOP_LOCAL, "local"},
    {0, NULL},
};

/* The organisation of @item, or that of @other if both have the same name. */
static char *
find_org(const HemoReceived *received,
         HemoReceivedItem item,
         HemoReceivedItem other,
         const char *org)
{
    HemoSlice name = hemo_received_item(received, item);

    if (org != NULL && hemo_slice_equal(name, hemo_received_item(received, other)))
        return g_strdup(org);
    return hemo_org_domain_find(name);
}

HemoHop *
hemo_hop_new(HemoSlice field, guint index)
{
    HemoHop *hop = g_new0(HemoHop, 1);
    HemoReceived *received = hemo_received_parse(field);

    hop->index = index;
    hop->received = received;
    hop->by_org = hemo_org_domain_find(hemo_received_item(received, HEMO_RECEIVED_BY));
    hop->rdns_org = hemo_org_domain_find(hemo_received_item(received, HEMO_RECEIVED_RDNS));
    hop->helo_org = find_org(received, HEMO_RECEIVED_HELO, HEMO_RECEIVED_RDNS, hop->rdns_org);
    if (hop->helo_org == NULL)
        hop->helo_org =
            find_org(received, HEMO_RECEIVED_FROM, HEMO_RECEIVED_RDNS, hop->rdns_org);
    return hop;
}

void
hemo_hop_free(HemoHop *hop)
{
    if (hop == NULL)
        return;
    hemo_received_free(hop->received);
    g_free(hop->by_org);
    g_free(hop->rdns_org);
    g_free(hop->helo_org);
    g_free(hop);
}

/* Not SMTP between machines.  A "*" at the end: the word may go on. */
static const char *const LOCAL_PROTOCOLS[] = {
    "local*",       "LMTP*",          "UTF8LMTP*",
    "mapi",         "HTTP*",          "QMQP",
    "NNFMP",        "UUCP",           "bsmtp",
    "rmail",        "IMAP*",          "POP*",
    "pipe",

    "DAV",          "NNTP*",          "MailboxResubmission",
    "REST",         "qmail-scanner*", "SpamAssassin*",
    "spam-scanned", "tmda-scanned",
};

static gboolean
is_local_protocol(HemoSlice protocol)
{
    for (gsize i = 0; i < G_N_ELEMENTS(LOCAL_PROTOCOLS); i++) {
        HemoSlice name = hemo_slice_text(LOCAL_PROTOCOLS[i]);
        gboolean open = name.data[name.size - 1] == '*';
        gsize size = name.size - open;

        if ((open ? protocol.size >= size : protocol.size == size) &&
            g_ascii_strncasecmp((const char *)protocol.data, LOCAL_PROTOCOLS[i], size) == 0)
            return TRUE;
    }
    return FALSE;
}

static HemoSlice
get_item(const HemoHop *hop, HemoReceivedItem item)
{
    return hemo_received_item(hop->received, item);
}

static gboolean
has_bare_name(const HemoHop *hop)
{
    HemoSlice from = get_item(hop, HEMO_RECEIVED_FROM);

    return from.size > 0 && (hemo_slice_find(from, '.') == from.size ||
                             hemo_slice_has_prefix_nocase(from, "localhost."));
}

gboolean
hemo_hop_is_unqualified(const HemoHop *hop)
{
    return hop->rdns_org == NULL && hop->helo_org == NULL && has_bare_name(hop) &&
           hemo_slice_find(get_item(hop, HEMO_RECEIVED_FROM), ':') ==
               get_item(hop, HEMO_RECEIVED_FROM).size;
}

/* The peer cannot have come over the Internet. */
static gboolean
is_inside(const HemoHop *hop)
{
    HemoSlice ip = get_item(hop, HEMO_RECEIVED_IP);
    HemoIpAddress address;

    if (ip.size == 0)
        return has_bare_name(hop) && hop->helo_org == NULL;
    return hemo_ip_address_parse(ip, &address) && hemo_ip_address_is_inside(&address);
}

/* What HELO says is believed where nothing contradicts it and nothing hangs on it. */
static gboolean
is_inside_by_helo(const HemoHop *hop, gboolean below)
{
    HemoSlice ip = get_item(hop, HEMO_RECEIVED_IP);

    return hemo_org_domain_same(hop->helo_org, hop->by_org) &&
           (below || ip.size == 0 ||
            hemo_mail_provider_has_address(hemo_mail_provider_find(hop->by_org), ip));
}

/* Exchange Online records neither rDNS nor, always, a telling HELO. */
static gboolean
is_inside_microsoft(const HemoHop *hop)
{
    HemoSlice ip = get_item(hop, HEMO_RECEIVED_IP);

    return hop->by_org != NULL &&
           hemo_mail_provider_find(hop->by_org) == HEMO_MAIL_PROVIDER_MICROSOFT &&
           hemo_slice_find(ip, ':') < ip.size &&
           hemo_mail_provider_has_address(HEMO_MAIL_PROVIDER_MICROSOFT, ip);
}

/* No server names itself and nothing tells of a connection. */
static gboolean
is_nameless(const HemoHop *hop)
{
    return get_item(hop, HEMO_RECEIVED_BY).size == 0 &&
           get_item(hop, HEMO_RECEIVED_IP).size == 0 &&
           hemo_received_note(hop->received)->tls != HEMO_TLS_YES;
}

HemoHopKind
hemo_hop_kind(const HemoHop *hop, gboolean below)
{
    if (hemo_received_is_local(hop->received) || is_nameless(hop) ||
        is_local_protocol(get_item(hop, HEMO_RECEIVED_PROTOCOL)))
        return HEMO_HOP_LOCAL;
    if (is_inside(hop) || hemo_org_domain_same(hop->rdns_org, hop->by_org))
        return HEMO_HOP_INTERNAL;
    if (hemo_received_is_authenticated(hop->received))
        return HEMO_HOP_SUBMISSION;
    if (get_item(hop, HEMO_RECEIVED_FROM).size == 0 &&
        get_item(hop, HEMO_RECEIVED_IP).size == 0)
        return HEMO_HOP_LOCAL;
    if (is_inside_by_helo(hop, below) || is_inside_microsoft(hop))
        return HEMO_HOP_INTERNAL;
    return HEMO_HOP_EXTERNAL;
}

/* By the exact name of the server, so that no other one is taught with it. */
static gboolean
is_learned(const HemoHop *hop, const char *const *learned)
{
    HemoSlice by = get_item(hop, HEMO_RECEIVED_BY);

    for (; by.size > 0 && learned != NULL && *learned != NULL; learned++) {
        if (hemo_slice_equal_nocase(by, *learned))
            return TRUE;
    }
    return FALSE;
}

HemoHopVerdict
hemo_hop_verdict(const HemoHop *hop, const char *const *learned, gboolean below)
{
    const HemoReceivedNote *note = hemo_received_note(hop->received);

    switch (note->tls) {
    case HEMO_TLS_NO:
        return HEMO_HOP_PLAIN;
    case HEMO_TLS_YES:
        switch (hemo_tls_suite_strength(note->version, note->cipher, note->bits)) {
        case HEMO_TLS_STRENGTH_WEAK:
            return HEMO_HOP_WEAK;
        case HEMO_TLS_STRENGTH_STRONG:
            return HEMO_HOP_STRONG;
        case HEMO_TLS_STRENGTH_UNKNOWN:
            return HEMO_HOP_UNRATED;
        }
        return HEMO_HOP_UNRATED;
    case HEMO_TLS_UNKNOWN:
        break;
    }
    if (is_learned(hop, learned))
        return HEMO_HOP_PLAIN;
    if (below && hemo_hop_is_unqualified(hop))
        return HEMO_HOP_UNTOLD;
    return hemo_mail_provider_records_tls(hop->received, hop->by_org) ? HEMO_HOP_PLAIN
                                                                      : HEMO_HOP_UNTOLD;
}
