/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-bounce-group.h.
 */
#include "hemo-bounce-group.h"

#include "hemo-secret.h"

#include <glib/gi18n-lib.h>

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

static const char *const group_words[] = {
    [HEMO_BOUNCE_OTHER] = N_("no known reason"),
    [HEMO_BOUNCE_WRONG_ADDRESS] = N_("there is no such address"),
    [HEMO_BOUNCE_NO_SUCH_DOMAIN] = N_("there is no such domain"),
    [HEMO_BOUNCE_MAILBOX_FULL] = N_("the mailbox is full"),
    [HEMO_BOUNCE_INACTIVE] = N_("the mailbox is no longer in use"),
    [HEMO_BOUNCE_TOO_BIG] = N_("the mail is too big"),
    [HEMO_BOUNCE_REFUSED] = N_("the recipient's mail server refused the mail"),
    [HEMO_BOUNCE_TLS] = N_("TLS could not be used"),
    [HEMO_BOUNCE_RATE] = N_("too many mails in a short time"),
    [HEMO_BOUNCE_POLICY] = N_("a rule of the recipient's mail server forbids it"),
    [HEMO_BOUNCE_TEMPORARY] = N_("a fault that may pass"),
};

typedef struct {
    const char *phrase; /* lower case */
    HemoBounceGroup group;
} Phrase;

/* Believed before the code.  Read from the top. */
static const Phrase PARTICULAR[] = {
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
    {"mailbox exceeded", HEMO_BOUNCE_MAILBOX_FULL},
    {"exceeded the local limit", HEMO_BOUNCE_MAILBOX_FULL},
    {"exceed mailbox quota", HEMO_BOUNCE_MAILBOX_FULL},
    {"message size exceeds", HEMO_BOUNCE_TOO_BIG},
    {"message too large", HEMO_BOUNCE_TOO_BIG},
    {"message is too large", HEMO_BOUNCE_TOO_BIG},
    {"message too big", HEMO_BOUNCE_TOO_BIG},
    {"size limit exceeded", HEMO_BOUNCE_TOO_BIG},
    {"exceeds maximum size", HEMO_BOUNCE_TOO_BIG},
    {"message length exceeds", HEMO_BOUNCE_TOO_BIG},
    {"message size", HEMO_BOUNCE_TOO_BIG},
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
    {"temporary locked", HEMO_BOUNCE_INACTIVE},
    {"disabled recipient", HEMO_BOUNCE_INACTIVE},
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
    {"bad destination system", HEMO_BOUNCE_NO_SUCH_DOMAIN},
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
    {"no longer on server", HEMO_BOUNCE_WRONG_ADDRESS},
    {"user not exist", HEMO_BOUNCE_WRONG_ADDRESS},
    {"not a valid user", HEMO_BOUNCE_WRONG_ADDRESS},
    {"no account by that name", HEMO_BOUNCE_WRONG_ADDRESS},
    {"isn't a valid", HEMO_BOUNCE_WRONG_ADDRESS},
    {"too many connections", HEMO_BOUNCE_RATE},
    {"too many messages", HEMO_BOUNCE_RATE},
    {"rate limit", HEMO_BOUNCE_RATE},
    {"rate that", HEMO_BOUNCE_RATE},
    {"throttl", HEMO_BOUNCE_RATE},
    {"too many recipients", HEMO_BOUNCE_RATE},
    {"delivery time expired", HEMO_BOUNCE_TEMPORARY},
    {"message expired", HEMO_BOUNCE_TEMPORARY},
    {"has been in the queue", HEMO_BOUNCE_TEMPORARY},
    {"for too long", HEMO_BOUNCE_TEMPORARY},
    {"retry time not reached", HEMO_BOUNCE_TEMPORARY},
    {"stop trying", HEMO_BOUNCE_TEMPORARY},
    {"giving up", HEMO_BOUNCE_TEMPORARY},
};

