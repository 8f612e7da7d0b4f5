/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-fields.h"

#include <string.h>

#include "hemo-walk.h"

static GMimeMessage *
parse(const char *mail)
{
    GByteArray bytes = {(guint8 *)mail, (guint)strlen(mail)};

    return hemo_walk_parse(&bytes, g_mime_parser_options_get_default());
}

static void
test_mail(void)
{
    static const char mail[] = "From: Ana Ruiz <ana@example.org>\n"
                               "To: Nora <nora@example.net>\n"
                               "Bcc: b@example.net\n"
                               "Subject: a\n"
                               "Thread-Topic: =?utf-8?Q?caf=C3=A9?=\n  two\n"
                               "X-Note: three\n"
                               "Comments:\n"
                               "Date: Mon, 02 Mar 2026 09:00:00 +0000\n"
                               "Message-ID: <1@example.org>\n"
                               "User-Agent: x\n"
                               "MIME-Version: 1.0\n"
                               "Content-Type: text/plain\n\nx\n";
    g_autoptr(GMimeMessage) message = parse(mail);
    GMimeHeaderList *headers = g_mime_object_get_header_list(GMIME_OBJECT(message));
    g_autoptr(HemoSecret) words = hemo_fields_words(headers);
    g_autoptr(HemoSecret) bound = hemo_fields_bound(headers);

    g_assert_cmpstr(hemo_secret_text(words), ==, "caf\303\251 two\nthree\n\n");
    g_assert_cmpstr(hemo_secret_text(bound),
                    ==,
                    "from:Ana Ruiz <ana@example.org>\nto:Nora <nora@example.net>\n"
                    "thread-topic:caf\303\251 two\nx-note:three\ncomments:\nuser-agent:x\n");
}

static void
test_part(void)
{
    static const struct {
        const char *mail;
        const char *names;
    } cases[] = {
        {"\nx\n", ""},
        {"Content-Type: text/plain; charset=utf-8; format=flowed\n"
         "Content-Transfer-Encoding: 8bit\n\nx\n",
         ""},
        {"Content-Type: text/plain; name=\"a b.txt\"\n"
         "Content-Disposition: attachment; filename=\"a b.txt\"; size=3\n\nx\n",
         "a b.txt\n"},
        {"Content-Type: text/plain; name=two.txt\n"
         "Content-Disposition: attachment; filename*=utf-8''%C3%A9.txt\n"
         "Content-Description: about a\n man\n\nx\n",
         "\303\251.txt\ntwo.txt\nabout a man\n"},
        {"Content-Type: multipart/mixed; boundary=b; note=\"hello\"\n\n--b\n\nx\n--b--\n",
         "hello\n"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GMimeMessage) message = parse(cases[i].mail);
        g_autoptr(HemoSecret) names =
            hemo_fields_of_part(g_mime_message_get_mime_part(message));

        g_assert_cmpstr(hemo_secret_text(names), ==, cases[i].names);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/fields/mail", test_mail);
    g_test_add_func("/fields/part", test_part);
    return g_test_run();
}
