/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-dsn.h"

#include <string.h>

#define DAEMON "From: MAILER-DAEMON@mx.example\nTo: me@own.example\nSubject: failure notice\n"

#define FIELDS                                                                                 \
    "Reporting-MTA: dns; mx.example\nOriginal-Envelope-Id: q17\n\n"                            \
    "Final-Recipient: rfc822; jo@a.example\nAction: failed\nStatus: 5.1.1\n"

typedef struct {
    const char *type, *body;
} Part;

static GVariant *
read_object(const char *headers, const Part *parts)
{
    g_autoptr(GArray) array = g_array_new(FALSE, FALSE, sizeof(HemoDsnPart));
    g_autoptr(HemoDsn) dsn = NULL;
    GVariant *object;
    gboolean report;

    for (; parts->type != NULL; parts++) {
        HemoDsnPart part = {parts->type, hemo_slice_text(parts->body)};

        g_array_append_val(array, part);
    }
    dsn = hemo_dsn_read(hemo_slice_text(headers),
                        (const HemoDsnPart *)(gpointer)array->data,
                        array->len);
    object = g_variant_ref_sink(hemo_dsn_object(dsn));
    g_assert_true(g_variant_lookup(object, "report", "b", &report));
    g_assert_cmpint(report, ==, hemo_dsn_is_report(dsn));
    return object;
}

/* The text of @key, or "" for nothing. */
static char *
get_text(GVariant *object, const char *key)
{
    g_autoptr(GVariant) value = g_variant_lookup_value(object, key, NULL);
    g_autoptr(GVariant) inner = NULL;

    if (!g_variant_is_of_type(value, G_VARIANT_TYPE_MAYBE))
        return g_variant_dup_string(value, NULL);
    inner = g_variant_get_maybe(value);
    return inner == NULL ? g_strdup("") : g_variant_dup_string(inner, NULL);
}

/* "address action status group" of each recipient. */
static char *
describe(GVariant *object)
{
    static const char *const KEYS[] = {"address", "action", "status", "group"};
    g_autoptr(GVariant) list = g_variant_lookup_value(object, "recipients", NULL);
    g_autoptr(GString) text = g_string_new(NULL);

    for (gsize i = 0; i < g_variant_n_children(list); i++) {
        g_autoptr(GVariant) recipient = g_variant_get_child_value(list, i);

        for (gsize k = 0; k < G_N_ELEMENTS(KEYS); k++) {
            g_autofree char *value = get_text(recipient, KEYS[k]);

            g_string_append_printf(text, "%s%s", value, k == 3 ? ";" : " ");
        }
    }
    return g_string_free(g_steal_pointer(&text), FALSE);
}

static void
test_reports(void)
{
    static const struct {
        const char *headers;
        Part parts[4];
        const char *recipients, *envid, *id;
    } ROWS[] = {
        {DAEMON,
         {{"text/plain", "could not be delivered"},
          {"message/delivery-status", FIELDS},
          {"text/rfc822-headers", "From: me@own.example\nMessage-ID: <1@own.example>\n"}},
         "jo@a.example failed 5.1.1 wrong-address;",
         "q17",
         "<1@own.example>"},
        {DAEMON,
         {{"message/global-delivery-status",
           "Final-Recipient: utf-8; j\xc3\xb6@a.example\nAction: relayed\nStatus: 2.0.0\n"}},
         "j\xc3\xb6@a.example relayed 2.0.0 other;",
         "",
         ""},
        {DAEMON,
         {{"text/plain", "Technical report:\n\n" FIELDS}},
         "jo@a.example failed 5.1.1 wrong-address;",
         "q17",
         ""},
        {DAEMON "X-Failed-Recipients: jo@a.example, di@b.example\n",
         {{"text/plain",
           "could not be delivered\n 550 5.2.2 mailbox full\n"
           "------ This is a copy of the message ------\n\n"
           "From: me@own.example\nMessage-ID: <2@own.example>\n"}},
         "jo@a.example failed 5.2.2 mailbox-full;di@b.example failed 5.2.2 mailbox-full;",
         "",
         "<2@own.example>"},
        {DAEMON,
         {{"text/plain", "<jo@a.example>:\nUser unknown\n"}},
         "jo@a.example failed  wrong-address;",
         "",
         ""},
        {DAEMON,
         {{"text/html", "<p>could not be delivered to:<br>jo@a.example<br>over quota"}},
         "jo@a.example failed  mailbox-full;",
         "",
         ""},
        {DAEMON,
         {{"text/plain", "A filter changed this report."},
          {"message/rfc822", "Content-Type: multipart/report\n\n" FIELDS}},
         "jo@a.example failed 5.1.1 wrong-address;",
         "q17",
         ""},
        {DAEMON "X-Failed-Recipients: jo@a.example\nX-Failed-Recipients: di@b.example\n",
         {{"text/plain",
           "The following addresses failed:\n  jo@a.example\n"
           "    550 5.1.1 User unknown\n  di@b.example\n"
           "    552 5.2.2 Over quota\n"}},
         "jo@a.example failed 5.1.1 wrong-address;di@b.example failed 5.2.2 mailbox-full;",
         "",
         ""},
        /* names nobody */
        {DAEMON,
         {{"text/plain", "Your message could not be delivered."},
          {"message/rfc822", "To: Jo <jo@a.example>\nMessage-ID: <3@own.example>\n\nx"}},
         "jo@a.example failed  other;",
         "",
         "<3@own.example>"},
        {DAEMON,
         {{"message/delivery-status",
           "Final-Recipient: rfc822; jo@a.example\nAction: failed\nStatus: 4.7.4\n"
           "Diagnostic-Code: smtp; TLS is required, but was not offered by host\n"}},
         "jo@a.example failed 4.7.4 tls;",
         "",
         ""},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autoptr(GVariant) object = read_object(ROWS[i].headers, ROWS[i].parts);
        g_autofree char *recipients = describe(object);
        g_autofree char *envid = get_text(object, "envid");
        g_autofree char *id = get_text(object, "original_message_id");
        gboolean report;

        g_assert_true(g_variant_lookup(object, "report", "b", &report));
        g_assert_true(report);
        g_assert_cmpstr(recipients, ==, ROWS[i].recipients);
        g_assert_cmpstr(envid, ==, ROWS[i].envid);
        g_assert_cmpstr(id, ==, ROWS[i].id);
    }
}

