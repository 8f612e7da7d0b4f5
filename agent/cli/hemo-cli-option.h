/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The command line of one verb: every verb has --json and --help, and complains in the same
 * way.
 */
#pragma once

#include <glib.h>

/* What is left over after the options. */
typedef enum {
    HEMO_CLI_OPTION_NOTHING = 0,
    HEMO_CLI_OPTION_FILE,  /* exactly one */
    HEMO_CLI_OPTION_FILES, /* at least one */
    HEMO_CLI_OPTION_DOMAINS,
    HEMO_CLI_OPTION_WORD,    /* exactly one of the verb's own words */
    HEMO_CLI_OPTION_PROGRAM, /* exactly one mail program */
    HEMO_CLI_OPTION_ADDRESS, /* exactly one */
    HEMO_CLI_OPTION_MAYBE_ADDRESS,
    HEMO_CLI_OPTION_KEY,       /* an address and a fingerprint, which may be in groups */
    HEMO_CLI_OPTION_MAYBE_KEY, /* the same, without a fingerprint too */
} HemoCliOptionRest;

typedef struct {
    const char *summary;         /* translated */
    const GOptionEntry *entries; /* the verb's own, or NULL */
    HemoCliOptionRest rest;
} HemoCliOptionVerb;

/* FALSE after telling what is wrong: the exit status is HEMO_CLI_USAGE.  @argv begins with the
 * verb; --help ends the program.  Free @ret_rest with g_strfreev(); it is NULL on failure and
 * for NOTHING. */
gboolean hemo_cli_option_parse(int argc,
                               char **argv,
                               const HemoCliOptionVerb *verb,
                               gboolean *ret_json,
                               char ***ret_rest);
