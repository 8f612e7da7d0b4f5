/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-mail-provider.h.
 */
#include "hemo-mail-provider.h"

#include <string.h>

#include "hemo-ip-address.h"

static const struct {
    const char *org;
    HemoMailProvider provider;
} DOMAINS[] = {
    {"google.com", HEMO_MAIL_PROVIDER_GOOGLE},
    {"gmail.com", HEMO_MAIL_PROVIDER_GOOGLE},
    {"googlemail.com", HEMO_MAIL_PROVIDER_GOOGLE},
    {"outlook.com", HEMO_MAIL_PROVIDER_MICROSOFT},
    {"office365.com", HEMO_MAIL_PROVIDER_MICROSOFT},
    {"hotmail.com", HEMO_MAIL_PROVIDER_MICROSOFT},
    {"live.com", HEMO_MAIL_PROVIDER_MICROSOFT},
    {"msn.com", HEMO_MAIL_PROVIDER_MICROSOFT},
    {"exchangelabs.com", HEMO_MAIL_PROVIDER_MICROSOFT},
    {"onmicrosoft.com", HEMO_MAIL_PROVIDER_MICROSOFT},
    {"yahoo.com", HEMO_MAIL_PROVIDER_YAHOO},
    {"yahoodns.net", HEMO_MAIL_PROVIDER_YAHOO},
    {"ymail.com", HEMO_MAIL_PROVIDER_YAHOO},
    {"aol.com", HEMO_MAIL_PROVIDER_YAHOO},
    {"apple.com", HEMO_MAIL_PROVIDER_APPLE},
    {"icloud.com", HEMO_MAIL_PROVIDER_APPLE},
    {"me.com", HEMO_MAIL_PROVIDER_APPLE},
    {"mac.com", HEMO_MAIL_PROVIDER_APPLE},
    {"messagingengine.com", HEMO_MAIL_PROVIDER_FASTMAIL},
    {"fastmail.com", HEMO_MAIL_PROVIDER_FASTMAIL},
    {"fastmail.fm", HEMO_MAIL_PROVIDER_FASTMAIL},
    {"gmx.net", HEMO_MAIL_PROVIDER_UNITED_INTERNET},
    {"gmx.com", HEMO_MAIL_PROVIDER_UNITED_INTERNET},
    {"gmx.de", HEMO_MAIL_PROVIDER_UNITED_INTERNET},
    {"web.de", HEMO_MAIL_PROVIDER_UNITED_INTERNET},
    {"kundenserver.de", HEMO_MAIL_PROVIDER_UNITED_INTERNET},
    {"ionos.com", HEMO_MAIL_PROVIDER_UNITED_INTERNET},
    {"yandex.net", HEMO_MAIL_PROVIDER_YANDEX},
    {"yandex.ru", HEMO_MAIL_PROVIDER_YANDEX},
    {"yandex.com", HEMO_MAIL_PROVIDER_YANDEX},
    {"zoho.com", HEMO_MAIL_PROVIDER_ZOHO},
    {"zoho.eu", HEMO_MAIL_PROVIDER_ZOHO},
    {"zohomail.com", HEMO_MAIL_PROVIDER_ZOHO},
    {"pphosted.com", HEMO_MAIL_PROVIDER_PROOFPOINT},
    {"ppe-hosted.com", HEMO_MAIL_PROVIDER_PROOFPOINT},
    {"mimecast.com", HEMO_MAIL_PROVIDER_MIMECAST},
    {"iphmx.com", HEMO_MAIL_PROVIDER_CISCO},
    {"messagelabs.com", HEMO_MAIL_PROVIDER_BROADCOM},
};

HemoMailProvider
hemo_mail_provider_find(const char *org)
{
    for (gsize i = 0; i < G_N_ELEMENTS(DOMAINS); i++) {
        if (strcmp(org, DOMAINS[i].org) == 0)
            return DOMAINS[i].provider;
    }
    return HEMO_MAIL_PROVIDER_NONE;
}

/* Microsoft's IPv4 ranges carry the mail of different customers to each other. */
static const struct {
    HemoMailProvider provider;
    const char *range;
} RANGES[] = {
    {HEMO_MAIL_PROVIDER_GOOGLE, "209.85.128.0/17"},
    {HEMO_MAIL_PROVIDER_GOOGLE, "74.125.0.0/16"},
    {HEMO_MAIL_PROVIDER_GOOGLE, "64.233.160.0/19"},
    {HEMO_MAIL_PROVIDER_GOOGLE, "173.194.0.0/16"},
    {HEMO_MAIL_PROVIDER_GOOGLE, "2607:f8b0::/32"},
    {HEMO_MAIL_PROVIDER_GOOGLE, "2a00:1450::/32"},
    {HEMO_MAIL_PROVIDER_GOOGLE, "2002:a00::/24"}, /* 6to4 spelling of 10.0.0.0/8 */
    {HEMO_MAIL_PROVIDER_MICROSOFT, "2603:1000::/24"},
    {HEMO_MAIL_PROVIDER_MICROSOFT, "2a01:111::/32"},
    {HEMO_MAIL_PROVIDER_YAHOO, "98.136.0.0/14"},
    {HEMO_MAIL_PROVIDER_YAHOO, "67.195.0.0/16"},
    {HEMO_MAIL_PROVIDER_YAHOO, "66.163.160.0/19"},
    {HEMO_MAIL_PROVIDER_YAHOO, "66.218.64.0/19"},
    {HEMO_MAIL_PROVIDER_YAHOO, "74.6.0.0/16"},
    {HEMO_MAIL_PROVIDER_YAHOO, "72.30.0.0/16"},
    {HEMO_MAIL_PROVIDER_YAHOO, "77.238.176.0/20"},
    {HEMO_MAIL_PROVIDER_YAHOO, "87.248.96.0/19"},
    {HEMO_MAIL_PROVIDER_YAHOO, "106.10.128.0/17"},
    {HEMO_MAIL_PROVIDER_YAHOO, "188.125.64.0/19"},
    {HEMO_MAIL_PROVIDER_YAHOO, "212.82.96.0/19"},
    {HEMO_MAIL_PROVIDER_YAHOO, "216.39.48.0/20"},
    {HEMO_MAIL_PROVIDER_APPLE, "17.0.0.0/8"},
};