static void
test_no_reports(void)
{
    static const struct {
        const char *headers;
        Part parts[3];
    } ROWS[] = {
        {"From: jo@a.example\nSubject: Lunch\n", {{"text/plain", "See you, di@b.example!"}}},
        {"From: jo@a.example\nSubject: Fwd: failure notice\n",
         {{"text/plain", "<di@b.example>:\nUser unknown\n"}}},
        {"From: jo@a.example\nSubject: Fwd: report\n", {{"message/delivery-status", FIELDS}}},
        {"From: jo@a.example\nSubject: Out of office\nReturn-Path: <>\n",
         {{"text/plain", "Your message could not be delivered to me, jo@a.example"}}},
        {DAEMON,
         {{"message/disposition-notification", "Final-Recipient: rfc822;jo@a.example"}}},
        {DAEMON, {{"message/feedback-report", "Feedback-Type: abuse"}}},
        {"From: jo@a.example\nSubject: bounce house\n",
         {{"text/plain", "Can you deliver it to di@b.example?"}}},
        {"", {{NULL}}},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(ROWS); i++) {
        g_autoptr(GVariant) object = read_object(ROWS[i].headers, ROWS[i].parts);
        g_autofree char *recipients = describe(object);
        gboolean report;

        g_test_message("%s", ROWS[i].headers);
        g_assert_true(g_variant_lookup(object, "report", "b", &report));
        g_assert_false(report);
        g_assert_cmpstr(recipients, ==, "");
    }
}

/* A report made to keep us busy. */
static void
test_hostile_length(void)
{
    static const char *const UNITS[] = {"jo@a.example\n",
                                        "@",
                                        "<",
                                        "u@x 5.1.1\n",
                                        "Final-Recipient: rfc822;u@x\n\n"};

    for (gsize i = 0; i < G_N_ELEMENTS(UNITS); i++) {
        g_autoptr(GString) body = g_string_new(NULL);
        gint64 start = g_get_monotonic_time();

        while (body->len < 1024 * 1024)
            g_string_append(body, UNITS[i]);
        for (gsize k = 0; k < 4; k++) {
            static const char *const TYPES[] = {"text/plain",
                                                "text/html",
                                                "message/delivery-status",
                                                "message/rfc822"};
            Part parts[] = {{TYPES[k], body->str}, {NULL}};
            g_autoptr(GVariant) object = read_object(DAEMON, parts);
            g_autofree char *recipients = describe(object);

            g_assert_nonnull(recipients);
        }
        g_assert_cmpint(g_get_monotonic_time() - start, <, 10 * G_USEC_PER_SEC);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/dsn/reports", test_reports);
    g_test_add_func("/dsn/no-reports", test_no_reports);
    g_test_add_func("/dsn/hostile-length", test_hostile_length);
    return g_test_run();
}
