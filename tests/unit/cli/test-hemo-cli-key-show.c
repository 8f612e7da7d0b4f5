/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 */
#include "hemo-cli-key-show.h"

#include "hemo-cli-output.h"
#include "run-verb.h"

#define NORA                                                                                   \
    "{'address': <'nora@example.net'>, 'kind': <'openpgp'>, 'fingerprint': "                   \
    "<'0123456789ABCDEF0123456789ABCDEF01234567'>, 'state': <'usable'>, 'words': <'it is "     \
    "fine'>, 'finders': <['wkd', 'harvest']>, 'since': <int64 1777809600>, 'expires': "        \
    "<int64 1809345600>, 'confirmed_by': <'ana'>, 'confirmed_how': <'telephone'>, "            \
    "'confirmed_at': <int64 1777809600>, 'own': <false>, 'chosen': <true>}"
#define OLD                                                                                    \
    "{'address': <'nora@example.net'>, 'kind': <'smime'>, 'fingerprint': <'AB'>, 'state': "    \
    "<'changed'>, 'words': <'it is another'>, 'expires': <int64 0>}"
#define ANA                                                                                    \
    "{'address': <'ana.ruiz@example.org'>, 'kind': <'smime'>, 'fingerprint': <'CD'>, "         \
    "'own': <true>, 'state': <'\033[2J'>}"

/* Shows the keys of its first word. */
static int
show(int argc, char **argv)
{
    g_autoptr(GVariant) keys =
        g_variant_parse(G_VARIANT_TYPE("aa{sv}"), argv[1], NULL, NULL, NULL);

    hemo_cli_key_show_all(keys, argc > 2);
    return HEMO_CLI_GOOD;
}

static int
show_steps(int argc, char **argv)
{
    g_autoptr(GVariant) keys =
        g_variant_parse(G_VARIANT_TYPE("aa{sv}"), argv[1], NULL, NULL, NULL);

    hemo_cli_key_show_steps(keys);
    return HEMO_CLI_GOOD;
}

#define ONE(state, trust, own)                                                                 \
    "{'address': <'a@example.org'>, 'kind': <'smime'>, 'fingerprint': <'EF'>, 'state': "       \
    "<'" state "'>, 'trust': <'" trust "'>, 'own': <" own ">}"

/* Nobody is invited to confirm what is his own, what an authority vouches for, or what cannot
 * be used anyway. */
static const RunVerbRow step_rows[] = {
    {{"x", "[" ONE("usable", "confirmed", "true") "]"},
     HEMO_CLI_GOOD,
     "It is your own: there is nothing to confirm\n",
     NULL},
    {{"x", "[" ONE("expired", "none", "true") "]"},
     HEMO_CLI_GOOD,
     "*you need a new one\n",
     NULL},
    {{"x", "[" ONE("usable", "authority", "false") "]"},
     HEMO_CLI_GOOD,
     "It can be used now; there is nothing to confirm\n",
     NULL},
    {{"x",
      "[" ONE("unconfirmed", "none", "false") ", " ONE("unconfirmed", "none", "false") "]"},
     HEMO_CLI_GOOD,
     "Nobody has confirmed yet*\"hemostat keys confirm\"\n",
     NULL},
    {{"x", "[" ONE("weak", "none", "false") ", " ONE("changed", "none", "false") "]"},
     HEMO_CLI_GOOD,
     "It is not used, and confirming*another one\nIt is another than before*\n",
     NULL},
    {{"x", "[" ONE("expired", "authority", "false") "]"},
     HEMO_CLI_GOOD,
     "It is not used*ask the owner for another one\n",
     NULL},
};

static void
test_steps(void)
{
    run_verb_check(show_steps, step_rows, G_N_ELEMENTS(step_rows));
}

static const RunVerbRow rows[] = {
    /* of S/MIME gpg says nothing */
    {{"x", "[" ONE("usable", "confirmed", "true") "]"},
     HEMO_CLI_GOOD,
     "a@example.org\n    S/MIME certificate, your own: usable\n    EF\n",
     NULL},
    {{"x", "[" ONE("usable", "authority", "false") "]"},
     HEMO_CLI_GOOD,
     "*    EF\n    an authority that your organisation trusts *\n",
     NULL},
    {{"x", "[" ONE("unconfirmed", "authority", "false") "]"},
     HEMO_CLI_GOOD,
     "*    EF\n    confirmed here by nobody\n",
     NULL},
    {{"x", "@aa{sv} []"}, HEMO_CLI_GOOD, "", NULL},
    {{"x", "[" NORA "]"},
     HEMO_CLI_GOOD,
     "nora@example.net\n  * OpenPGP key: it is fine\n"
     "    0123 4567 89AB CDEF 0123 4567 89AB CDEF 0123 4567\n    found: *(WKD), in mail*\n"
     "    valid until 3 May 2027; known since 3 May 2026\n"
     "    confirmed by ana on 3 May 2026, by telephone\n* would be used now\n",
     NULL},
    /* those of one address stand together; what strangers wrote steers no terminal */
    {{"x", "[" OLD ", " ANA ", " NORA "]"},
     HEMO_CLI_GOOD,
     "nora@example.net\n    S/MIME certificate: it is another\n    AB\n    confirmed here by "
     "nobody\n  * OpenPGP key*\nana.ruiz@example.org\n    S/MIME certificate, your own: "
     "?[2J\n    CD\n*",
     NULL},
    {{"x", "[" OLD ", " ANA "]", "json"},
     HEMO_CLI_GOOD,
     "{\"address\":\"nora@example.net\",\"kind\":\"smime\"*\"state\":\"changed\"*}\n"
     "{\"address\":\"ana.ruiz@example.org\"*}\n",
     NULL},
};

static void
test_rows(void)
{
    run_verb_check(show, rows, G_N_ELEMENTS(rows));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/cli-key-show/rows", test_rows);
    g_test_add_func("/cli-key-show/steps", test_steps);
    return g_test_run();
}
