/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * Runs a verb of the command line in a child of its own and keeps what it printed.  It sees
 * an empty home, a runtime folder without a socket, and no agent's program.
 */
#pragma once

#include <gio/gio.h>

typedef struct {
    int status;
    char *out;
    char *said; /* on standard error */
} RunVerb;

/* @words begin with the verb and end with NULL; @input is its standard input (NULL: empty). */
RunVerb
run_verb(int (*verb)(int argc, char **argv), const char *input, const char *const *words);

void run_verb_clear(RunVerb *run);

/* One row of a table: the words, and what must come of them. */
typedef struct {
    const char *words[16];
    int status;
    const char *out;  /* a pattern of g_pattern_match_simple(); NULL: nothing is printed */
    const char *said; /* likewise */
} RunVerbRow;

/* Runs all rows, without input. */
void run_verb_check(int (*verb)(int argc, char **argv), const RunVerbRow *rows, gsize n_rows);

/* A new file below the runtime folder; its name lives until the program ends. */
const char *run_verb_file(const char *name, const char *content);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(RunVerb, run_verb_clear)
