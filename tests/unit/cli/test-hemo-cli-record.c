/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-record.h"

/* @words is a pattern for what stands behind number, time and mail. */
static const struct {
    const char *event;
    const char *body;
    const char *words;
} rows[] = {
    {"assess",
     "{\"verdict\":\"hold\",\"content\":\"phi\",\"route\":\"R0\",\"recipients\":[{"
     "\"domain\":\"example.org\",\"verdict\":\"protect\",\"method\":\"openpgp\",\"level\":"
     "\"N\","
     "\"reasons\":[\"patient-data\",\"level-too-low\"]},{\"domain\":\"example.net\","
     "\"verdict\":\"hold\",\"method\":\"none\",\"level\":\"U\",\"reasons\":[\"later-code\"]}]}",
     "judged: held (found: patient data; route R0)\n"
     "        example.org: encrypted with OpenPGP (their mail servers: offer no TLS that can "
     "be "
     "trusted)\n"
     "          it contains patient data\n"
     "          the recipient's mail servers offer no TLS that can be trusted\n"
     "        example.net: held (their mail servers: nothing is known of them)\n"
     "          later-code"},
    {"protect",
     "{\"messages\":[{\"method\":\"tls\",\"recipients\":2},{\"method\":\"openpgp\","
     "\"recipients\":1},{\"method\":\"none\",\"recipients\":1}]}",
     "made ready: over TLS for 2 recipients, encrypted with OpenPGP for 1 recipient, as it is "
     "for 1 recipient"},
    {"sent", "{\"messages\":1}", "handed to the mail server: 1 message"},
    {"sent", "{\"messages\":3}", "handed to the mail server: 3 messages"},
    {"answer", "{\"choice\":\"clean\"}", "the person chose: it contains no patient data"},
    {"report", "{\"groups\":[\"tls\"]}", "a delivery report came back: TLS could not be used"},
    {"failed", "{\"code\":\"unreachable\"}", "not sent: the mail server could not be reached"},
    {"failed", "{\"code\":\"later\"}", "not sent: later"},
    {"mismatch",
     "{\"differs\":[\"recipients\",\"bytes\",\"later\"]}",
     "WARNING: what was sent is not what had been checked: the recipients, the protected "
     "message "
     "itself, later"},
    {"abandoned", "{}", "not sent: it was given up, or the mail server did not take it"},
    {"note",
     "{\"kind\":\"wrong-verdict\",\"badge\":\"\"}",
     "somebody reported a problem: a mail was judged wrongly"},
    {"note", "{\"kind\":\"later\"}", "somebody reported a problem: later"},
    {"unguarded",
     "{\"client\":\"claws-mail\"}",
     "WARNING: claws-mail was running without Hemostat, so its mail was not checked"},
    {"reveal", "{}", "addresses in the audit were shown to somebody"},
    {"gap",
     "{\"expected\":9,\"found\":7}",
     "WARNING: records are missing (9 expected, 7 found)"},
    {"key",
     "{\"act\":\"confirm\",\"by\":\"ana\",\"kind\":\"smime\",\"fingerprint\":\"ABCDEF\","
     "\"how\":\"telephone\"}",
     "a key was confirmed as its owner's, by ana, by telephone\n        S/MIME certificate "
     "ABCD "
     "EF"},
    {"key", "{\"act\":\"later\",\"by\":\"ana\"}", "later, by ana"},
    {"later", "{\"new\":1}", "later {\"new\":1}"},
    /* tampered with: it is shown as far as it goes */
    {"assess", "{\"verdict\":{},\"recipients\":[1,null,{\"reasons\":[2]}]}", "judged: *"},
    {"protect", "{\"messages\":[[],{\"recipients\":[]}]}", "made ready:*"},
    {"report", "{\"groups\":{\"a\":1}}", "a delivery report came back: "},
    {"sent", "[]", "sent []"},
    {"sent", "not JSON", "sent not JSON"},
};

static void
test_events(void)
{
    for (gsize i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_autofree char *pattern =
            g_strconcat("    7  1970-01-01 0?:??:??  12ab34cd  ", rows[i].words, NULL);
        g_autoptr(GVariant) record = g_variant_ref_sink(
            g_variant_new_parsed("{'number': <uint64 7>, 'time': <int64 1000000>, 'mail': "
                                 "<'12ab34cd99'>, 'event': <%s>, 'body': <%s>}",
                                 rows[i].event,
                                 rows[i].body));
        g_autofree char *words = hemo_cli_record_words(record);

        g_test_message("%s", words);
        g_assert_true(g_pattern_match_simple(pattern, words));
    }
}

static void
test_sparse(void)
{
    g_autoptr(GVariant) empty = g_variant_ref_sink(g_variant_new("a{sv}", NULL));
    g_autoptr(GVariant) sealed =
        g_variant_ref_sink(g_variant_new_parsed("{'sealed': <'{\"to\":[]}'>}"));
    g_autofree char *nothing = hemo_cli_record_words(empty);
    g_autofree char *words = hemo_cli_record_words(sealed);

    g_assert_true(g_str_has_prefix(nothing, "    0  1970-01-01"));
    g_assert_true(g_str_has_suffix(words, "\n        {\"to\":[]}"));
}

int
main(int argc, char **argv)
{
    g_setenv("TZ", "UTC", TRUE);
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-record/events", test_events);
    g_test_add_func("/cli-record/sparse", test_sparse);
    return g_test_run();
}
