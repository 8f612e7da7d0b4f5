/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-fetch-reply.h"

typedef struct {
    HemoFetchProtocol protocol;
    const char *line;
    HemoFetchReply reply;
} Row;

static void
check(HemoFetchReply (*read)(HemoFetchProtocol protocol, HemoSlice line),
      const Row *rows,
      gsize n_rows)
{
    for (gsize i = 0; i < n_rows; i++) {
        g_test_message("row %" G_GSIZE_FORMAT, i);
        g_assert_cmpint(read(rows[i].protocol, hemo_slice_text(rows[i].line)),
                        ==,
                        rows[i].reply);
    }
}

static void
test_greetings(void)
{
    static const Row rows[] = {
        {HEMO_FETCH_PROTOCOL_POP, "+OK\r\n", HEMO_FETCH_REPLY_GOOD},
        {HEMO_FETCH_PROTOCOL_POP, "+OK ready <1@x>\r\n", HEMO_FETCH_REPLY_GOOD},
        {HEMO_FETCH_PROTOCOL_POP, "-ERR busy\r\n", HEMO_FETCH_REPLY_NO},
        {HEMO_FETCH_PROTOCOL_POP, "+OKAY\r\n", HEMO_FETCH_REPLY_STRANGE},
        {HEMO_FETCH_PROTOCOL_POP, "+OK\n", HEMO_FETCH_REPLY_STRANGE},
        {HEMO_FETCH_PROTOCOL_POP, "+OK \x1b\r\n", HEMO_FETCH_REPLY_STRANGE},
        {HEMO_FETCH_PROTOCOL_POP, "* OK\r\n", HEMO_FETCH_REPLY_STRANGE},
        {HEMO_FETCH_PROTOCOL_POP, "", HEMO_FETCH_REPLY_STRANGE},
        {HEMO_FETCH_PROTOCOL_IMAP, "* OK [CAPABILITY IMAP4rev1] x\r\n", HEMO_FETCH_REPLY_GOOD},
        {HEMO_FETCH_PROTOCOL_IMAP, "* PREAUTH x\r\n", HEMO_FETCH_REPLY_NO},
        {HEMO_FETCH_PROTOCOL_IMAP, "* BYE x\r\n", HEMO_FETCH_REPLY_NO},
        {HEMO_FETCH_PROTOCOL_IMAP, "220 x ESMTP\r\n", HEMO_FETCH_REPLY_STRANGE},
        {HEMO_FETCH_PROTOCOL_INVALID, "+OK\r\n", HEMO_FETCH_REPLY_STRANGE},
    };
    g_autofree char *fill = g_strnfill(2000, 'x');
    g_autofree char *line = g_strconcat("+OK ", fill, "\r\n", NULL);

    check(hemo_fetch_reply_read_greeting, rows, G_N_ELEMENTS(rows));
    g_assert_cmpint(
        hemo_fetch_reply_read_greeting(HEMO_FETCH_PROTOCOL_POP, hemo_slice_text(line)),
        ==,
        HEMO_FETCH_REPLY_STRANGE);
}

static void
test_answers(void)
{
    static const Row rows[] = {
        {HEMO_FETCH_PROTOCOL_POP, "+OK begin\r\n", HEMO_FETCH_REPLY_GOOD},
        {HEMO_FETCH_PROTOCOL_POP, "-ERR no\r\n", HEMO_FETCH_REPLY_NO},
        {HEMO_FETCH_PROTOCOL_IMAP, "a1 OK begin\r\n", HEMO_FETCH_REPLY_GOOD},
        {HEMO_FETCH_PROTOCOL_IMAP, "a1 BAD unknown\r\n", HEMO_FETCH_REPLY_NO},
        {HEMO_FETCH_PROTOCOL_IMAP, "a1 NO\r\n", HEMO_FETCH_REPLY_NO},
        {HEMO_FETCH_PROTOCOL_IMAP, "* CAPABILITY x\r\n", HEMO_FETCH_REPLY_MORE},
        {HEMO_FETCH_PROTOCOL_IMAP, "a2 OK\r\n", HEMO_FETCH_REPLY_STRANGE},
        {HEMO_FETCH_PROTOCOL_IMAP, "a1 OKAY\r\n", HEMO_FETCH_REPLY_STRANGE},
    };

    check(hemo_fetch_reply_read_answer, rows, G_N_ELEMENTS(rows));
    g_assert_cmpstr(hemo_fetch_reply_command(HEMO_FETCH_PROTOCOL_POP), ==, "STLS\r\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/fetch-reply/greetings", test_greetings);
    g_test_add_func("/fetch-reply/answers", test_answers);
    return g_test_run();
}
