/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-envelope.h"

#include "hemo-error.h"
#include "hemo-limits.h"

#include <string.h>

static HemoEnvelope *
make(GVariant *values, GError **error)
{
    g_autoptr(GVariant) owned = g_variant_ref_sink(values);

    return hemo_envelope_new(owned, error);
}

static void
test_whole(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoEnvelope) envelope =
        make(g_variant_new_parsed(
                 "{'account': <'work'>, 'from': <'a@example.com'>, 'to': <['b@example.org']>,"
                 " 'cc': <['C@EXAMPLE.org', 'B@example.org']>,"
                 " 'bcc': <['d@example.net', 'c@example.org']>,"
                 " 'mode': <'send'>, 'format': <'rfc822'>, 'rung': <'end-to-end'>}"),
             &error);
    static const struct {
        const char *address;
        gboolean blind;
    } expected[] = {{"b@example.org", FALSE},
                    {"C@example.org", FALSE},
                    {"d@example.net", TRUE}};

    g_assert_no_error(error);
    g_assert_cmpstr(hemo_envelope_account(envelope), ==, "work");
    g_assert_cmpstr(hemo_address_full(hemo_envelope_sender(envelope)), ==, "a@example.com");
    g_assert_cmpint(hemo_envelope_rung(envelope), ==, HEMO_RUNG_END_TO_END);
    g_assert_cmpuint(hemo_envelope_count(envelope), ==, G_N_ELEMENTS(expected));
    for (gsize i = 0; i < G_N_ELEMENTS(expected); i++) {
        const HemoEnvelopeRecipient *recipient = hemo_envelope_recipient(envelope, i);

        g_assert_cmpstr(hemo_address_full(recipient->address), ==, expected[i].address);
        g_assert_cmpint(recipient->blind, ==, expected[i].blind);
    }
    hemo_envelope_free(NULL);
}

static void
test_least(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoEnvelope) envelope =
        make(g_variant_new_parsed("{'from': <'a@example.com'>, 'bcc': <['b@example.org']>}"),
             &error);

    g_assert_no_error(error);
    g_assert_cmpstr(hemo_envelope_account(envelope), ==, "");
    g_assert_cmpint(hemo_envelope_rung(envelope), ==, HEMO_RUNG_NONE);
}

/* A mail that came back is not tried over TLS again, and what more was asked for stands. */
static void
test_resend(void)
{
    static const struct {
        const char *mode;
        const char *rung;
        gboolean resend;
        HemoRung expected;
    } modes[] = {
        {"send", "", FALSE, HEMO_RUNG_NONE},
        {"redirect", "tls", FALSE, HEMO_RUNG_TLS},
        {"resend", "", TRUE, HEMO_RUNG_END_TO_END},
        {"resend", "tls", TRUE, HEMO_RUNG_END_TO_END},
        {"resend", "portal", TRUE, HEMO_RUNG_PORTAL},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(modes); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoEnvelope) envelope =
            make(g_variant_new_parsed("{'from': <'a@example.com'>, 'to': <['b@example.org']>,"
                                      " 'mode': <%s>, 'rung': <%s>}",
                                      modes[i].mode,
                                      modes[i].rung),
                 &error);

        g_assert_no_error(error);
        g_assert_cmpint(hemo_envelope_is_resend(envelope), ==, modes[i].resend);
        g_assert_cmpint(hemo_envelope_rung(envelope), ==, modes[i].expected);
    }
}

/* What is not understood is never passed over: it might be a recipient or a demand. */
static void
test_refused(void)
{
    static const struct {
        const char *values;
        HemoError code;
    } rows[] = {
        {"{'to': <['b@example.org']>}", HEMO_ERROR_INVALID},
        {"{'from': <'a'>, 'to': <['b@example.org']>}", HEMO_ERROR_INVALID},
        {"{'from': <'a@example.com'>}", HEMO_ERROR_INVALID},
        {"{'from': <'a@example.com'>, 'to': <@as []>}", HEMO_ERROR_INVALID},
        {"{'from': <'a@example.com'>, 'to': <['secret name']>}", HEMO_ERROR_INVALID},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org>\\r\\nRCPT TO:<c@example.net']>}",
         HEMO_ERROR_INVALID},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org']>, 'cc': <'c@example.org'>}",
         HEMO_ERROR_INVALID},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org']>, 'rung': <'extreme'>}",
         HEMO_ERROR_INVALID},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org']>, 'rung': <3>}",
         HEMO_ERROR_INVALID},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org']>, 'extra': <['c@example.org']>}",
         HEMO_ERROR_INVALID},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org']>, 'format': <'html'>}",
         HEMO_ERROR_UNSUPPORTED},
    };

    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(HemoEnvelope) envelope = make(g_variant_new_parsed(rows[i].values), &error);

        g_assert_null(envelope);
        g_assert_error(error, HEMO_ERROR, (int)rows[i].code);
        g_assert_null(strstr(error->message, "secret"));
        g_assert_null(strchr(error->message, '@'));
    }
}

