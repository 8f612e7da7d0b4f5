/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-bounce-text.h.
 */
#include "hemo-bounce-text.h"

#include <string.h>

#include "hemo-bounce-address.h"
#include "hemo-bounce-signs.h"
#include "hemo-limits.h"

#define MAX_TEXT (64 * 1024) /* of a report's own words */
#define MAX_LINE 1000

/* ---- where the returned mail begins ---- */

static gboolean
has_words(HemoSlice line, const char *const *list, gsize n)
{
    g_autofree char *copy = NULL;
    gboolean found = FALSE;

    copy = hemo_slice_dup(hemo_slice_sub(line, 0, MAX_LINE));
    for (char *c = copy; *c != '\0'; c++)
        *c = g_ascii_tolower(*c);
    for (gsize i = 0; i < n && !found; i++)
        found = strstr(copy, list[i]) != NULL;
    hemo_erase(copy, strlen(copy));
    return found;
}

static const char *const MARKS[] = {
    "original message follows",
    "original message --",
    "copy of the message",
    "copy of your message",
    "copy of the original",
    "message headers follow",
    "message header follows",
    "header of the original",
    "returned message",
    "unsent message",
    "undelivered message",
    "message follows",
    "non-delivered information",
    "of the message header",
    "original message:",
    "top 20 lines",
    "original headers",
    "message headers:",
    "headers follow",
    "returned mail follows",
    "message text follows",
    "original mail",
    "original message\n",
    "returned content",
    "your original message",
    "start of returned",
    "message header --",
    "rejected message",
    "original message header",
};

/* A whole line that only ends one thing and begins another. */
static gboolean
is_mark(HemoSlice line)
{
    static const char *const ORIGINAL[] = {"original message"};
    static const char *const SPOKEN[] = {"addresses", "recipients", "did not receive"};
    HemoSlice bare = hemo_slice_strip(line);

    if (bare.size < 8 || bare.size > 120)
        return FALSE;
    if (hemo_slice_has_prefix_nocase(bare, "The original message was") ||
        hemo_slice_has_prefix_nocase(bare, "Your message") ||
        has_words(bare, SPOKEN, G_N_ELEMENTS(SPOKEN)))
        return FALSE;
    if (has_words(bare, MARKS, G_N_ELEMENTS(MARKS)))
        return TRUE;
    return strchr("-=*_", bare.data[0]) != NULL && has_words(bare, ORIGINAL, 1);
}

/* The first line of a header block: what a report's own words never begin with. */
static gboolean
is_header_line(HemoSlice line)
{
    static const char *const NAMES[] = {"Received: from ",
                                        "Received: by ",
                                        "Return-Path: ",
                                        "Return-path: ",
                                        "DKIM-Signature: ",
                                        "X-Received: ",
                                        "Received: (qmail"};

    for (gsize i = 0; i < G_N_ELEMENTS(NAMES); i++) {
        if (hemo_slice_has_prefix_nocase(line, NAMES[i]))
            return TRUE;
    }
    return FALSE;
}

gsize
hemo_bounce_text_find_returned(HemoSlice text)
{
    HemoSlice rest = text, line;

    while (hemo_slice_next_line(&rest, &line)) {
        if (is_mark(line) || is_header_line(line))
            return (gsize)(line.data - text.data);
    }
    return text.size;
}

/* ---- lines ---- */

typedef enum {
    WAY_LISTED, /* the line is the address */
    WAY_SAID,   /* a sentence about it */
    WAY_REPLY,  /* a line of SMTP */
    N_WAYS
} Way;

/* Whatever lists put before an address. */
static gsize
skip_bullet(HemoSlice line)
{
    gsize at = 0;

    while (at < line.size && strchr(" \t>*-.<\"'([", line.data[at]) != NULL &&
           line.data[at] != '\0')
        at++;
    return at;
}

/* What may follow a listed address on its line. */
static gboolean
ends_listed(HemoSlice tail)
{
    static const char *const ENDS[] = {"...", " on ", "  ", "\t", " (", " <", " [", ": ", " -"};

    while (tail.size > 0 && strchr(">\"')]", tail.data[0]) != NULL && tail.data[0] != '\0')
        tail = hemo_slice_from(tail, 1);
    if (hemo_slice_strip(tail).size == 0 || strchr(":;,<(|", tail.data[0]) != NULL)
        return TRUE;
    for (gsize i = 0; i < G_N_ELEMENTS(ENDS); i++) {
        if (hemo_slice_has_prefix_nocase(tail, ENDS[i]))
            return TRUE;
    }
    return FALSE;
}

static gboolean
read_listed(HemoSlice line, HemoSlice *address)
{
    gsize start = skip_bullet(line);
    gsize at = hemo_bounce_address_find(line, start, address);

    return at == start && at < line.size &&
           ends_listed(hemo_slice_from(line, at + address->size));
}

static const char *const SAID[] = {
    "undeliver", "deliver",  "unknown",  "recipient",  "not found", "mailbox", "no such",
    "failed",    "rejected", "disabled", "addressee",  "user",      "account", "not exist",
    "send to",   "reach",    "mail to",  "message to", "invalid",   "address",
};

