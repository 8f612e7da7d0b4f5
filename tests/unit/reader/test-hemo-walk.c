/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-walk.h"

#include <string.h>

typedef struct {
    HemoDecoded *decoded;
    HemoWalk walk;
} Walked;

static void
walk_text(Walked *walked, const char *mail, gboolean is_report)
{
    GByteArray bytes = {(guint8 *)mail, (guint)strlen(mail)};
    GMimeParserOptions *options = g_mime_parser_options_get_default();
    g_autoptr(GMimeMessage) message = hemo_walk_parse(&bytes, options);

    g_assert_nonnull(message);
    *walked = (Walked){hemo_decoded_new(), {.options = options, .is_report = is_report}};
    hemo_leaf_begin(&walked->walk.leaves, walked->decoded, NULL);
    hemo_walk_message(&walked->walk, message);
    hemo_leaf_end(&walked->walk.leaves);
}

/* The paths of the texts, in order. */
static char *
paths(const HemoDecoded *decoded)
{
    g_autoptr(GString) line = g_string_new(NULL);
    gsize count;
    const HemoPhiText *texts = hemo_decoded_texts(decoded, &count);

    for (gsize i = 0; i < count; i++)
        g_string_append_printf(line, "%s%s", i > 0 ? " " : "", texts[i].part);
    return g_string_free(g_steal_pointer(&line), FALSE);
}

#define MIXED(name) "Content-Type: multipart/mixed; boundary=" name "\n\n"
#define ATTACHED    "Content-Type: message/rfc822\n\n"

static void
test_paths(void)
{
    static const struct {
        const char *mail;
        const char *paths;
    } cases[] = {
        {"\nx\n", "1"},
        {MIXED("b") "--b\n\nx\n--b\n\ny\n--b--\n", "1 2"},
        {MIXED("b") "--b\n" MIXED("c") "--c\n\nx\n--c\n\ny\n--c--\n--b\n\nz\n--b--\n",
         "1.1 1.2 2"},
        {MIXED("b") "--b\n" ATTACHED "Subject: s\n\nx\n--b--\n", "1.subject 1.1"},
        {MIXED("b") "--b\n" ATTACHED MIXED("c") "--c\n\nx\n--c\n\ny\n--c--\n--b--\n",
         "1.subject 1.1 1.2"},
        {ATTACHED ATTACHED "Subject: s\n\nx\n", "1.subject 1.1.subject 1.1.1"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *found = NULL;
        Walked walked;

        walk_text(&walked, cases[i].mail, FALSE);
        found = paths(walked.decoded);
        g_assert_cmpstr(found, ==, cases[i].paths);
        g_assert_false(walked.walk.is_damaged);
        g_assert_cmpuint(walked.walk.depth, ==, 0);
        hemo_decoded_free(walked.decoded);
    }
}

static void
test_report(void)
{
    g_autofree char *found = NULL;
    Walked walked;

    walk_text(&walked, MIXED("b") "--b\n\nx\n--b\n" ATTACHED "Subject: s\n\nx\n--b--\n", TRUE);
    found = paths(walked.decoded);
    g_assert_cmpstr(found, ==, "1 2");
    hemo_decoded_free(walked.decoded);
}

/* Mails within mails behind a transfer encoding, which no look over the bytes can see: each
 * is flat enough, all together are not. */
static void
test_hidden_depth(void)
{
    g_autofree char *mail = g_strdup("Subject: x\n\nx\n");
    Walked walked;

    for (guint i = 0; i < 12; i++) {
        g_autofree char *inner = g_steal_pointer(&mail);
        g_autofree char *encoded = g_base64_encode((const guchar *)inner, strlen(inner));

        mail =
            g_strconcat(MIXED("a") "--a\n" MIXED("b") "--b\n" MIXED("c") "--c\n",
                        "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n",
                        encoded,
                        "\n",
                        NULL);
    }
    walk_text(&walked, mail, FALSE);
    g_assert_true(walked.walk.is_damaged);
    hemo_decoded_free(walked.decoded);
}

static void
test_damaged(void)
{
    static const char *const mails[] = {
        MIXED("b") "no part\n",
        "Content-Type: multipart/mixed\n\n--b\n\nx\n--b--\n",
        ATTACHED "Content-Type: text/plain\nContent-Type: text/html\n\nx\n",
    };

    for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
        Walked walked;

        walk_text(&walked, mails[i], FALSE);
        g_assert_true(walked.walk.is_damaged);
        hemo_decoded_free(walked.decoded);
    }
}

/* An attached mail that was cut off is no reason to give up the mail around it. */
static void
test_stump(void)
{
    g_autofree char *found = NULL;
    Walked walked;
    gsize count;

    walk_text(&walked, MIXED("b") "--b\n\nx\n--b\n" ATTACHED MIXED("c") "cut\n--b--\n", FALSE);
    found = paths(walked.decoded);
    g_assert_cmpstr(found, ==, "1 2.subject 2.0");
    g_assert_false(walked.walk.is_damaged);
    g_assert_cmpstr(hemo_decoded_unread(walked.decoded, &count)[0].part, ==, "2.0");
    hemo_decoded_free(walked.decoded);
}

static void
test_no_mail(void)
{
    GByteArray bytes = {(guint8 *)"no header\n\n", 11};

    g_assert_null(hemo_walk_parse(&bytes, g_mime_parser_options_get_default()));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/walk/paths", test_paths);
    g_test_add_func("/walk/report", test_report);
    g_test_add_func("/walk/hidden-depth", test_hidden_depth);
    g_test_add_func("/walk/damaged", test_damaged);
    g_test_add_func("/walk/stump", test_stump);
    g_test_add_func("/walk/no-mail", test_no_mail);
    return g_test_run();
}
