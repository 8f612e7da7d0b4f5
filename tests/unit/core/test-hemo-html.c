/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-html.h"

typedef struct {
    const char *html;
    const char *text;
} Case;

static void
check_all(const Case *cases, guint n_cases)
{
    for (guint i = 0; i < n_cases; i++) {
        g_autoptr(HemoSecret) text = hemo_html_to_text(hemo_slice_text(cases[i].html));

        g_assert_cmpstr(hemo_secret_text(text), ==, cases[i].text);
    }
}

static void
test_layout(void)
{
    static const Case cases[] = {
        {"", ""},
        {"plain", "plain"},
        {"  a \r\n\t b  ", "a b"},
        {"<p>one</p><p>two</p>", "one\ntwo\n"},
        {"<P CLASS='x'>one<BR/>two", "one\ntwo"},
        {"a<br><br>b", "a\n\nb"},
        {"<div>a</div><div><br></div><div>b</div>", "a\n\nb\n"},
        {"<table><tr><td>Name</td><td>Date</td></tr><tr><th>x</th></tr></table>",
         "Name\tDate\nx\n"},
        {"x<b>y</b>z", "xyz"},
        {"<pre>a  b\n c</pre>d", "a  b\n c\nd"},
        {"<ul><li>a<li>b</ul>", "a\nb\n"},
        {"<p>-- <br>me</p>", "-- \nme\n"},
        {"mine<blockquote>his<blockquote>mine</blockquote></blockquote>end",
         "mine\n> his\n> > mine\nend"},
        {"</blockquote></pre>x", "x"},
    };

    check_all(cases, G_N_ELEMENTS(cases));
}

static void
test_references(void)
{
    static const Case cases[] = {
        {"&lt;b&gt; &amp;amp; &quot;", "<b> &amp; \""},
        {"Mu&ntilde;oz &#241; &#xF1; &#xf1", "Mu\303\261oz \303\261 \303\261 \303\261"},
        {"a&nbsp;&nbsp;b", "a  b"},
        {"&unknown; &; & &# &#x; &amp", "&unknown; &; & &# &#x; &amp"},
        {"&#0;&#xd800;&#9999999999;", "\357\277\275\357\277\275\357\277\275"},
        {"&#147;x&#148;", "\342\200\234x\342\200\235"},
        {"pa&shy;tient", "patient"},
        {"a&#10;b", "a b"},
    };

    check_all(cases, G_N_ELEMENTS(cases));
}

/* What is sent counts, whether a reader would see it or not. */
static void
test_hidden(void)
{
    static const Case cases[] = {
        {"<span style='display:none'>hidden</span>", "hidden"},
        {"a<!-- note -->b", "a\nnote\nb"},
        {"a<!--[if mso]><p>office</p><![endif]-->b", "a\noffice\nb"},
        {"a<!--[if !mso]><!-->web<!--<![endif]-->b", "a\nweb\nb"},
        {"<img alt='Ana &amp; Bo' src=x title=\"a>b\">c", "Ana & Bo a>b c"},
        {"<input type=text value=555-0100>", "555-0100"},
        {"<title>subject</title>x", "subject\nx"},
        {"<noscript>a</noscript>", "a"},
    };

    check_all(cases, G_N_ELEMENTS(cases));
}

static void
test_skipped(void)
{
    static const Case cases[] = {
        {"a<style>p { x }</style>b", "ab"},
        {"a<!--<style>p { x }</style>-->b", "a\nb"},
        {"a<!-- <style> -->b<!-- </style> -->c", "a\nb\nc"},
        {"a<!-- <script> -->b<!-- </script> -->c", "a\nb\nc"},
        {"a<!-- <b title=\"-->b<i title=\"\">c", "a\n<b title=\"\nbc"},
        {"a<!--[if x-->b<script>-->c</script>d", "a\n[if x\nbd"},
        {"J<!-- -->oh<!---->n", "John"},
        {"a<STYLE type=x><!-- p { } --></STYLE >b", "ab"},
        {"a<script>if (a<b) '</p>'</script>b", "ab"},
        {"<!DOCTYPE html><?xml version=1?>a", "a"},
        {"<a href='https://example.org/x'>y</a>", "y"},
    };

    check_all(cases, G_N_ELEMENTS(cases));
}

/* Broken HTML loses nothing. */
static void
test_broken(void)
{
    static const Case cases[] = {
        {"1 < 2 and 3 > 2", "1 < 2 and 3 > 2"},
        {"a <b", "a <b"},
        {"a <b c=\"x", "a <b c=\"x"},
        {"a <b c=\"x> y", "a y"},
        {"a<style>never ends", "anever ends"},
        {"a<!-- never ends", "a\nnever ends"},
        {"<!--[if never ends", "[if never ends"},
        {"--> a", "--> a"},
        {"<", "<"},
        {"</", "</"},
        {"<!", "<!"},
        {"<!--", ""},
        {"<>x", "<>x"},
        {"&", "&"},
    };

    check_all(cases, G_N_ELEMENTS(cases));
}

static void
test_nul(void)
{
    g_autoptr(HemoSecret) text = hemo_html_to_text(hemo_slice("a\0b", 3));

    g_assert_cmpstr(hemo_secret_text(text), ==, "a b");
}

/* A megabyte of each bad pattern is read in a moment, and never grows without bound. */
static void
test_linear(void)
{
    static const char *const patterns[] = {
        "<",
        "<a ",
        "<a b=\"",
        "<!--",
        "<style>",
        "<script><style>",
        "<!-- <style><b a=\"",
        "<!---->",
        "&",
        "&#",
        "<blockquote>a",
        "<br>",
        "<!--[if ",
        "-",
        "<a title='",
        "<td>a",
        "</",
        "<pre>\n",
        "-->",
    };

    for (guint i = 0; i < G_N_ELEMENTS(patterns); i++) {
        g_autoptr(GString) html = g_string_new(NULL);
        g_autoptr(HemoSecret) text = NULL;
        g_autoptr(GTimer) timer = NULL;

        while (html->len < 1024 * 1024)
            g_string_append(html, patterns[i]);
        timer = g_timer_new();
        text = hemo_html_to_text(hemo_slice(html->str, html->len));
        g_assert_cmpfloat(g_timer_elapsed(timer, NULL), <, 5.0);
        g_assert_cmpuint(hemo_secret_size(text), <=, 6 * html->len);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/html/layout", test_layout);
    g_test_add_func("/html/references", test_references);
    g_test_add_func("/html/hidden", test_hidden);
    g_test_add_func("/html/skipped", test_skipped);
    g_test_add_func("/html/broken", test_broken);
    g_test_add_func("/html/nul", test_nul);
    g_test_add_func("/html/linear", test_linear);
    return g_test_run();
}
