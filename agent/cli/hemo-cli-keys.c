/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-keys.h.  Finds the verb below "keys"; each stands in a file of its own group.
 */
#include "hemo-cli-keys.h"

#include "hemo-cli-keys-backup.h"
#include "hemo-cli-keys-file.h"
#include "hemo-cli-keys-list.h"
#include "hemo-cli-keys-own.h"
#include "hemo-cli-keys-trust.h"
#include "hemo-cli-output.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

static const struct {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *words;
} verbs[] = {
    {"list", hemo_cli_keys_list_run, N_("show the keys that are known, and which are used")},
    {"find", hemo_cli_keys_list_find, N_("look for the keys of an address everywhere, now")},
    {"import", hemo_cli_keys_file_import, N_("bring in a key, a certificate or your own")},
    {"confirm", hemo_cli_keys_trust_confirm, N_("say that a key belongs to an address")},
    {"revoke", hemo_cli_keys_trust_revoke, N_("never use a key again")},
    {"export", hemo_cli_keys_file_export, N_("write the public part of a key")},
    {"create", hemo_cli_keys_own_create, N_("make an OpenPGP key of your own")},
    {"words", hemo_cli_keys_own_words, N_("show the five words that open PDFs")},
    {"backup", hemo_cli_keys_backup_run, N_("write a copy of everything about keys")},
    {"restore", hemo_cli_keys_backup_restore, N_("bring such a copy back in")},
};

static void
print_usage(FILE *file)
{
    fprintf(file,
            "%s\n",
            _("Usage: hemostat keys VERB [OPTION...] (hemostat keys VERB --help tells more)"));
    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++)
        fprintf(file, "  %-8s %s\n", verbs[i].name, _(verbs[i].words));
}

/* @argv of the verb below, which begins with the name that its usage line shows. */
static int
run(gsize index, int argc, char **argv)
{
    g_autofree char *name = g_strdup_printf("keys %s", verbs[index].name);
    g_autofree char **words = g_new0(char *, (gsize)argc + 1);

    for (int i = 1; i < argc; i++)
        words[i] = argv[i];
    words[0] = name;
    return verbs[index].run(argc, words);
}

int
hemo_cli_keys(int argc, char **argv)
{
    const char *verb = argc > 1 ? argv[1] : "";

    for (gsize i = 0; i < G_N_ELEMENTS(verbs); i++) {
        if (g_str_equal(verbs[i].name, verb))
            return run(i, argc - 1, argv + 1);
    }
    if (g_str_equal(verb, "--help") || g_str_equal(verb, "-h")) {
        print_usage(stdout);
        return HEMO_CLI_GOOD;
    }
    if (*verb != '\0')
        hemo_cli_output_complaint(_("there is no verb \"keys %s\""), verb);
    print_usage(stderr);
    return HEMO_CLI_USAGE;
}
