/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * See hemo-cli-option.h.
 */
#include "hemo-cli-option.h"

#include "hemo-cli-output.h"

#include <glib/gi18n-lib.h>

static const struct {
    guint min;
    guint max;
    GOptionArg kind;
    const char *words;     /* in the usage line */
    const char *complaint; /* if there are more or fewer */
} rests[] = {
    [HEMO_CLI_OPTION_NOTHING] =
        {0, 0, G_OPTION_ARG_STRING_ARRAY, NULL, N_("only options are expected here")},
    [HEMO_CLI_OPTION_FILE] = {1,
                              1,
                              G_OPTION_ARG_FILENAME_ARRAY,
                              N_("FILE"),
                              N_("name one file, or - for standard input")},
    [HEMO_CLI_OPTION_FILES] = {1,
                               G_MAXUINT,
                               G_OPTION_ARG_FILENAME_ARRAY,
                               N_("FILE..."),
                               N_("name a file, or - for standard input")},
    [HEMO_CLI_OPTION_DOMAINS] = {1,
                                 G_MAXUINT,
                                 G_OPTION_ARG_STRING_ARRAY,
                                 N_("DOMAIN..."),
                                 N_("name at least one domain")},
    [HEMO_CLI_OPTION_WORD] = {1,
                              1,
                              G_OPTION_ARG_STRING_ARRAY,
                              "show|verify",
                              N_("say \"audit show\" or \"audit verify\"")},
    [HEMO_CLI_OPTION_PROGRAM] = {1,
                                 1,
                                 G_OPTION_ARG_STRING_ARRAY,
                                 "claws|thunderbird",
                                 N_("say \"setup claws\" or \"setup thunderbird\"")},
    [HEMO_CLI_OPTION_ADDRESS] =
        {1, 1, G_OPTION_ARG_STRING_ARRAY, N_("ADDRESS"), N_("name one address")},
    [HEMO_CLI_OPTION_MAYBE_ADDRESS] =
        {0, 1, G_OPTION_ARG_STRING_ARRAY, N_("[ADDRESS]"), N_("name one address at most")},
    [HEMO_CLI_OPTION_KEY] = {2,
                             G_MAXUINT,
                             G_OPTION_ARG_STRING_ARRAY,
                             N_("ADDRESS FINGERPRINT"),
                             N_("name an address and the whole fingerprint of a key")},
    [HEMO_CLI_OPTION_MAYBE_KEY] = {1,
                                   G_MAXUINT,
                                   G_OPTION_ARG_STRING_ARRAY,
                                   N_("ADDRESS [FINGERPRINT]"),
                                   N_("name one address")},
};

static gboolean
parse(GOptionContext *context, int argc, char **argv, char ***rest)
{
    g_auto(GStrv) arguments = g_new0(char *, (gsize)argc + 1);
    GError *error = NULL;

    for (int i = 0; i < argc; i++)
        arguments[i] = g_strdup(argv[i]);
    if (g_option_context_parse_strv(context, &arguments, &error))
        return TRUE;
    hemo_cli_output_error(error);
    g_clear_pointer(rest, g_strfreev);
    return FALSE;
}

static gboolean
check_rest(HemoCliOptionRest rest, char ***words)
{
    guint n = *words != NULL ? g_strv_length(*words) : 0;

    if (n >= rests[rest].min && n <= rests[rest].max)
        return TRUE;
    hemo_cli_output_complaint("%s", _(rests[rest].complaint));
    g_clear_pointer(words, g_strfreev);
    return FALSE;
}

gboolean
hemo_cli_option_parse(int argc,
                      char **argv,
                      const HemoCliOptionVerb *verb,
                      gboolean *ret_json,
                      char ***ret_rest)
{
    const GOptionEntry entries[] = {
        {"json", 0, 0, G_OPTION_ARG_NONE, ret_json, N_("Print one JSON object a line"), NULL},
        {G_OPTION_REMAINING,
         0,
         0,
         rests[verb->rest].kind,
         ret_rest,
         NULL,
         rests[verb->rest].words},
        {NULL},
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    g_autofree char *name = g_strdup_printf("hemostat %s", argv[0]);

    *ret_json = FALSE;
    *ret_rest = NULL;
    g_set_prgname(name); /* for the usage line */
    g_option_context_set_summary(context, verb->summary);
    if (verb->entries != NULL)
        g_option_context_add_main_entries(context, verb->entries, GETTEXT_PACKAGE);
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    return parse(context, argc, argv, ret_rest) && check_rest(verb->rest, ret_rest);
}
