/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-pdf-text.h"

#include <gmime/gmime.h>

#define FLOWED                                                                                 \
    {                                                                                          \
        "utf-8", FALSE, TRUE, FALSE                                                            \
    }
#define PLAIN                                                                                  \
    {                                                                                          \
        "utf-8", FALSE, FALSE, FALSE                                                           \
    }
#define HTML                                                                                   \
    {                                                                                          \
        "utf-8", TRUE, FALSE, FALSE                                                            \
    }

static const struct {
    HemoPdfTextForm form;
    const char *bytes;
    const char *text;
} rows[] = {
    {PLAIN, "one\r\ntwo \r\nthree", "one\ntwo \nthree"},
    {PLAIN, "a\tb\001\033[1mc\177", "a\tb[1mc"},
    {{"iso-8859-1", FALSE, FALSE, FALSE}, "na\357ve", "na\303\257ve"},
    {PLAIN, "", ""},
    /* RFC 3676 */
    {FLOWED, "one \ntwo \nthree\nfour\n", "one two three\nfour"},
    {FLOWED, "one \n\ntwo\n", "one \ntwo"},
    {FLOWED, "one\n\n\ntwo\n", "one\n\n\ntwo"},
    {FLOWED, "> quoted \n> on\nmine\n", "> quoted on\nmine"},
    {FLOWED, "> quoted \n>> deeper \nmine \n", "> quoted \n>> deeper \nmine "},
    {FLOWED, " From here\n > no quote\n", "From here\n> no quote"},
    {FLOWED, "bye \n-- \nAna\n", "bye \n-- \nAna"},
    {{"utf-8", FALSE, TRUE, TRUE}, "\344\270\255 \n\345\234\213\n", "\344\270\255\345\234\213"},
    {HTML, "<p>one</p><!-- not seen --><p>two</p>", "one\ntwo"},
    {HTML, "<!--[if mso]><p>old</p><![endif]-->new", "new"},
    {HTML, "a<!-- no end", NULL},
};

static void
test_rows(void)
{
    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoSecret) text =
            hemo_pdf_text_new(hemo_slice_text(rows[i].bytes), &rows[i].form);
        g_autofree char *stripped = g_strdup(hemo_secret_text(text));

        if (rows[i].form.is_html)
            g_strstrip(stripped);
        if (rows[i].text != NULL)
            g_assert_cmpstr(stripped, ==, rows[i].text);
        else
            g_assert_true(g_str_has_prefix(stripped, "a")); /* nothing before it is lost */
    }
}

/* A comment that never ends is looked for once only. */
static void
test_many_comments(void)
{
    static const HemoPdfTextForm form = HTML;
    g_autoptr(GString) html = g_string_new(NULL);
    g_autoptr(HemoSecret) text = NULL;

    for (guint i = 0; i < 100000; i++)
        g_string_append(html, "x<!-- y -->");
    g_string_append(html, "<!--");
    text = hemo_pdf_text_new(hemo_slice(html->str, html->len), &form);
    g_assert_cmpuint(hemo_secret_size(text), >=, 100000);
    g_assert_cmpuint(hemo_secret_size(text), <, 100100);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/pdf-text/rows", test_rows);
    g_test_add_func("/pdf-text/many-comments", test_many_comments);
    return g_test_run();
}
