/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-answer.h"

#include <gmime/gmime.h>
#include <string.h>

static GVariant *
answer(const char *operation, const char *mail, const char *parameters)
{
    g_autoptr(GVariant) given =
        parameters != NULL ? g_variant_ref_sink(g_variant_new_parsed(parameters)) : NULL;
    GVariant *values = hemo_answer_make(operation, hemo_slice_text(mail), given);

    return values != NULL ? g_variant_ref_sink(values) : NULL;
}

static const char *
word(GVariant *values, const char *key)
{
    const char *value = NULL;

    g_variant_lookup(values, key, "&s", &value);
    return value;
}

static void
test_unknown(void)
{
    g_assert_null(answer("", "", NULL));
    g_assert_null(answer("Mail", "", NULL));
}

static const char note[] =
    "Subject: Maria Delgado\n\nPatient: Maria Delgado, DOB 03/04/1961, MRN 4482913\n"
    "Diagnosis: type 2 diabetes, metformin 500 mg\n";

/* Without "reveal" no word of the mail comes out. */
static void
test_reveal(void)
{
    g_autoptr(GVariant) closed = answer("mail", note, NULL);
    g_autoptr(GVariant) open = answer("mail", note, "{'reveal': <true>}");
    g_autofree char *closed_text = g_variant_print(closed, FALSE);
    g_autofree char *open_text = g_variant_print(open, FALSE);

    g_assert_cmpstr(word(closed, "verdict"), ==, "phi");
    g_assert_cmpstr(word(open, "verdict"), ==, "phi");
    g_assert_null(strstr(closed_text, "Delgado"));
    g_assert_null(strstr(closed_text, "4482913"));
    g_assert_nonnull(strstr(open_text, "4482913"));
}

static void
test_unread(void)
{
    g_autoptr(GVariant) values = answer("mail", "Content-Type: application/pdf\n\nx\n", NULL);
    g_autoptr(GVariant) empty = answer("mail", "", NULL);

    g_assert_cmpstr(word(values, "verdict"), ==, "unread");
    g_assert_cmpstr(word(empty, "verdict"), ==, "none");
}

static void
test_triggers(void)
{
    g_autoptr(GVariant) with = answer("mail",
                                      "Subject: [Secure] lunch\n\nx\n",
                                      "{'triggers': <['[portal]', '[secure]']>}");
    g_autoptr(GVariant) without =
        answer("mail", "Subject: lunch\n\nx\n", "{'triggers': <['[portal]', '[secure]']>}");
    g_autofree char *found = NULL;
    g_autofree char *none = NULL;
    g_autoptr(GVariant) found_words = g_variant_lookup_value(with, "triggers", NULL);
    g_autoptr(GVariant) no_words = g_variant_lookup_value(without, "triggers", NULL);

    found = g_variant_print(found_words, FALSE);
    none = g_variant_print(no_words, TRUE);
    g_assert_cmpstr(found, ==, "['[secure]']");
    g_assert_cmpstr(none, ==, "@as []");
    g_assert_cmpstr(word(with, "subject"), ==, "lunch");
    g_assert_null(word(without, "subject"));
}

