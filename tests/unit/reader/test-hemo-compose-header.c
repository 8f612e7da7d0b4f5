/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-compose-header.h"

#include "hemo-limits.h"
#include "hemo-part.h"
#include "hemo-reader-wire.h"

/* The header of a mail that has @members besides its text; NULL if there is none. */
static char *
header(const char *members, const char **ret_failure)
{
    g_autofree char *json = g_strconcat("{\"text\": \"\", ", members, "}", NULL);
    g_autoptr(HemoComposeJson) mail = hemo_compose_json_read(hemo_slice_text(json));
    g_autoptr(GMimeMessage) message = g_mime_message_new(FALSE);
    g_auto(HemoComposeCopy) copy = {0};

    g_assert_nonnull(mail);
    hemo_compose_copy_read(&copy, NULL);
    *ret_failure = hemo_compose_header_add(message, mail, &copy);
    return *ret_failure == NULL ? g_mime_object_get_headers(GMIME_OBJECT(message), NULL) : NULL;
}

static void
test_fields(void)
{
    static const struct {
        const char *members;
        const char *header;
    } cases[] = {
        {"\"from\": \"a@example.org\"", "From: a@example.org\nTo: undisclosed-recipients: ;\n"},
        {"\"from\": \"a@example.org\", \"cc\": [\"b@example.org\"]",
         "From: a@example.org\nCc: b@example.org\n"},
        {"\"from\": \"a@example.org\", \"to\": [\"b@example.org\"], \"subject\": \"\"",
         "From: a@example.org\nTo: b@example.org\n"},
        {"\"from\": \"A <a@example.org>\", \"to\": [\"b@example.org\"], \"receipt\": true",
         "From: A <a@example.org>\nTo: b@example.org\n"
         "Disposition-Notification-To: a@example.org\n"},
        {"\"from\": \"a@example.org\", \"to\": [\"b@example.org\"], \"priority\": \"normal\"",
         "From: a@example.org\nTo: b@example.org\n"},
        {"\"from\": \"a@example.org\", \"to\": [\"b@example.org\"], \"priority\": \"lowest\"",
         "From: a@example.org\nTo: b@example.org\nX-Priority: 5 (Lowest)\n"},
        {"\"from\": \"a@example.org\", \"to\": [\"b@example.org\"],"
         " \"inReplyTo\": \"<a@example.org>\\nBcc: c@example.org\", \"references\": [\"<x>\"]",
         "From: a@example.org\nTo: b@example.org\nReferences: <x>\n"},
    };

    for (guint i = 0; i < G_N_ELEMENTS(cases); i++) {
        const char *failure = NULL;
        g_autofree char *written = header(cases[i].members, &failure);

        g_assert_cmpstr(failure, ==, NULL);
        g_assert_cmpstr(written, ==, cases[i].header);
    }
}

static void
test_too_many(void)
{
    g_autoptr(GString) people = g_string_new("\"from\": \"a@example.org\", \"bcc\": [");
    g_autoptr(GString) fields = g_string_new("\"from\": \"a@example.org\", \"fields\": [");
    const char *failure = NULL;

    for (guint i = 0; i <= HEMO_LIMIT_RECIPIENTS; i++) {
        g_string_append_printf(people, "%s\"b%u@example.org\"", i > 0 ? "," : "", i);
        g_string_append_printf(fields, "%s[\"X-A\", \"b\"]", i > 0 ? "," : "");
    }
    g_string_append(people, "]");
    g_string_append(fields, "]");
    g_assert_null(header(people->str, &failure));
    g_assert_cmpstr(failure, ==, HEMO_READER_WIRE_RECIPIENTS);
    g_assert_null(header(fields->str, &failure));
    g_assert_cmpstr(failure, ==, HEMO_READER_WIRE_FIELD);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/compose-header/fields", test_fields);
    g_test_add_func("/compose-header/too-many", test_too_many);
    return g_test_run();
}
