/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-fetch-reply.h.
 */
#include "hemo-fetch-reply.h"

#include <string.h>

#define MAX_LINE 1024 /* with its line end; RFC 1939 allows 512, IMAP servers greet longer */

typedef struct {
    const char *start; /* then a blank or the end of the line */
    HemoFetchReply reply;
} Word;

/* A connection that begins with somebody logged in (PREAUTH) offers no TLS any more. */
static const Word pop_words[] = {
    {"+OK", HEMO_FETCH_REPLY_GOOD},
    {"-ERR", HEMO_FETCH_REPLY_NO},
    {NULL, HEMO_FETCH_REPLY_STRANGE},
};
static const Word imap_greetings[] = {
    {"* OK", HEMO_FETCH_REPLY_GOOD},
    {"* PREAUTH", HEMO_FETCH_REPLY_NO},
    {"* BYE", HEMO_FETCH_REPLY_NO},
    {NULL, HEMO_FETCH_REPLY_STRANGE},
};
static const Word imap_answers[] = {
    {"a1 OK", HEMO_FETCH_REPLY_GOOD},
    {"a1 NO", HEMO_FETCH_REPLY_NO},
    {"a1 BAD", HEMO_FETCH_REPLY_NO},
    {"* BYE", HEMO_FETCH_REPLY_NO},
    {"*", HEMO_FETCH_REPLY_MORE},
    {NULL, HEMO_FETCH_REPLY_STRANGE},
};

static const struct {
    const char *command;
    const Word *greetings;
    const Word *answers;
} protocols[] = {
    [HEMO_FETCH_PROTOCOL_INVALID] = {"", pop_words + 2, pop_words + 2},
    [HEMO_FETCH_PROTOCOL_POP] = {"STLS\r\n", pop_words, pop_words},
    [HEMO_FETCH_PROTOCOL_IMAP] = {"a1 STARTTLS\r\n", imap_greetings, imap_answers},
};

const char *
hemo_fetch_reply_command(HemoFetchProtocol protocol)
{
    return protocols[protocol].command;
}

static gboolean
is_line(HemoSlice line)
{
    if (line.size < 2 || line.size > MAX_LINE || line.data[line.size - 2] != '\r' ||
        line.data[line.size - 1] != '\n')
        return FALSE;
    for (gsize i = 0; i < line.size - 2; i++) {
        if (line.data[i] < 0x20 || line.data[i] == 0x7f)
            return FALSE;
    }
    return TRUE;
}

static HemoFetchReply
find(const Word *words, HemoSlice line)
{
    if (!is_line(line))
        return HEMO_FETCH_REPLY_STRANGE;
    for (; words->start != NULL; words++) {
        int next = hemo_slice_at(line, strlen(words->start));

        if (hemo_slice_has_prefix_nocase(line, words->start) && (next == ' ' || next == '\r'))
            return words->reply;
    }
    return HEMO_FETCH_REPLY_STRANGE;
}

HemoFetchReply
hemo_fetch_reply_read_greeting(HemoFetchProtocol protocol, HemoSlice line)
{
    return find(protocols[protocol].greetings, line);
}

HemoFetchReply
hemo_fetch_reply_read_answer(HemoFetchProtocol protocol, HemoSlice line)
{
    return find(protocols[protocol].answers, line);
}
