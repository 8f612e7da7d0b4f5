/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-bounce-group.h.
 */
#include "hemo-bounce-group.h"

#include "hemo-secret.h"

#define MAX_WORDS (4 * 1024) /* of what servers said; the rest repeats it */

const HemoName hemo_bounce_group_names[] = {
    {HEMO_BOUNCE_OTHER, "other"},
    {HEMO_BOUNCE_WRONG_ADDRESS, "wrong-address"},
    {HEMO_BOUNCE_NO_SUCH_DOMAIN, "no-such-domain"},
    {HEMO_BOUNCE_MAILBOX_FULL, "mailbox-full"},
    {HEMO_BOUNCE_INACTIVE, "inactive"},
    {HEMO_BOUNCE_TOO_BIG, "too-big"},
    {HEMO_BOUNCE_REFUSED, "refused"},
    {HEMO_BOUNCE_TLS, "tls"},
    {HEMO_BOUNCE_RATE, "rate"},
    {HEMO_BOUNCE_POLICY, "policy"},
    {HEMO_BOUNCE_TEMPORARY, "temporary"},
    {0, NULL},
};

/* Read from the top: what is more particular stands before what is more general. */
static const struct {
    const char *phrase; /* lower case */
    HemoBounceGroup group;
} PHRASES[] = {
    {"starttls", HEMO_BOUNCE_TLS},
    {"tls is required", HEMO_BOUNCE_TLS},
    {"requiretls", HEMO_BOUNCE_TLS},
    {"encryption needed", HEMO_BOUNCE_TLS},
    {"encryption required", HEMO_BOUNCE_TLS},
    {"cannot start tls", HEMO_BOUNCE_TLS},
    {"tls handshake", HEMO_BOUNCE_TLS},
    {"certificate not trusted", HEMO_BOUNCE_TLS},
    {"certificate not verified", HEMO_BOUNCE_TLS},
    {"tls not available", HEMO_BOUNCE_TLS},
    {"must use tls", HEMO_BOUNCE_TLS},
    {"over quota", HEMO_BOUNCE_MAILBOX_FULL},
    {"overquota", HEMO_BOUNCE_MAILBOX_FULL},
    {"quota exceeded", HEMO_BOUNCE_MAILBOX_FULL},
    {"exceeded storage", HEMO_BOUNCE_MAILBOX_FULL},
    {"exceeds allowed size", HEMO_BOUNCE_MAILBOX_FULL},
    {"mailbox full", HEMO_BOUNCE_MAILBOX_FULL},
    {"mailbox is full", HEMO_BOUNCE_MAILBOX_FULL},
    {"mailfolder is full", HEMO_BOUNCE_MAILBOX_FULL},
    {"out of storage", HEMO_BOUNCE_MAILBOX_FULL},
    {"insufficient disk", HEMO_BOUNCE_MAILBOX_FULL},
    {"exceeded its quota", HEMO_BOUNCE_MAILBOX_FULL},
    {"exceed the quota", HEMO_BOUNCE_MAILBOX_FULL},
    {"quota", HEMO_BOUNCE_MAILBOX_FULL},
    {"message size exceeds", HEMO_BOUNCE_TOO_BIG},
    {"message too large", HEMO_BOUNCE_TOO_BIG},
    {"message is too large", HEMO_BOUNCE_TOO_BIG},
    {"message too big", HEMO_BOUNCE_TOO_BIG},
    {"size limit exceeded", HEMO_BOUNCE_TOO_BIG},
    {"exceeds maximum size", HEMO_BOUNCE_TOO_BIG},
    {"account is disabled", HEMO_BOUNCE_INACTIVE},
    {"account has been disabled", HEMO_BOUNCE_INACTIVE},
    {"account disabled", HEMO_BOUNCE_INACTIVE},
    {"mailbox disabled", HEMO_BOUNCE_INACTIVE},
    {"mailbox is disabled", HEMO_BOUNCE_INACTIVE},
    {"mailbox is inactive", HEMO_BOUNCE_INACTIVE},
    {"account is inactive", HEMO_BOUNCE_INACTIVE},
    {"inactive user", HEMO_BOUNCE_INACTIVE},
    {"account suspended", HEMO_BOUNCE_INACTIVE},
    {"account that you tried to reach is disabled", HEMO_BOUNCE_INACTIVE},
    {"suspended", HEMO_BOUNCE_INACTIVE},
    {"deactivated", HEMO_BOUNCE_INACTIVE},
    {"discontinued", HEMO_BOUNCE_INACTIVE},
    {"no longer on server", HEMO_BOUNCE_INACTIVE},
    {"host unknown", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"unknown host", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"host not found", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"host or domain name not found", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"domain not found", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"no such domain", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"domain does not exist", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"couldn't find any host", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"unrouteable mail domain", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"unrouteable domain", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"nxdomain", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"does not accept mail (nullmx)", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"mx or srv record indicated no smtp service", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {"user unknown", HEMO_BOUNCE_WRONG_ADDRESS},
    {"unknown user", HEMO_BOUNCE_WRONG_ADDRESS},
    {"no such user", HEMO_BOUNCE_WRONG_ADDRESS},
    {"no such recipient", HEMO_BOUNCE_WRONG_ADDRESS},
    {"no such mailbox", HEMO_BOUNCE_WRONG_ADDRESS},
    {"no such address", HEMO_BOUNCE_WRONG_ADDRESS},
    {"no mailbox here", HEMO_BOUNCE_WRONG_ADDRESS},
    {"mailbox not found", HEMO_BOUNCE_WRONG_ADDRESS},
    {"mailbox unavailable", HEMO_BOUNCE_WRONG_ADDRESS},
    {"user not found", HEMO_BOUNCE_WRONG_ADDRESS},
    {"unknown recipient", HEMO_BOUNCE_WRONG_ADDRESS},
    {"recipient unknown", HEMO_BOUNCE_WRONG_ADDRESS},
    {"recipient not found", HEMO_BOUNCE_WRONG_ADDRESS},
    {"invalid recipient", HEMO_BOUNCE_WRONG_ADDRESS},
    {"addressee unknown", HEMO_BOUNCE_WRONG_ADDRESS},
    {"address unknown", HEMO_BOUNCE_WRONG_ADDRESS},
    {"unknown address", HEMO_BOUNCE_WRONG_ADDRESS},
    {"does not exist", HEMO_BOUNCE_WRONG_ADDRESS},
    {"doesn't have a", HEMO_BOUNCE_WRONG_ADDRESS},
    {"not listed in", HEMO_BOUNCE_WRONG_ADDRESS},
    {"recipient name is not recognized", HEMO_BOUNCE_WRONG_ADDRESS},
    {"unrouteable address", HEMO_BOUNCE_WRONG_ADDRESS},
    {"too many connections", HEMO_BOUNCE_RATE},
    {"too many messages", HEMO_BOUNCE_RATE},
    {"rate limit", HEMO_BOUNCE_RATE},
    {"rate that", HEMO_BOUNCE_RATE},
    {"throttl", HEMO_BOUNCE_RATE},
    {"spf", HEMO_BOUNCE_POLICY},
    {"dmarc", HEMO_BOUNCE_POLICY},
    {"dkim", HEMO_BOUNCE_POLICY},
    {"reputation", HEMO_BOUNCE_POLICY},
    {"ptr record", HEMO_BOUNCE_POLICY},
    {"reverse dns", HEMO_BOUNCE_POLICY},
    {"policy", HEMO_BOUNCE_POLICY},
    {"blacklist", HEMO_BOUNCE_POLICY},
    {"block list", HEMO_BOUNCE_POLICY},
    {"blocked", HEMO_BOUNCE_REFUSED},
    {"spam", HEMO_BOUNCE_REFUSED},
    {"virus", HEMO_BOUNCE_REFUSED},
    {"relay access denied", HEMO_BOUNCE_REFUSED},
    {"relaying denied", HEMO_BOUNCE_REFUSED},
    {"access denied", HEMO_BOUNCE_REFUSED},
    {"rejected", HEMO_BOUNCE_REFUSED},
    {"refused to talk", HEMO_BOUNCE_TEMPORARY},
    {"connection timed out", HEMO_BOUNCE_TEMPORARY},
    {"connection refused", HEMO_BOUNCE_TEMPORARY},
    {"temporar", HEMO_BOUNCE_TEMPORARY},
    {"try again later", HEMO_BOUNCE_TEMPORARY},
    {"retry timeout exceeded", HEMO_BOUNCE_TEMPORARY},
};

/* By the last two numbers of the status; "*" is any. */
static const struct {
    char subject, detail[4];
    HemoBounceGroup group;
} CODES[] = {
    {'1', "1", HEMO_BOUNCE_WRONG_ADDRESS},
    {'1', "2", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {'1', "3", HEMO_BOUNCE_WRONG_ADDRESS},
    {'1', "6", HEMO_BOUNCE_WRONG_ADDRESS},
    {'1', "10", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {'2', "1", HEMO_BOUNCE_INACTIVE},
    {'2', "2", HEMO_BOUNCE_MAILBOX_FULL},
    {'2', "3", HEMO_BOUNCE_TOO_BIG},
    {'3', "4", HEMO_BOUNCE_TOO_BIG},
    {'4', "4", HEMO_BOUNCE_NO_SUCH_DOMAIN},
    {'4', "*", HEMO_BOUNCE_TEMPORARY},
    {'7', "*", HEMO_BOUNCE_POLICY},
};

/* These are said by the code alone, whatever the words (RFC 3463, RFC 7505, RFC 8689). */
static const char *const TLS_CODES[] = {".7.4", ".7.5", ".7.10", ".7.30"};

static gboolean
is_tls_code(HemoSlice status)
{
    for (gsize i = 0; i < G_N_ELEMENTS(TLS_CODES); i++) {
        if (hemo_slice_equal(hemo_slice_from(status, 1), hemo_slice_text(TLS_CODES[i])))
            return TRUE;
    }
    return FALSE;
}

static HemoBounceGroup
find_by_words(HemoSlice words)
{
    g_autoptr(HemoSecret) lower = hemo_secret_new_copy(hemo_slice_sub(words, 0, MAX_WORDS));
    HemoSlice text = hemo_secret_slice(lower);
    guint8 *data = hemo_secret_data(lower);

    for (gsize i = 0; i < text.size; i++)
        data[i] =
            (guint8)(data[i] == '\n' || data[i] == '\r' ? ' ' : g_ascii_tolower((char)data[i]));
    for (gsize i = 0; i < G_N_ELEMENTS(PHRASES); i++) {
        if (hemo_slice_find_text(text, PHRASES[i].phrase) < text.size)
            return PHRASES[i].group;
    }
    return HEMO_BOUNCE_OTHER;
}

static HemoBounceGroup
find_by_code(HemoSlice status)
{
    if (status.size < 5)
        return HEMO_BOUNCE_OTHER;
    for (gsize i = 0; i < G_N_ELEMENTS(CODES); i++) {
        if (status.data[2] == CODES[i].subject &&
            (CODES[i].detail[0] == '*' ||
             hemo_slice_equal(hemo_slice_from(status, 4), hemo_slice_text(CODES[i].detail))))
            return CODES[i].group;
    }
    return status.data[0] == '4' ? HEMO_BOUNCE_TEMPORARY : HEMO_BOUNCE_OTHER;
}

HemoBounceGroup
hemo_bounce_group_find(HemoSlice status, HemoSlice words)
{
    HemoBounceGroup group;

    if (is_tls_code(status))
        return HEMO_BOUNCE_TLS;
    group = find_by_words(words);
    return group == HEMO_BOUNCE_OTHER ? find_by_code(status) : group;
}
