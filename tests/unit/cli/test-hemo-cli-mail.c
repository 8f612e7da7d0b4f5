/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-mail.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

static int
parse(int argc, char **argv)
{
    HemoCliMailOptions options = {0};
    gboolean good = hemo_cli_mail_parse(argc, argv, "Looks.", &options);
    g_autofree char *to = options.to != NULL ? g_strjoinv("|", options.to) : NULL;
    g_autofree char *choices =
        options.choices != NULL ? g_strjoinv("|", options.choices) : NULL;

    if (good)
        hemo_cli_output_line("%s %s %s %s %s %s",
                             options.account,
                             options.from,
                             to != NULL ? to : "-",
                             options.bcc != NULL ? options.bcc[0] : "-",
                             choices != NULL ? choices : "-",
                             options.files[0]);
    hemo_cli_mail_clear_options(&options);
    return good ? HEMO_CLI_GOOD : HEMO_CLI_USAGE;
}

#define NEEDED "hemostat: --account and --from are needed\n"

static const RunVerbRow rows[] = {
    {{"send", "--account", "c", "--from", "a@example.org", "-"},
     HEMO_CLI_GOOD,
     "c a@example.org - - - -\n",
     NULL},
    {{"send",
      "--account=c",
      "--from=a",
      "--to=x",
      "m",
      "--to=y",
      "--bcc=z",
      "--choice=1",
      "--choice=2"},
     HEMO_CLI_GOOD,
     "c a x|y z 1|2 m\n",
     NULL},
    {{"send", "--account", "c", "m"}, HEMO_CLI_USAGE, NULL, NEEDED},
    {{"send", "--from", "a", "m"}, HEMO_CLI_USAGE, NULL, NEEDED},
    {{"send", "--account=c", "--from=a"}, HEMO_CLI_USAGE, NULL, "hemostat: name one file*\n"},
    {{"send", "--account=c", "--from=a", "m", "n"},
     HEMO_CLI_USAGE,
     NULL,
     "hemostat: name one file*\n"},
    {{"send", "--to"}, HEMO_CLI_USAGE, NULL, "hemostat: *--to*\n"},
};

static void
test_parse(void)
{
    run_verb_check(parse, rows, G_N_ELEMENTS(rows));
}

static void
test_may_go(void)
{
    static const struct {
        const char *verdict;
        gboolean may_go;
    } verdicts[] = {{"send", TRUE},
                    {"protect", TRUE},
                    {"ask", FALSE},
                    {"hold", FALSE},
                    {"", FALSE},
                    {"Send", FALSE},
                    {NULL, FALSE}};

    for (gsize i = 0; i < G_N_ELEMENTS(verdicts); i++) {
        const HemoCliMail mail = {.verdict = (char *)verdicts[i].verdict};

        g_assert_cmpint(hemo_cli_mail_may_go(&mail), ==, verdicts[i].may_go);
    }
}

static HemoCliMail
make_mail(const char *verdict)
{
    const char *details =
        "{'recipients': <[{'address': <'a@example.org'>, 'method': <'tls'>, "
        "'reasons': <['their servers are good']>}, {'address': <'b@example.org'>, "
        "'method': <'none'>, 'verdict': <'hold'>, 'reasons': <['there is no key']>}, "
        "{'address': <'c@example.org'>, 'method': <'none'>, 'verdict': <'send'>}, "
        "{'address': <'d@example.org'>, 'method': <'none'>, 'verdict': <'ask'>}, "
        "{'address': <'e@example.org'>}]>, "
        "'choices': <[{'id': <'clean'>, 'words': <'it is clean'>}]>, "
        "'remedies': <['ask for a key']>, 'reasons': <['a name']>}";

    return (HemoCliMail){.fd = -1,
                         .verdict = g_strdup(verdict),
                         .ticket = g_strdup("12ab"),
                         .details = g_variant_ref_sink(g_variant_new_parsed(details))};
}

static int
print(int argc, char **argv)
{
    HemoCliMailOptions options = {.json = g_str_equal(argv[1], "json")};
    HemoCliMail mail = make_mail(argv[2]);
    GVariant *messages = NULL;

    if (argc > 3)
        messages = g_variant_new_parsed("[{'method': <'tls'>}]");
    hemo_cli_mail_print(&options, &mail, messages);
    hemo_cli_mail_clear(&mail);
    return 0;
}

#define REST                                                                                   \
    "  a name\n  a@example.org: over TLS\n    their servers are good\n"                        \
    "  b@example.org: held\n    there is no key\n"                                             \
    "  c@example.org: as it is\n  d@example.org: waits for your answer\n"                      \
    "  e@example.org: held\n"                                                                  \
    "  --choice clean: it is clean\n  -> ask for a key\n"

static const RunVerbRow printed[] = {
    {{"print", "words", "ask"}, 0, "Hemostat asks before this mail may go.\n" REST, NULL},
    {{"print", "words", "send", "m"}, 0, "This mail may go as it is.\n" REST, NULL},
    {{"print", "words", "hold"}, 0, "This mail is held.\n" REST, NULL},
    {{"print", "words", "what?"}, 0, "This mail is held.\n" REST, NULL},
    {{"print", "json", "ask"}, 0, "{*\"verdict\":\"ask\"*}\n", NULL},
    {{"print", "json", "protect", "m"}, 0, "{*\"messages\":[{\"method\":\"tls\"}]*}\n", NULL},
};

static void
test_print(void)
{
    run_verb_check(print, printed, G_N_ELEMENTS(printed));
}

/* Handles that lead nowhere are an error, whatever sent them. */
static void
test_map_message(void)
{
    g_autoptr(GUnixFDList) fds = g_unix_fd_list_new();
    g_autoptr(GVariant) messages =
        g_variant_ref_sink(g_variant_new_parsed("[(handle 0, {'a': <1>}), (handle -1, {})]"));

    for (gsize i = 0; i < 4; i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GVariant) values = NULL;

        g_assert_null(
            hemo_cli_mail_map_message(messages, i < 2 ? fds : NULL, i % 2, &values, &error));
        g_assert_nonnull(error);
        g_assert_null(values);
    }
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-mail/parse", test_parse);
    g_test_add_func("/cli-mail/may-go", test_may_go);
    g_test_add_func("/cli-mail/print", test_print);
    g_test_add_func("/cli-mail/map-message", test_map_message);
    return g_test_run();
}
