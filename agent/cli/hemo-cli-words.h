/* SPDX-License-Identifier: GPL-3.0-or-later
 * SPDX-FileCopyrightText: 2026 The Hemostat Authors
 *
 * The plain words for the codes that the agent and the reader answer with.  Whoever asked
 * for JSON gets the codes; these words are for people.  All are translated and need not be
 * freed.
 */
#pragma once

#include <glib.h>

/* What becomes of a recipient's copy: "over TLS"; of a method that is none, by the verdict:
 * "as it is", "waits for your answer", and else "held". */
const char *hemo_cli_words_way(const char *method, const char *verdict);

/* The rest: the words for a code.  A code that is not known is returned itself. */
const char *hemo_cli_words_verdict(const char *verdict); /* of a mail: "may go as it is" */
const char *hemo_cli_words_content(const char *content); /* "patient data" */
const char *hemo_cli_words_level(const char *level);     /* "TLS is promised and was seen" */
const char *hemo_cli_words_reason(const char *reason);   /* of the audit; hemo-reason.h */
const char *hemo_cli_words_choice(const char *choice);   /* what a person answered */
const char *hemo_cli_words_fault(const char *fault);     /* why something could not be done */
const char *hemo_cli_words_difference(const char *difference); /* of what was sent */
const char *hemo_cli_words_note(const char *kind);             /* of a reported problem */
const char *hemo_cli_words_action(const char *action);         /* of a delivery report */
const char *hemo_cli_words_group(const char *group);           /* likewise: why */
