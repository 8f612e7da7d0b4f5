/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-smtp-reply.h"

#include "hemo-limits.h"

#include <string.h>

static const struct {
    const char *name;
    const char *text;
    HemoSmtpReplyState state;
    guint code;
    guint lines;
    gsize left;
} rows[] = {
    {"one line", "220 mx.example.org ready\r\n", HEMO_SMTP_REPLY_DONE, 220, 1, 0},
    {"no text", "250\r\n", HEMO_SMTP_REPLY_DONE, 250, 1, 0},
    {"two lines", "250-mx\r\n250 STARTTLS\r\n", HEMO_SMTP_REPLY_DONE, 250, 2, 0},
    {"bytes after it", "220 go\r\n250 more\r\n", HEMO_SMTP_REPLY_DONE, 220, 1, 10},
    {"eight-bit text", "220 caf\303\251\r\n", HEMO_SMTP_REPLY_DONE, 220, 1, 0},
    {"nothing yet", "", HEMO_SMTP_REPLY_MORE, 0, 0, 0},
    {"half a code", "25", HEMO_SMTP_REPLY_MORE, 0, 0, 0},
    {"half a line", "250-mx", HEMO_SMTP_REPLY_MORE, 0, 0, 0},
    {"half a line end", "250 mx\r", HEMO_SMTP_REPLY_MORE, 0, 0, 0},
    {"last line missing", "250-mx\r\n", HEMO_SMTP_REPLY_MORE, 0, 0, 0},
    {"another protocol", "SSH-2.0", HEMO_SMTP_REPLY_INVALID, 0, 0, 0},
    {"code below 200", "1", HEMO_SMTP_REPLY_INVALID, 0, 0, 0},
    {"code above 599", "600 x\r\n", HEMO_SMTP_REPLY_INVALID, 0, 0, 0},
    {"two digits", "25 x\r\n", HEMO_SMTP_REPLY_INVALID, 0, 0, 0},
    {"four digits", "2500 x\r\n", HEMO_SMTP_REPLY_INVALID, 0, 0, 0},
    {"short line", "25\r\n", HEMO_SMTP_REPLY_INVALID, 0, 0, 0},
    {"empty line", "\r\n", HEMO_SMTP_REPLY_INVALID, 0, 0, 0},
    {"LF alone", "250 mx\n", HEMO_SMTP_REPLY_INVALID, 0, 0, 0},
    {"CR alone", "250 m\rx\r\n", HEMO_SMTP_REPLY_INVALID, 0, 0, 0},
    {"control byte", "250 m\001x", HEMO_SMTP_REPLY_INVALID, 0, 0, 0},
    {"codes differ", "250-mx\r\n251 x\r\n", HEMO_SMTP_REPLY_INVALID, 0, 0, 0},
};

static void
test_rows(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        HemoSlice bytes = hemo_slice_text(rows[i].text);
        HemoSmtpReply reply = {0};

        g_test_message("%s", rows[i].name);
        g_assert_cmpint(hemo_smtp_reply_parse(bytes, &reply), ==, rows[i].state);
        g_assert_cmpuint(reply.code, ==, rows[i].code);
        g_assert_cmpuint(reply.lines, ==, rows[i].lines);
        if (rows[i].state == HEMO_SMTP_REPLY_DONE)
            g_assert_cmpuint(bytes.size - reply.bytes.size, ==, rows[i].left);
    }
}

/* Rule S4: 64 lines and 8 KiB, not one more. */
static void
test_limits(void)
{
    g_autoptr(GString) text = g_string_new(NULL);
    HemoSmtpReply reply;

    for (guint i = 1; i < HEMO_LIMIT_SMTP_LINES; i++)
        g_string_append(text, "250-X\r\n");
    g_assert_cmpint(hemo_smtp_reply_parse(hemo_slice(text->str, text->len), &reply),
                    ==,
                    HEMO_SMTP_REPLY_MORE);
    g_string_append(text, "250 Y\r\n");
    g_assert_cmpint(hemo_smtp_reply_parse(hemo_slice(text->str, text->len), &reply),
                    ==,
                    HEMO_SMTP_REPLY_DONE);
    text->str[text->len - 4] = '-';
    g_assert_cmpint(hemo_smtp_reply_parse(hemo_slice(text->str, text->len), &reply),
                    ==,
                    HEMO_SMTP_REPLY_INVALID);

    g_string_assign(text, "220 ");
    while (text->len < HEMO_LIMIT_SMTP_REPLY)
        g_string_append_c(text, 'a');
    g_assert_cmpint(hemo_smtp_reply_parse(hemo_slice(text->str, text->len - 1), &reply),
                    ==,
                    HEMO_SMTP_REPLY_MORE);
    g_assert_cmpint(hemo_smtp_reply_parse(hemo_slice(text->str, text->len), &reply),
                    ==,
                    HEMO_SMTP_REPLY_INVALID);
}

