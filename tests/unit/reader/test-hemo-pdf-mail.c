/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-pdf-mail.h"

#include <gmime/gmime.h>

#include "hemo-reader-wire.h"

#define MULTI(kind, boundary) "Content-Type: multipart/" kind "; boundary=" boundary "\n\n"
#define TEXT(words)           "Content-Type: text/plain\n\n" words "\n"
#define HTML(words)           "Content-Type: text/html\n\n<p>" words "</p>\n"
#define FILE_OF(type, name, words)                                                             \
    "Content-Type: " type "\nContent-Disposition: attachment; filename=" name "\n\n" words "\n"

static const struct {
    const char *mail;
    const char *text;
    const char *files; /* "name=bytes;" each */
} rows[] = {
    {TEXT("hello"), "hello", ""},
    {HTML("hello"), "hello", ""},
    {"From: a@example.org\n\nhello\n", "hello", ""},
    {MULTI("mixed", "a") "--a\n" TEXT("one") "--a\n" TEXT("two") "--a--\n", "one\n\ntwo", ""},
    {MULTI("mixed",
           "a") "--a\n" TEXT("one") "--a\n" FILE_OF("text/plain", "n.txt", "two") "--a--\n",
     "one",
     "n.txt=two;"},
    /* a text with a name is a file, wherever it stands */
    {MULTI("mixed",
           "a") "--a\nContent-Type: text/plain; name=n.txt\n\ntwo\n--a\n" TEXT("one") "--a--\n",
     "one",
     "n.txt=two;"},
    {MULTI("alternative", "a") "--a\n" TEXT("plain") "--a\n" HTML("rich") "--a--\n",
     "plain",
     ""},
    {MULTI("alternative", "a") "--a\n" HTML("rich") "--a\n" TEXT("plain") "--a--\n",
     "plain",
     ""},
    {MULTI("alternative", "a") "--a\n" TEXT("  ") "--a\n" HTML("rich") "--a--\n", "rich", ""},
    /* what only one of the choices has is there all the same */
    {MULTI("alternative", "a") "--a\n" TEXT("plain") "--a\n" MULTI("related", "b") "--b\n" HTML(
         "rich") "--b\nContent-Type: image/png\nContent-ID: <x>\n\npng\n--b--\n--a--\n",
     "plain",
     "part-1.png=png;"},
    {MULTI("alternative", "a") "--a\n" TEXT(
         "plain") "--a\nContent-Type: text/calendar; name=visit.ics\n\nics\n--a--\n",
     "plain",
     "visit.ics=ics;"},
    {MULTI("mixed", "a") "--a\n" TEXT(
         "one") "--a\n" FILE_OF("image/png", "x.png", "1") "--a\n" FILE_OF("image/png",
                                                                           "X.png",
                                                                           "2") "--a--\n",
     "one",
     "x.png=1;X (2).png=2;"},
    {MULTI("mixed", "a") "--a\n" TEXT(
         "one") "--a\nContent-Type: message/rfc822\n\nSubject: s\n\ninner\n--a--\n",
     "one",
     "part-1.eml=Subject: s\r\n\r\ninner;"},
    {FILE_OF("application/pdf", "x.pdf", "pdf"), "", "x.pdf=pdf\n;"},
};

static char *
list_files(const HemoPdfMail *mail)
{
    g_autoptr(GString) list = g_string_new(NULL);

    for (guint i = 0; i < mail->files->len; i++) {
        const HemoPdfFile *file = mail->files->pdata[i];

        g_string_append_printf(list, "%s=%s;", file->name, hemo_secret_text(file->bytes));
    }
    return g_strdup(list->str);
}

static void
test_rows(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_auto(HemoPdfMail) mail = {0};
        g_autofree char *files = NULL;
        g_autofree char *text = NULL;

        g_assert_null(hemo_pdf_mail_read(hemo_slice_text(rows[i].mail), &mail));
        text = g_strstrip(g_strdup(hemo_secret_text(mail.text)));
        files = list_files(&mail);
        g_assert_cmpstr(text, ==, rows[i].text);
        g_assert_cmpstr(files, ==, rows[i].files);
    }
}

static const char *const refused[] = {
    "",
    "Content-Type: text/plain\nContent-Type: text/html\n\nx\n",
    "Content-Type: multipart/mixed; boundary=a; boundary=b\n\n--a\n\nx\n--a--\n",
    "Content-Type: text/plain\nContent-Transfer-Encoding: rot13\n\nx\n",
    "Content-Type: application/pdf\nContent-Transfer-Encoding: rot13\n\nx\n",
};

static void
test_refused(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(refused); i++) {
        g_auto(HemoPdfMail) mail = {0};

        g_assert_cmpstr(hemo_pdf_mail_read(hemo_slice_text(refused[i]), &mail),
                        ==,
                        HEMO_READER_WIRE_MAIL);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/pdf-mail/rows", test_rows);
    g_test_add_func("/pdf-mail/refused", test_refused);
    return g_test_run();
}
