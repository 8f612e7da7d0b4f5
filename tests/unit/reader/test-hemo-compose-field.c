/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-compose-field.h"

#include "hemo-part.h"

/* The header as it is written, LF. */
static char *
header(GMimeMessage *message)
{
    return g_mime_object_get_headers(GMIME_OBJECT(message), NULL);
}

static void
test_text(void)
{
    static const struct {
        const char *text;
        const char *header; /* NULL: refused */
    } cases[] = {
        {"plain words", "X-A: plain words\n"},
        {"caf\303\251", "X-A: =?UTF-8?B?Y2Fmw6k=?=\n"},
        {"tab\tbell\a", "X-A: tab bell\n"},
        {"x\nBcc: b@example.org", NULL},
        {"x\r", NULL},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GMimeMessage) message = g_mime_message_new(FALSE);
        gboolean is_added = hemo_compose_field_add_text(message, "X-A", cases[i].text);
        g_autofree char *written = header(message);

        g_assert_cmpint(is_added, ==, cases[i].header != NULL);
        g_assert_cmpstr(written, ==, cases[i].header != NULL ? cases[i].header : "");
    }
}

/* Words stay whole, whatever their length. */
static void
test_words(void)
{
    g_autofree char *fitting = g_strnfill(900, 'w');
    g_autofree char *too_long = g_strnfill(901, 'w');
    g_autofree char *words = g_strdup_printf("a  b %s c", fitting);
    g_autofree char *expected = g_strdup_printf("X-A: a b\n %s\n c\n", fitting);
    g_autoptr(GMimeMessage) message = g_mime_message_new(FALSE);
    g_autofree char *written = NULL;

    g_assert_true(hemo_compose_field_add_words(message, "X-A", words));
    written = header(message);
    g_assert_cmpstr(written, ==, expected);
    g_assert_false(hemo_compose_field_add_words(message, "X-B", too_long));
    g_assert_false(hemo_compose_field_add_words(message, "X-B", "caf\303\251"));
    g_assert_false(hemo_compose_field_add_words(message, "X-B", "a\nBcc: b"));
}

static void
test_own(void)
{
    static const struct {
        const char *name;
        gboolean is_fine;
    } cases[] = {
        {"X-Ward", TRUE},
        {"x-ward_2", TRUE},
        {"List-Id", TRUE},
        {"List-Unsubscribe", TRUE},
        {"", FALSE},
        {"Bcc", FALSE},
        {"Subject", FALSE},
        {"Content-Type", FALSE},
        {"X-A:", FALSE},
        {"X-A\nBcc", FALSE},
        {"X-\303\251", FALSE},
        {"X-Identity-Key", FALSE},
        {"x-account-key", FALSE},
        {"X-Mozilla-Draft-Info", FALSE},
        {"X-mozilla-anything", FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GMimeMessage) message = g_mime_message_new(FALSE);

        g_assert_cmpint(hemo_compose_field_add_own(message, cases[i].name, "v"),
                        ==,
                        cases[i].is_fine);
        g_assert_cmpint(hemo_compose_field_add_own(message, cases[i].name, "v\303\251"),
                        ==,
                        cases[i].is_fine);
    }
}

static void
test_id(void)
{
    static const struct {
        const char *id;
        gboolean is_one;
    } cases[] = {
        {"<a@example.org>", TRUE},
        {"<a>", TRUE},
        {"<>", FALSE},
        {"", FALSE},
        {"a@example.org", FALSE},
        {"<a b@example.org>", FALSE},
        {"<a@example.org> <b@example.org>", FALSE},
        {"<a@example.org>\n", FALSE},
        {"<a\nBcc: b@example.org>", FALSE},
        {"<caf\303\251@example.org>", FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(hemo_compose_field_is_id(cases[i].id), ==, cases[i].is_one);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/compose-field/text", test_text);
    g_test_add_func("/compose-field/words", test_words);
    g_test_add_func("/compose-field/own", test_own);
    g_test_add_func("/compose-field/id", test_id);
    return g_test_run();
}