/* Rule S3: a whole word, any case, only after the first line; X in its place shows. */
static void
test_keywords(void)
{
    static const struct {
        const char *text;
        gboolean starttls;
        gboolean masked;
    } extensions[] = {
        {"250-mx\r\n250 STARTTLS\r\n", TRUE, FALSE},
        {"250-mx\r\n250-starttls\r\n250 SIZE 10\r\n", TRUE, FALSE},
        {"250-mx\r\n250 StartTLS yes\r\n", TRUE, FALSE},
        {"250 STARTTLS\r\n", FALSE, FALSE},
        {"250-mx\r\n250 STARTTLSX\r\n", FALSE, FALSE},
        {"250-mx\r\n250 XSTARTTLS\r\n", FALSE, FALSE},
        {"250-mx\r\n250 AUTH STARTTLS\r\n", FALSE, FALSE},
        {"250-mx\r\n250-XXXXXXXA\r\n250 SIZE 10\r\n", FALSE, TRUE},
        {"250-mx\r\n250-STARTTLS\r\n250 xxxxxxxx\r\n", TRUE, TRUE},
        {"250-XXXXXXXX\r\n250 XCLIENT\r\n", FALSE, FALSE},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(extensions); i++) {
        HemoSmtpReply reply;

        g_assert_cmpint(hemo_smtp_reply_parse(hemo_slice_text(extensions[i].text), &reply),
                        ==,
                        HEMO_SMTP_REPLY_DONE);
        g_assert_cmpint(hemo_smtp_reply_has_keyword(&reply, "STARTTLS"),
                        ==,
                        extensions[i].starttls);
        g_assert_cmpint(hemo_smtp_reply_is_masked(&reply), ==, extensions[i].masked);
    }
}

static void
test_parameters(void)
{
    HemoSmtpReply reply;

    hemo_smtp_reply_parse(hemo_slice_text("250-mx\r\n250-auth LOGIN  plain\r\n250 SIZE 9\r\n"),
                          &reply);
    g_assert_true(hemo_smtp_reply_has_parameter(&reply, "AUTH", "PLAIN"));
    g_assert_true(hemo_smtp_reply_has_parameter(&reply, "AUTH", "LOGIN"));
    g_assert_false(hemo_smtp_reply_has_parameter(&reply, "AUTH", "PLAI"));
    g_assert_false(hemo_smtp_reply_has_parameter(&reply, "AUTH", "AUTH"));
    g_assert_false(hemo_smtp_reply_has_parameter(&reply, "SIZE", "PLAIN"));
}

static void
test_last_text(void)
{
    HemoSmtpReply reply;

    hemo_smtp_reply_parse(hemo_slice_text("250-mx\r\n250 2.0.0 taken\r\n"), &reply);
    g_assert_true(
        hemo_slice_equal(hemo_smtp_reply_last_text(&reply), hemo_slice_text("2.0.0 taken")));
    hemo_smtp_reply_parse(hemo_slice_text("250\r\n"), &reply);
    g_assert_cmpuint(hemo_smtp_reply_last_text(&reply).size, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/smtp-reply/rows", test_rows);
    g_test_add_func("/smtp-reply/limits-S4", test_limits);
    g_test_add_func("/smtp-reply/keywords-S3", test_keywords);
    g_test_add_func("/smtp-reply/parameters", test_parameters);
    g_test_add_func("/smtp-reply/last-text", test_last_text);
    return g_test_run();
}