/* The sender's own name and address are no patient's, if she is who From says. */
static void
test_own_sender(void)
{
    static const char mail[] =
        "From: Rosalind Whitcombe <rosalind@example.org>\nSubject: x\n\n"
        "Diagnosis: type 2 diabetes, metformin 500 mg\n\nRosalind Whitcombe\n"
        "rosalind@example.org\n";
    static const struct {
        const char *parameters;
        gboolean is_own;
    } rows[] = {
        {"{'reveal': <true>}", TRUE},
        {"{'reveal': <true>, 'from': <''>, 'account-addresses': <@as []>}", TRUE},
        {"{'reveal': <true>, 'from': <'Rosalind@Example.org'>}", TRUE},
        {"{'reveal': <true>, 'account-addresses': <['a@example.org', "
         "'rosalind@example.org']>}",
         TRUE},
        {"{'reveal': <true>, 'from': <'ana@example.org'>}", FALSE},
        {"{'reveal': <true>, 'from': <'ana@example.org'>, 'account-addresses': "
         "<['ana@example.org']>}",
         FALSE},
    };

    for (guint i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GVariant) values = answer("mail", mail, rows[i].parameters);
        g_autoptr(GVariant) findings = g_variant_lookup_value(values, "findings", NULL);
        g_autofree char *text = g_variant_print(findings, FALSE);

        g_test_message("%s: %s", rows[i].parameters, text);
        g_assert_true((strstr(text, "Whitcombe") == NULL) == rows[i].is_own);
        g_assert_true((strstr(text, "rosalind@") == NULL) == rows[i].is_own);
    }
}

/* Where the settings say what she is called, a patient's name in From does not make it hers. */
static void
test_other_name_in_from(void)
{
    static const char mail[] =
        "From: Harriet Keller <ana@example.org>\nSubject: x\n\n"
        "Harriet Keller has breast cancer and starts tamoxifen on Monday.\n";
    g_autoptr(GVariant) values =
        answer("mail", mail, "{'from': <'ana@example.org'>, 'account-names': <['Ana Ruiz']>}");

    g_assert_cmpstr(word(values, "verdict"), ==, "phi");
}

/* The digest is bound to the envelope that was given. */
static void
test_envelope(void)
{
    g_autoptr(GVariant) one =
        answer("mail",
               "\nx\n",
               "{'from': <'a@example.org'>, 'recipients': <['b@example.org']>}");
    g_autoptr(GVariant) same =
        answer("mail",
               "\nx\n",
               "{'recipients': <['B@example.org']>, 'from': <'A@example.org'>}");
    g_autoptr(GVariant) other =
        answer("mail",
               "\nx\n",
               "{'from': <'a@example.org'>, 'recipients': <['c@example.org']>}");

    g_assert_cmpstr(word(one, "digest"), ==, word(same, "digest"));
    g_assert_cmpstr(word(one, "digest"), !=, word(other, "digest"));
}

static void
test_badge(void)
{
    g_autoptr(GVariant) values = answer(
        "badge",
        "Received: from a.example.com (a.example.com [192.0.2.1])\n"
        "\tby mx.example.org (Postfix) with ESMTP id 1; Mon, 5 Jan 2026 10:00:00 +0000\n\nx\n",
        "{'ours': <['example.org']>}");

    g_assert_cmpstr(word(values, "badge"), !=, NULL);
    g_assert_cmpstr(word(values, "badge"), !=, "full");
}

static void
test_bounce(void)
{
    g_autoptr(GVariant) values = answer(
        "bounce",
        "Content-Type: multipart/report; report-type=delivery-status; "
        "boundary=b\n\n--b\n\nsorry\n"
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.org\n\n"
        "Final-Recipient: rfc822; bo@example.com\nAction: failed\nStatus: 5.1.1\n--b\n"
        "Content-Type: message/rfc822\n\nMessage-ID: <one@example.org>\nSubject: "
        "x\n\ny\n--b--\n",
        NULL);
    gboolean is_report = FALSE;

    g_assert_true(g_variant_lookup(values, "report", "b", &is_report));
    g_assert_true(is_report);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_mime_init();
    g_test_add_func("/answer/unknown", test_unknown);
    g_test_add_func("/answer/reveal", test_reveal);
    g_test_add_func("/answer/unread", test_unread);
    g_test_add_func("/answer/triggers", test_triggers);
    g_test_add_func("/answer/own-sender", test_own_sender);
    g_test_add_func("/answer/other-name-in-from", test_other_name_in_from);
    g_test_add_func("/answer/envelope", test_envelope);
    g_test_add_func("/answer/badge", test_badge);
    g_test_add_func("/answer/bounce", test_bounce);
    return g_test_run();
}