gboolean
hemo_mail_provider_has_address(HemoMailProvider provider, HemoSlice ip)
{
    HemoIpAddress address;

    if (provider == HEMO_MAIL_PROVIDER_NONE || !hemo_ip_address_parse(ip, &address))
        return FALSE;
    for (gsize i = 0; i < G_N_ELEMENTS(RANGES); i++) {
        if (RANGES[i].provider == provider && hemo_ip_address_is_in(&address, RANGES[i].range))
            return TRUE;
    }
    return FALSE;
}

/* Software that names itself behind "by" and always records TLS. */
static const char *const BANNERS[] = {
    "Postfix",    "Exim",     "PPS",      "OpenSMTPD", "Haraka",   "nwsmtp/Yandex",
    "Nemesis",    "RZmta",    "Stalwart", "chasquid",  "maddy",    "KumoMTA",
    "PPE Hosted", "Kerio",    "MDaemon",  "Sophos",    "Symantec", "SMG",
    "Halon",      "Sentrion", "EdgeWave", "Cyrus",     "Dovecot",  "Sun Java System",
};

/* Phrases behind "with" that do the same. */
static const char *const PHRASES[] = {"Microsoft SMTP Server", "Kerio"};

/* Organisations whose servers always record TLS, whatever they call their software. */
static const HemoMailProvider RECORDERS[] = {
    HEMO_MAIL_PROVIDER_GOOGLE,
    HEMO_MAIL_PROVIDER_YAHOO,
    HEMO_MAIL_PROVIDER_UNITED_INTERNET,
    HEMO_MAIL_PROVIDER_YANDEX,
    HEMO_MAIL_PROVIDER_PROOFPOINT,
    HEMO_MAIL_PROVIDER_MIMECAST,
    HEMO_MAIL_PROVIDER_CISCO,
    HEMO_MAIL_PROVIDER_BROADCOM,
};

/* TRUE if @text begins with @phrase; any blanks and folds stand for one blank. */
static gboolean
begins_phrase(HemoSlice text, const char *phrase)
{
    gsize at = 0;

    for (; *phrase != '\0'; phrase++) {
        int byte = hemo_slice_at(text, at++);

        if (*phrase == ' ' && byte >= 0 && g_ascii_isspace((char)byte)) {
            while (g_ascii_isspace(hemo_slice_at(text, at)))
                at++;
        } else if (byte < 0 || g_ascii_tolower((char)byte) != g_ascii_tolower(*phrase)) {
            return FALSE;
        }
    }
    return TRUE;
}

static gboolean
has_prefix(HemoSlice text, const char *const *list, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        if (begins_phrase(text, list[i]))
            return TRUE;
    }
    return FALSE;
}

/* sendmail says "8.17.1/8.17.1". */
static gboolean
is_sendmail(HemoSlice banner)
{
    return hemo_slice_has_prefix_nocase(banner, "8.") &&
           hemo_slice_find(banner, '/') < banner.size;
}

/* CommuniGate Pro since version 5. */
static gboolean
is_communigate(HemoSlice banner)
{
    static const char NAME[] = "CommuniGate Pro SMTP ";

    return hemo_slice_has_prefix_nocase(banner, NAME) &&
           hemo_slice_at(banner, sizeof NAME - 1) >= '5';
}

static gboolean
is_recorder(HemoMailProvider provider)
{
    for (gsize i = 0; i < G_N_ELEMENTS(RECORDERS); i++) {
        if (RECORDERS[i] == provider)
            return TRUE;
    }
    return FALSE;
}

gboolean
hemo_mail_provider_records_tls(const HemoReceived *received, const char *by_org)
{
    HemoSlice banner = hemo_received_item(received, HEMO_RECEIVED_BANNER);
    HemoSlice phrase = hemo_received_item(received, HEMO_RECEIVED_PHRASE);
    HemoMailProvider provider =
        by_org == NULL ? HEMO_MAIL_PROVIDER_NONE : hemo_mail_provider_find(by_org);

    /* TLS ends in a proxy before its Postfix, which then says ESMTPA. */
    if (provider == HEMO_MAIL_PROVIDER_FASTMAIL)
        return FALSE;
    return is_recorder(provider) || is_sendmail(banner) || is_communigate(banner) ||
           has_prefix(banner, BANNERS, G_N_ELEMENTS(BANNERS)) ||
           has_prefix(phrase, PHRASES, G_N_ELEMENTS(PHRASES));
}
