/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-compose-note.h"

static void
test_text(void)
{
    static const struct {
        const char *note;
        const char *text;
        const char *newline;
        const char *expected;
    } cases[] = {
        {"", "", "\n", ""},
        {"", "a", "\n", "a\n"},
        {"", "a\r\nb\rc\n", "\n", "a\nb\nc\n"},
        {"", "a\nb\r\n\r", "\r\n", "a\r\nb\r\n\r\n"},
        {"Note.", "a\n", "\n", "Note.\n\na\n"},
        {"Note.", "", "\r\n", "Note.\r\n\r\n"},
        {"two\r\nlines", "a", "\n", "two  lines\n\na\n"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoSecret) text =
            hemo_compose_note_text(cases[i].note, cases[i].text, cases[i].newline);

        g_assert_cmpstr(hemo_secret_text(text), ==, cases[i].expected);
    }
}

static void
test_html(void)
{
    static const struct {
        const char *html;
        const char *expected;
    } cases[] = {
        {"", "<p>N</p>\n"},
        {"hello", "<p>N</p>hello\n"},
        {"<p>a", "<p>N</p><p>a\n"},
        {"<html><BODY>a", "<html><BODY><p>N</p>a\n"},
        {"<html><body\nclass='>'>a", "<html><body\nclass='>'><p>N</p>a\n"},
        {"<!-- <body> --><body>a", "<!-- <body> --><body><p>N</p>a\n"},
        {"<title><body></title><body>a", "<title><body></title><body><p>N</p>a\n"},
        {"<style>x<body></style><body>a", "<style>x<body></style><body><p>N</p>a\n"},
        {"<bodyguard>a", "<p>N</p><bodyguard>a\n"},
        {"<a title='<body>'>a", "<p>N</p><a title='<body>'>a\n"},
        {"<body", "<p>N</p><body\n"},
        {"<", "<p>N</p><\n"},
        {"<!--", "<p>N</p><!--\n"},
        {"<style>", "<p>N</p><style>\n"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(HemoSecret) html = hemo_compose_note_html("N", cases[i].html, "\n");

        g_assert_cmpstr(hemo_secret_text(html), ==, cases[i].expected);
    }
}

/* The words of a note are words, not markup. */
static void
test_escaped(void)
{
    g_autoptr(HemoSecret) html = hemo_compose_note_html("<b>&\"\n", "<body>x", "\n");
    g_autoptr(HemoSecret) bare = hemo_compose_note_html("", "<body>x", "\n");

    g_assert_cmpstr(hemo_secret_text(html), ==, "<body><p>&lt;b&gt;&amp;&quot; </p>x\n");
    g_assert_cmpstr(hemo_secret_text(bare), ==, "<body>x\n");
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/compose-note/text", test_text);
    g_test_add_func("/compose-note/html", test_html);
    g_test_add_func("/compose-note/escaped", test_escaped);
    return g_test_run();
}
