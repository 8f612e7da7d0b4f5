/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-header.h"

#include <string.h>

#include "hemo-error.h"
#include "hemo-limits.h"

static const char mail[] = "Received: from a\r\n\tby b;\r\n  today\r\n"
                           "Subject: one\n"
                           "X-Empty:\r\n"
                           "subject:two: three\r\n"
                           "\r\n"
                           "Subject: body\r\n";

static void
assert_text(HemoSlice slice, const char *text)
{
    g_autofree char *copy = hemo_slice_dup(slice);

    g_assert_cmpstr(copy, ==, text);
    g_assert_cmpuint(slice.size, ==, strlen(text));
}

static void
test_fields(void)
{
    static const char *const bodies[][2] = {
        {"Received", " from a\r\n\tby b;\r\n  today"},
        {"Subject", " one"},
        {"X-Empty", ""},
        {"subject", "two: three"},
    };
    HemoHeader header;
    HemoHeaderField field;
    gsize offset = 0;
    gsize end = 0;

    g_assert_true(hemo_header_split(hemo_slice_text(mail), &header, NULL));
    for (guint i = 0; i < G_N_ELEMENTS(bodies); i++) {
        g_assert_true(hemo_header_next(&header, &offset, &field));
        assert_text(field.name, bodies[i][0]);
        assert_text(field.body, bodies[i][1]);
        /* Every byte of the header belongs to one field. */
        g_assert_cmpuint(field.offset, ==, end);
        g_assert_true(field.whole.data == (const guint8 *)mail + end);
        end += field.whole.size;
    }
    g_assert_false(hemo_header_next(&header, &offset, &field));
    g_assert_cmpuint(end, ==, header.fields.size);
    assert_text(header.body, "Subject: body\r\n");
}

static void
test_find(void)
{
    HemoHeader header;
    HemoHeaderField field;

    g_assert_true(hemo_header_split(hemo_slice_text(mail), &header, NULL));
    g_assert_cmpuint(hemo_header_count(&header, "SUBJECT"), ==, 2);
    g_assert_true(hemo_header_find(&header, "SUBJECT", &field));
    assert_text(field.body, " one");
    g_assert_false(hemo_header_find(&header, "Sub", &field));
}

static void
test_unfold(void)
{
    g_autoptr(HemoSecret) text =
        hemo_header_unfold(hemo_slice_text(" from a\r\n\tby b;\n  now \r\n"));

    g_assert_cmpstr(hemo_secret_text(text), ==, "from a\tby b;  now");
}

static void
test_body_start(void)
{
    static const struct {
        const char *mail;
        const char *fields;
        const char *body;
    } cases[] = {
        {"", "", ""},
        {"\n", "", ""},
        {"\r\nhello", "", "hello"},
        {"A: b", "A: b", ""},
        {"A: b\n", "A: b\n", ""},
        {"A: b\n\nc\n\nd", "A: b\n", "c\n\nd"},
        {"A: b\r\n \r\n\r\nc", "A: b\r\n \r\n", "c"},
        {"A: b\r\n\nc", "A: b\r\n", "c"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        HemoHeader header;

        g_assert_true(hemo_header_split(hemo_slice_text(cases[i].mail), &header, NULL));
        assert_text(header.fields, cases[i].fields);
        assert_text(header.body, cases[i].body);
    }
}

static void
test_refused(void)
{
    static const char *const mails[] = {
        "From someone Mon Jan  1\nA: b\n\n",
        " folded: first\n\n",
        "no colon\n\n",
        ": no name\n\n",
        "Space : before colon\n\n",
        "\303\244: umlaut\n\n",
        "A: b\rC: d\r\n\r\n",
        "A: b\n\r",
        "A: b\r\r\n\r\nbody",
    };

    for (guint i = 0; i < G_N_ELEMENTS(mails); i++) {
        g_autoptr(GError) error = NULL;
        HemoHeader header;

        g_assert_false(hemo_header_split(hemo_slice_text(mails[i]), &header, &error));
        g_assert_true(hemo_error_is(error, HEMO_ERROR_INVALID));
    }
}

static void
test_nul(void)
{
    g_autoptr(GError) error = NULL;
    HemoHeader header;

    g_assert_false(hemo_header_split(hemo_slice("A: b\0c\n\n", 8), &header, &error));
    g_assert_true(hemo_error_is(error, HEMO_ERROR_INVALID));
    g_assert_true(hemo_header_split(hemo_slice("A: b\n\n\0c", 8), &header, NULL));
}

static void
test_too_big(void)
{
    g_autoptr(GString) big = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    HemoHeader header;

    while (big->len < HEMO_LIMIT_HEADER_BLOCK - 10)
        g_string_append(big, "A: 789\r\n");
    g_string_append(big, "\r\n");
    g_assert_true(hemo_header_split(hemo_slice(big->str, big->len), &header, NULL));
    g_string_truncate(big, big->len - 2);
    g_string_append(big, "B: 789\r\nB: 789\r\n\r\n");
    g_assert_false(hemo_header_split(hemo_slice(big->str, big->len), &header, &error));
    g_assert_true(hemo_error_is(error, HEMO_ERROR_TOO_BIG));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/header/fields", test_fields);
    g_test_add_func("/header/find", test_find);
    g_test_add_func("/header/unfold", test_unfold);
    g_test_add_func("/header/body-start", test_body_start);
    g_test_add_func("/header/refused", test_refused);
    g_test_add_func("/header/nul", test_nul);
    g_test_add_func("/header/too-big", test_too_big);
    return g_test_run();
}