static GVariant *
make_many(guint count)
{
    g_auto(GVariantBuilder) list = G_VARIANT_BUILDER_INIT(G_VARIANT_TYPE_STRING_ARRAY);

    for (guint i = 0; i < count; i++) {
        g_autofree char *address = g_strdup_printf("p%u@example.org", i);

        g_variant_builder_add(&list, "s", address);
    }
    return g_variant_new_parsed("{'from': <'a@example.com'>, 'to': <%*>}",
                                g_variant_builder_end(&list));
}

static void
test_many(void)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(HemoEnvelope) envelope = make(make_many(HEMO_LIMIT_RECIPIENTS), &error);

    g_assert_no_error(error);
    g_assert_cmpuint(hemo_envelope_count(envelope), ==, HEMO_LIMIT_RECIPIENTS);
    g_assert_null(make(make_many(HEMO_LIMIT_RECIPIENTS + 1), &error));
    g_assert_error(error, HEMO_ERROR, HEMO_ERROR_TOO_BIG);
}

/* A ticket keeps these for an hour. */
static void
test_long_names(void)
{
    static const struct {
        const char *key;
        gsize longest;
    } rows[] = {{"account", HEMO_LIMIT_ACCOUNT}, {"answered", 64}};

    for (gsize i = 0; i < 2 * G_N_ELEMENTS(rows); i++) {
        gboolean fits = i % 2 == 0;
        g_autofree char *text = g_strnfill(rows[i / 2].longest + !fits, 'a');
        g_autoptr(GError) error = NULL;
        g_auto(GVariantDict) values = G_VARIANT_DICT_INIT(NULL);
        g_autoptr(HemoEnvelope) envelope = NULL;

        g_variant_dict_insert(&values, "from", "s", "a@example.com");
        g_variant_dict_insert_value(&values, "to", g_variant_new_parsed("['b@example.org']"));
        g_variant_dict_insert(&values, rows[i / 2].key, "s", text);
        envelope = make(g_variant_dict_end(&values), &error);
        g_assert_cmpint(envelope != NULL, ==, fits);
        g_assert_true(fits || g_error_matches(error, HEMO_ERROR, HEMO_ERROR_INVALID));
    }
}

/* Answers of one mail count for another one only if all of this is the same. */
static void
test_equal(void)
{
    static const struct {
        const char *values;
        gboolean equal;
    } rows[] = {
        {"{'from': <'A@example.com'>, 'to': <['b@example.org']>, 'bcc': <['c@example.org']>,"
         " 'format': <'compose'>, 'answered': <'0123'>}",
         TRUE},
        {"{'from': <'a@example.com'>, 'cc': <['b@EXAMPLE.org']>, 'bcc': <['c@example.org']>,"
         " 'format': <'compose'>}",
         TRUE},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org', 'c@example.org']>,"
         " 'format': <'compose'>}",
         FALSE},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org']>, 'format': <'compose'>}",
         FALSE},
        {"{'from': <'d@example.com'>, 'to': <['b@example.org']>, 'bcc': <['c@example.org']>,"
         " 'format': <'compose'>}",
         FALSE},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org']>, 'bcc': <['c@example.org']>}",
         FALSE},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org']>, 'bcc': <['c@example.org']>,"
         " 'format': <'compose'>, 'mode': <'redirect'>}",
         FALSE},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org']>, 'bcc': <['c@example.org']>,"
         " 'format': <'compose'>, 'rung': <'tls'>}",
         FALSE},
        {"{'from': <'a@example.com'>, 'to': <['b@example.org']>, 'bcc': <['c@example.org']>,"
         " 'format': <'compose'>, 'account': <'work'>}",
         FALSE},
    };
    g_autoptr(HemoEnvelope) first = make(g_variant_new_parsed(rows[0].values), NULL);

    g_assert_true(hemo_envelope_is_compose(first));
    g_assert_cmpstr(hemo_envelope_answered(first), ==, "0123");
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autoptr(HemoEnvelope) other = make(g_variant_new_parsed(rows[i].values), NULL);

        g_assert_nonnull(other);
        g_assert_cmpint(hemo_envelope_equal(first, other), ==, rows[i].equal);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/envelope/whole", test_whole);
    g_test_add_func("/envelope/least", test_least);
    g_test_add_func("/envelope/resend", test_resend);
    g_test_add_func("/envelope/refused", test_refused);
    g_test_add_func("/envelope/many", test_many);
    g_test_add_func("/envelope/long-names", test_long_names);
    g_test_add_func("/envelope/equal", test_equal);
    return g_test_run();
}