static const char *const NOT_SAID[] = {
    "contact",
    "postmaster",
    "assist",
    "mail from",
    "http",
    "subject:",
    "message-id",
    "sender",
    "reply to",
    "support",
    "from:",
    "sent by",
    "received:",
    " from ",
};

/* What stands before the address says whose it is: "contact ..." is not whom it was for. */
static gboolean
read_said(HemoSlice line, HemoSlice *address)
{
    gsize at = hemo_bounce_address_find(line, 0, address);

    return at < line.size && !g_ascii_isdigit(hemo_slice_at(line, skip_bullet(line))) &&
           has_words(line, SAID, G_N_ELEMENTS(SAID)) &&
           !has_words(hemo_slice_sub(line, 0, at), NOT_SAID, G_N_ELEMENTS(NOT_SAID));
}

static gboolean
read_reply(HemoSlice line, HemoSlice *address)
{
    static const char *const REPLIES[] = {"rcpt to",
                                          "550",
                                          "551",
                                          "552",
                                          "553",
                                          "554",
                                          "450",
                                          "451",
                                          "452",
                                          "5.1.",
                                          "5.2.",
                                          "5.7."};
    static const char *const MAIL_FROM[] = {"mail from"};

    return hemo_bounce_address_find(line, 0, address) < line.size &&
           has_words(line, REPLIES, G_N_ELEMENTS(REPLIES)) && !has_words(line, MAIL_FROM, 1);
}

static gboolean
read_line(Way way, HemoSlice line, HemoSlice *address)
{
    line = hemo_slice_sub(line, 0, MAX_LINE);
    switch (way) {
    case WAY_LISTED:
        return read_listed(line, address);
    case WAY_SAID:
        return read_said(line, address);
    case WAY_REPLY:
        return read_reply(line, address);
    case N_WAYS:
        break;
    }
    return FALSE;
}

/* ---- the whole ---- */

static gboolean
is_listed_in(HemoSlice address, const GArray *own)
{
    for (guint i = 0; i < own->len; i++) {
        g_autofree char *text = hemo_slice_dup(g_array_index(own, HemoSlice, i));

        if (hemo_slice_equal_nocase(address, text))
            return TRUE;
    }
    return FALSE;
}

/* What holds for the whole report, found out once. */
typedef struct {
    HemoSlice body;
    HemoDsnAction action;
    char status[HEMO_DSN_STATUS_SIZE];
    HemoBounceGroup group;
    GPtrArray *recipients;
} Report;

static Report
open_report(HemoSlice body, GPtrArray *recipients)
{
    Report report = {.body = body, .recipients = recipients};

    report.action =
        hemo_bounce_signs_of_delay(body) ? HEMO_DSN_ACTION_DELAYED : HEMO_DSN_ACTION_FAILED;
    hemo_dsn_recipient_find_status(body, "45", report.status);
    report.group = hemo_bounce_group_find(hemo_slice_text(report.status), body);
    return report;
}

/* @words begin with the line that names the address and end before the next one. */
static void
add_recipient(const Report *report, HemoSlice address, HemoSlice words)
{
    HemoDsnRecipient *recipient = hemo_dsn_recipient_new(address, report->action);

    if (!hemo_dsn_recipient_find_status(words, "45", recipient->status))
        memcpy(recipient->status, report->status, sizeof recipient->status);
    recipient->group = hemo_bounce_group_find(hemo_slice_text(recipient->status), words);
    if (recipient->group == HEMO_BOUNCE_OTHER)
        recipient->group = report->group;
    hemo_dsn_recipient_add(report->recipients, recipient);
}

static void
read_way(const Report *report, Way way, const GArray *own)
{
    HemoSlice rest = report->body, line, address, waiting = HEMO_SLICE_EMPTY;
    const guint8 *start = report->body.data, *end = report->body.data + report->body.size;

    while (report->recipients->len < HEMO_LIMIT_REPORT_RECIPIENTS &&
           hemo_slice_next_line(&rest, &line)) {
        if (!read_line(way, line, &address) || (own != NULL && is_listed_in(address, own)))
            continue;
        if (waiting.size > 0)
            add_recipient(report, waiting, hemo_slice(start, (gsize)(line.data - start)));
        waiting = address;
        start = line.data;
    }
    if (waiting.size > 0)
        add_recipient(report, waiting, hemo_slice(start, (gsize)(end - start)));
}

void
hemo_bounce_text_read(HemoSlice text, const GArray *own, GPtrArray *recipients)
{
    HemoSlice body = hemo_slice_sub(text, 0, MAX_TEXT);
    guint before = recipients->len;
    Report report;

    report =
        open_report(hemo_slice_sub(body, 0, hemo_bounce_text_find_returned(body)), recipients);
    for (int way = 0; way < N_WAYS && recipients->len == before; way++)
        read_way(&report, (Way)way, own);
    for (int way = 0; way < N_WAYS && recipients->len == before; way++)
        read_way(&report, (Way)way, NULL);
}