/* Believed only if the code says nothing particular. */
static const Phrase GENERAL[] = {
    {"spam", HEMO_BOUNCE_REFUSED},
    {"virus", HEMO_BOUNCE_REFUSED},
    {"unsolicited", HEMO_BOUNCE_REFUSED},
    {"spf", HEMO_BOUNCE_POLICY},
    {"dmarc", HEMO_BOUNCE_POLICY},
    {"dkim", HEMO_BOUNCE_POLICY},
    {"reputation", HEMO_BOUNCE_POLICY},
    {"ptr record", HEMO_BOUNCE_POLICY},
    {"ptr resource", HEMO_BOUNCE_POLICY},
    {"rdns", HEMO_BOUNCE_POLICY},
    {"reverse dns", HEMO_BOUNCE_POLICY},
    {"authentication checks", HEMO_BOUNCE_POLICY},
    {"unauthenticated", HEMO_BOUNCE_POLICY},
    {"policy", HEMO_BOUNCE_POLICY},
    {"blacklist", HEMO_BOUNCE_REFUSED},
    {"black list", HEMO_BOUNCE_REFUSED},
    {"block list", HEMO_BOUNCE_REFUSED},
    {"blocklist", HEMO_BOUNCE_REFUSED},
    {"relay access denied", HEMO_BOUNCE_REFUSED},
    {"relaying denied", HEMO_BOUNCE_REFUSED},
    {"not permitted to relay", HEMO_BOUNCE_REFUSED},
    {"quota", HEMO_BOUNCE_MAILBOX_FULL},
    {"suspended", HEMO_BOUNCE_INACTIVE},
    {"deactivated", HEMO_BOUNCE_INACTIVE},
    {"discontinued", HEMO_BOUNCE_INACTIVE},
    {"access denied", HEMO_BOUNCE_REFUSED},
    {"blocked", HEMO_BOUNCE_REFUSED},
    {"not allowed to post", HEMO_BOUNCE_REFUSED},
    {"permission to post", HEMO_BOUNCE_REFUSED},
    {"rejected", HEMO_BOUNCE_REFUSED},
    {"forbidden", HEMO_BOUNCE_REFUSED},
    {"refused to talk", HEMO_BOUNCE_TEMPORARY},
    {"timed out", HEMO_BOUNCE_TEMPORARY},
    {"connection refused", HEMO_BOUNCE_TEMPORARY},
    {"connection reset", HEMO_BOUNCE_TEMPORARY},
    {"temporar", HEMO_BOUNCE_TEMPORARY},
    {"try again later", HEMO_BOUNCE_TEMPORARY},
    {"retry timeout exceeded", HEMO_BOUNCE_TEMPORARY},
    {"service unavailable", HEMO_BOUNCE_TEMPORARY},
    {"currently unavailable", HEMO_BOUNCE_TEMPORARY},
    {"deferred", HEMO_BOUNCE_TEMPORARY},
    {"undeliverable for", HEMO_BOUNCE_TEMPORARY},
    {"expired", HEMO_BOUNCE_TEMPORARY},
    {"internal system error", HEMO_BOUNCE_TEMPORARY},
};

/* By the last two numbers of the status. */
static const struct {
    char subject;
    const char *detail;
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
};

/* These are said by the code alone, whatever the words (RFC 3463, RFC 5248, RFC 8689). */
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

/* @words in lower case and without line ends. */
static HemoSecret *
fold_words(HemoSlice words)
{
    HemoSecret *lower = hemo_secret_new_copy(hemo_slice_sub(words, 0, MAX_WORDS));
    guint8 *data = hemo_secret_data(lower);

    for (gsize i = 0; i < hemo_secret_size(lower); i++)
        data[i] =
            (guint8)(data[i] == '\n' || data[i] == '\r' ? ' ' : g_ascii_tolower((char)data[i]));
    return lower;
}

static HemoBounceGroup
find_by_words(HemoSlice words, const Phrase *phrases, gsize n)
{
    for (gsize i = 0; i < n; i++) {
        if (hemo_slice_find_text(words, phrases[i].phrase) < words.size)
            return phrases[i].group;
    }
    return HEMO_BOUNCE_OTHER;
}

static HemoBounceGroup
find_by_code(HemoSlice status)
{
    for (gsize i = 0; status.size >= 5 && i < G_N_ELEMENTS(CODES); i++) {
        if (status.data[2] == (guint8)CODES[i].subject &&
            hemo_slice_equal(hemo_slice_from(status, 4), hemo_slice_text(CODES[i].detail)))
            return CODES[i].group;
    }
    return HEMO_BOUNCE_OTHER;
}

/* What the first two numbers say, if nothing else does. */
static HemoBounceGroup
find_by_class(HemoSlice status)
{
    if (hemo_slice_at(status, 2) == '7')
        return HEMO_BOUNCE_POLICY;
    if (hemo_slice_at(status, 0) == '4' || hemo_slice_at(status, 2) == '4')
        return HEMO_BOUNCE_TEMPORARY;
    return HEMO_BOUNCE_OTHER;
}

HemoBounceGroup
hemo_bounce_group_find(HemoSlice status, HemoSlice words)
{
    g_autoptr(HemoSecret) folded = fold_words(words);
    HemoSlice text = hemo_secret_slice(folded);
    HemoBounceGroup group;

    if (is_tls_code(status))
        return HEMO_BOUNCE_TLS;
    group = find_by_words(text, PARTICULAR, G_N_ELEMENTS(PARTICULAR));
    if (group == HEMO_BOUNCE_OTHER)
        group = find_by_code(status);
    if (group == HEMO_BOUNCE_OTHER)
        group = find_by_words(text, GENERAL, G_N_ELEMENTS(GENERAL));
    return group == HEMO_BOUNCE_OTHER ? find_by_class(status) : group;
}

const char *
hemo_bounce_group_words(HemoBounceGroup group)
{
    return _(group_words[(guint)group < G_N_ELEMENTS(group_words) ? group : HEMO_BOUNCE_OTHER]);
}
